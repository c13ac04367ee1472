"""A city from its districts' results (汇总上一级): nothing is read again, nothing is averaged.

An indicator of a district or of the city is worked out anew from the counts of its offices. Only
results that were scored alike, up to the same month, are ranked together; others stand apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from zongzhi_xl.core.appraising.scorecard import Standing
from zongzhi_xl.core.appraising.scoring import ranks
from zongzhi_xl.core.language.values import rounded
from zongzhi_xl.record import Record


class Counted(Record):
    """An indicator of one office as its district told it; ``complete``: its counts are whole."""

    name: str
    clause: int
    unit: str
    scale: Fraction
    numerator: int | None
    denominator: int | None
    met: bool | None
    complete: bool


class Office(Record):
    """An office as its district scored it; ``document`` is all that the district told of it."""

    district: str
    name: str
    group: str
    score: Decimal
    grade: str
    place: int | None
    lost: Mapping[int, Decimal]
    indicators: tuple[Counted, ...]
    document: Mapping[str, Any]


class Scored(NamedTuple):
    """What results must have in common to be ranked together."""

    version: str
    through: int
    final: bool

    @property
    def words(self) -> str:
        """``算到9月，没有关账（计分办法 1a2b3c4d）``."""
        closed = "已关账" if self.final else "没有关账"
        return f"算到{self.through}月，{closed}（计分办法 {self.version}）"


class DistrictResult(Record):
    """What one district told: ``file`` says so; ``subjects`` are those of the clauses."""

    file: str
    name: str
    title: str
    year: int
    scored: Scored
    rules: str
    offices: tuple[Office, ...]
    subjects: Mapping[int, str]
    missing: int
    rejected: int
    cautions: tuple[str, ...] = ()

    @cached_property
    def mean(self) -> Fraction | None:
        """The mean score of its offices, exact; None without any."""
        scores = [Fraction(one.score) for one in self.offices]
        return sum(scores, Fraction(0)) / len(scores) if scores else None


class Totalled(Record):
    """An indicator over several offices: the counts of those that are complete, added up.

    ``left_out`` are offices without whole counts; ``missed`` those that miss their limit.
    """

    name: str
    clause: int
    unit: str
    numerator: int
    denominator: int | None
    scale: Fraction
    offices: int
    left_out: int
    missed: int

    @property
    def value(self) -> Fraction | None:
        """The figure, exact; None where there is nothing to divide by, or no office."""
        if not self.offices:
            return None
        if self.denominator is None:
            return Fraction(self.numerator)
        return self.numerator * self.scale / self.denominator if self.denominator else None


def totalled(counted: Sequence[Counted]) -> Totalled:
    """One indicator of some offices."""
    first, whole = counted[0], [one for one in counted if one.complete]
    by = [one.denominator for one in whole if one.denominator is not None]
    return Totalled(
        first.name, first.clause, first.unit,
        sum(one.numerator or 0 for one in whole),
        sum(by) if any(one.denominator is not None for one in counted) else None,
        first.scale, len(whole), len(counted) - len(whole),
        sum(one.met is False for one in counted),
    )  # fmt: skip


class Placed(NamedTuple):
    """An office with its place among all that were scored alike; None where it has none."""

    place: int | None
    office: Office


class District(NamedTuple):
    """A district with its place by the mean score of its offices."""

    place: int | None
    result: DistrictResult


class Comparable(Record):
    """Districts that were scored alike."""

    scored: Scored
    results: tuple[DistrictResult, ...]

    @cached_property
    def offices(self) -> tuple[Placed, ...]:
        """All offices, the best first; one without a place in its district has none here."""
        every = [office for one in self.results for office in one.offices]
        places = ranks([one.score if one.place else None for one in every])
        return _best_first(map(Placed, places, every))

    @cached_property
    def districts(self) -> tuple[District, ...]:
        """The districts, the best first."""
        means = [None if one.mean is None else rounded(one.mean, 6) for one in self.results]
        return _best_first(map(District, ranks(means), self.results))

    @cached_property
    def indicators(self) -> tuple[tuple[Totalled, tuple[Totalled | None, ...]], ...]:
        """Each indicator of all offices, with that of each district (None: it has no such)."""
        names = dict.fromkeys(
            one.name
            for result in self.results
            for office in result.offices
            for one in office.indicators
        )
        return tuple(self._indicator(name) for name in names)

    def _indicator(self, name: str) -> tuple[Totalled, tuple[Totalled | None, ...]]:
        by_district = [list(_named(name, one)) for one in self.results]
        every = totalled([one for some in by_district for one in some])
        return every, tuple(totalled(some) if some else None for some in by_district)

    @cached_property
    def subjects(self) -> Mapping[int, str]:
        """The clauses by number."""
        return {number: words for one in self.results for number, words in one.subjects.items()}

    def lost(self, clause: int, result: DistrictResult) -> Decimal:
        """The points that the offices of a district lost by a clause, together."""
        lost = (office.lost.get(clause, Decimal(0)) for office in result.offices)
        return sum(lost, Decimal("0.00"))


def _named(name: str, result: DistrictResult) -> Iterator[Counted]:
    for office in result.offices:
        yield from (one for one in office.indicators if one.name == name)


def _best_first(placed: Iterable[Any]) -> tuple[Any, ...]:
    every = list(placed)
    return tuple(sorted(every, key=lambda one: one.place or len(every) + 1))


class City(Record):
    """Everything that the districts told, by what was scored alike."""

    year: int
    parts: tuple[Comparable, ...]

    @property
    def results(self) -> Iterator[DistrictResult]:
        """The districts, part by part."""
        for part in self.parts:
            yield from part.results


def city_of(results: Sequence[DistrictResult]) -> City:
    """The city of ``results``, which are of one year and at least one."""
    alike = groupby(sorted(results, key=lambda one: one.scored), lambda one: one.scored)
    parts = (Comparable(scored, tuple(some)) for scored, some in alike)
    return City(results[0].year, tuple(sorted(parts, key=lambda one: -len(one.results))))


# ------------------------------------------------------------------ what a district told


def result_of(document: Mapping[str, Any], file: str) -> DistrictResult:
    """What the JSON of ``consolidate`` says; raises KeyError, TypeError, ValueError where not."""
    name = str(document["district"])
    cautions = ("虚构数据，仅供演示",) * bool(document["fictitious"])
    cautions += ("扣分标准为示例，未经确认",) * (not document["points_confirmed"])
    units = document["units"]
    return DistrictResult(
        file, name, str(document["title"]), int(document["year"]),
        Scored(str(document["scoring"]), int(document["through"]), bool(document["final"])),
        str(document["rules"]),
        tuple(_office(one, name) for one in units),
        {int(one["number"]): str(one["subject"]) for unit in units for one in unit["clauses"]},
        len(document["missing"]), len(document["rejected"]), cautions,
    )  # fmt: skip


def _office(told: Mapping[str, Any], district: str) -> Office:
    return Office(
        district, str(told["unit"]), str(told["group"]), Decimal(told["score"]),
        str(told["grade"]), told["rank"],
        {int(one["number"]): Decimal(one["lost"]) for one in told["clauses"]},
        tuple(map(_counted, told["indicators"])),
        told,
    )  # fmt: skip


def _counted(told: Mapping[str, Any]) -> Counted:
    numerator, denominator = told["numerator"], told["denominator"]
    whole = told["standing"] == Standing.COMPLETE and numerator is not None
    return Counted(
        str(told["name"]), int(told["clause"]), str(told["unit"]), Fraction(told["scale"]),
        numerator, denominator, told["met"], whole,
    )  # fmt: skip
