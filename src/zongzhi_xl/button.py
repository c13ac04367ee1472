"""The buttons of a workbook that need Python: 一键校验, 生成上报文件, 一键汇总, 更新工作台.

Each is what one VBA line calls through RunPython. Whatever goes wrong ends in a Chinese sentence,
in the verdict cell and in a message; never in a traceback, and never in a changed cell. What is
heavy is imported by the button that needs it, because a clerk waits for 一键校验.
"""

# ruff: noqa: PLC0415  what is heavy is imported by the button that needs it

import logging
import re
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TypeVar

from zongzhi_xl import contract
from zongzhi_xl.core.checking.examined import Examined, examined
from zongzhi_xl.core.checking.unrun import MISSING
from zongzhi_xl.core.edition.file_names import TO_HAND_IN, WITH_FAULTS, paper_name, safe_name
from zongzhi_xl.core.returned import results
from zongzhi_xl.core.returned.findings import Finding, Verdict, verdict
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.submission import Submission, edition_in
from zongzhi_xl.core.soundness.carrying import of_version
from zongzhi_xl.errors import Refusal, RequestError, in_words
from zongzhi_xl.hosts import live_book
from zongzhi_xl.hosts.live_book import Book
from zongzhi_xl.reading.layout import NEW_BLANK
from zongzhi_xl.record import Record

#: seconds that a command may take; a district's year takes less than one of these minutes
_PATIENCE = 600
#: lines of what ``desk`` says for which the launcher has room
_DESK_LINES = 8
#: Excel's codes for "call rejected", "retry later" and "not now": somebody is editing a cell
_BUSY = frozenset({-2147418111, -2147417846, -2146777998})
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)

Answer = TypeVar("Answer")


# ------------------------------------------------------------------ the buttons


def check(book: Book | None = None) -> tuple[Finding, ...] | None:
    """一键校验: findings into 校验结果, the verdict into its cell; None where it could not be done.

    The findings are those of ``validate`` on the same workbook.
    """
    return _attempted("校验", _check, book, contract.VERDICT)


def hand_in(book: Book | None = None) -> Path | None:
    """生成上报文件: an .xlsx without macros beside the workbook, named by unit and period.

    With something that must be put right it needs a reason in 带错上报原因, and the name ends in
    ``_待核``, else in ``_上报``. Gives the path, None where no file was made.
    """
    return _attempted("生成上报文件", _hand_in, book, contract.VERDICT)


def consolidate(book: Book | None = None) -> Path | None:
    """一键汇总: run ``consolidate`` on the folder named in the launcher; the summary's path."""
    return _attempted("汇总", _consolidate, book, contract.OUTCOME)


def update_desk(book: Book | None = None) -> Path | None:
    """更新工作台: run ``desk`` on the district's folder named in the launcher; the desk's path."""
    return _attempted("更新工作台", _update_desk, book, contract.OUTCOME)


# ------------------------------------------------------------------ nothing escapes


def _attempted(
    what: str, act: Callable[[Book], Answer], book: Book | None, cell: str
) -> Answer | None:
    try:
        book = book or live_book.caller()
        return act(book)
    except Refusal as fault:
        _tell(book, cell, f"没有{what}：{fault}")
    except Exception as fault:
        _note_down(what, fault)
        _tell(book, cell, f"没有{what}：{_sentence(fault)}")
    return None


def _sentence(fault: Exception) -> str:
    """A fault that nobody foresaw, without what stood in the cells."""
    kind = type(fault).__name__
    if kind == "com_error" and fault.args[:1] and fault.args[0] in _BUSY:
        return "Excel 正忙，可能有单元格还在编辑。请按回车结束编辑，再点一次"
    if kind == "com_error":
        return f"Excel 不让读写，工作表可能被改动或另外加了保护。{NEW_BLANK}"
    if isinstance(fault, OSError):
        return f"文件读写不成功（{in_words(fault)}）。请关闭同名文件，换个文件夹再试"
    return f"程序出错（{kind}），表里填的数没有改动。请告诉区里的技术人员"


def _tell(book: Book | None, cell: str, words: str) -> None:
    """In the cell and in a message; whichever of the two works."""
    if book is None:
        return
    with suppress(Exception):
        if cell == contract.VERDICT:
            live_book.write(book, (), words)
        else:
            live_book.say(book, {cell: words})
    with suppress(Exception):
        book.app.alert(words, contract.TITLE)


def log_file() -> Path:
    """Where faults are noted down for whoever repairs the program."""
    return Path.home() / ".zongzhi_xl" / "button.log"


def _note_down(what: str, fault: Exception) -> None:
    """Kind and place of a fault; never its text, which may hold what stood in a cell."""
    frames = traceback.extract_tb(fault.__traceback__)
    trail = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames))
    with suppress(OSError):
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            log_file(), maxBytes=200_000, backupCount=1, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        text = f"{what} {type(fault).__name__} {trail}"
        handler.emit(logging.LogRecord("button", logging.ERROR, "", 0, text, None, None))
        handler.close()


# ------------------------------------------------------------------ 一键校验


def _check(book: Book) -> tuple[Finding, ...]:
    found = examine(book)
    _show(book, found, verdict_words(found))
    return found.findings


def examine(book: Book) -> Examined:
    """The return in ``book``, judged by the rules that it carries.

    Raises UnusableFileError.
    """
    raw = live_book.read(book)
    edition = live_book.edition_of_book(book)
    return examined(raw, of_version(edition, edition_in(raw.cells)), carried=True)


def _show(book: Book, found: Examined, words: str) -> None:
    if not live_book.write(book, found.findings, words, found.code, found.rules):
        book.app.alert(words, contract.TITLE)


def verdict_words(found: Examined) -> str:
    """The verdict in one sentence, without a full stop."""
    if verdict(found.findings) == Verdict.PASS:
        asked = sum(not one.district for one in found.edition.checks(found.submission.form))
        more = _counted(found, results.TOLD)
        missing = [one.message for one in found.findings if one.code == MISSING]
        if missing:
            return f"通过：审过的没有问题；{missing[0]}" + (f"（{more}）" if more else "")
        return results.PASSED.format(asked) + (f"（{more}）" if more else "")
    return results.ASKED + _counted(found, results.ASKING) + results.LISTED


def _counted(found: Examined, levels: tuple[str, ...]) -> str:
    """How many findings of these levels; of a level that none has nothing is said."""
    count = Counter(results.level(one) for one in found.findings)
    told = ((count[level], results.WEIGHTS[level]) for level in levels if count[level])
    return results.BETWEEN.join(results.COUNTED.format(*one) for one in told)


# ------------------------------------------------------------------ 生成上报文件


def _hand_in(book: Book) -> Path | None:
    found = examine(book)
    failed = verdict(found.findings) == Verdict.FAIL
    reason = _reason_in(found)
    if how := _refusal(found, reason, failed=failed):
        words = results.NOT_MADE.format(how)
        _show(book, found, words)
        book.app.alert(words, contract.TITLE)
        return None
    target = _folder_of(book) / file_name(found.submission, with_faults=failed)
    _write_copy(Path(book.fullname), target, found)
    old = (
        "" if failed else _outdated(target.with_name(file_name(found.submission, with_faults=True)))
    )
    _show(book, found, f"已生成 {target.name}，与本表在同一文件夹。{old}{verdict_words(found)}")
    return target


def _refusal(found: Examined, reason: str, *, failed: bool) -> str:
    """Why nothing may leave the house, and what to do; empty where it may."""
    if masked(reason) != reason:
        return f"{contract.FAULTY}里有个人的号码（{masked(reason)}）：删去号码，只写事由"
    if failed and not reason:
        return f"{verdict_words(found)}。{results.MEND_OR_SAY_WHY}"
    return ""


def _outdated(old: Path) -> str:
    """A warning where an earlier copy with faults still lies beside the good one."""
    return f"以前生成的 {old.name} 不要再报。" if old.exists() else ""


def _reason_in(found: Examined) -> str:
    """What stands in 带错上报原因, trimmed; empty where it is blank or there is no such cell."""
    cell = found.raw.cells.get(contract.FAULTY)
    return "" if cell is None or cell.value is None else str(cell.value).strip()


def file_name(one: Submission, *, with_faults: bool) -> str:
    """As blanks are named when they are issued, and that it is no blank any more.

    ``兴海街道_2026年03月_月报_上报.xlsx``; ``_待核`` where something still must be put right.
    """
    state = WITH_FAULTS if with_faults else TO_HAND_IN
    return paper_name(one.form.value, one.year, one.month, safe_name(one.unit), state)


def _folder_of(book: Book) -> Path:
    """The folder of the workbook; raises RequestError where it has none on this computer."""
    place = Path(book.fullname)
    if not place.is_absolute() or not place.parent.is_dir():
        raise RequestError("请先把本表保存到本机的文件夹里（不要直接在邮件、压缩包或网盘里打开）")
    return place.parent


def _write_copy(source: Path, target: Path, found: Examined) -> None:
    """The copy, put in place whole; raises RequestError, OutputError, UnusableFileError."""
    from zongzhi_xl.desk.placing import put_in_place
    from zongzhi_xl.mending.return_copy import write_copy

    if target.name.lower() == source.name.lower():
        raise RequestError(f"本表就叫 {target.name}，会被覆盖：请先把本表另存为别的名字")
    with put_in_place(target) as aside:
        write_copy(aside, found.raw, found.edition)


# ------------------------------------------------------------------ the launcher


class Order(Record):
    """A command of the district, and the workbook that it writes."""

    arguments: tuple[str, ...]
    written: Path

    @property
    def command(self) -> list[str]:
        """The command line; ``-P`` keeps Python from importing what lies in the folder."""
        start = (sys.executable, "-P", "-m", "zongzhi_xl")
        return [*start, *self.arguments]


class Done(Record):
    """What a command said, and whether something needs a person."""

    attention: bool
    said: tuple[str, ...]


def _consolidate(book: Book) -> Path:
    return _ordered(book, _summary_ordered(book), "汇总", _of_summary)


def _update_desk(book: Book) -> Path:
    return _ordered(book, _desk_ordered(book), "更新工作台", _of_desk)


def _ordered(book: Book, order: Order, what: str, words: Callable[[Order, Done], str]) -> Path:
    """Carry out, and say on the page what came of it; raises RequestError."""
    live_book.say(book, {contract.OUTCOME: f"正在{what}，请稍候……", contract.WRITTEN: ""})
    told = words(order, _carried_out(order))
    live_book.say(book, {contract.OUTCOME: told, contract.WRITTEN: str(order.written)})
    return order.written


def _summary_ordered(book: Book) -> Order:
    """The cells of the launcher as an order for a summary; raises RequestError."""
    given = _given(book)
    folder = _existing(given.get(contract.FOLDER), contract.FOLDER)
    if folder is None:
        raise RequestError(f"请先在“{contract.FOLDER}”选择收到的报表所在的文件夹")
    year = _year(given)
    if not year:
        raise RequestError(_YEAR_WANTED)
    summary = _folder_of(book) / f"区级汇总_{year}.xlsx"
    district = _existing(given.get(contract.DISTRICT), contract.DISTRICT)
    by = ("--district", str(district)) if district else ()
    arguments = ("consolidate", str(folder), "--year", year, "-o", str(summary), *by)
    return Order(arguments, summary)


def _desk_ordered(book: Book) -> Order:
    """The cells as an order for the desk, with an inbox and a year where they are given.

    Raises RequestError.
    """
    given = _given(book)
    district = _existing(given.get(contract.DISTRICT), contract.DISTRICT)
    if district is None:
        raise RequestError(f"请先在“{contract.DISTRICT}”选择本区的文件夹（init 建的那个）")
    inbox = _existing(given.get(contract.FOLDER), contract.FOLDER)
    year = _year(given)
    arguments = (
        "desk", str(district),
        *(("--inbox", str(inbox)) if inbox else ()), *(("--year", year) if year else ()),
    )  # fmt: skip
    return Order(arguments, district / f"{contract.DESK}.xlsx")


def _given(book: Book) -> dict[str, object]:
    names = (contract.FOLDER, contract.REPORTING_YEAR, contract.DISTRICT)
    return live_book.values_of(book, names)


_YEAR_WANTED = f"“{contract.REPORTING_YEAR}”应填四位年份，如 2026"


def _year(given: Mapping[str, object]) -> str:
    """Four digits, "" for a blank cell; raises RequestError."""
    year = str(given.get(contract.REPORTING_YEAR) or "").strip().removesuffix(".0")
    if year and not re.fullmatch(r"20\d\d", year, re.ASCII):
        raise RequestError(_YEAR_WANTED)
    return year


def _existing(value: object, name: str) -> Path | None:
    """A folder that is there, None for a blank cell; raises RequestError."""
    text = "" if value is None else str(value).strip().strip('"')
    if text and not Path(text).is_dir():
        raise RequestError(f"“{name}”里写的文件夹不在：{text}")
    return Path(text).absolute() if text else None


def _carried_out(order: Order) -> Done:
    """Run the command; raises RequestError with its own words where it could not be done."""
    try:
        done = subprocess.run(  # noqa: S603  # our own command, without a shell
            order.command,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            creationflags=_NO_WINDOW,
            cwd=order.written.parent,
        )
    except subprocess.TimeoutExpired as fault:
        raise RequestError("十分钟还没有做完，已停止：请检查文件夹里是不是混有别的文件") from fault
    if done.returncode not in (0, 1):
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise RequestError(said[-1].removeprefix("做不了：") if said else "程序没有说明原因")
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return Done(bool(done.returncode), tuple(line for line in lines if line.strip()))


def _of_summary(order: Order, done: Done) -> str:
    more = (
        f"；有事项需要处理，见“{contract.PROBLEMS}”和“{contract.DELIVERIES}”"
        if done.attention
        else ""
    )
    return f"汇总完成：{order.written.name}，与本表在同一文件夹{more}"


def _of_desk(order: Order, done: Done) -> str:
    """What the command said, but for the desk's path and as far as there is room."""
    said = [line for line in done.said if str(order.written) not in line]
    shown = said if len(said) <= _DESK_LINES else said[: _DESK_LINES - 1]
    more = [f"……还有 {len(said) - len(shown)} 行，见工作台"] if len(said) > len(shown) else []
    return "\n".join((f"{order.written.name} 已更新，在区文件夹里", *shown, *more))
