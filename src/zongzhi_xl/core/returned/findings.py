"""Findings (审核结果): what does not fit, where, why, and what to do."""

from enum import StrEnum
from typing import TypeAlias

from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.record import Record

Rank: TypeAlias = tuple[int, str, str, int, str]

_WEIGHT = {Severity.BLOCKING: 0, Severity.QUERY: 1, Severity.NOTICE: 2}


class Finding(Record):
    """One finding. ``code`` is stable (``13``, ``28-2``); ``item`` the item or identity name.

    ``message`` gives the value found and the rule in words with both sides' numbers, ``remedy``
    what to do. ``explained`` is the clerk's 说明 for a query, empty while it is open; ``accepted``
    what the district decided of it, None while it decided nothing.
    """

    code: str
    severity: Severity
    sheet: str
    cell: str
    item: str
    value: str
    message: str
    remedy: str
    clause: int | None = None
    explained: str = ""
    accepted: bool | None = None

    @property
    def open(self) -> bool:
        """A query whose 说明 is still blank or was returned; one that was accepted is none."""
        answered = bool(self.explained) if self.accepted is None else self.accepted
        return self.severity == Severity.QUERY and not answered

    @property
    def blocks(self) -> bool:
        """A fault that must be put right."""
        return self.severity == Severity.BLOCKING


class Verdict(StrEnum):
    """What a return's findings amount to (``validate --json``)."""

    PASS = "pass"  # noqa: S105  # a verdict, not a password
    EXPLAIN = "explain"
    FAIL = "fail"
    REJECTED = "rejected"


def verdict(findings: tuple[Finding, ...]) -> Verdict:
    """Fail with a blocking finding, explain with an open query, else pass."""
    if any(finding.severity == Severity.BLOCKING for finding in findings):
        return Verdict.FAIL
    return Verdict.EXPLAIN if any(finding.open for finding in findings) else Verdict.PASS


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Blocking first, then queries, then notices; by code, then down the sheet, within each."""
    return tuple(sorted(findings, key=_rank))


def _rank(one: Finding) -> Rank:
    return rank(one.severity, one.code, one.sheet, one.cell)


def rank(severity: Severity, code: str, sheet: str, cell: str) -> Rank:
    """By what findings are ordered."""
    return _WEIGHT[severity], code, sheet, len(cell), cell
