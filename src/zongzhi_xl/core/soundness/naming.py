"""The names that an edition gives, each to one thing, and what the forms and the calendar work out.

A name is at once the word in rules, the defined name of a cell and the key in JSON. So it must
mean one thing only, and nothing that a workbook or a rule already calls by it.
"""

import re
from collections.abc import Iterator

from zongzhi_xl.core.edition.items import Derived, Form, FormKind, Item
from zongzhi_xl.core.edition.statement import REGISTER, TYPED_PERIOD, Edition
from zongzhi_xl.core.language.rule_formula import cell_called, divisors
from zongzhi_xl.core.language.values import NO, YES
from zongzhi_xl.core.returned.names import RESERVED
from zongzhi_xl.core.soundness.located import located
from zongzhi_xl.core.soundness.vocabulary import Sort, prove, sort_of_item, sorts_of, unknown
from zongzhi_xl.errors import RecordError

_NAME = re.compile(r"[\u4e00-\u9fff][^\W_]*")
_PROVIDED, _INDICATOR = "部门提供数", "指标"


def audit_names(edition: Edition) -> None:
    """Raises :class:`RecordError` where a name is none, or means two things."""
    seen: dict[str, str] = {}
    for path, name, what in _named(edition):
        fault = _fault_of_name(name, what)
        if name in seen:
            fault = f"“{name}”写了两次：已是{seen[name]}的名称，每个名称只能有一处"
        if fault:
            raise RecordError(path, fault)
        seen[name] = what


def _named(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Every name that the edition gives, with its path and what it names."""
    for f, form in enumerate(edition.forms):
        what = _PROVIDED if form.kind == FormKind.DEPARTMENTS else "数据项"
        for path, item in located(Item, form, f"forms[{f}]"):
            yield f"{path}.name", item.name, what
        for path, one in located(Derived, form, f"forms[{f}]"):
            yield f"{path}.name", one.name, "自动计算的项目"
    for n, day in enumerate(edition.statement.calendar):
        yield f"statement.calendar[{n}].name", day.name, "日历"
    for c, clause in enumerate(edition.clauses):
        for n, indicator in enumerate(clause.indicators):
            yield f"clauses[{c}].indicators[{n}].name", indicator.name, _INDICATOR


def _fault_of_name(name: str, what: str) -> str | None:
    if name in REGISTER:
        only = "只有部门提供数可以用它来代替名册"
        return None if what == _PROVIDED else f"“{name}”是名册的名称，{only}"
    if what == _INDICATOR:  # no cell is called so
        return None
    if not _NAME.fullmatch(name) or name in (YES, NO):
        rule = "应以汉字开头，只用汉字、字母和数字（带“_”的是本系统用的名称）"
        return f"“{name}”不能作名称，{rule}"
    return f"“{name}”是本系统用的名称，请换一个" if name in RESERVED else None


def audit_formulas(edition: Edition) -> None:
    """Raises :class:`RecordError` on a day or a row that cannot be worked out."""
    period = dict.fromkeys(TYPED_PERIOD, Sort.NUMBER)
    for n, calendar_day in enumerate(edition.statement.calendar):
        prove(calendar_day.day, period, Sort.DAY, f"statement.calendar[{n}].day")
    for f, form in enumerate(edition.forms):
        for path, one in located(Derived, form, f"forms[{f}]"):
            _audit_derived(form, one, path)


def _audit_derived(form: Form, one: Derived, path: str) -> None:
    if form.kind == FormKind.DEPARTMENTS:
        raise RecordError(path, "部门提供数里不能有自动计算的项目")
    names = sorts_of(form.items)
    if one.below not in names:
        raise RecordError(f"{path}.below", unknown(one.below, names))
    prove(one.formula, names, sort_of_item(one), f"{path}.formula")
    if not one.formula.names or divisors(one.formula, cell_called):
        problem = "应由本表的数据项算出，不能除以数据项：比率应写成指标"
        raise RecordError(f"{path}.formula", f"公式“{one.formula}”{problem}")
