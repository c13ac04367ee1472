"""Checks of sense that ``rules check`` makes: faults where rules are tried, and doubts.

What can be told at a glance is refused with every loading (:mod:`.glance`).
"""

from collections.abc import Iterator

from zongzhi_xl.core.appraising.scoring import rules_of
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.soundness.sense import conditions, costs, items, limits, words
from zongzhi_xl.core.soundness.sense.doubt import Doubt
from zongzhi_xl.errors import RecordError


def refused_on_trial(edition: Edition) -> Iterator[RecordError]:
    """Faults of a sound edition that come to light where its rules are tried."""
    yield from conditions.faults(edition)
    yield from words.faults(edition)
    yield from costs.faults(edition, rules_of(edition))


def doubts(edition: Edition) -> Iterator[Doubt]:
    """What is hardly meant, and asked about."""
    yield from limits.doubts(edition)
    yield from conditions.doubts(edition)
    yield from words.doubts(edition)
    yield from costs.doubts(edition, rules_of(edition))
    yield from items.doubts(edition)
