"""Many returns written at once, in children: the same bytes, and whatever goes wrong is heard.

A disk that fills meanwhile: tests/hostile/test_crash.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from zongzhi_xl.desk.issuing.earlier import Earlier
from zongzhi_xl.desk.issuing.prefilled import jobs
from zongzhi_xl.desk.issuing.writing import Job, write_returns
from zongzhi_xl.errors import MachineError
from zongzhi_xl.reading import intake
from zongzhi_xl.statements.loader import standard


def blanks(folder: Path) -> list[Job]:
    """A blank 月报 for each of the standard's eight offices."""
    return jobs(standard(), Earlier(), 2026, 6, folder)


def test_in_children_they_are_the_same_bytes(tmp_path: Path) -> None:
    alone = write_returns(blanks(tmp_path / "alone"), standard(), workers=1)
    spread = write_returns(blanks(tmp_path / "spread"), standard(), workers=2)
    assert [path.name for path in spread] == [path.name for path in alone]
    assert [path.read_bytes() for path in spread] == [path.read_bytes() for path in alone]
    assert len(spread) == 8


def test_what_a_child_could_not_write_is_told_as_if_it_were_written_here(tmp_path: Path) -> None:
    made = blanks(tmp_path)
    made[5].path.mkdir()  # a folder of that name
    told = []
    for workers in (1, 2):
        with pytest.raises(OSError, match=re.escape(made[5].path.name)) as fault:
            write_returns(made, standard(), workers=workers)
        told.append((type(fault.value), str(fault.value)))
    assert told[0] == told[1]


def test_a_child_that_dies_ends_the_whole_and_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(files: list[tuple[Path, str]], *_: object, **__: object) -> Iterator[object]:
        yield files[0][1], intake.Failure(files[0][1], "读取时程序中断")

    monkeypatch.setattr(intake, "run", run)
    made = blanks(tmp_path)
    with pytest.raises(MachineError, match=f"写 {re.escape(made[0].path.name)} 的进程中断了"):
        write_returns(made, standard(), workers=2)
