"""A deduction in one sentence, printed from its parameters; its own wording goes before."""

from zongzhi_xl.core.appraising.deductions.beyond import indicator_of
from zongzhi_xl.core.appraising.deductions.duties import duties_of
from zongzhi_xl.core.appraising.deductions.shares import unit_of
from zongzhi_xl.core.edition.deductions import Deduction, Direction, Each, Zero
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.values import plain


def sentence(rule: Deduction, edition: Edition) -> str:
    """``可防性案件占比每超1个百分点扣0.2分``."""
    return rule.words or f"{_priced(rule, edition)}{_without(rule)}{_zero(rule)}{_when(rule)}"


def _priced(rule: Deduction, edition: Edition) -> str:
    indicator = edition.indicators.get(indicator_of(rule))
    if indicator:
        limits = list(indicator.limits.values())
        beyond = "超" if not limits or limits[0].is_ceiling else "低"
        told = rule.scale.sentence(indicator.unit, rule.verb)
        if rule.bands:
            told = told.replace("%", "个百分点")
            return f"{indicator.name}比限额{'多' if beyond == '超' else beyond}的，{told}"
        return f"{indicator.name}{told.replace('每', f'每{beyond}', 1)}"
    if duties := duties_of(rule):
        return f"{'、'.join(duty.item for duty in duties)}{_each(rule, '少1次')}"
    where = f"{printing.in_names(rule.where)}，" if rule.where else ""
    of = printing.in_names(rule.of)
    of_event = rule.per and rule.each == Each.EVENT
    if of_event and rule.of.is_condition:
        return f"{where}{of}，{_each(rule, '起')}"
    once = rule.of.is_condition or (rule.each is not None and not of_event)
    return f"{where}{of}，{rule.scale.sentence(unit_of(rule, edition), rule.verb, once=once)}"


def _each(rule: Deduction, what: str) -> str:
    told = rule.per.price_words(rule.verb) if rule.per and rule.per.step == 1 else ""
    return f"每{what}{told or f'{rule.verb}{plain(rule.scale.points(1))}分'}"


def _zero(rule: Deduction) -> str:
    """``；应受理数为0的得满分``."""
    earned = rule.direction == Direction.EARN
    words = {
        Zero.NOTHING: "得满分" if earned else "不扣",
        Zero.PENDING: "待定",
        Zero.NOUGHT: "按0算",
    }
    return "".join(f"；{name}为0的{words[means]}" for name, means in rule.zero.items())


def _when(rule: Deduction) -> str:
    """``；破案 = 是的乘0.5``."""
    told = (
        (printing.in_names(one.where), rule.case_words(one).replace(" ", "")) for one in rule.when
    )
    return "".join(f"；{where}的{words}" for where, words in told)


def _without(rule: Deduction) -> str:
    """What a figure means that is not there."""
    told = (
        f"；{one.words(f'没有{name}', rule.verb).replace(' ', '')}{'' if one.take else '分'}"
        for name, one in rule.without.items()
    )
    return "".join(told)
