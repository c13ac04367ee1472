"""Sheets 指标矩阵 (units × indicators: traffic lights, headroom and shortfall) and 未达标.

A figure is a number in its cell; its format has as many places as R8 takes and marks a missed
limit with ×, so that a print without colours says the same.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from zongzhi_xl.contract import MATRIX, MISSED
from zongzhi_xl.core.appraising.bounds import Bound, bound_of
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
from zongzhi_xl.core.language.printing import is_share
from zongzhi_xl.core.language.values import SHARES, beside
from zongzhi_xl.sheets.page import Book, Cell, Content, Page, alike
from zongzhi_xl.sheets.summary.district import District

_LEFT = (13, 6)
_WIDTH = 12.5

BoundWords = Callable[[Bound | None, str], str]


def write_matrix(book: Book, district: District) -> None:
    """Sheet 指标矩阵."""
    indicators = list(district.edition.indicators.values())
    page = book.page(MATRIX, [*_LEFT, *[_WIDTH] * len(indicators)], across=2)
    page.section("一、指标数值")
    page.write([None, None, Cell(district.period, "note")])
    keys = [Cell(word, f"box center {look}") for word, look in _KEYS]
    page.write([Cell("图例", "note"), None, *keys])
    first = page.row
    last = _heading(page, district, indicators)
    page.headed(first, last, 2)
    page.sheet.repeat_columns(0, 1)
    units = district.appraisal.units
    for unit in units:
        results = {one.name: one for one in unit.indicators}
        _row(page, unit, [_value_cell(results.get(one.name)) for one in indicators])
    page.skip()
    page.sheet.set_h_pagebreaks([page.row])
    page.section("二、余量差额")
    note = "“余”＝再发生多少仍不突破限额；“差”＝还差多少才达标（分母不变）。"
    page.write([None, None, Cell(note, "note")])
    # the headings stand above it: frozen on the screen, repeated in print
    for unit in units:
        results = {one.name: one for one in unit.indicators}
        _row(page, unit, [_room_cell(results.get(one.name)) for one in indicators])


_KEYS = (
    ("达标", "good"), ("未达标 ×", "bad"), ("不完整 *", "wait"), ("待定", "wait"),
    ("不适用", "none"), ("不设限额", ""),
)  # fmt: skip


def _heading(page: Page, district: District, indicators: list[Indicator]) -> int:
    """Clause, name, unit of measure and limits by group; the last row of it."""
    clauses = district.edition.clause_of
    numbers = [f"第{clauses[one.name]}条" for one in indicators]
    page.write(alike("box head", "单位", "组别", *numbers))
    page.write(alike("box head", None, None, *[one.name for one in indicators]), height=32)
    units = alike("box band center", *[one.unit for one in indicators])
    page.write([Cell("计量单位", "box band center", span=2), *units])
    groups = list(dict.fromkeys(unit.group for unit in district.appraisal.units))
    limits = [_by_group(one, groups, _limit) if one.limits else "不设" for one in indicators]
    label = Cell("限额", "box band center", span=2)
    last = page.write([label, *alike("box band center wrap", *limits)], height=15 * 3 + 3)
    through = district.appraisal.through
    if 0 < through < 12:
        pace = partial(at_this_pace, through=through)
        paces = [_by_group(one, groups, pace) for one in indicators]
        label = Cell("限额×月份÷12\n（仅供参考，不作评判）", "box center wrap note", span=2)
        last = page.write([label, *alike("box center wrap note", *paces)], height=15 * 3 + 3)
    return last


def _by_group(indicator: Indicator, groups: list[str], words: BoundWords) -> str:
    """The words on the limits by group, one a line, or the one for all."""
    bounds = {group: bound_of(limit) for group, limit in indicator.limits.items()}
    said = {group: words(bound, indicator.unit) for group, bound in bounds.items()}
    if EVERY_GROUP in said:
        return said[EVERY_GROUP]
    return "\n".join(f"{group}{said[group]}" for group in groups if said.get(group))


def _limit(bound: Bound | None, unit: str) -> str:
    return limit_words(bound, unit) or "逐单位核定"


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
    # a sheet knows a format of per cent, and of no other share
    shown = one.value if one.unit == "%" else one.value * SHARES.get(one.unit, 1)
    return Cell(shown, f"box right {_light(one)}", _format(one))


def _format(one: IndicatorResult) -> str:
    places = places_of(one)
    digits = "0." + "0" * places if places else "0"
    if is_share(one.unit):
        digits = beside(digits, one.unit if one.unit == "%" else f'"{one.unit}"')
    mark = '" ×"' if one.met is False else '" *"' if one.standing == Standing.INCOMPLETE else ""
    return f"{digits}{mark}"


def _room_cell(one: IndicatorResult | None) -> Cell:
    if one is None or (one.headroom is None and not one.shortfall):
        return Cell("—", "box center none")
    if one.met is False and one.shortfall:
        return Cell(one.shortfall, "box right bad", '"差 "0')
    return Cell(one.headroom, f"box right {'warn' if not one.headroom else ''}", '"余 "0')


# ------------------------------------------------------------------ missed limits in words


_MISSED = (
    ("单位", 14, "box bold"), ("条", 5, "box center"), ("指标", 22, "box"),
    ("限额", 11, "box center"), ("完成情况", 36, "box"), ("分子", 11, "box right"),
    ("分母", 11, "box right"), ("差额", 9, "box right bold"), ("取数", 11, "box center"),
    ("第一处来源（点击打开）", 52, "box link"),
)  # fmt: skip


def write_missed(book: Book, district: District) -> None:
    """Sheet 未达标: every missed limit with how far it is missed."""
    period, note = district.period, "差额＝还差多少才达标（分母不变）。"
    page = book.table(MISSED, _MISSED, "未达标的指标", period, note=note)
    head = page.head(frozen=3)
    units = district.appraisal.units
    missed = ((unit, one) for unit in units for one in unit.indicators if one.met is False)
    for unit, one in missed:
        row = (unit.unit, one.clause, *_missed(one, district))
        page.write(page.cells(row), height=17)
    if page.row == head + 1:
        page.line("没有未达标的指标", "box center")
    page.filtered(head)


def _missed(one: IndicatorResult, district: District) -> Iterator[Content]:
    yield from (one.name, limit_words(one.limit, one.unit), sentence(one))
    yield from (one.numerator, one.denominator, one.shortfall, one.basis)
    first = one.sources[0] if one.sources else None
    yield district.link(first, place_words(first)) if first else "—"
