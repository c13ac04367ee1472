"""What the decisions of a record amount to: the rulings by which the year is scored.

A decision is undone by another one only; of two about the same thing the later holds. They are
counted by themselves, so that the number of a decision does not hang on how files came in.
"""

from collections.abc import Iterable
from datetime import date

from zongzhi_xl.contract import CIRCULAR, DISTRICT_MARK, EVENT_NUMBER
from zongzhi_xl.core.appraising.rulings import (
    Decision,
    FigureKey,
    QueryKey,
    RuledDay,
    RuledExplanation,
    RuledFigure,
    RuledVeto,
    Rulings,
)
from zongzhi_xl.core.appraising.scorecard import Period
from zongzhi_xl.core.chronicle.events import BETWEEN_FILES, Decided, Ruling
from zongzhi_xl.core.edition.items import Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Value
from zongzhi_xl.core.returned.designations import Designation
from zongzhi_xl.core.returned.submission import Entry, reading_of
from zongzhi_xl.record import Record, replace


class Numbered(Record):
    """A decision with its number among the decisions, from 1."""

    number: int
    decided: Decided

    @property
    def source(self) -> Decision:
        """As the ledger cites it."""
        one = self.decided
        words = f"{one.reason}（{one.document}）" if one.document else one.reason
        return Decision(self.number, one.day, words)


def numbered(decisions: Iterable[Decided]) -> tuple[Numbered, ...]:
    """Every decision of the record, of whatever year, with its number."""
    return tuple(Numbered(number, one) for number, one in enumerate(decisions, 1))


def in_force(decisions: Iterable[Numbered]) -> tuple[Numbered, ...]:
    """Those that no later one has revoked."""
    known = tuple(decisions)
    revoked = {one.decided.subject for one in known if one.decided.ruling == Ruling.REVOKED}
    return tuple(
        one
        for one in known
        if str(one.number) not in revoked and one.decided.ruling != Ruling.REVOKED
    )


def seen_to_by(decisions: Iterable[Numbered]) -> frozenset[str]:
    """The files, by their hashes, that somebody has looked after."""
    return frozenset(
        one.decided.subject for one in in_force(decisions) if one.decided.ruling == Ruling.SEEN_TO
    )


def rulings_of(decisions: Iterable[Numbered], edition: Edition, year: int, as_of: date) -> Rulings:
    """The rulings of ``year`` by what was decided by the end of ``as_of``."""
    taken = in_force(one for one in decisions if one.decided.day <= as_of)
    rulings = Rulings()
    for one in taken:
        if one.decided.year == year:
            rulings = _with(rulings, _called_now(one, edition), edition)
    return rulings


def _called_now(one: Numbered, edition: Edition) -> Numbered:
    """The decision with the present name of its office: what was decided before still holds."""
    unit = edition.unit(one.decided.unit)
    return replace(one, decided=replace(one.decided, unit=unit.name)) if unit else one


def _with(rulings: Rulings, one: Numbered, edition: Edition) -> Rulings:
    said, source = one.decided, one.source
    match said.ruling:
        case Ruling.CHOICE:
            rivals = said.subject.split(BETWEEN_FILES)
            choices = {key: by for key, by in rulings.choices.items() if key not in rivals}
            return replace(rulings, choices={**choices, said.value: source})
        case Ruling.DAY:
            ruled = RuledDay(date.fromisoformat(said.value), source)
            return replace(rulings, days={**rulings.days, period_of(said): ruled})
        case Ruling.FIGURE:
            figure = RuledFigure(figure_of(said, edition), source)
            return replace(rulings, figures={**rulings.figures, _figure_key(said): figure})
        case Ruling.ACCEPTED | Ruling.RETURNED:
            judged = RuledExplanation(said.ruling == Ruling.ACCEPTED, source)
            explained = {**rulings.explanations, _query_key(said): judged}
            return replace(rulings, explanations=explained)
        case Ruling.VETO | Ruling.LIFTED:
            veto = RuledVeto(said.ruling == Ruling.VETO, source)
            return replace(rulings, vetoes={**rulings.vetoes, said.unit: veto})
        case Ruling.MARK:
            return replace(rulings, designations=(*rulings.designations, _designation(one)))
        case _:
            return rulings


def _designation(one: Numbered) -> Designation:
    """The decision as a row of the sheet 区认定."""
    place = one.source.place
    said = {EVENT_NUMBER: one.decided.subject, DISTRICT_MARK: one.decided.value}
    if one.decided.document:
        said[CIRCULAR] = one.decided.document
    cells = {name: Entry(value, place) for name, value in said.items()}
    return Designation(one.decided.unit, one.decided.month or 12, one.number, cells)


def period_of(one: Decided) -> Period:
    """The period that a decision is about; it has a form."""
    if one.form is None:
        raise ValueError(one)
    return Period(one.unit, one.form, one.month)


def figure_of(one: Decided, edition: Edition) -> Value:
    """The figure that counts by a decision, read as its item is; a gap where it is none."""
    kind = edition.items[one.subject].kind
    return reading_of(_typed(one.value, kind), kind)


def _typed(text: str, kind: Kind) -> object:
    """What a cell would hold in which this was typed."""
    if kind == Kind.COUNT and text.isdecimal():
        return int(text)
    if kind == Kind.MARK and text.replace(".", "", 1).isdecimal():
        return float(text)
    try:
        return date.fromisoformat(text) if kind == Kind.DATE else text
    except ValueError:
        return text


def _figure_key(one: Decided) -> FigureKey:
    return one.unit, one.month, one.subject


def _query_key(one: Decided) -> QueryKey:
    code, _, item = one.subject.partition(" ")
    return period_of(one), code, item
