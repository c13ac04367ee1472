"""待办: what is the district's to decide, each question with an id that stays the same.

A question is worked out from what is known, never stored: it is gone as soon as nobody has to
answer it. Its id is made of what it is about, so that an answer finds its question in a desk that
was copied, sorted or is of last week.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cached_property

from zongzhi_xl import contract
from zongzhi_xl.core.appraising.disagreements import Disagreement
from zongzhi_xl.core.appraising.precedence import Rival
from zongzhi_xl.core.appraising.received import OfficeReturn
from zongzhi_xl.core.appraising.scorecard import Appraisal, FileFindings, VetoState
from zongzhi_xl.core.appraising.sources import month_words
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.chronicle.events import BETWEEN_FILES, Ruling
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, plain
from zongzhi_xl.core.returned.department_merging import revisions
from zongzhi_xl.core.returned.designations import ByUnit, Designation, designation_of
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Event
from zongzhi_xl.record import Record, replace


class Matter(StrEnum):
    """What a question is about."""

    RIVALS = "两份表"
    EXPLANATION = "说明"
    EVENT = "重大事项"
    VETO = "一票否决"
    WHOLE_YEAR = "全年数"
    NOBODYS = "没有单位的文件"
    REVISION = "部门改数"


#: so many changed figures are told in a question, the others by their number
_TOLD = 5


class Answer(Record):
    """What may be answered, and what is decided by it; ``value`` is what counts from then on."""

    words: str
    ruling: Ruling
    value: str = ""


class Question(Record):
    """One question to the district; ``subject`` is what of the period it is about."""

    matter: Matter
    unit: str
    form: FormKind | None
    month: int | None
    subject: str
    words: str
    answers: tuple[Answer, ...]
    files: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """Eight signs, the same as long as the question is the same."""
        about = (self.matter, self.unit, self.form or "", self.month or "", self.subject)
        return hashlib.sha256("\n".join(map(str, about)).encode()).hexdigest()[:8].upper()

    @property
    def period(self) -> str:
        """``3月月报``, ``年报``."""
        return f"{month_words(self.month) if self.month else ''}{self.form or ''}"


class Situation(Record):
    """The files of which a result is made, and what the district has said so far.

    ``designated`` of events, ``seen_to`` of files that somebody looked after, by hash;
    ``disagreeing`` are figures of the year against reviewed months.
    """

    settled: Tally
    edition: Edition
    designated: ByUnit
    seen_to: Collection[str]
    disagreeing: Collection[Disagreement] = ()


def questions(appraisal: Appraisal, known: Situation) -> tuple[Question, ...]:
    """Everything that waits for the district, in the order of the matters and of the units."""
    settled, designated = known.settled, known.designated
    return (
        *_of_files(known),
        *_of_rivals(settled.questions),
        *_of_explanations(appraisal.files, known.edition),
        *_of_events(settled.received, designated, known.edition.statement.events),
        *map(_of_whole_year, known.disagreeing),
        *_of_revisions(known),
        *_of_vetoes(appraisal),
    )


def _of_files(known: Situation) -> Iterator[Question]:
    """Files that cannot be used and tell no office that would be asked to mend them."""
    for one in known.settled.rejected:
        whose = known.edition.unit(one.paper.unit) if one.paper else None
        if one.sha256 and not (whose or one.remedy or one.sha256 in known.seen_to):
            came = f"{plain(one.day)} " if one.day else ""
            yield Question(
                Matter.NOBODYS, "", None, None, one.sha256,
                f"{came}收到的文件“{one.file.rpartition('/')[2]}”不能用，里面看不出是哪个单位的："
                f"{one.reason}。请从文件名和送来的人弄清是谁的，请它重新报送",
                (Answer("已经处理", Ruling.SEEN_TO),), (one.file,),
            )  # fmt: skip


def _of_rivals(rivals: Iterable[Rival]) -> Iterator[Question]:
    periods: dict[object, list[Rival]] = {}
    for one in rivals:
        periods.setdefault((one.paper, one.nature), []).append(one)
    for files in periods.values():
        paper = files[0].paper
        yield Question(
            Matter.RIVALS, paper.unit, paper.form, paper.month,
            BETWEEN_FILES.join(sorted(one.sha256 for one in files)),
            f"收到 {len(files)} 份不同的{files[0].nature}：{_listed(files)}。以哪份为准？",
            tuple(
                Answer(f"采用第{place}份", Ruling.CHOICE, one.sha256)
                for place, one in enumerate(files, 1)
            ),
            tuple(one.file for one in files),
        )  # fmt: skip


def _listed(files: Iterable[Rival]) -> str:
    return "；".join(f"第{place}份 {_described(one)}" for place, one in enumerate(files, 1))


def _described(one: Rival) -> str:
    faults = f"，有 {one.faults} 处须改正" if one.faults else ""
    return f"{plain(one.day) if one.day else ''}收到{faults}{'，现在按这份算' * one.in_force}"


def _of_explanations(files: Iterable[FileFindings], edition: Edition) -> Iterator[Question]:
    for file in files:
        for one in file.findings:
            if one.severity == Severity.QUERY and one.explained and one.accepted is None:
                yield _explanation(file, one, edition)


_JUDGED = (Answer("接受", Ruling.ACCEPTED), Answer("退回", Ruling.RETURNED))


def query_subject(one: Finding) -> str:
    """Of a period, which query: the number of its check and its item."""
    return f"{one.code} {one.item}"


def _explanation(file: FileFindings, one: Finding, edition: Edition) -> Question:
    where = f"{one.sheet}!{one.cell}" if one.cell else one.sheet
    return Question(
        Matter.EXPLANATION, file.unit, file.form, file.month, query_subject(one),
        f"{where} {one.message}。{edition.statement.papers.unit}说明：{one.explained}", _JUDGED,
        (file.file,),
    )  # fmt: skip


def _of_events(
    received: Iterable[OfficeReturn], designated: ByUnit, chosen: EventWords
) -> Iterator[Question]:
    """Cases and accidents that the district has not looked at yet, each by its number."""
    answers = tuple(
        Answer(word, Ruling.MARK, word) for word in chosen.choices[contract.DISTRICT_MARK]
    )
    for one in (each.submission for each in received):
        rows = designated.get(one.unit, ())
        for event in one.events:
            if _waits(event, designation_of(event, one.month, rows), chosen):
                number, words = plain(event.get(contract.EVENT_NUMBER)), _event_words(event, chosen)
                whose = one.unit, one.form, one.month
                yield Question(Matter.EVENT, *whose, number, words, answers, (one.file,))


def _waits(event: Event, said: Designation | None, chosen: EventWords) -> bool:
    """A numbered case or accident of which the district has not said what it is."""
    numbered = not isinstance(event.get(contract.EVENT_NUMBER), Gap)
    marked = said is not None and not isinstance(said.get(contract.DISTRICT_MARK), Gap)
    return numbered and event.get(contract.CATEGORY) in chosen.asked and not marked


#: the columns that are not repeated where it is asked what an event is
_NOT_ASKED = (contract.CALLED, contract.SENT, contract.CIRCUMSTANCES)


def _event_words(event: Event, chosen: EventWords) -> str:
    told = (
        f"{label}{plain(event.get(name))}"
        for name, label in chosen.printed.items()
        if name not in _NOT_ASKED and not isinstance(event.get(name), Gap)
    )
    return f"{'，'.join(told)}。区里怎么认定？"


def _of_vetoes(appraisal: Appraisal) -> Iterator[Question]:
    answers = (Answer("决定否决", Ruling.VETO), Answer("不予否决", Ruling.LIFTED))
    for one in appraisal.units:
        if one.veto == VetoState.PROPOSED:
            words = f"提出一票否决建议：{'；'.join(one.veto_reasons)}"
            yield Question(
                Matter.VETO, one.unit, None, None, "；".join(one.veto_reasons), words, answers
            )


def _of_whole_year(one: Disagreement) -> Question:
    """Which of the two holds: said with its number, so that it is not another one meanwhile."""
    months = "、".join(map(month_words, one.reviewed))
    answers = ((f"按各月合计 {one.of_months}", one.of_months),
               (f"按{one.basis} {one.of_year}", one.of_year))  # fmt: skip
    return Question(
        Matter.WHOLE_YEAR, one.unit, FormKind.ANNUAL, None, one.total.name,
        f"{months}的{one.item.printed}复核认定以后，各月合计 {one.of_months}{one.item.unit}，"
        f"{one.basis}的{one.total.printed}是 {one.of_year}{one.total.unit}。全年以哪个数为准？"
        "没有决定以前按各月合计算",
        tuple(Answer(words, Ruling.FIGURE, str(value)) for words, value in answers),
    )  # fmt: skip


def _of_revisions(known: Situation) -> Iterator[Question]:
    """Files of the departments that change what they had given before, each as a whole."""
    departments = known.settled.departments
    changed = revisions(departments, known.edition)
    for one in departments:
        if one.file in changed and one.sha256 not in known.seen_to:
            first, more = changed[one.file][:_TOLD], changed[one.file][_TOLD:]
            yield Question(
                Matter.REVISION, "", FormKind.DEPARTMENTS, None, one.sha256,
                f"“{one.file.rpartition('/')[2]}”改了以前给过的数：{'，'.join(first)}"
                f"{f'，等 {len(changed[one.file])} 处' if more else ''}。现在按后收到的算；"
                "改得对的选“已经核对”，不对的请部门另报一份",
                (Answer("已经核对", Ruling.SEEN_TO),), (one.file,),
            )  # fmt: skip


def by_id(found: Iterable[Question]) -> Mapping[str, Question]:
    """The questions by their ids."""
    return {one.id: one for one in found}


def former_ids(found: Iterable[Question], edition: Edition) -> Mapping[str, str]:
    """The id of each question by those that it had while its unit was called otherwise."""
    known: dict[str, str] = {}
    for one in found:
        unit = edition.unit(one.unit)
        known |= {replace(one, unit=name).id: one.id for name in (unit.formerly if unit else ())}
    return known
