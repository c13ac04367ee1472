"""The names that an edition gives, which of them a rule may use, and of what sort each one is.

A name is at once the word in rules, the defined name of a cell and the key in JSON. So it must
mean one thing only, and nothing that a workbook or a rule already calls by it. Every rule of an
edition is proved before it is used: no unknown name, no 是/否 compared with a number, no day added
to a count. A fault says what was found and what was probably meant.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from itertools import product

from zongzhi_xl.contract import LAST_MONTH, NIL_RETURN, REPORTED_ON, REPORTING_YEAR, SO_FAR
from zongzhi_xl.core.edition.event_words import FOLLOWS_OF, MEANT, ColumnKind, RegisterColumn
from zongzhi_xl.core.edition.items import Aggregation, Derived, Form, FormKind, Item, Kind
from zongzhi_xl.core.edition.statement import TYPED_PERIOD, UNIT_COUNT, Edition
from zongzhi_xl.core.language.evaluation import compiled
from zongzhi_xl.core.language.expressions import (
    OVER_CELLS,
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Logic,
    Name,
    Node,
    Word,
)
from zongzhi_xl.core.language.functions import COUNT
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.core.language.rule_formula import cell_called, divisors
from zongzhi_xl.core.language.values import NO, YES
from zongzhi_xl.core.returned.names import CORRECTED, RECEIVED, RESERVED, STARTED
from zongzhi_xl.core.returned.terms import DEPARTMENT, LEDGER, terms_about
from zongzhi_xl.core.soundness.located import located
from zongzhi_xl.errors import RecordError


class Sort(StrEnum):
    """What a rule or a part of it amounts to; the words are those shown to the rule keeper."""

    NUMBER = "数"
    DAY = "日期"
    WORD = "是/否"
    TEXT = "文字"
    TRUTH = "判断"


Vocabulary = Mapping[str, Sort]

_SORTS = {
    Kind.COUNT: Sort.NUMBER, Kind.DATE: Sort.DAY, Kind.YES_NO: Sort.WORD, Kind.MARK: Sort.NUMBER,
    Kind.TEXT: Sort.TEXT,
}  # fmt: skip

_COLUMN_SORTS = {
    ColumnKind.MOMENT: Sort.DAY, ColumnKind.DAY: Sort.DAY, ColumnKind.COUNT: Sort.NUMBER,
}  # fmt: skip


def event_vocabulary(edition: Edition) -> Vocabulary:
    """What a rule over one row of the register of events may name."""
    kinds = edition.statement.events.kinds.items()
    return {STARTED: Sort.DAY, **{name: _COLUMN_SORTS.get(kind, Sort.WORD) for name, kind in kinds}}


def sort_of_item(item: Item | Derived) -> Sort:
    """What stands in the item's cell."""
    return _SORTS[item.kind]


def registered(edition: Edition) -> dict[str, Sort]:
    """What a condition may name by which a rule is asked of some units only: the register alone."""
    return dict.fromkeys(edition.registered, Sort.NUMBER)


def year_vocabulary(edition: Edition) -> dict[str, Sort]:
    """Names in an indicator or a deduction: the year's figures of all items, and the register."""
    items = sorts_of(edition.items.values()) | sorts_of(edition.derived.values())
    return registered(edition) | items


def rule_vocabulary(edition: Edition) -> dict[str, Sort]:
    """Names in a deduction: those of the year, and figures among those of all offices."""
    names = year_vocabulary(edition)
    numbers = {name for name, sort in names.items() if sort == Sort.NUMBER}
    known = numbers | {*edition.indicators}
    terms = (text for text, term in edition.terms.items() if term.of in known)
    return names | dict.fromkeys([UNIT_COUNT, REPORTING_YEAR, *terms], Sort.NUMBER)


def check_vocabulary(edition: Edition, form: FormKind, *, district: bool) -> dict[str, Sort]:
    """Names in a check of ``form``: its cells, the figures of 底数, the calendar, the register.

    A check that runs at the ``district`` may also use the departments' figures and what the
    district's desk knows of the return (收到日期, 台账累计_).
    """
    names = {**registered(edition), **calendar_vocabulary(edition)}
    names |= {REPORTED_ON: Sort.DAY, CORRECTED: Sort.WORD}
    for item in edition.form(form).items:
        names[item.name] = sort_of_item(item)
        for term in terms_about(form, item):
            like_item = term.prefix == LAST_MONTH
            names[str(term)] = names[item.name] if like_item else Sort.NUMBER
    if district:
        names.update(_at_the_district(edition, form))
    if form == FormKind.MONTHLY:
        names[NIL_RETURN] = Sort.WORD
    return names | sorts_of(edition.form(form).derived)


def sorts_of(found: Iterable[Item | Derived]) -> dict[str, Sort]:
    """What stands in the cells of these items, by name."""
    return {one.name: sort_of_item(one) for one in found}


def _at_the_district(edition: Edition, form: FormKind) -> dict[str, Sort]:
    own = sorts_of(edition.form(FormKind.DEPARTMENTS).items)
    items = list(edition.form(form).items)
    verified = {f"{DEPARTMENT}{item.name}": sort_of_item(item) for item in items}
    ledger = {f"{LEDGER}{item.name}": Sort.NUMBER for item in items}
    months = edition.form(FormKind.MONTHLY).items
    flows = (one.name for one in months if one.aggregation == Aggregation.SUM)
    so_far = {f"{SO_FAR}{name}": Sort.NUMBER for name in flows}
    return {**own, **verified, **ledger, **so_far, RECEIVED: Sort.DAY}


def calendar_vocabulary(edition: Edition) -> dict[str, Sort]:
    """年份, 月份 and the days of the period."""
    return dict.fromkeys(edition.calendar, Sort.DAY) | dict.fromkeys(TYPED_PERIOD, Sort.NUMBER)


def prove(
    expression: Expression, names: Vocabulary, wanted: Sort, path: str
) -> Iterator[RecordError]:
    """A fault for each name that is unknown, or where ``expression`` is no ``wanted``."""
    strange = [name for name in expression.names if name not in names]
    terms = {term.text: term.of for term in expression.terms}
    for name in strange:
        yield RecordError(path, f"公式“{expression}”里{unknown(terms.get(name, name), names)}")
    if strange:
        return
    try:
        found = _sort(expression.root, names)
    except _MismatchError as fault:
        yield RecordError(path, f"公式“{expression}”不通：{fault}")
        return
    if found != wanted:
        yield RecordError(path, f"公式“{expression}”的结果是{found}，这里应为{wanted}")


def sort_of(expression: Expression, names: Vocabulary) -> Sort | None:
    """What ``expression`` amounts to; None where it cannot be worked out."""
    try:
        return _sort(expression.root, names)
    except (KeyError, _MismatchError):
        return None


def unknown(name: str, names: Iterable[str]) -> str:
    """The words for a name that nobody knows, with the nearest known ones."""
    known = [*names]
    hint = meant(name, known)
    if name in FOLLOWS_OF:
        return f"“{name}”由登记表的“{FOLLOWS_OF[name]}”一栏得出，登记表没有这一栏"
    if STARTED in known:  # a rule over events
        columns = "登记表的栏写在 statement.yaml 的 events.columns 里"
        return f"没有“{name}”这个名称{hint}；{columns}，要另加一栏的写在那里"
    return f"没有“{name}”这个名称{hint or '，只能用报表的数据项、名册和日历的名称'}"


class _MismatchError(TypeError):
    """Sorts that do not go together; the text says which."""


def _sort(node: Node, names: Vocabulary) -> Sort:
    match node:
        case Literal():
            return Sort.NUMBER
        case Word():
            return Sort.WORD
        case Name(text):
            return names[text]
        case Arithmetic("/", _, Literal(zero)) if not zero:
            raise _MismatchError("除数是0")
        case Arithmetic(op, left, right):
            return _arithmetic(op, _sort(left, names), _sort(right, names))
        case Comparison(operands, ops):
            return _comparison([_sort(operand, names) for operand in operands], ops)
        case Logic(op, operands):
            return _logic(op, [_sort(operand, names) for operand in operands])
        case Call("DATE", arguments):
            return _date(node, arguments)
        case Call(function, _) if function in OVER_CELLS:
            raise _MismatchError(f"{function} 只能单独写在扣分规则的 of 里")
        case Call(function, arguments):
            return _call(function, {_sort(argument, names) for argument in arguments})


def _arithmetic(op: str, left: Sort, right: Sort) -> Sort:
    match op, left, right:
        case _, Sort.NUMBER, Sort.NUMBER:
            return Sort.NUMBER
        case "-", Sort.DAY, Sort.DAY:
            return Sort.NUMBER
        case "+" | "-", Sort.DAY, Sort.NUMBER:
            return Sort.DAY
    raise _MismatchError(f"{left}与{right}不能用 {op} 计算")


def _comparison(sides: list[Sort], ops: tuple[str, ...]) -> Sort:
    for left, op, right in zip(sides, ops, sides[1:], strict=False):
        if left != right or left == Sort.TRUTH:
            raise _MismatchError(f"{left}不能与{right}比较")
        if left == Sort.WORD and op not in ("=", "<>"):
            raise _MismatchError("是/否只能用 = 或 <> 比较")
    return Sort.TRUTH


def _logic(op: str, operands: list[Sort]) -> Sort:
    for operand in operands:
        if operand != Sort.TRUTH:
            raise _MismatchError(f"{op} 连接的应为判断，现为{operand}")
    return Sort.TRUTH


#: the first and the last of the periods of which a return may be
_ENDS = [dict(zip(TYPED_PERIOD, when, strict=True)) for when in product((2000, 2099), (1, 12))]


def _date(day: Node, arguments: tuple[Node, ...]) -> Sort:
    """A day must be one whatever the return says, so nothing but its period moves it."""
    if not all(map(_moves_with_the_period, arguments)):
        raise _MismatchError("DATE 的括号里应为年、月、日，只能用整数、年份、月份和它们的加减")
    try:
        days = [date.fromordinal(compiled(day)(period)) for period in _ENDS]
    except (ValueError, OverflowError):
        days = [date.min]
    if min(days).year < 1900:  # Excel knows no earlier day
        raise _MismatchError("DATE 的结果应是1900年以后的一天")
    return Sort.DAY


def _moves_with_the_period(node: Node) -> bool:
    match node:
        case Literal(number):
            return number.denominator == 1
        case Arithmetic("+" | "-", left, right):
            return _moves_with_the_period(left) and _moves_with_the_period(right)
        case _:
            return isinstance(node, Name) and node.text in TYPED_PERIOD


def _call(function: str, arguments: set[Sort]) -> Sort:
    if function == COUNT:
        _logic(function, [*arguments])
        return Sort.NUMBER
    if arguments == {Sort.NUMBER} or (arguments == {Sort.DAY} and function in ("MIN", "MAX")):
        return arguments.pop()
    raise _MismatchError(f"{function} 的括号里应为数，现为{'、'.join(sorted(arguments))}")


# ------------------------------------------------------------------ the names themselves

_NAME = re.compile(r"[\u4e00-\u9fff][^\W_]*")
_PROVIDED, _INDICATOR, _COLUMN = "部门提供数", "指标", "登记表的栏"


def audit_names(edition: Edition) -> Iterator[RecordError]:
    """A fault where a name is none, or means two things."""
    seen: dict[str, str] = {}
    for path, name, what in _named(edition):
        fault = _fault_of_name(edition, name, what)
        if name in seen:
            fault = f"“{name}”写了两次：已是{seen[name]}的名称，每个名称只能有一处"
        if fault:
            yield RecordError(path, fault)
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
    for path, column in located(RegisterColumn, edition):
        if column.name not in MEANT:
            yield f"{path}.name", column.name, _COLUMN
    for c, clause in enumerate(edition.clauses):
        for n, indicator in enumerate(clause.indicators):
            yield f"clauses[{c}].indicators[{n}].name", indicator.name, _INDICATOR


def _fault_of_name(edition: Edition, name: str, what: str) -> str | None:
    if name in edition.registered:
        only = "只有部门提供数可以用它来代替名册"
        return None if what == _PROVIDED else f"“{name}”是名册的名称，{only}"
    if what == _INDICATOR:  # no cell is called so
        return None
    if not _NAME.fullmatch(name) or name in (YES, NO):
        rule = "应以汉字开头，只用汉字、字母和数字（带“_”的是本系统用的名称）"
        return f"“{name}”不能作名称，{rule}"
    taken = name in RESERVED or (what == _COLUMN and name in FOLLOWS_OF)
    return f"“{name}”是本系统用的名称，请换一个" if taken else None


def audit_formulas(edition: Edition) -> Iterator[RecordError]:
    """A fault for each day or row that cannot be worked out."""
    period = dict.fromkeys(TYPED_PERIOD, Sort.NUMBER)
    for n, calendar_day in enumerate(edition.statement.calendar):
        yield from prove(calendar_day.day, period, Sort.DAY, f"statement.calendar[{n}].day")
    for f, form in enumerate(edition.forms):
        for path, one in located(Derived, form, f"forms[{f}]"):
            yield from _audit_derived(form, one, path)


def _audit_derived(form: Form, one: Derived, path: str) -> Iterator[RecordError]:
    if form.kind == FormKind.DEPARTMENTS:
        yield RecordError(path, "部门提供数里不能有自动计算的项目")
        return
    names = sorts_of(form.items)
    if one.below not in names:
        yield RecordError(f"{path}.below", unknown(one.below, names))
    yield from prove(one.formula, names, sort_of_item(one), f"{path}.formula")
    if not one.formula.names or divisors(one.formula, cell_called):
        problem = "应由本表的数据项算出，不能除以数据项：比率应写成指标"
        yield RecordError(f"{path}.formula", f"公式“{one.formula}”{problem}")
