"""Rows of 工作台 in which the officer decides: a question of 待办, or what nobody asked for."""

from datetime import date

from zongzhi_xl.core.chronicle.questions import Question
from zongzhi_xl.record import Record, fields_of


class Typed(Record):
    """What stands in the open cells of a row; ``day`` is text where it is no day."""

    answer: str = ""
    reason: str = ""
    document: str = ""
    day: date | str = ""
    by: str = ""

    def __bool__(self) -> bool:
        """Whether anything was typed."""
        return any(fields_of(self).values())


class Task(Record):
    """A question as it stands in its row; ``outcome`` says why what was typed is not taken.

    ``answers`` are what may be chosen; none where the question is gone.
    """

    id: str
    matter: str
    unit: str
    period: str
    words: str
    answers: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    typed: Typed = Typed()
    outcome: str = ""


class Own(Record):
    """A row of 另作决定: a review, a day of receipt, an earlier decision that no longer holds.

    ``typed.answer`` is the sort of decision, ``value`` what counts from then on, a day where a
    program made one of it; ``outcome`` says why what was typed is not taken.
    """

    unit: str = ""
    period: str = ""
    item: str = ""
    value: date | str = ""
    typed: Typed = Typed()
    outcome: str = ""

    def __bool__(self) -> bool:
        """Whether anything was typed."""
        return any((self.unit, self.period, self.item, self.value, self.typed))


#: an open row
_NOTHING = Typed()


def task_of(question: Question, typed: Typed = _NOTHING, outcome: str = "") -> Task:
    """The row of ``question``."""
    answers = tuple(one.words for one in question.answers)
    return Task(
        question.id, question.matter, question.unit, question.period, question.words, answers,
        question.files, typed, outcome,
    )  # fmt: skip
