"""Every filled cell accounted for: what each cell of a unit's returns in force was used for.

Asked of what scoring has left behind (the cells of its figures and of its lost points), not of
what it was meant to do: a cell that nothing points to is found.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property

from zongzhi_xl.core.appraising.figures import UnitYear, as_judged, source_of
from zongzhi_xl.core.appraising.scorecard import (
    SHOWN,
    Account,
    Accounted,
    Basis,
    Contribution,
    LedgerRow,
    SourceCell,
    Use,
)
from zongzhi_xl.core.edition.items import Item
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK, NOT_APPLICABLE, Gap, State, Value
from zongzhi_xl.core.returned.names import RESERVED
from zongzhi_xl.core.returned.submission import Entry, Place, Submission
from zongzhi_xl.core.returned.terms import PREFIXES, Home, Term, term_of
from zongzhi_xl.record import Record

_OVERRULING = (Basis.DEPARTMENT, Basis.DECISION)


def filled_in(paper: Submission) -> Iterator[tuple[str, Entry]]:
    """Every filled cell: of the form, of the register, outside of both, and over a formula.

    Each with its name or column; outside the form it has none.
    """
    rows = (paper.entries, *(event.cells for event in paper.events))
    for row in rows:
        for name, entry in row.items():
            if entry.value != BLANK:
                yield name, entry
    yield from (("", Entry(BLANK, place)) for place in (*paper.strays, *paper.overwritten))


def account_of(year: UnitYear, cells: Iterable[Contribution], rows: Iterable[LedgerRow]) -> Account:
    """The account of a unit: ``cells`` are those of its figures, ``rows`` its ledger."""
    spent, beside = _Spent(tuple(cells), tuple(rows)), year.edition.once(_Beside)
    uses, told = Counter[Use](), list[Accounted]()
    for paper in year.returns:
        items = {item.name: item for item in year.edition.form(paper.form).items}
        for name, entry in filled_in(paper):
            item, why = items.get(name), ""
            if item is None:
                use = Use.COUNTED if entry.place in spent.counted else beside[name]
            else:
                use, why = _of_item(entry, item, paper, year, spent)
            uses[use] += 1
            if use in SHOWN:
                instead = spent.replaced.get(entry.place)
                told.append(Accounted(use, name, paper.month, source_of(entry), instead, why))
    return Account(year.unit.name, sum(map(_how_many, year.returns)), dict(uses), tuple(told))


def _how_many(paper: Submission) -> int:
    values = [entry.value for entry in paper.entries.values()]
    values += [entry.value for event in paper.events for entry in event.cells.values()]
    return len(values) - values.count(BLANK) + len(paper.strays) + len(paper.overwritten)


def all_accounted_for(accounts: Iterable[Account]) -> bool:
    """Whether no filled cell is missing, counted twice or used nowhere."""
    return all(one.adds_up and not one.uses.get(Use.NOWHERE) for one in accounts)


# ------------------------------------------------------------------ what scoring left behind


def _place(source: SourceCell) -> Place:
    return Place(source.file, source.sheet, source.cell)


class _Spent(Record):
    """The cells to which figures and the ledger point."""

    cells: tuple[Contribution, ...]
    rows: tuple[LedgerRow, ...]

    @cached_property
    def counted(self) -> frozenset[Place]:
        sources = [one.source for one in self.cells]
        sources += [source for row in self.rows for source in row.sources]
        return frozenset(_place(one) for one in sources if isinstance(one, SourceCell))

    @cached_property
    def replaced(self) -> dict[Place, Contribution]:
        """By the office's cell what counts instead."""
        return {_place(one.reported): one for one in self.cells if one.reported}

    @cached_property
    def confirmed(self) -> frozenset[tuple[str, int | None]]:
        """Item and month of the figures that somebody else gave, and gave the same."""
        theirs = (one for one in self.cells if one.basis in _OVERRULING and not one.reported)
        return frozenset((one.item, one.month) for one in theirs)


# ------------------------------------------------------------------ one cell


class _Beside(dict[str, Use]):
    """By its name, what becomes of a cell that is no figure of the form: checks and papers use it.

    Found when it is first asked for: the same names stand in every return.
    """

    def __init__(self, edition: Edition) -> None:
        super().__init__()
        self._edition = edition

    def __missing__(self, name: str) -> Use:
        known = name in RESERVED or _is_beside_an_item(term_of(name), self._edition)
        use = self[name] = Use.CHECKED if known else Use.NOWHERE
        return use


def _is_beside_an_item(term: Term, edition: Edition) -> bool:
    """Whether it is a base, a note or a working of a known item, or what the district issued."""
    if not term.prefix or term.prefix not in PREFIXES or term.meaning.home == Home.DISTRICT:
        return False
    return term.item in edition.items or term.item in RESERVED


def _of_item(
    entry: Entry, item: Item, paper: Submission, year: UnitYear, spent: _Spent
) -> tuple[Use, str]:
    if entry.place in spent.replaced:
        return Use.REPLACED, ""
    judged = as_judged(entry.value, item, year, paper.month)
    if judged == NOT_APPLICABLE:
        return Use.CHECKED, ""  # preset by the district: not asked for in this month
    if isinstance(judged, Gap):
        return Use.WITHHELD, _why(entry.value, judged)
    if entry.place in spent.counted:
        return Use.COUNTED, ""
    agreed = (item.name, paper.month) in spent.confirmed
    return (Use.AGREED if agreed else Use.NOWHERE), ""


def _why(value: Value, judged: Gap) -> str:
    if judged.state == State.BLANK:
        return "日期不在规定的期间里，按没有办算"
    if value == 0:
        return "这一项不能是0"
    return "这一项要填，不能写不适用" if value == NOT_APPLICABLE else "无法识别"
