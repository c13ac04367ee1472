"""One receiving step: every verb opens a file once, and says of it what the others say.

Openings are counted by the system (inotify), whoever opens: this process, a child, a library.
"""

import ctypes
import json
import os
import shutil
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import damage
from zongzhi_xl.cli import app
from zongzhi_xl.core.appraising.scorecard import Period, Rejected
from zongzhi_xl.core.appraising.tally import file_findings
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.desk.checking import Wish, examine
from zongzhi_xl.desk.receiving import receive
from zongzhi_xl.desk.taking import by_edition
from zongzhi_xl.desk.understanding import understood
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.reader import handed_in
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader

UNIT, YEAR = "兴海街道", 2026


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A return of March with some figures."""
    path = tmp_path_factory.mktemp("收件") / "三月.xlsx"
    contents = ReturnContents(unit=UNIT, year=YEAR, month=3, values={"刑事立案数": 5})
    return_book.write(path, FormKind.MONTHLY, loader.standard(), contents)
    return path


# ------------------------------------------------------------------ whose file is sent back


def _march(path: Path, **values: object) -> Path:
    contents = ReturnContents(unit=UNIT, year=YEAR, month=3, values=values)
    return_book.write(path, FormKind.MONTHLY, loader.standard(), contents)
    return path


def test_of_a_file_sent_back_it_is_said_whose_it_is(tmp_path: Path) -> None:
    _march(tmp_path / "三月.xlsx", 版本="表样 1a2b3c4d · 规则 5e6f7a8b")
    said = examine(Wish(), tmp_path / "三月.xlsx", "三月.xlsx").file.said
    assert isinstance(said, Rejected)
    assert (said.paper, said.year) == (Period(UNIT, FormKind.MONTHLY, 3), YEAR)
    shown = CliRunner().invoke(app, ["validate", str(tmp_path)]).output
    assert "三月.xlsx  退回  兴海街道 2026年3月月报：版本" in shown.replace("\n", "")


def test_at_the_district_too_without_a_month_that_there_is_not(tmp_path: Path) -> None:
    path = _march(tmp_path / "三月.xlsx", 月份=13)
    (one,) = receive([path], by_edition(loader.standard())).rejected
    assert one.reason == "月份是 13，应为 1 至 12"
    assert (one.paper, one.year) == (Period(UNIT, FormKind.MONTHLY, None), YEAR)


def test_nobody_is_named_where_just_that_cannot_be_seen(tmp_path: Path) -> None:
    path = _march(tmp_path / "三月.xlsx")
    with damage.opened(path) as book:
        book["月报"].row_dimensions[2].hidden = True
    (one,) = receive([path], by_edition(loader.standard())).rejected
    assert "填报单位" in one.reason
    assert one.paper is None


# ------------------------------------------------------------------ a file is opened once

_OPENED = 0x20
_EVENT = struct.Struct("iIII")


@dataclass
class Openings:
    """How often a file was opened; known when the watch is over."""

    number: int = 0


@contextmanager
def openings_of(path: Path) -> Iterator[Openings]:
    """Every opening of ``path`` by any process while the block runs."""
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(watch, os.fsencode(path), 0x20 | 0x10 | 0x08) > 0  # and closings
    counted = Openings()
    try:
        yield counted
        events = os.read(watch, 1 << 20) if _waits(watch) else b""
        masks = (mask for _, mask, _, _ in _EVENT.iter_unpack(events))
        counted.number = sum(bool(mask & _OPENED) for mask in masks)
    finally:
        os.close(watch)


def _waits(watch: int) -> bool:
    import select  # noqa: PLC0415  # of systems that have inotify

    return bool(select.select([watch], [], [], 0)[0])


needs_inotify = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="openings are counted by inotify"
)


@needs_inotify
def test_openings_are_counted(good: Path) -> None:
    with openings_of(good) as counted:
        for _ in range(3):
            good.read_bytes()
    assert counted.number == 3


Arguments = Callable[[Path, Path], list[str]]
VERBS: dict[str, Arguments] = {
    "validate": lambda file, _: ["validate", str(file)],
    "validate --inspect --code": lambda file, _: [
        "validate", str(file), "--inspect", "--code", "ABCDEFGH", "--json",
    ],
    "appraise": lambda file, _: ["appraise", str(file)],
    "consolidate": lambda file, to: [
        "consolidate", str(file.parent), "--year", "2026", "-o", str(to / "汇总.xlsx"),
    ],
    "issue --from": lambda file, to: [
        "issue", "--year", "2026", "--month", "4", "-o", str(to), "--from", str(file),
    ],
    "repair": lambda file, to: ["repair", str(file), "-o", str(to / "新.xlsx")],
}  # fmt: skip


@needs_inotify
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_opens_a_file_once(good: Path, tmp_path: Path, verb: str) -> None:
    with openings_of(good) as counted:
        done = CliRunner().invoke(app, VERBS[verb](good, tmp_path))
    assert done.exit_code in (0, 1), done.output
    assert counted.number == 1


# ------------------------------------------------------------------ and all say the same of it


def test_checking_and_consolidating_find_the_same(good: Path) -> None:
    checked = examine(Wish(), good, good.name).file
    (received,) = receive([good], by_edition(loader.standard())).received
    assert checked.said == file_findings(received)
    assert received.findings


def test_a_refusal_after_reading_tells_the_hash_of_the_file(good: Path) -> None:
    """A file that was read and is sent back can be found again by its hash."""

    def no_edition(*_: object) -> None:
        raise UnusableFileError("没有这个版本")

    one = handed_in(good, good.name)
    with pytest.raises(UnusableFileError, match="没有这个版本") as caught:
        understood(one, no_edition)  # type: ignore[arg-type]  # it never answers
    assert caught.value.sha256 == one.sha256
    assert len(one.sha256) == 64


def test_a_code_is_compared_with_one_file_only(good: Path, tmp_path: Path) -> None:
    again = tmp_path / "再一份.xlsx"
    shutil.copy(good, again)
    done = CliRunner().invoke(app, ["validate", str(good), str(again), "--code", "ABCDEFGH"])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--code 一次只核对一份表" in done.stderr


def test_the_code_of_a_file_that_is_sent_back_cannot_be_compared(tmp_path: Path) -> None:
    text = tmp_path / "说明.xlsx"
    text.write_text("不是工作簿", encoding="utf-8")
    done = CliRunner().invoke(app, ["validate", str(text), "--json", "--code", "ABCDEFGH"])
    assert json.loads(done.stdout)[0]["verdict"] == "rejected"
    assert done.exit_code == 2
    assert "说明.xlsx：是文本（CSV）文件" in done.stderr
