"""Which files may be written over: those that an earlier run of ours wrote, and empty ones.

Whatever else lies where an output should go may be somebody's work, a return that was handed in
and cannot be read for example. What tells an output of ours is what stands in it, not its name.
"""

import re
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, load_workbook

from zongzhi_xl.contract import (
    CITY,
    CITY_CLAUSES,
    CITY_DISTRICTS,
    CITY_RANKS,
    COVER,
    DESK,
    DISTRICT_FORM,
    HOLIDAYS,
    LEDGER,
    OFFICES,
    ORGANS,
    OVERVIEW,
    PROVIDERS,
    REPAIR_NOTES,
    RESULTS,
    RULE_CASES,
    SCHEME,
    SCORING,
    SETTLED,
    TASKS,
    TODAY,
)
from zongzhi_xl.desk.facts import COLUMNS
from zongzhi_xl.errors import OutputError
from zongzhi_xl.record import Record


class Sort(Record):
    """A sort of output: what it is called, and whether what lies at a path is one."""

    words: str
    is_one: Callable[[Path], bool]

    def may_replace(self, path: Path) -> None:
        """Nothing lies there, or one of this sort; raises OutputError."""
        if path.is_file() and path.stat().st_size > 0 and not self.is_one(path):
            raise OutputError(
                f"写不了 {path}：那里有一个不是{self.words}的文件，可能是交来的表；"
                "请换一个文件名，或先把它移走"
            )


def _has_sheets(wanted: Collection[str], file: Path | BytesIO) -> bool:
    """Whether it is a workbook of reports with these sheets; False where it cannot be opened."""
    try:
        sheets = set(load_workbook(file).sheet_names)
    except (CalamineError, OSError):
        return False
    return sheets.issuperset(wanted) and COVER not in sheets


#: signs at the start of a file that tell what it is
_START = 500


def _begins(pattern: str, path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            start = stream.read(_START).decode("utf-8-sig", "replace")
    except OSError:
        return False
    return re.match(pattern, start, re.DOTALL) is not None


_OF_DESK, _OF_SUMMARY = (TODAY, TASKS, SETTLED), (OVERVIEW, LEDGER)
_OF_FORM = (ORGANS, OFFICES, PROVIDERS, HOLIDAYS)
DESK_BOOK = Sort(DESK, partial(_has_sheets, _OF_DESK))
SUMMARY = Sort("汇总", partial(_has_sheets, _OF_SUMMARY))
CITY_BOOK = Sort(CITY, partial(_has_sheets, (CITY_DISTRICTS, CITY_RANKS, CITY_CLAUSES)))
CITY_RESULT = Sort(f"{CITY}结果（JSON）", partial(_begins, r'\{\s*"year":\s*\d+,\s*"parts":'))
FINDINGS = Sort(RESULTS, partial(_has_sheets, (RESULTS,)))
NOTES = Sort(REPAIR_NOTES, partial(_has_sheets, (REPAIR_NOTES,)))
RESULT = Sort("汇总结果（JSON）", partial(_begins, r'\{\s*"(?:rules|year)":.*"through":\s*\d'))
LEDGER_FILE = Sort("扣分账（JSON）", partial(_begins, r'\{\s*"format": "zongzhi.ledger/'))
FACTS = Sort("逐格数据", partial(_begins, re.escape(",".join(COLUMNS[:6]))))


def _is_paper(path: Path) -> bool:
    """A page by its generator, a Word document by its keywords."""
    return _begins(r'.*<meta name="generator" content="zongzhi-xl">', path) or _is_word(path)


def _is_word(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as parts:
            return _KEYWORDS in parts.read("docProps/core.xml")
    except (zipfile.BadZipFile, KeyError, OSError):
        return False


_KEYWORDS = b"<cp:keywords>zongzhi-xl</cp:keywords>"
PAPER = Sort("本系统文书", _is_paper)


#: what officers leave among returns, by how its name begins, and the sheets by which it is known
_LEFT_BEHIND = {
    DESK: _OF_DESK, DISTRICT_FORM: _OF_FORM, f"区级{SUMMARY.words}": _OF_SUMMARY,
    SCHEME: (SCORING, RULE_CASES),
}  # fmt: skip


def left_behind(name: str, data: bytes) -> str:
    """What of that a file of this name is, in words; empty where it is none of it."""
    held = (one for one in _begun(name) if _has_sheets(_LEFT_BEHIND[one], BytesIO(data)))
    return next(held, "")


def _begun(name: str) -> list[str]:
    """Which of that it may be, by its name."""
    return [one for one in _LEFT_BEHIND if name.startswith(one) and name.endswith(".xlsx")]


#: what else a run of ours leaves there, by the ending of its name
_WRITTEN = {
    ".html": (PAPER,), ".docx": (PAPER,), ".json": (RESULT, LEDGER_FILE, CITY_RESULT),
    ".csv": (FACTS,),
}  # fmt: skip


def left_under(paths: Iterable[Path]) -> Iterator[Path]:
    """What was not handed in: desk, its kept copies, district’s form, summaries, rules, papers."""
    for folder in paths:
        yield from filter(_is_left, folder.rglob("*"))


def _is_left(path: Path) -> bool:
    asks = [one.is_one for one in _WRITTEN.get(path.suffix, ())]
    asks += [partial(_has_sheets, _LEFT_BEHIND[one]) for one in _begun(path.name)]
    # a pipe of such a name would be waited for
    return bool(asks) and path.is_file() and any(is_one(path) for is_one in asks)
