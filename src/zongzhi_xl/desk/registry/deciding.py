"""Deciding (决定): what the district says becomes an event, checked before it is entered.

A question is answered by its id; a figure after a review, a day of receipt and the undoing of an
earlier decision are said directly. Whatever is entered replaces evidence, never points.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeAlias

from zongzhi_xl.archive.record_book import RecordBook
from zongzhi_xl.core.chronicle.decisions import Numbered, figure_of, in_force
from zongzhi_xl.core.chronicle.events import Decided, Ruling
from zongzhi_xl.core.chronicle.questions import query_subject
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.core.language.values import Gap, State
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.desk.registry.arriving import bring_up, ready
from zongzhi_xl.desk.registry.entered import decisions_in
from zongzhi_xl.desk.registry.standing import Standing, standing_in
from zongzhi_xl.errors import RequestError
from zongzhi_xl.record import Record, replace


class Grounds(Record):
    """Why, by whom, on which day, under which document number; ``today`` is when it is entered."""

    reason: str
    by: str
    day: date
    today: date
    document: str = ""

    def check(self) -> None:
        """Raises RequestError for what no decision may lack."""
        if not self.reason.strip():
            raise RequestError("没有写理由")
        if not self.by.strip():
            raise RequestError("没有写经办人")
        if self.day > self.today:
            raise RequestError(f"日期 {self.day} 还没有到")


class Period(Record):
    """Whose return of when a decision is about; no month means the annual one."""

    unit: str
    month: int | None

    @property
    def form(self) -> FormKind:
        """The form of the period."""
        return FormKind.MONTHLY if self.month else FormKind.ANNUAL


class Answered(Record):
    """A question, by its id, and which of its answers was chosen."""

    question: str
    words: str


class Reviewed(Record):
    """The figure of an item after a review (认定数), as it was typed."""

    period: Period
    item: str
    value: str


class ReceivedOn(Record):
    """The day of receipt that counts for a period instead of the recorded one."""

    period: Period
    day: date


class OnTheirWord(Record):
    """An open query about an item is accepted on the office's word, which the reason repeats.

    ``item`` is empty where it is about the whole form; ``check`` its number where there are more.
    """

    period: Period
    item: str
    check: str = ""


class Revoking(Record):
    """An earlier decision, by its number, that no longer holds."""

    number: int


Saying: TypeAlias = Answered | Reviewed | ReceivedOn | OnTheirWord | Revoking


def decide(book: RecordBook, standing: Standing, saying: Saying, grounds: Grounds) -> Numbered:
    """Check it against how the year stands, and enter it; the decision with its number.

    One that holds already, word for word, is not entered again: a run that was stopped may say it
    twice. Raises RequestError where it cannot be taken, with why; nothing is entered then.
    """
    grounds.check()
    said = _decided(saying, standing, book, grounds)
    for known in in_force(decisions_in(book)):
        if known.decided == said:
            return known
    book.add(grounds.today, [said])
    return decisions_in(book)[-1]


def _decided(saying: Saying, standing: Standing, book: RecordBook, grounds: Grounds) -> Decided:
    match saying:
        case Answered():
            return _answer(saying, standing, grounds)
        case Reviewed():
            return _figure(saying, standing, grounds)
        case ReceivedOn():
            return _day(saying, standing, grounds)
        case OnTheirWord():
            return _on_their_word(saying, standing, grounds)
        case Revoking():
            return _revocation(saying, decisions_in(book), grounds)


def _answer(saying: Answered, standing: Standing, grounds: Grounds) -> Decided:
    asked = standing.question(saying.question.strip().upper())
    if asked is None:
        raise RequestError(
            f"没有编号是 {saying.question} 的待办：可能已经决定，或情况变了不用再决定"
        )
    given = next((one for one in asked.answers if one.words == saying.words.strip()), None)
    if given is None:
        allowed = "、".join(one.words for one in asked.answers)
        raise RequestError(f"“{saying.words}”不是可以选的处理，可选：{allowed}")
    return Decided(
        grounds.day, given.ruling, standing.year, asked.unit, asked.form, asked.month,
        asked.subject, given.value, grounds.reason, grounds.by, grounds.document,
    )  # fmt: skip


def _figure(saying: Reviewed, standing: Standing, grounds: Grounds) -> Decided:
    form = saying.period.form
    items = [one.name for one in standing.known.edition.form(form).items]
    if saying.item not in items:
        near = meant(saying.item, items) or "，请写表上的指标名称"
        raise RequestError(f"{form}里没有“{saying.item}”这一项{near}")
    value = saying.value.strip()
    one = _of_period(saying.period, standing, Ruling.FIGURE, grounds, saying.item, value)
    read = figure_of(one, standing.known.edition)
    if isinstance(read, Gap) and read.state != State.NOT_APPLICABLE:
        raise RequestError(
            f"“{value}”不能作为{saying.item}的数：请写整数、日期（如 2026-04-03）、是或否，评分写数"
        )
    return one


def _day(saying: ReceivedOn, standing: Standing, grounds: Grounds) -> Decided:
    if saying.day > grounds.today:
        raise RequestError(f"收件日期 {saying.day} 还没有到")
    return _of_period(
        saying.period, standing, Ruling.DAY, grounds, value=saying.day.isoformat()
    )  # fmt: skip


def _on_their_word(saying: OnTheirWord, standing: Standing, grounds: Grounds) -> Decided:
    one = _of_period(saying.period, standing, Ruling.ACCEPTED, grounds)
    about = f"{one.unit}的{saying.item or '整张表'}"
    found = [query for query in _open_queries(one, standing) if query.item == saying.item]
    if saying.check:
        found = [query for query in found if query.code == saying.check]
    if not found:
        raise RequestError(f"{about}在这份表里没有等说明的核实性问题，或者已经决定")
    if len(found) > 1:
        codes = "、".join(query.code for query in found)
        raise RequestError(f"{about}有 {len(found)} 处等说明（审核 {codes}）：请写明是哪一条")
    return replace(one, subject=query_subject(found[0]))


def _open_queries(period: Decided, standing: Standing) -> Iterator[Finding]:
    whose = (period.unit, period.form, period.month)
    for file in standing.appraisal.files:
        if (file.unit, file.form, file.month) == whose:
            yield from (one for one in file.findings if one.open)


def _of_period(  # noqa: PLR0913, PLR0917  # whose, of which year, what, why
    period: Period, standing: Standing, ruling: Ruling, grounds: Grounds,
    subject: str = "", value: str = "",
) -> Decided:  # fmt: skip
    known = standing.known.edition.unit(period.unit)
    if known is None:
        raise RequestError(f"“{period.unit}”不在名册上")
    return Decided(
        grounds.day, ruling, standing.year, known.name, period.form, period.month,
        subject, value, grounds.reason, grounds.by, grounds.document,
    )  # fmt: skip


def _revocation(saying: Revoking, decisions: tuple[Numbered, ...], grounds: Grounds) -> Decided:
    known = {one.number: one.decided for one in in_force(decisions)}
    if saying.number not in known:
        raise RequestError(f"没有第 {saying.number} 号决定，或已经撤销")
    return replace(
        known[saying.number], day=grounds.day, ruling=Ruling.REVOKED, subject=str(saying.number),
        value="", reason=grounds.reason, by=grounds.by, document=grounds.document,
    )  # fmt: skip


def enter(district: Path, year: int, saying: Saying, grounds: Grounds) -> Numbered:
    """The same for a district's folder, with a backup of the record.

    Raises RequestError, StatementError, RecordUnusableError.
    """
    with ready(district) as book:
        bring_up(district, book, grounds.today)
        return decide(book, standing_in(book, year, grounds.today), saying, grounds)
