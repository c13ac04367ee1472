"""Whether the register of units fits what the statement keeps, and each has its own name."""

from collections.abc import Iterator, Mapping, Sequence

from zongzhi_xl.core.edition.file_names import fault_of, folded, shown
from zongzhi_xl.core.edition.records import wide_comma
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition, Statement
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.core.soundness.located import each_once, located
from zongzhi_xl.errors import RecordError


def audit_register(edition: Edition) -> Iterator[RecordError]:
    """A fault for every unit that is not what the statement says of groups and figures."""
    yield from _audit_providers(edition.statement)
    yield from _audit_units(edition)


def one_of(allowed: Sequence[str], word: str, path: str) -> Iterator[RecordError]:
    """A fault where ``word`` is none of these."""
    if word not in allowed:
        listed = f"{'、'.join(allowed)}{wide_comma(word) or meant(word, allowed)}"
        yield RecordError(path, f"“{word}”不在可选之列：{listed}")


def _audit_providers(statement: Statement) -> Iterator[RecordError]:
    """Whoever answers for a figure has one name, and what is kept of units is somebody's."""
    providers = statement.providers
    names = [("statement.providers", name) for name in (providers.unit, *providers.others)]
    yield from each_once(names, "“{}”写了两次，每个来源只能有一个名称")
    if not statement.groups:
        yield RecordError("statement.groups", "一个组别也没有；不分组的写一个，如“不分组”")
    for n, one in enumerate(statement.register):
        yield from one_of(providers.others, one.source, f"statement.register[{n}].source")
    for n, mark in enumerate(statement.veto.designations):
        yield from one_of(statement.events.marks, mark, f"statement.veto.designations[{n}]")


def _audit_units(edition: Edition) -> Iterator[RecordError]:
    if not edition.units:
        yield RecordError("units", "名册是空的，至少要有一个单位")
    units, groups = dict(located(Unit, edition)), edition.statement.groups
    yield from each_once(
        (("units", unit.name) for unit in units.values()), "{}写了两次，每个单位只能有一行"
    )
    yield from _audit_unit_names(units)
    for path, unit in units.items():
        yield from one_of(groups, unit.group, f"{path}.group")
        yield from _audit_unit_figures(edition, path, unit)


def _audit_unit_figures(edition: Edition, path: str, unit: Unit) -> Iterator[RecordError]:
    """Every figure that the register holds is there, and no other."""
    for name in unit.figures:
        if name not in edition.registered:
            near = meant(name, edition.registered)
            yield RecordError(f"{path}.figures", f"名册里没有“{name}”这个数{near}")
    for name, kept in edition.registered.items():
        number = unit.figures.get(name)
        if number is None:
            yield RecordError(f"{path}.figures", f"{unit.name}没有写“{name}”")
        elif number < 0:
            yield RecordError(f"{path}.figures", f"{unit.name}的{name}不能小于0")
        elif kept.positive and number == 0:
            yield RecordError(f"{path}.figures", f"{unit.name}的{name}是 0，应大于0")


def _audit_unit_names(units: Mapping[str, Unit]) -> Iterator[RecordError]:
    """Files are called after units, and people must tell one from the other.

    A former name is nobody else's, now or before: else nobody knows whose a return is.
    """
    alike: dict[str, str] = {}
    for path, name in _names_of(units):
        if fault := fault_of(name):
            yield RecordError(path, f"“{shown(name)}”{fault}")
        if folded(name) in alike:
            other = alike[folded(name)]
            if other == name:
                yield RecordError(path, f"“{name}”写了两次，一个名称只能属于一个单位")
            problem = f"“{name}”和“{other}”看起来一样（全角半角、空格或组合字符不同），请改写"
            yield RecordError(path, problem)
        alike[folded(name)] = name


def _names_of(units: Mapping[str, Unit]) -> Iterator[tuple[str, str]]:
    """Every name with its place: those of now first."""
    yield from ((f"{path}.name", unit.name) for path, unit in units.items())
    for path, unit in units.items():
        yield from ((f"{path}.formerly[{n}]", name) for n, name in enumerate(unit.formerly))
