"""Sheets 指标矩阵 (units × indicators: traffic lights, headroom and shortfall) and 未达标.

A figure is a number in its cell; its format has as many places as R8 takes and marks a missed
limit with ×, so that a print without colours says the same.
"""

from collections.abc import Iterator
from fractions import Fraction

from zongzhi_xl.contract import MATRIX, MISSED
from zongzhi_xl.core.appraising.bounds import bound_of, is_share
from zongzhi_xl.core.appraising.scorecard import IndicatorResult, Standing, UnitAppraisal
from zongzhi_xl.core.appraising.sources import place_words
from zongzhi_xl.core.appraising.wording import (
    at_this_pace,
    figure,
    limit_words,
    places_of,
    sentence,
)
from zongzhi_xl.core.edition.statement import EVERY_GROUP, Indicator
from zongzhi_xl.sheets.page import Book, Cell, Page
from zongzhi_xl.sheets.summary.overview import District, period_words
from zongzhi_xl.sheets.summary.sources import Inner

_LEFT = (13, 6)
_WIDTH = 12.5


def write_matrix(book: Book, district: District) -> None:
    """Sheet 指标矩阵."""
    indicators = list(district.edition.indicators.values())
    page = book.page(MATRIX, [*_LEFT, *[_WIDTH] * len(indicators)], across=2)
    page.write([Cell("一、指标数值", "section")], height=26)
    page.write([None, None, Cell(period_words(district.appraisal), "note")])
    _key(page)
    first = page.row
    last = _heading(page, district, indicators)
    page.headed(first, last, 2)
    page.sheet.repeat_columns(0, 1)
    results = {unit.unit: {one.name: one for one in unit.indicators} for unit in _units(district)}
    for unit in _units(district):
        _row(page, unit, [_value_cell(results[unit.unit].get(one.name)) for one in indicators])
    page.skip()
    page.sheet.set_h_pagebreaks([page.row])
    page.write([Cell("二、余量差额", "section")], height=26)
    page.write(
        [
            None,
            None,
            Cell("“余”＝再发生多少仍不突破限额；“差”＝还差多少才达标（分母不变）。", "note"),
        ]
    )
    # the headings stand above it: frozen on the screen, repeated in print
    for unit in _units(district):
        _row(page, unit, [_room_cell(results[unit.unit].get(one.name)) for one in indicators])


def _units(district: District) -> tuple[UnitAppraisal, ...]:
    return district.appraisal.units


def _key(page: Page) -> None:
    keys = (
        ("达标", "good"),
        ("未达标 ×", "bad"),
        ("不完整 *", "wait"),
        ("待定", "wait"),
        ("不适用", "none"),
        ("不设限额", ""),
    )
    page.write(
        [Cell("图例", "note"), None, *[Cell(word, f"box center {look}") for word, look in keys]]
    )


def _heading(page: Page, district: District, indicators: list[Indicator]) -> int:
    """Clause, name, unit of measure and limits by group; the last row of it."""
    clauses = district.edition.clause_of
    numbers = [Cell(f"第{clauses[one.name]}条", "box head") for one in indicators]
    page.write([Cell("单位", "box head"), Cell("组别", "box head"), *numbers])
    names = [Cell(one.name, "box head") for one in indicators]
    page.write([Cell(None, "box head"), Cell(None, "box head"), *names], height=32)
    units = [Cell(one.unit, "box band center") for one in indicators]
    page.write([Cell("计量单位", "box band center", span=2), *units])
    groups = list(dict.fromkeys(unit.group for unit in _units(district)))
    limits = [Cell(_limits(one, groups), "box band center wrap") for one in indicators]
    last = page.write([Cell("限额", "box band center", span=2), *limits], height=15 * 3 + 3)
    through = district.appraisal.through
    if 0 < through < 12:
        paces = [Cell(_paces(one, groups, through), "box center wrap note") for one in indicators]
        label = Cell("限额×月份÷12\n（仅供参考，不作评判）", "box center wrap note", span=2)
        last = page.write([label, *paces], height=15 * 3 + 3)
    return last


def _limits(indicator: Indicator, groups: list[str]) -> str:
    """The limits by group, one a line, or the one for all."""
    if not indicator.limits:
        return "不设"
    if set(indicator.limits) == {EVERY_GROUP}:
        return _limit(indicator, EVERY_GROUP)
    lines = [f"{group}{_limit(indicator, group)}" for group in groups if group in indicator.limits]
    return "\n".join(lines)


def _limit(indicator: Indicator, group: str) -> str:
    bound = bound_of(indicator.limits[group])
    return limit_words(bound, indicator.unit) or "逐单位核定"


def _paces(indicator: Indicator, groups: list[str], through: int) -> str:
    limits = indicator.limits
    names = [EVERY_GROUP] if EVERY_GROUP in limits else [one for one in groups if one in limits]
    bounds = {name: bound_of(limits[name]) for name in names}
    paces = {name: at_this_pace(bound, indicator.unit, through) for name, bound in bounds.items()}
    return "\n".join(
        pace if name == EVERY_GROUP else f"{name}{pace}" for name, pace in paces.items() if pace
    )


def _row(page: Page, unit: UnitAppraisal, cells: list[Cell]) -> None:
    page.write([Cell(unit.unit, "box bold"), Cell(unit.group, "box center"), *cells], height=17)


def _light(one: IndicatorResult) -> str:
    """Green, red, grey, or plain where the figure is only shown."""
    if one.met is not None:
        return "good" if one.met else "bad"
    if one.standing == Standing.NOT_APPLICABLE:
        return "none"
    return "" if one.standing == Standing.COMPLETE else "wait"


def _value_cell(one: IndicatorResult | None) -> Cell:
    if one is None:
        return Cell("—", "box center none")
    if not isinstance(one.value, int | Fraction):
        return Cell(figure(one), f"box center {_light(one)}")
    return Cell(one.value, f"box right {_light(one)}", _format(one))


def _format(one: IndicatorResult) -> str:
    places = places_of(one)
    digits = "0." + "0" * places if places else "0"
    sign = "%" if is_share(one.unit) else ""
    mark = '" ×"' if one.met is False else '" *"' if one.standing == Standing.INCOMPLETE else ""
    return f"{digits}{sign}{mark}"


def _room_cell(one: IndicatorResult | None) -> Cell:
    if one is None or (one.headroom is None and not one.shortfall):
        return Cell("—", "box center none")
    if one.met is False and one.shortfall:
        return Cell(one.shortfall, "box right bad", '"差 "0')
    return Cell(one.headroom, f"box right {'warn' if not one.headroom else ''}", '"余 "0')


# ------------------------------------------------------------------ missed limits in words


_MISSED = (
    ("单位", 14), ("条", 5), ("指标", 22), ("限额", 11), ("完成情况", 36), ("分子", 11),
    ("分母", 11), ("差额", 9), ("取数", 11), ("第一处来源（点击打开）", 52),
)  # fmt: skip


def write_missed(book: Book, district: District, inner: Inner) -> None:
    """Sheet 未达标: every missed limit with how far it is missed."""
    page = book.page(MISSED, [width for _, width in _MISSED])
    page.line("未达标的指标", "title", len(_MISSED), height=30)
    page.line(period_words(district.appraisal), "subtitle", len(_MISSED), height=18)
    page.line("差额＝还差多少才达标（分母不变）。", "note", len(_MISSED))
    head = page.write([Cell(name, "box head") for name, _ in _MISSED], height=22)
    page.headed(head, head, 3)
    missed = [
        (unit, one) for unit in _units(district) for one in unit.indicators if one.met is False
    ]
    for unit, one in missed:
        page.write(_missed_row(unit, one, inner), height=17)
    if not missed:
        page.line("没有未达标的指标", "box center", len(_MISSED))
    page.sheet.autofilter(head, 0, max(page.row - 1, head), len(_MISSED) - 1)


def _missed_row(unit: UnitAppraisal, one: IndicatorResult, inner: Inner) -> Iterator[Cell]:
    yield Cell(unit.unit, "box bold")
    yield Cell(one.clause, "box center")
    yield Cell(one.name, "box")
    yield Cell(limit_words(one.limit, one.unit), "box center")
    yield Cell(sentence(one), "box")
    yield Cell(one.numerator, "box right")
    yield Cell(one.denominator, "box right")
    yield Cell(one.shortfall, "box right bold")
    yield Cell(one.basis, "box center")
    first = one.sources[0] if one.sources else None
    yield Cell(inner.link(first, place_words(first)) if first else "—", "box link")
