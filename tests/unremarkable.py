"""What a good return holds at the items that no table of good figures names.

A table names the items that its cases are about; an item that is added to a form needs no line in
any of them.
"""

from collections.abc import Mapping
from typing import Any

from zongzhi_xl.core.edition.items import Aggregation, FormKind, Kind
from zongzhi_xl.statements.loader import standard

_PLAIN: dict[Kind, Any] = {Kind.COUNT: 0, Kind.YES_NO: "是", Kind.DATE: None}


def completed(named: Mapping[str, Any], form: FormKind, month: int | None = None) -> dict[str, Any]:
    """``named``, and for every other item of the period what calls for no finding and no point.

    Items that confirm a sum of the months are left to the tables.
    """
    others = (one for one in standard().form(form).items if one.name not in named)
    asked = (one for one in others if one.applies_in(month) and not one.sums)
    return {**named, **{item.name: _PLAIN[item.kind] for item in asked}}


def flows(named: Mapping[str, int]) -> dict[str, int]:
    """``named``, and nought for every other monthly flow: what may have come before."""
    items = standard().form(FormKind.MONTHLY).items
    every = (item.name for item in items if item.aggregation == Aggregation.SUM)
    return {**named, **{name: 0 for name in every if name not in named}}
