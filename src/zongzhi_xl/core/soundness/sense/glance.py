"""Checks of sense that need no trial, made whenever an edition is loaded."""

from collections.abc import Iterator

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.soundness.sense import limits, outcomes
from zongzhi_xl.errors import RecordError


def refused_at_once(edition: Edition) -> Iterator[RecordError]:
    """Grades, days, limits and units that nobody can mean, and the same rule twice."""
    yield from outcomes.faults(edition)
    yield from limits.faults(edition)
