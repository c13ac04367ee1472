"""结果: what follows of a score and of the year's figures, in order, before grade and place.

An outcome holds where its condition is known to hold: what lacks makes none. One that asks for the
score or the place waits until the year is closed, since a score so far decides nothing.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial

from zongzhi_xl.core.appraising.deductions.docket import Docket
from zongzhi_xl.core.appraising.figures import worst_standing
from zongzhi_xl.core.appraising.scorecard import Standing
from zongzhi_xl.core.edition.statement import BY_SCORE, PLACE_BY_SCORE, SCORE, Outcome
from zongzhi_xl.core.language import printing
from zongzhi_xl.core.language.evaluation import evaluate
from zongzhi_xl.core.language.values import BLANK, Value, rounded
from zongzhi_xl.record import Record


class Happened(Record):
    """An outcome of one office, why, and the score after it."""

    outcome: Outcome
    words: str
    score: Decimal


def happened(docket: Docket, score: Decimal, place: int | None) -> Iterator[Happened]:
    """The outcomes of one office, each with the score that those before it left."""
    for one in docket.edition.statement.outcomes:
        value = partial(_value, docket, {SCORE: Fraction(score), PLACE_BY_SCORE: place or BLANK})
        if _known(one, docket) and evaluate(one.where, value) is True:
            words = f"{printing.beside_figures(one.where, value)}：{one.effect}"
            after = score if one.score is None else rounded(one.score)
            if after != score:
                words += f"（原得分 {score:f}）"
            yield Happened(one, words, after)
            score = after


def _known(one: Outcome, docket: Docket) -> bool:
    """Whether all that it asks for is there."""
    names = one.where.names
    if not docket.final and {*names} & {*BY_SCORE}:
        return False
    asked = [docket.figures(name) for name in names if name not in BY_SCORE]
    return worst_standing(asked) == Standing.COMPLETE


def _value(docket: Docket, by_score: Mapping[str, Value], name: str) -> Value:
    return by_score[name] if name in by_score else docket.value(name)
