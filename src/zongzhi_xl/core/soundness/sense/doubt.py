"""What a check of sense says: a fault that is refused, or a doubt about a subject."""

from collections.abc import Iterator

from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Clause, Edition, Indicator
from zongzhi_xl.core.soundness.located import located
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import Record


class Doubt(Record):
    """``subject`` is the name or the id by which it is answered; ``path`` the place."""

    subject: str
    path: str
    problem: str

    @property
    def as_fault(self) -> RecordError:
        """The same as a sentence at its place."""
        return RecordError(self.path, self.problem)


def indicators_in(edition: Edition) -> Iterator[tuple[str, Indicator]]:
    """Every indicator that is judged, with its place; those of other readings are not."""
    for c, clause in enumerate(edition.clauses):
        for n, indicator in enumerate(clause.indicators):
            yield f"clauses[{c}].indicators[{n}]", indicator


def deductions_in(edition: Edition) -> Iterator[tuple[str, Clause, Deduction]]:
    """Every deduction with its place and its clause."""
    for c, clause in enumerate(edition.clauses):
        for path, deduction in located(Deduction, clause, f"clauses[{c}]"):
            yield path, clause, deduction
