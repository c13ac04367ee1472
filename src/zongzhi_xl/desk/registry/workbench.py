"""The officer's desk (工作台): receive what is new, read what was decided, write all anew.

What was typed counts once it is in the record; until then it stays in its row. Nothing is
received, recorded or written while a program holds the desk open, or where it cannot be read.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from zongzhi_xl.archive import originals
from zongzhi_xl.archive.record_book import RecordBook
from zongzhi_xl.contract import DESK, OWN, TASK_TYPED
from zongzhi_xl.core.appraising.course import Course, indicators_by_month
from zongzhi_xl.core.appraising.figures import Scope
from zongzhi_xl.core.chronicle.changes import Change
from zongzhi_xl.core.chronicle.decisions import Numbered
from zongzhi_xl.core.chronicle.desk import Desk
from zongzhi_xl.core.chronicle.questions import Question, by_id
from zongzhi_xl.core.chronicle.tasks import Own, Task, Typed, task_of
from zongzhi_xl.desk import own_outputs
from zongzhi_xl.desk.initiating.form import contacts
from zongzhi_xl.desk.placing import check_file, check_output, put_together
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.registry import arriving
from zongzhi_xl.desk.registry.deciding import Answered, Grounds, decide
from zongzhi_xl.desk.registry.entered import decisions_in, published
from zongzhi_xl.desk.registry.publishing import since
from zongzhi_xl.desk.registry.standing import Standing, standing_in
from zongzhi_xl.desk.registry.unasked import saying_of
from zongzhi_xl.errors import RequestError
from zongzhi_xl.papers import board
from zongzhi_xl.papers.history import decision_words
from zongzhi_xl.reading import desk_book as reading
from zongzhi_xl.reading import intake
from zongzhi_xl.reading.desk_book import Kept
from zongzhi_xl.record import Record, replace
from zongzhi_xl.sheets import desk_book
from zongzhi_xl.statements.loader import years_of

FILE = f"{DESK}.xlsx"
BOARD = "看板.html"
#: where desks are kept in which something was typed
KEPT = f"{DESK}_备份"
_NUMBERED = re.compile(rf"{DESK}_(\d+)\.xlsx")


class Outcome(Record):
    """What came of it: received, decided, left in its row with the reason, how the year stands."""

    path: Path
    receiving: arriving.Receiving
    decided: tuple[Numbered, ...]
    left: tuple[Task, ...]
    left_unasked: tuple[Own, ...]
    standing: Standing

    @property
    def needs_a_person(self) -> bool:
        """A file does not fit, a row could not be taken, or the year waits for somebody."""
        left = self.left or self.left_unasked
        return bool(self.receiving.needs_a_person or left or self.standing.needs_a_person)

    @property
    def report(self) -> str:
        """In words: how the year stands, what was received and decided, what was not."""
        received = self.receiving
        anything = received.taken or received.known or received.passed
        lines = [self.standing.numbers, *([received.report] if anything else [])]
        lines += [f"已决定 第{one.number}号 {decision_words(one.decided)}" for one in self.decided]
        lines += [
            f"没有办成 {one.id or '（没有编号）'} {one.unit}：{one.outcome}" for one in self.left
        ]
        lines += [f"没有办成 {OWN} {one.unit}：{one.outcome}" for one in self.left_unasked]
        return "\n".join((*lines, f"工作台写在 {self.path}，看板写在它旁边的 {BOARD}"))


def lay_out(receipt: arriving.Wish, year: int | None = None, track: Track = silent) -> Outcome:
    """Receive, decide, write the desk of ``year`` (default: that of the desk that lies there).

    Raises RequestError, StatementError, RecordUnusableError, OutputError.
    """
    district = receipt.district
    path = district / FILE
    _check_free(path)
    check_output(district / BOARD, own_outputs.PAPER)
    old = _read(path)
    telephones = contacts(district)
    wanted = _wanted(district, year or old.year, receipt.today)
    received = arriving.receive(receipt, track)
    with arriving.ready(district) as book:
        answered, left = _settle(book, old, wanted, receipt.today)
        said, left_unasked = _say(book, old, wanted, receipt.today)
        stands = standing_in(book, wanted, receipt.today)
        desk = _contents(book, stands, _rows(stands.questions, left), telephones)
    _place(path, old, replace(desk, own=left_unasked))
    return Outcome(path, received, (*answered, *said), left, left_unasked, stands)


def _wanted(district: Path, year: int | None, today: date) -> int:
    """That year, else the newest one that has begun; raises RequestError without an edition."""
    years = years_of(district)
    if not years:
        raise RequestError(f"{district} 不是区文件夹：里面没有 statements/年份/")
    if year and year not in years:
        raise RequestError(f"区里没有{year}年的考核方案，这次什么也没有登记")
    return year or max((one for one in years if one <= today.year), default=min(years))


# ------------------------------------------------------------------ the desk that lies there


def _check_free(path: Path) -> None:
    """No program holds it open, and it can be written; raises RequestError, OutputError."""
    for lock in (f"~${path.name}", f".~lock.{path.name}#"):
        if path.with_name(lock).exists():
            raise RequestError(
                f"{path} 正在 Excel 或 WPS 里打开：请保存、关闭后再运行，这次什么也没有登记；"
                f"确实已经关闭的，删去它旁边的 {lock} 再运行"
            )
    check_file(path)
    if path.exists():
        if not own_outputs.DESK_BOOK.is_one(path):
            raise RequestError(
                f"{path} 打不开，或不是本系统写的工作台：请把它移走再运行，这次什么也没有登记"
            )
        try:
            path.open("rb+").close()
        except OSError as fault:
            raise RequestError(
                f"{path} 正被别的程序打开，或不能改写：请保存、关闭后再运行，这次什么也没有登记"
            ) from fault


def _read(path: Path) -> Kept:
    """What was typed; raises RequestError where it cannot be read, MachineError."""
    if not path.exists():
        return Kept(None, (), b"")
    ((_, result),) = intake.run([(path, path.name)], _in_child)
    if isinstance(result, intake.Failure):
        raise RequestError(
            f"{path} 读不出来（{result.reason}）：请在 Excel 里打开后另存一次，"
            "或把它移走再运行；这次什么也没有登记，文件也没有动"
        )
    return result


def _in_child(path: Path, file: str) -> Kept:
    return reading.read(path, file)


# ------------------------------------------------------------------ what was typed


def _settle(
    book: RecordBook, old: Kept, year: int, today: date
) -> tuple[tuple[Numbered, ...], tuple[Task, ...]]:
    """Every row decided, or left with the reason."""
    decided, left = list[Numbered](), list[Task]()
    if not old.typed:
        return (), ()
    stands = standing_in(book, old.year or year, today)
    for rows in _by_question(_as_asked_now(one, stands) for one in old.typed):
        try:
            decided.append(_decide(book, stands, rows, today))
        except RequestError as fault:
            left += (replace(one, outcome=str(fault)) for one in rows)
    return tuple(decided), tuple(left)


def _as_asked_now(one: Task, stands: Standing) -> Task:
    """The row with the present id of its question: the office may have been renamed since."""
    asked = stands.question(one.id)
    return replace(one, id=asked.id) if asked else one


def _by_question(rows: Iterable[Task]) -> Iterable[list[Task]]:
    """The rows of each question; those without an id each by itself."""
    groups: dict[object, list[Task]] = defaultdict(list)
    for place, one in enumerate(rows):
        groups[one.id or place].append(one)
    return groups.values()


def _decide(book: RecordBook, stands: Standing, rows: list[Task], today: date) -> Numbered:
    """Enter what is typed in the rows of one question; raises RequestError."""
    one, typed = rows[0], rows[0].typed
    if not one.id:
        raise RequestError("这一行没有编号，不知道是哪一件")
    if any(other.typed != typed for other in rows):
        raise RequestError(f"这个编号填了 {len(rows)} 行，内容不同：请只留一行")
    if not typed.answer:
        raise RequestError(f"没有选“{TASK_TYPED[0]}”")
    return decide(book, stands, Answered(one.id, typed.answer), _grounds(typed, today))


def _grounds(typed: Typed, today: date) -> Grounds:
    """Why, by whom and when, as typed; raises RequestError for a day that is none."""
    if typed.day and not isinstance(typed.day, date):
        raise RequestError(f"日期“{typed.day}”看不懂，请写成 2026-04-03 这样")
    day = typed.day if isinstance(typed.day, date) else today
    return Grounds(typed.reason, typed.by, day, today, typed.document)


def _say(
    book: RecordBook, old: Kept, year: int, today: date
) -> tuple[tuple[Numbered, ...], tuple[Own, ...]]:
    """Every row of 另作决定 entered, or left with the reason."""
    decided, left = list[Numbered](), list[Own]()
    if not old.own:
        return (), ()
    stands = standing_in(book, old.year or year, today)
    for one in old.own:
        try:
            saying, grounds = saying_of(one), _grounds(one.typed, today)
            decided.append(decide(book, stands, saying, grounds))
        except RequestError as fault:
            left.append(replace(one, outcome=str(fault)))
    return tuple(decided), tuple(left)


def _rows(questions: Iterable[Question], left: Iterable[Task]) -> tuple[Task, ...]:
    """The open questions, each with what is left in its row; then rows that have no question."""
    asked, kept = by_id(questions), dict[str, Task]()
    others = list[Task]()
    for one in left:
        if one.id in asked and one.id not in kept:
            kept[one.id] = one
        else:
            others.append(_set_aside(one) if one.id else one)
    return (*(_row(one, kept.get(one.id)) for one in asked.values()), *others)


def _set_aside(one: Task) -> Task:
    """What was typed to a question that is gone, told and no longer typed.

    It would be taken for an answer where the same question is asked anew, after a decision was
    undone; the desk in which it was typed is kept.
    """
    typed = one.typed
    told = (typed.answer, typed.reason, typed.document, str(typed.day), typed.by)
    said = "、".join(part for part in told if part)
    return replace(one, typed=Typed(), outcome=f"{one.outcome}。填的是：{said}（原件在 {KEPT}）")


def _row(question: Question, left: Task | None) -> Task:
    return task_of(question, left.typed, left.outcome) if left else task_of(question)


# ------------------------------------------------------------------ the new one


def _contents(
    book: RecordBook, stands: Standing, tasks: tuple[Task, ...], telephones: Mapping[str, str]
) -> Desk:
    number, found = _since(book, stands)
    year = stands.known.moment.year
    return Desk(
        appraisal=stands.appraisal,
        edition=stands.known.edition,
        as_of=stands.known.moment.as_of,
        owed=stands.owed,
        tasks=tasks,
        since=number,
        changes=found,
        decisions=tuple(one for one in decisions_in(book) if one.decided.year == year),
        telephones=telephones,
        originals=f"{originals.FOLDER}/",
        to_mend=stands.to_mend,
        course=_course(stands),
    )


def _course(stands: Standing) -> Course:
    one, through = stands.known, stands.appraisal.through
    scope = Scope(one.moment.year, through, as_of=one.moment.as_of)
    return indicators_by_month(one.settled, one.edition, scope, one.rulings)


def _since(book: RecordBook, stands: Standing) -> tuple[str, tuple[Change, ...]]:
    """The number of the last publication of the year, and what has changed since."""
    moment = stands.known.moment
    *_, last = (None, *published(book, moment.year))
    return (last.number, since(book, last, moment)) if last else ("", ())


def _place(path: Path, old: Kept, desk: Desk) -> None:
    """The new desk in place of the old one, which is kept where something was typed into it."""
    if (path.read_bytes() if path.exists() else b"") != old.data:
        raise RequestError(f"{path} 在这期间又保存过，没有重写；已经办好的都登记了，请再运行一次")
    with put_together() as made:
        if old.touched:
            made.file(_next_kept(path.parent)).write_bytes(old.data)
        desk_book.write(made.file(path, own_outputs.DESK_BOOK), desk)
        board.write(made.file(path.with_name(BOARD), own_outputs.PAPER), desk)


def _next_kept(district: Path) -> Path:
    folder = district / KEPT
    folder.mkdir(exist_ok=True)
    numbers = (_NUMBERED.fullmatch(one.name) for one in folder.iterdir())
    newest = max((int(one[1]) for one in numbers if one), default=0)
    return folder / f"{DESK}_{newest + 1}.xlsx"
