"""A name that was changed where it is given and not where it is used: one fault, not one a use."""

from collections import Counter
from collections.abc import Iterator, Mapping

from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import Derived, Item
from zongzhi_xl.core.edition.statement import EVERY_GROUP, Clause, Edition, Indicator
from zongzhi_xl.core.language.expressions import Expression
from zongzhi_xl.core.language.meant import nearest
from zongzhi_xl.core.soundness.located import located, values_in
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import Record


class Renamed(Record):
    """The ``name`` given at ``path``, which nobody uses; so many ``uses`` know it by ``once``."""

    path: str
    name: str
    once: str
    uses: int

    @property
    def as_fault(self) -> RecordError:
        """The cause, where it is to be mended."""
        told = f"没有一处用到“{self.name}”，写“{self.once}”的却有{self.uses}处"
        return RecordError(self.path, f"{told}：是不是只在这里改了名称？")

    def explain(self, fault: RecordError) -> bool:
        """Whether it says no more than that nobody knows the name any longer."""
        said = fault.problem.partition("，是不是")[0]
        return any(f"{before}{self.once}”" in said for before in "“_")


#: names by the place at which they are given, and every use of one
_Sort = tuple[Mapping[str, str], list[str]]


def renamed(edition: Edition) -> tuple[Renamed, ...]:
    """Every name that several places know by another, near word."""
    return tuple(one for sort in _sorts(edition) for one in _changed(*sort))


def _changed(given: Mapping[str, str], used: list[str]) -> Iterator[Renamed]:
    counted = Counter(used)
    idle = {name: path for path, name in given.items() if name not in counted}
    for once, uses in counted.items():
        if once not in given.values() and uses > 1 and (near := nearest(once, idle)):
            yield Renamed(idle[near[0]], near[0], once, uses)


def _sorts(edition: Edition) -> Iterator[_Sort]:
    """Groups, sources of figures, the caps of each clause, and what stands in formulas."""
    statement, rules = edition.statement, located(Deduction, edition)
    items, indicators = located(Item, edition), located(Indicator, edition)
    grouped = [unit.group for unit in edition.units]
    grouped += [one for _, has in indicators for one in has.limits if one != EVERY_GROUP]
    prices = (rule.per.price for _, rule in rules if rule.per and isinstance(rule.per.price, dict))
    grouped += [group for price in prices for group in price]
    yield {f"statement.groups[{n}]": one for n, one in enumerate(statement.groups)}, grouped
    providers, where = statement.providers, "statement.providers"
    sources = {f"{where}.unit": providers.unit, f"{where}.district": providers.district}
    sources |= {f"{where}.departments[{n}]": one for n, one in enumerate(providers.departments)}
    told = [one.source for _, one in items]
    yield sources, told + [one.source for one in statement.register]
    for path, clause in located(Clause, edition):
        caps = {f"{path}.caps[{n}].name": one.name for n, one in enumerate(clause.caps)}
        yield caps, [rule.under for rule in clause.deductions if rule.under]
    named = {f"{path}.name": one.name for path, one in items}
    named |= {f"{path}.name": one.name for path, one in indicators if ".readings" not in path}
    others = {one.name for _, one in located(Derived, edition)} | {*edition.registered}
    formulas = [one for _, one in values_in(edition) if isinstance(one, Expression)]
    terms = {term.text: term.of for one in formulas for term in one.terms}
    names = [terms.get(name, name) for one in formulas for name in one.names]
    # 累计_甲 is a use of 甲
    yield named, [name.rpartition("_")[2] for name in names if name not in others]
