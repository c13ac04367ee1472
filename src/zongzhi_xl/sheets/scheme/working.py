"""What the engine says of each rule when the workbook is written: its words, and what it costs."""

from collections.abc import Iterator, Mapping

from zongzhi_xl.core.appraising.scoring import Rule, rules_of
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import exactly
from zongzhi_xl.core.soundness.trial_by_group import tried_by_group

#: headings of the columns that are worked out, by the record that has them
WORKED: Mapping[type, tuple[str, ...]] = {
    Deduction: ("按参数读出来（写出时）", "试几种情形的分（写出时）"),
}


def working_of(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """By the place of a rule in the document what stands in the columns that are worked out."""
    places = (
        f"clauses[{n}].deductions[{m}]"
        for n, clause in enumerate(edition.clauses)
        for m, _ in enumerate(clause.deductions)
    )
    told = (
        (
            "" if rule.words == rule.deduction.words else rule.words,
            "；".join(_costs(edition, rule)) or "名册里没有一个单位适用",
        )
        for rule in rules_of(edition)
    )
    return dict(zip(places, told, strict=True))


def _costs(edition: Edition, rule: Rule) -> Iterator[str]:
    """``超1 → 0.2``: each situation of the trial, then the most."""
    by_group = tried_by_group(edition, rule)
    for group, found in by_group.items():
        for n, one in enumerate(found):
            whose = f"{group}：" if group and not n else ""
            yield f"{whose}{one.situation.words} → {exactly(one.points)}"
    if by_group:
        yield f"封顶 {exactly(rule.deduction.most)}"
