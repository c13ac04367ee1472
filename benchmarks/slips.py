"""Which slips of a clerk the checks catch, by item; and how many queries good returns draw.

    uv run python benchmarks/slips.py [--months 4 9] [--seed 7]

Into each month of every office of the invented year, as careful clerks would hand it in, one slip
after the other is put: two digits swapped, a figure ten times as large, the figure of the row
below, last month's figures. Caught is what draws a finding that asks the clerk for something and
that the untouched return does not draw, at the district, with all earlier months and the
departments' figures. Reported, not gated.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from zongzhi_xl.record import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.good_year import ANNUAL, YEAR, Year, changed_return, department_return, reported
from tests.good_year import submissions as returns_of
from zongzhi_xl.core.checking.district import view_of
from zongzhi_xl.core.checking.validation import validate, validate_in_district
from zongzhi_xl.core.edition.items import FormKind, Kind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Submission
from zongzhi_xl.demo.district import offices
from zongzhi_xl.demo.inbox import Invented
from zongzhi_xl.statements.loader import standard

SWAPPED, TENFOLD, NEIGHBOUR = "两位对调", "十倍", "下一行的数"
COPIED = "上月的数"


class Slip(NamedTuple):
    """Other figures in a return, and what slipped at which item."""

    kind: str
    item: str
    figures: Mapping[str, int]


def years_of(invented: Invented) -> Iterator[Year]:
    """The invented year, office by office, without anything that goes wrong on purpose."""
    yearly, monthly = invented.departments
    for one in invented.years:
        name = one.office.unit.name
        months = range(1, 13)
        yield Year(
            one.office.unit,
            {month: one.months[month - 1].values for month in months},
            {},
            yearly.get(name, {}),
            {month: monthly[name, month] for month in months if (name, month) in monthly},
            {month: one.months[month - 1].events for month in months},
            missing=frozenset([ANNUAL]),
            reported={month: reported(month) for month in months},
            notes={month: one.months[month - 1].notes for month in months},
        )


def counts_in(paper: Submission, edition: Edition) -> dict[str, int]:
    """Every count of a return by item, in the order of the form."""
    items = edition.form(FormKind.MONTHLY).items
    values = {one.name: paper.value(one.name) for one in items if one.kind == Kind.COUNT}
    return {name: value for name, value in values.items() if isinstance(value, int)}


def slips_in(counts: Mapping[str, int], before: Mapping[str, int]) -> Iterator[Slip]:
    """Every slip that makes a difference."""
    for name, value in counts.items():
        swapped = f"{value}"[:-2] + f"{value}"[:-3:-1]
        for kind, other in ((SWAPPED, int(swapped)), (TENFOLD, value * 10)):
            if other != value:
                yield Slip(kind, name, {name: other})
    for (name, value), (_, below) in pairwise(counts.items()):
        if value != below:
            yield Slip(NEIGHBOUR, name, {name: below})
    if before:
        yield Slip(COPIED, "", before)


def asked_about(
    paper: Submission, papers: list[Submission], given: DepartmentReturn, edition: Edition
) -> list[Finding]:
    """What of a return asks the clerk for something."""
    view = view_of(paper, papers, given, year=YEAR)
    found = validate_in_district(paper, edition, view, validate(paper, edition))
    return [one for one in found if one.severity != Severity.NOTICE]


def main() -> None:
    """Slip, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, nargs="+", default=[4, 9])
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    edition = replace(standard(), units=tuple(one.unit for one in offices()))
    years = [*years_of(Invented(edition, YEAR, asked.seed))]
    given = department_return(years, edition)
    tried, caught = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    codes, cells = Counter[str](), 0
    for papers in (returns_of(year, edition) for year in years):
        for paper in (one for one in papers if one.month in asked.months):
            untouched = asked_about(paper, papers, given, edition)
            known = {(one.code, one.cell) for one in untouched}
            codes.update(one.code for one in untouched)
            cells += len(paper.entries)
            last = next(one for one in papers if one.month == (paper.month or 1) - 1)
            before = counts_in(last, edition)
            for slip in slips_in(counts_in(paper, edition), before):
                wrong = changed_return(paper, **slip.figures)
                found = asked_about(wrong, papers, given, edition)
                tried[slip.kind, slip.item] += 1
                caught[slip.kind, slip.item] += any((f.code, f.cell) not in known for f in found)
    by_code = "、".join(f"{code} {count}" for code, count in codes.most_common())
    share = codes.total() / cells
    print(f"good returns: {codes.total()} findings in {cells} cells, {share:.1%} ({by_code})")
    report(tried, caught)


def report(tried: Counter[tuple[str, str]], caught: Counter[tuple[str, str]]) -> None:
    """By kind, then by item, those that are least protected first."""
    for kind in (SWAPPED, TENFOLD, NEIGHBOUR, COPIED):
        of_kind = [one for one in tried if one[0] == kind]
        whole, found = (sum(counts[one] for one in of_kind) for counts in (tried, caught))
        print(f"{kind}: {found} of {whole} caught, {found / max(whole, 1):.0%}")
    items = {item for _, item in tried if item}
    shares = {}
    for item in items:
        of_item = [one for one in tried if one[1] == item]
        shares[item] = sum(caught[one] for one in of_item) / sum(tried[one] for one in of_item)
    for item, share in sorted(shares.items(), key=lambda one: (one[1], one[0])):
        print(f"  {share:4.0%} {item}")


if __name__ == "__main__":
    main()
