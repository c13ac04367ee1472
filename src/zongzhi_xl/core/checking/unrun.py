"""Checks that could not run because the district's figures (底数) are not in the workbook.

A check that needs a base stays silent without it. Where the hidden sheet was lost, emptied or
replaced, silence would look like a passed check; so it is said which were not made.
"""

from collections.abc import Iterable, Iterator

from zongzhi_xl import contract
from zongzhi_xl.core.checking.relations import Case
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.language.values import BLANK, Gap
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.terms import PREFIXES, Home, Term, term_of
from zongzhi_xl.record import Record

#: the finding's code, by which the button knows it
MISSING = "S9"


class Need(Record):
    """A check by its number and the names of one of its rules, or the bases that a kind reads."""

    check: str
    names: tuple[str, ...]


def without_bases(case: Case, needs: Iterable[Need]) -> Iterator[Finding]:
    """One finding that names the checks that lean on bases; none where anything is preset.

    A single blank base says nothing: a new item has no past.
    """
    unrun = () if _any_preset(case) else dict.fromkeys(n.check for n in needs if _lacks(n, case))
    if not unrun:
        return
    yield Finding(
        MISSING, Severity.NOTICE, contract.BASES, "", "", "",
        f"底数缺失，以下几条没有审：{'、'.join(unrun)}",
        "向区里领取预填了底数的表，把数填过去再校验；区里汇总时用区里掌握的数核对",
    )  # fmt: skip


def _any_preset(case: Case) -> bool:
    """Whether the district preset any figure, beside whose workbook it is."""
    entries = case.submission.entries.items()
    return any(one.value != BLANK for name, one in entries if term_of(name).prefix in _OF_BASES)


_OF_BASES = frozenset(
    prefix
    for prefix, meaning in PREFIXES.items()
    if meaning.home == Home.PRESET and prefix != contract.ISSUED
)


def _lacks(need: Need, case: Case) -> bool:
    """Whether it leans on a base; it is not missed where the return's own figures lack too."""
    terms = [term_of(name) for name in need.names]
    own = [str(term) for term in terms if term.meaning.home == Home.TYPED]
    asked = not any(isinstance(case.figures[name], Gap) for name in own)
    return asked and any(_leans(term, case) for term in terms)


def _leans(term: Term, case: Case) -> bool:
    """In January the year so far is the month's own figure."""
    so_far = term.prefix == contract.SO_FAR and case.submission.month != 1
    return so_far or term.prefix == contract.MEAN or term.meaning.home == Home.PRESET
