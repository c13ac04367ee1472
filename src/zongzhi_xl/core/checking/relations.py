"""How one audit relation runs over one return, and the words for what does not fit.

A :class:`Case` is the return as checks see it: every figure looked up at most once. A rule is
compiled once into closures over these figures; it runs only where all of its names have a
value, so that one root cause is reported once (未填 by check 03, 无法识别 by 04). A
:class:`Fault` is what a check found; the messages give both sides with their numbers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

from zongzhi_xl.contract import MONTHS_COUNT
from zongzhi_xl.core.edition.items import Check, Item
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.evaluation import Figure, Program, compiled, figure_of, program
from zongzhi_xl.core.language.expressions import (
    Arithmetic,
    Call,
    Comparison,
    Expression,
    Literal,
    Logic,
    Name,
    Node,
    Word,
    names_in,
    parse,
)
from zongzhi_xl.core.language.values import BLANK, Gap, plain
from zongzhi_xl.core.returned.names import CALENDAR, Lookup
from zongzhi_xl.core.returned.proposals import as_seen
from zongzhi_xl.core.returned.submission import Entry, Place, Submission


@dataclass(frozen=True, slots=True)
class Fault:
    """What one check found at one cell.

    ``about`` are the items concerned, by which a consequence is told from its cause; ``place``,
    ``value``, ``explained``, ``words`` (the rule) and ``remedy`` default to what stands at the
    item and in the check.
    """

    at: str
    message: str
    about: frozenset[str] = frozenset()
    value: str | None = None
    place: Place | None = None
    explained: str | None = None
    words: str | None = None
    remedy: str | None = None


class Figures(dict[str, Figure]):
    """Figures by name, each looked up when first asked for."""

    def __init__(self, lookup: Lookup) -> None:
        super().__init__()
        self.lookup = lookup

    def __missing__(self, name: str) -> Figure:
        figure = self[name] = figure_of(self.lookup(name))
        return figure


class DistrictKnowledge(Protocol):
    """What a check marked 区 may ask for beyond the return (``validation.DistrictView``)."""

    @property
    def department(self) -> Mapping[str, Entry]:
        """Figures of the departments for this return, by item."""

    @property
    def earlier(self) -> Mapping[int, Submission]:
        """Earlier monthly returns of the unit this year, by month."""

    @property
    def rivals(self) -> tuple[Submission, ...]:
        """Other files for the same unit and period."""

    @property
    def year(self) -> int | None:
        """The year under appraisal."""


@dataclass(frozen=True)
class Case:
    """One return before the checks of its form; ``district`` is None where it stands alone."""

    submission: Submission
    edition: Edition
    items: Mapping[str, Item]
    lookup: Lookup
    district: DistrictKnowledge | None = None
    figures: Figures = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "figures", Figures(self.lookup))

    def entry(self, name: str) -> Entry | None:
        """The cell called ``name`` in the return, or else in the department workbook."""
        entry = self.submission.entries.get(name)
        if entry is None and self.district:
            return self.district.department.get(name)
        return entry

    def label(self, name: str) -> str:
        """``name`` as a clerk says it: 累计_X → 本年累计X; items as printed."""
        if name.startswith(MONTHS_COUNT):
            return "已收月报个数"
        for prefix, words in _PREFIX_WORDS.items():
            if name.startswith(prefix):
                return words + self.label(name[len(prefix) :])
        item = self.items.get(name)
        return item.printed if item else name


_PREFIX_WORDS = {
    "累计_": "本年累计", "承前_": "上月止累计", "台账累计_": "台账上月止累计", "上月_": "上月",
    "近均_": "近12个月平均", "上年同月_": "上年同月", "上年累计_": "上年同期累计", "上年_": "上年",
    "各月_": "各月合计",     "部门_": "部门提供的", "名册_": "名册中的",
}  # fmt: skip


def item_of(name: str) -> str:
    """The item that a name is about: ``累计_刑事立案数`` → ``刑事立案数``."""
    return name.rpartition("_")[2]


# ------------------------------------------------------------------ rules


@dataclass(frozen=True, slots=True)
class Rule:
    """One expression that must hold, ready to run; ``item`` is what X stood for."""

    expression: Expression
    item: str | None
    names: tuple[str, ...]
    about: frozenset[str]
    test: Program

    def broken_in(self, figures: Mapping[str, Figure]) -> bool:
        """Whether it runs (every name has a value, no zero below a line) and does not hold."""
        for name in self.names:
            if isinstance(figures[name], Gap):
                return False
        try:
            return not self.test(figures)
        except ZeroDivisionError:
            return False


def rules_of(check: Check) -> tuple[Rule, ...]:
    """The check's rule, once for each item of ``each`` with X replaced; none for a named kind."""
    if check.rule is None:
        return ()
    return tuple(rule_of(concerning(check.rule, item), item) for item in check.each or (None,))


def rule_of(expression: Expression, item: str | None = None) -> Rule:
    """``expression`` compiled once into closures."""
    names = expression.names
    about = frozenset(map(item_of, names))
    return Rule(expression, item, names, about, program(expression))


_PLACEHOLDER = re.compile(r"(?<![A-Za-z])X(?![A-Za-z])")


def concerning(expression: Expression, item: str | None) -> Expression:
    """``expression`` with X, and X after a prefix (近均_X), replaced by ``item``."""
    return parse(_PLACEHOLDER.sub(item, expression.text)) if item else expression


# ------------------------------------------------------------------ words


def fault_of(rule: Rule, check: Check, case: Case) -> Fault:
    """What a broken rule means at the cell where it is shown."""
    broken = _broken_part(rule.expression.root, case.figures)
    at = check.at or rule.item or _first_cell(broken, case) or rule.names[0]
    return Fault(at, in_numbers(broken, at, case), rule.about)


def broken_words(rule: Rule, at: str, case: Case) -> str:
    """The part of a broken rule that does not hold, with both sides' numbers."""
    return in_numbers(_broken_part(rule.expression.root, case.figures), at, case)


def _broken_part(node: Node, figures: Mapping[str, Figure]) -> Node:
    """The first link or operand that does not hold: the root of what is reported."""
    match node:
        case Comparison(operands, ops) if len(ops) > 1:
            links = zip(operands, ops, operands[1:], strict=False)
            return next(
                link
                for left, op, right in links
                if not compiled(link := Comparison((left, right), (op,)))(figures)
            )
        case Logic("and", operands):
            broken = next(one for one in operands if not compiled(one)(figures))
            return _broken_part(broken, figures)
        case _:
            return node


def _first_cell(node: Node, case: Case) -> str | None:
    names = (item_of(name) for name in names_in(node))
    return next((name for name in names if case.entry(name)), None)


def in_numbers(node: Node, at: str, case: Case) -> str:
    """A broken rule in words: ``可防性案件数 39 大于 刑事立案数 17``."""
    match node:
        case Comparison((left, Literal(Fraction(numerator=0))), (">",)):
            return _side(left, case)
        case Comparison((left, right), (op,)):
            if _is_about(right, at) and not _is_about(left, at):
                left, right, op = right, left, _MIRRORED[op]
            timed = _is_day(left, case) or _is_day(right, case)
            verb = (_LATER if timed else _MORE)[op]
            return f"{_side(left, case)} {verb} {_side(right, case)}"
        case _:
            return "，".join(_named(name, case) for name in names_in(node))


_MIRRORED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<", "=": "=", "<>": "<>"}
#: what a link says when it does NOT hold
_MORE = {"<=": "大于", ">=": "小于", "<": "不小于", ">": "不大于", "=": "不等于", "<>": "等于"}
_LATER = {**_MORE, "<=": "晚于", ">=": "早于", "<": "不早于", ">": "不晚于"}


def _is_about(node: Node, at: str) -> bool:
    return any(item_of(name) == at for name in names_in(node))


def _is_day(node: Node, case: Case) -> bool:
    match node:
        case Name(text):
            return isinstance(case.lookup(text), date)
        case Arithmetic("+" | "-", left, right):
            return _is_day(left, case) != _is_day(right, case)
        case _:
            return False


def _side(node: Node, case: Case) -> str:
    match node:
        case Name(text):
            return _named(text, case)
        case Literal(exact):
            return plain(exact)
        case Word(text):
            return text
        case Arithmetic("*", Arithmetic("-", Name(end), Name(start)), Literal(day)) if day == 24:
            hours = plain(compiled(node)(case.figures))
            return f"{_named(start, case)} 至{_named(end, case)} 共 {hours} 小时"
        case Arithmetic("-", Name(end), Name(start)) if _is_day(node.left, case):
            days = plain(compiled(node)(case.figures))
            return f"{_named(start, case)} 至{_named(end, case)} 相隔 {days} 天"
        case _:
            figure = compiled(node)(case.figures)
            if _is_day(node, case):
                return date.fromordinal(int(figure)).isoformat()
            if all(name in CALENDAR for name in names_in(node)):
                return plain(figure)
            return f"{_formula(node, case)} = {plain(figure)}"


def _named(name: str, case: Case) -> str:
    value = case.lookup(name)
    fixed_day = name in CALENDAR and isinstance(value, date)
    return plain(value) if fixed_day else f"{case.label(name)} {plain(value)}"


_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_FUNCTION_WORDS = {"INT": "取整", "CEIL": "进位取整", "ABS": "差", "MIN": "取小", "MAX": "取大"}


def _formula(node: Node, case: Case) -> str:
    match node:
        case Arithmetic(op, left, right):
            parts = (_bracketed(left, op, case), _SIGNS[op], _bracketed(right, op, case))
            return " ".join(parts)
        case Call(function, arguments):
            inner = "，".join(_formula(one, case) for one in arguments)
            return f"{_FUNCTION_WORDS[function]}（{inner}）"
        case _:
            return _side(node, case)


def _bracketed(node: Node, op: str, case: Case) -> str:
    text = _formula(node, case)
    loose = isinstance(node, Arithmetic) and node.op in "+-" and op not in "+"
    return f"（{text}）" if loose else text


def shown(entry: Entry | None) -> str:
    """What stands in a cell as the clerk sees it; empty where blank."""
    if entry is None or entry.value == BLANK:
        return ""
    value = entry.value
    return as_seen(value.found or value.state.value) if isinstance(value, Gap) else plain(value)


def texts_of(case: Case) -> Iterator[tuple[str, str, Place]]:
    """Every free text of the return with its item or column and its cell."""
    submission = case.submission
    for name, entry in submission.entries.items():
        if entry.note:
            yield name, entry.note, entry.place
        found = entry.value
        if isinstance(found, Gap):
            if found.found:
                yield name, found.found, entry.place
        elif isinstance(found, str) and name not in _NOT_FREE:
            yield name, found, entry.place
    for event in submission.events:
        for column, entry in event.cells.items():
            if isinstance(entry.value, str):
                yield column, entry.value, entry.place


#: the clerk's own telephone belongs there; versions and names of papers are ours
_NOT_FREE = frozenset({"联系电话", "版本", "报表种类"})
