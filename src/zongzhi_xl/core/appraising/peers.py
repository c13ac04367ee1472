"""名次、平均、最高、最低、合计: a figure of one office among those of all, or of its group.

A place is one more than how many are better; equal figures share it. It is known once every month
is due: before, the others may still change it. At closing an office without a figure comes last.
"""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from zongzhi_xl.contract import REPORTING_YEAR
from zongzhi_xl.core.appraising.figures import Figure, Figures, UnitYear, figures_of, lookup_in
from zongzhi_xl.core.appraising.indicators import evidence_of, judge
from zongzhi_xl.core.appraising.scorecard import Basis, Contribution, RegisterFigure, Standing
from zongzhi_xl.core.edition.statement import UNIT_COUNT, Edition
from zongzhi_xl.core.language.expressions import (
    BEST_IS_LOW,
    FROM_THE_END,
    HIGHEST,
    LOWEST,
    MEAN,
    OF_GROUP,
    TOTAL,
    Term,
)
from zongzhi_xl.core.language.values import BLANK, Number, Value, plain
from zongzhi_xl.record import Record


class Peer(Record):
    """An office's figure, None where it has none."""

    group: str
    value: Number | None


#: by name of an item or an indicator, every office's figure
Peers = Mapping[str, tuple[Peer, ...]]


def peers_of(years: Iterable[UnitYear], edition: Edition) -> Peers:
    """What the terms of an edition compare; nothing where it has none."""
    names = dict.fromkeys(term.of for term in edition.terms.values())
    found: dict[str, list[Peer]] = {name: [] for name in names}
    for year in years if names else ():
        figures = lookup_in(figures_of(year))
        for name in names:
            own = _own(name, year, figures)
            whole = own.standing == Standing.COMPLETE
            value = own.value if whole and isinstance(own.value, int | Fraction) else None
            found[name].append(Peer(year.unit.group, value))
    return {name: tuple(peers) for name, peers in found.items()}


def compared(year: UnitYear, figures: Figures, peers: Peers) -> Mapping[str, Figure]:
    """The figures of all terms of one office, how many offices there are, and the year."""
    terms = year.edition.terms
    the_year = Figure(year.scope.year, Basis.REGISTER, Standing.COMPLETE)
    return {UNIT_COUNT: _how_many(year), REPORTING_YEAR: the_year} | {
        text: _compared(term, year, figures, peers) for text, term in terms.items()
    }


def _how_many(year: UnitYear) -> Figure:
    value = len(year.edition.units)
    source = RegisterFigure("", UNIT_COUNT, plain(value))
    cell = Contribution(UNIT_COUNT, year.unit.name, None, value, source, Basis.REGISTER)
    return Figure(value, Basis.REGISTER, Standing.COMPLETE, (cell,))


def _own(name: str, year: UnitYear, figures: Figures) -> Figure:
    """The office's own figure of an item or an indicator, with its cells."""
    indicator = year.edition.indicators.get(name)
    if indicator is None:
        return figures(name)
    group = year.unit.group
    result = judge(indicator, year.edition.clause_of[name], group, figures)
    parts = [figures(one) for one in indicator.formula.names]
    missing = tuple(cell for part in parts for cell in part.missing)
    cells = tuple(one for one in evidence_of(indicator, group, figures) if one not in missing)
    return Figure(result.value, parts[0].basis, result.standing, cells, missing)


def _compared(term: Term, year: UnitYear, figures: Figures, peers: Peers) -> Figure:
    own = _own(term.of, year, figures)
    if year.scope.open_ended:
        return Figure(BLANK, own.basis, Standing.NOT_DUE, own.cells, own.missing)
    among = [
        one for one in peers[term.of] if OF_GROUP not in term.words or one.group == year.unit.group
    ]
    values = [Fraction(one.value) for one in among if one.value is not None]
    over = _OVER_ALL.get(term.function)
    known = over(values) if over and values else BLANK
    value = known if over else _place(term, own.value, among)
    whole = "本组" if OF_GROUP in term.words else ""
    note = f"{whole}{len(among)}个单位，本单位 {plain(own.value)}"
    return Figure(value, own.basis, own.standing, own.cells, own.missing, note)


def _mean(values: list[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


#: what is the same for all of whom it is asked, of the figures that there are
_OVER_ALL: Mapping[str, Callable[[list[Fraction]], Fraction]] = {
    MEAN: _mean, HIGHEST: max, LOWEST: min, TOTAL: lambda values: sum(values, Fraction(0)),
}  # fmt: skip


def _place(term: Term, own: Value, among: list[Peer]) -> Value:
    """From the best, or from the end; who has no figure comes last."""
    if not isinstance(own, int | Fraction):
        return BLANK
    sign = 1 if BEST_IS_LOW in term.words else -1
    better = sum(one.value is not None and one.value * sign < own * sign for one in among)
    level = sum(one.value == own for one in among)
    return 1 + (len(among) - better - level if term.function == FROM_THE_END else better)
