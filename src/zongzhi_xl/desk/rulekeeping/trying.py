"""``rules try``: each rule of an edition at a handful of situations, with points and sentence."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from zongzhi_xl.core.appraising.scored_periods import is_of_the_year
from zongzhi_xl.core.appraising.scoring import Rule, rules_of
from zongzhi_xl.core.edition.statement import Edition, ScoredPeriod
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.core.language.values import exactly, plain
from zongzhi_xl.core.soundness.trial import Tried
from zongzhi_xl.core.soundness.trial_by_group import tried_by_group
from zongzhi_xl.desk.rulekeeping.given import edition_in
from zongzhi_xl.errors import RequestError
from zongzhi_xl.record import Record


class RuleTried(Record):
    """A rule and what it costs from best to worst, by group where they differ.

    Nothing where it is asked of nobody.
    """

    rule: Rule
    found: Mapping[str, tuple[Tried, ...]]
    periods: tuple[ScoredPeriod, ...] = ()

    @property
    def lines(self) -> Iterator[str]:
        """The rule, then a line a situation."""
        deduction = self.rule.deduction
        yield f"{deduction.id} {self.rule.words}（封顶 {exactly(deduction.most)}）"
        if self.periods:
            told = "、".join(f"{one.name} {plain(one.weight * 100)}%" for one in self.periods)
            yield f"  分期计分：下面是算一期的分，计入时乘比重（{told}），封顶也乘"
        if not self.found:
            yield "  名册里没有一个单位适用"
        for group, one in self.situations:
            told = f"{deduction.verb} {exactly(one.points)}：{one.working}"
            yield f"  {f'{group}，' if group else ''}{one.situation.words} → {told}"

    @property
    def situations(self) -> list[tuple[str, Tried]]:
        """Every situation with its group."""
        return [(group, one) for group, found in self.found.items() for one in found]


def try_rules(
    folder: Path | None, clause: int | None = None, group: str = ""
) -> tuple[RuleTried, ...]:
    """Every rule, or those of one clause or group; raises StatementError, RequestError."""
    edition = edition_in(folder)
    if clause is not None and clause not in (one.number for one in edition.clauses):
        raise RequestError(f"没有第{clause}条")
    if group and group not in edition.statement.groups:
        raise RequestError(f"没有组别“{group}”{meant(group, edition.statement.groups)}")
    chosen = (rule for rule in rules_of(edition) if clause in (None, rule.clause.number))
    return tuple(_tried(edition, rule, group) for rule in chosen)


def _tried(edition: Edition, rule: Rule, group: str) -> RuleTried:
    weighed = not is_of_the_year(rule.deduction, edition)
    periods = edition.statement.periods if weighed else ()
    return RuleTried(rule, tried_by_group(edition, rule, group), periods)


def document(found: tuple[RuleTried, ...]) -> list[dict[str, object]]:
    """The same as plain data."""
    return [
        {
            "id": one.rule.deduction.id,
            "words": one.rule.words,
            "cap": exactly(one.rule.deduction.most),
            "situations": [
                {
                    **({"group": group} if group else {}),
                    "situation": each.situation.words, "points": exactly(each.points),
                    "before_cap": exactly(each.whole), "working": each.working,
                }
                for group, each in one.situations
            ],
        }
        for one in found
    ]  # fmt: skip
