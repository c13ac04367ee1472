"""What is read is what was seen: a return changed at random, printed, and scored.

Whatever counts is what a person reads on the printed page, or a finding says otherwise.
benchmarks/seen.py runs thousands.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import Office, office
from tests.seen.cases import FORM, Outcome, good_return, outcomes, printed
from tests.seen.judged import judged, silent
from tests.seen.page import Seen, seen_in
from zongzhi_xl.contract import NIL_RETURN
from zongzhi_xl.core.edition.statement import Edition


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with office(tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl.*")
def test_no_figure_counts_that_the_paper_does_not_show(running, tmp_path, edition):
    seeds = range(1, 101)
    found = list(outcomes(seeds, running, tmp_path, edition))
    assert [str(one) for one in found if one.silent] == []
    assert len(found) == len(seeds)
    assert _taken(found) > len(seeds) / 3, "most files are refused: nothing was compared"


def _taken(found: list[Outcome]) -> int:
    return sum(not one.refused for one in found)


@pytest.fixture(scope="module")
def good(running, tmp_path_factory, edition) -> tuple[Path, Seen]:
    """A return that nobody changed, and what is printed of it."""
    path = tmp_path_factory.mktemp("good") / "good.xlsx"
    good_return(path, edition)
    return path, seen_in(printed(running, path), _labels(edition))


def _labels(edition: Edition) -> dict[str, str]:
    return {**edition.form(FORM).row_words, NIL_RETURN: NIL_RETURN}


def test_what_is_printed_is_read(good):
    _, seen = good
    assert seen.units == {"于楼街道"}
    assert seen.periods == {"2026-3"}
    assert seen.figures["刑事立案数"] == {"20"}
    assert seen.figures["上半月排查会日期"] == {"2026-03-05"}
    assert seen.figures["期初未化解纠纷数"] == {"不适用"}
    assert [(row["大类"], row["发生时间"]) for row in seen.events] == [
        ("事故", "2026-03-0502:30"), ("案件", "2026-03-0908:15"),
    ]  # fmt: skip


def test_the_comparison_sees_what_differs(good, edition):
    path, seen = good
    found, labels = judged(path, edition), _labels(edition)
    assert list(silent(seen, found, labels)) == []
    other = Seen({**seen.figures, "刑事立案数": {"2"}}, {"兴海街道"}, seen.periods, seen.events[:1])
    faults = list(silent(other, found, labels))
    assert [fault.partition(":")[0] for fault in faults] == ["填报单位", "刑事立案数", "events"]
    missing = {name: texts for name, texts in seen.figures.items() if name != "刑事破案数"}
    assert (
        len(list(silent(Seen(missing, seen.units, seen.periods, seen.events), found, labels))) == 1
    )
