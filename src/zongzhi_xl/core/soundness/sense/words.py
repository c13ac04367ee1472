"""Words against figures: what a rule says in its own wording and what it reckons by."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from fractions import Fraction

from zongzhi_xl.contract import MEAN
from zongzhi_xl.core.appraising.deductions.beyond import indicator_of
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.items import Check
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.expressions import NUMBER, Comparison, Expression, Name, number
from zongzhi_xl.core.language.values import SHARES, WrittenShare, exactly
from zongzhi_xl.core.soundness.located import located, values_in
from zongzhi_xl.core.soundness.sense.doubt import Doubt, deductions_in
from zongzhi_xl.errors import RecordError

_NUMBER = re.compile(rf"(?<![\w.-])-?{NUMBER}|(?<=[\u4e00-\u9fff“（]){NUMBER}")
#: numbers that name something: 第15条, 第1季度
_ORDINAL = re.compile(r"第\d+(?:条|款|项|号|季度|次)")
#: what something costs, and not what all of it costs at most
_COST = re.compile(r"(?<!最多)[扣加得](\d+(?:\.\d+)?)分")
#: one of anything: 每少1次, 每超1个百分点
_ONE = Fraction(1)


def faults(edition: Edition) -> Iterator[RecordError]:
    """Numbers in the wording that are no parameter; a number priced where words know no 每."""
    for path, _, deduction in deductions_in(edition):
        if deduction.per and deduction.words and "每" not in deduction.words:
            yield from _without_each(deduction, f"{path}.of")
        words = deduction.words or ""
        for known, numbers in (
            (_parameters(edition, deduction), _numbers(words)),
            (_costs(deduction), [*map(number, _COST.findall(words))]),
        ):
            told = [one for one in numbers if not _is_known(one, known)]
            if told:
                listed = "、".join(map(exactly, sorted(known - {_ONE})))
                problem = f"不在这一条的参数里（{listed}）：改了分没有改文字？"
                yield RecordError(f"{path}.words", f"文字里的 {exactly(told[0])} {problem}")
                break


def _costs(rule: Deduction) -> set[Fraction]:
    """Every number that something may cost: all but caps, which are no price of anything."""
    told = [(path, one) for path, one in values_in(rule) if isinstance(one, Fraction | Expression)]
    kept = [one for path, one in told if rule.by_hand or not path.endswith("most")]
    return {
        found
        for one in kept
        for found in ([one] if isinstance(one, Fraction) else _in_plain(one.text))
    }


def _without_each(rule: Deduction, path: str) -> Iterator[RecordError]:
    """A number is priced by each of it: where the words know no 每, a condition is meant."""
    if not (rule.of.is_condition or rule.quantity):
        problem = f"“{rule.of}”是一个数，有几个扣几次，文字却没有写“每”：只扣一次的应写成条件"
        yield RecordError(path, f"{problem}，如 {rule.of} = 0")


def _numbers(text: str) -> list[Fraction]:
    return [number(found) for found in _NUMBER.findall(_ORDINAL.sub("", text))]


def _is_known(one: Fraction, known: set[Fraction]) -> bool:
    """Also where words and rule count in another way: 30 of a hundred, 万分之2 of 起/万人."""
    whole = SHARES[one.sign] if isinstance(one, WrittenShare) else 1
    return bool({one, one / 100} & known) or (whole > _HUNDRED and one * whole in known)


_HUNDRED = 100


def _parameters(edition: Edition, rule: Deduction) -> set[Fraction]:
    """Every number by which the deduction reckons, and those of its indicator's limits."""
    found = set[Fraction]()
    for _, value in values_in(rule):
        if isinstance(value, Fraction | Expression):
            found |= {value} if isinstance(value, Fraction) else {*_in_plain(value.text)}
    named = edition.indicators.get(indicator_of(rule))
    for limit in named.limits.values() if named else ():
        found |= {*_numbers(str(limit))}
    return found if named else found | {_ONE}


def _in_plain(value: object) -> Iterator[Fraction]:
    """The numbers anywhere in plain data."""
    match value:
        case bool():
            return
        case int() | float():
            yield Fraction(str(value))
        case str():
            yield from (number(found) for found in re.findall(NUMBER, value))
        case dict():
            yield from (one for part in value.values() for one in _in_plain(part))
        case list() | tuple():
            yield from (one for part in value for one in _in_plain(part))


# ------------------------------------------------------------------ relations in words

#: how a relation is put into words → its sign, the first side before the words
_SAID = {
    "不应晚于": "<=", "不应早于": ">=", "不应大于": "<=", "不应小于": ">=", "不能大于": "<=",
    "不大于": "<=", "不能超过": "<=", "不能多于": "<=", "不能晚于": "<=", "不晚于": "<=",
    "不能小于": ">=", "不小于": ">=", "不能少于": ">=", "不能早于": ">=", "应早于": "<",
    "应晚于": ">", "应小于": "<", "应大于": ">",
}  # fmt: skip
_TURNED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}


def doubts(edition: Edition) -> Iterator[Doubt]:
    """Relations whose words say the contrary of their formula, or another number."""
    for path, check in located(Check, edition):
        if other := _other_number(check, edition):
            problem = f"文字“{check.words}”里的 {other} 不在公式里：改了公式没有改文字？"
            yield Doubt(f"{check.form} {check.id}", f"{path}.words", problem)
        if _contrary(check):
            problem = f"文字写“{check.words}”，公式却是“{check.rule}”：是不是写反了？"
            yield Doubt(f"{check.form} {check.id}", f"{path}.rule", problem)


def _other_number(check: Check, edition: Edition) -> str:
    """A number of the words that the formula does not know; days and means are not spelt out."""
    rule = str(check.rule or (check.parameters or {}).get("rule", ""))
    if not rule or MEAN in rule or any(day in rule for day in edition.calendar):
        return ""
    found = {*_in_plain(rule), _ONE}
    known = found | {1 - one for one in found}  # 减少不超过5%: at least 95 % of it
    return next((exactly(one) for one in _numbers(check.words) if not _is_known(one, known)), "")


def _contrary(check: Check) -> bool:
    said = next(((words, sign) for words, sign in _SAID.items() if words in check.words), None)
    match check.rule.root if check.rule and said else None:
        case Comparison((Name(left), Name(right)), (op,)):
            before, _, after = check.words.partition(said[0] if said else "")
            straight = _alike(before, left) + _alike(after, right)
            crossed = _alike(before, right) + _alike(after, left)
            sign = op if straight >= crossed else _TURNED.get(op, op)
            return said is not None and sign[0] != said[1][0]
    return False


def _alike(words: str, name: str) -> float:
    return SequenceMatcher(None, words, name.rpartition("_")[2]).ratio()
