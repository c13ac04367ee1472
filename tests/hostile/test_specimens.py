"""Hostile files cost one rejected file or a finding each; the run and the other files go on.

Never a traceback for bad input; limits on memory and time.
"""

import json
import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.good_year import month_figures, reported
from tests.hostile import specimens
from tests.hostile.specimens import SPECIMENS, Specimen
from zongzhi_xl.cli import app
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk import repairing
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.mending.draft import draft_of
from zongzhi_xl.mending.words import notes_of
from zongzhi_xl.reading import intake, reader
from zongzhi_xl.reading.inbox import discover
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="管道和链接只在 POSIX 上有")
SIGNED = {"填表人": "甲", "单位负责人": "乙", "联系电话": "0000-2000001", "本月无重大事项": "是"}


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in args])


def write_good(path: Path, edition: Edition, unit: str) -> Path:
    values = {**month_figures(3), **SIGNED, "报出日期": reported(3)}
    contents = ReturnContents(unit=unit, year=2026, month=3, values=values)
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    return path


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> bytes:
    path = write_good(tmp_path_factory.mktemp("good") / "good.xlsx", edition, "兴盛街道")
    raw = reader.read(path, path.name)
    specimens.COUNT_CELL = raw.cells["刑事立案数"].cell
    for name in ("年份", "月份", "填报单位"):
        specimens.IDENTITY_CELLS[name] = raw.cells[name].cell
    return path.read_bytes()


@pytest.fixture(scope="module")
def inbox(
    tmp_path_factory: pytest.TempPathFactory, edition: Edition, good: bytes
) -> Iterator[Path]:
    """Every specimen under its name, and one good return of another office."""
    folder = tmp_path_factory.mktemp("hostile") / "收件"
    folder.mkdir()
    for one in SPECIMENS:
        one.make(folder / f"{one.name}.xlsx", good)
    write_good(folder / "好.xlsx", edition, "兴海街道")
    (folder / "secret.txt").unlink()
    (folder.parent / "secret.txt").write_text(specimens.SECRET, encoding="utf-8")
    yield folder
    (folder / "三千兆.xlsx").unlink()


@pytest.fixture(scope="module")
def checked(inbox: Path) -> dict[str, dict]:
    """What ``validate --json`` says of each."""
    result = run("validate", inbox, "--json", "--workers", 2)
    assert result.exit_code == 1, result.output
    return {one["file"]: one for one in json.loads(result.stdout)}


@pytest.mark.parametrize("specimen", SPECIMENS, ids=lambda one: one.name)
def test_a_specimen_is_rejected_with_its_reason_or_found_out(
    checked: dict[str, dict], specimen: Specimen
) -> None:
    """One file of the inbox, one answer, in words."""
    one = checked[f"{specimen.name}.xlsx"]
    codes = {finding["code"] for finding in one["findings"]}
    assert not one["reason"].startswith("程序")  # a fault of ours, caught
    assert specimens.SECRET not in json.dumps(one, ensure_ascii=False)
    if specimen.reason:
        assert one["verdict"] == "rejected"
        assert re.match(specimen.reason, one["reason"]), one["reason"]
        assert re.search("[一-鿿]{2}", one["reason"])
    elif specimen.finding:
        assert specimen.finding in codes
    else:
        # nothing but that its 底数 are empty, as those of the good return are
        assert (one["verdict"], codes) == ("pass", {"S9"}), one["reason"]


@pytest.mark.parametrize(
    "every", [20, pytest.param(1, marks=pytest.mark.long)], ids=lambda every: f"one_in_{every}"
)
def test_repair_takes_each_specimen_or_says_why_not(
    every: int, inbox: Path, tmp_path: Path
) -> None:
    """No fault of ours, nothing invented: what is written is read back and compared."""
    names = {"整列填充.xlsx", *(f"{one.name}.xlsx" for one in SPECIMENS[::every])}
    files = [(inbox / name, name) for name in sorted(names)]
    results = dict(intake.run(files, partial(draft_of, None), limits=repairing.PATIENT, workers=2))
    repaired = 0
    for file, result in results.items():
        if isinstance(result, intake.Failure):
            assert not result.reason.startswith("程序"), (file, result.reason)
            assert specimens.SECRET not in result.reason
            continue
        repairing.write(tmp_path / file, result)
        assert specimens.SECRET not in notes_of(result, file, file).text
        repaired += 1
    assert repaired > 15 / every
    assert results["整列填充.xlsx"].contents.values["刑事立案数"] == month_figures(3)["刑事立案数"]


def test_nothing_else_is_listed(checked: dict[str, dict]) -> None:
    assert set(checked) == {"好.xlsx", *(f"{one.name}.xlsx" for one in SPECIMENS)}


def test_nothing_climbed_out_of_a_package(checked: dict[str, dict], inbox: Path) -> None:
    assert not list(inbox.parents[1].rglob("climbed.txt"))
    assert not Path("/tmp/climbed.txt").exists()


def test_the_good_return_beside_them_is_judged_as_if_alone(
    checked: dict[str, dict], inbox: Path, tmp_path: Path
) -> None:
    alone, among = tmp_path / "alone.json", tmp_path / "among.json"
    for paths, out in ((inbox / "好.xlsx", alone), (inbox, among)):
        result = run(
            "consolidate", paths, "--year", 2026, "-o", tmp_path / "s.xlsx", "--json", out,
            "--facts", tmp_path / "f.csv", "--reports", tmp_path / "papers", "--through", 3,
        )  # fmt: skip
        assert result.exit_code == 1, result.output
    unit = [
        next(
            one for one in json.loads(out.read_text("utf-8"))["units"] if one["unit"] == "兴海街道"
        )
        for out in (alone, among)
    ]
    assert unit[0] | {"rank": 0} == unit[1] | {"rank": 0}
    assert checked["好.xlsx"]["verdict"] == "pass"


# ------------------------------------------------------------------ files that move


def test_a_file_that_vanishes_after_it_was_listed_is_named(tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a.xlsx").write_bytes(good)
    ((path, file),) = discover([tmp_path])
    path.unlink()
    with pytest.raises(UnusableFileError, match="可能刚被移走"):
        reader.read(path, file)


def test_a_file_that_changes_while_it_is_read_is_read_as_it_was_at_one_moment(
    tmp_path: Path, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes are taken once: what is written afterwards is not mixed in."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(good)
    before = reader.read(path, "a")
    taken = reader.bytes_of

    def taken_then_changed(*args: object) -> bytes:
        data = taken(*args)  # type: ignore[arg-type]
        path.write_bytes(b"changed")
        return data

    monkeypatch.setattr(reader, "bytes_of", taken_then_changed)
    assert reader.read(path, "a") == before


def _refusing(*_: object, **__: object) -> object:
    raise PermissionError(13, "Permission denied")


def test_a_file_without_permission_is_named(
    tmp_path: Path, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests run as root, who may read everything: the refusal is simulated."""
    (tmp_path / "a.xlsx").write_bytes(good)
    monkeypatch.setattr(Path, "open", _refusing)
    with pytest.raises(UnusableFileError, match="没有权限读取"):
        reader.read(tmp_path / "a.xlsx", "a")


def test_a_folder_without_permission_is_named_and_not_passed_over(
    tmp_path: Path, good: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "关着"
    closed.mkdir()
    (tmp_path / "a.xlsx").write_bytes(good)
    look = os.scandir

    def looked(path: object) -> object:
        if "关着" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return look(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", looked)
    assert [name for _, name in discover([tmp_path])] == ["a.xlsx", "关着"]
    with pytest.raises(UnusableFileError, match="文件夹"):
        reader.read(closed, "关着")


def test_links_to_folders_are_followed_once(tmp_path: Path, good: bytes) -> None:
    """Also in a circle: a folder that holds a link to itself."""
    there = tmp_path / "别处"
    there.mkdir()
    (there / "a.xlsx").write_bytes(good)
    inbox = tmp_path / "收件"
    inbox.mkdir()
    (inbox / "三月").symlink_to(there)
    (there / "回来").symlink_to(inbox)
    assert [name for _, name in discover([inbox])] == ["三月/a.xlsx"]
