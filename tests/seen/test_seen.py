"""What is read is what was seen: a return changed at random, printed, and scored.

Whatever counts is what a person reads on the printed page, or a finding says otherwise.
benchmarks/seen.py runs thousands.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.seen import printing
from tests.seen.cases import (
    OTHER_PAGES,
    Outcome,
    changed_case,
    good_return,
    labels_of,
    outcomes,
)
from tests.seen.judged import judged, silent
from tests.seen.page import EVENT_HEADINGS, Seen, seen_in
from tests.seen.printing import NotPrintedError, Printer

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl.*")


@pytest.fixture(scope="module")
def printer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printer]:
    with Printer(tmp_path_factory.mktemp("office")) as one:
        yield one


@pytest.mark.parametrize(
    "seeds",
    [
        pytest.param(range(1, 21), id="20"),
        pytest.param(range(21, 101), id="80 more", marks=pytest.mark.long),
        pytest.param(range(1001, 1401), id="400", marks=pytest.mark.long),
    ],
)
def test_no_figure_counts_that_the_paper_does_not_show(printer, tmp_path, edition, seeds):
    found = list(outcomes(seeds, printer, tmp_path, edition))
    assert [str(one) for one in found if one.silent] == []
    assert [one.seed for one in found] == list(seeds)
    unprinted = [str(one) for one in found if one.unprinted]
    assert len(unprinted) <= len(seeds) / 50, unprinted
    compared = sum(one.compared for one in found)
    assert compared > len(seeds) / 3, "most files are refused: nothing was compared"


def test_a_case_on_which_libreoffice_ends_is_told_and_the_next_one_is_printed(
    tmp_path, edition, monkeypatch
):
    whole = printing._printed

    def ends(office, path, without):
        office.open(path)
        mark = path.with_name(f".~lock.{path.name}#")
        shutil.copy(mark, path.with_name(f".~lock.{path.stem}.pdf#"))  # as it has while it prints
        office.kill()
        return whole(office, path, without)

    with Printer(tmp_path) as printer:
        monkeypatch.setattr(printing, "_printed", ends)
        (first,) = outcomes(range(1), printer, tmp_path, edition)
        monkeypatch.undo()
        (second,) = outcomes(range(1), printer, tmp_path, edition)
    assert "DisposedException" in first.unprinted
    assert second == Outcome(0, ())
    assert second.compared
    assert printer.starts == 2


def test_a_libreoffice_that_does_not_start_prints_nothing_and_the_next_one_does(
    tmp_path, edition, monkeypatch
):
    path = tmp_path / "good.xlsx"
    good_return(path, edition)
    with Printer(tmp_path) as printer:
        monkeypatch.setattr("tests.office.START_SECONDS", 0)
        with pytest.raises(NotPrintedError, match="did not start"):
            printer.printed(path)
        monkeypatch.undo()
        assert printer.printed(path).stat().st_size


def test_no_libreoffice_prints_more_than_it_may(tmp_path, edition):
    path = tmp_path / "good.xlsx"
    good_return(path, edition)
    with Printer(tmp_path, most=2) as printer:
        for _ in range(3):
            printer.printed(path)
        assert printer.starts == 2


def test_a_case_that_takes_too_long_is_ended(tmp_path, edition):
    path = tmp_path / "good.xlsx"
    good_return(path, edition)
    with Printer(tmp_path, seconds=0.01) as printer:
        with pytest.raises(NotPrintedError, match=r"took over 0\.01 s"):
            printer.printed(path)
        printer.seconds = 60
        assert printer.printed(path).stat().st_size


@pytest.mark.parametrize("seed", [200750, 201151])
def test_a_change_meets_the_cells_that_a_deleted_row_leaves_under_a_merge(tmp_path, edition, seed):
    """Some are covered, and some are covered no more because their row moved up."""
    path = tmp_path / "case.xlsx"
    done = changed_case(path, good_return(path, edition), seed, edition)
    assert ("row_deleted", "29") in done
    assert len(done) == 3


@pytest.fixture(scope="module")
def good(printer, tmp_path_factory, edition) -> tuple[Path, Seen]:
    """A return that nobody changed, and what is printed of it."""
    path = tmp_path_factory.mktemp("good") / "good.xlsx"
    good_return(path, edition)
    return path, seen_in(printer.printed(path), labels_of(edition))


def test_the_pages_that_are_left_out_show_no_figure(good, printer, edition):
    path, seen = good
    assert seen_in(printer.printed(path, OTHER_PAGES), labels_of(edition)) == seen


def test_what_is_printed_is_read(good):
    _, seen = good
    assert seen.units == {"于楼街道"}
    assert seen.periods == {"2026-3"}
    # a heading that is printed on two lines would move every column behind it
    assert [set(event) for event in seen.events] == [set(EVENT_HEADINGS)] * 2
    assert seen.figures["刑事立案数"] == {"20"}
    assert seen.figures["上半月排查会日期"] == {"2026-03-05"}
    assert seen.figures["期初未化解纠纷数"] == {"不适用"}
    assert [(row["大类"], row["发生时间"]) for row in seen.events] == [
        ("事故", "2026-03-0502:30"), ("案件", "2026-03-0908:15"),
    ]  # fmt: skip


def test_the_comparison_sees_what_differs(good, edition):
    path, seen = good
    found, labels = judged(path, edition), labels_of(edition)
    assert list(silent(seen, found, labels)) == []
    other = Seen({**seen.figures, "刑事立案数": {"2"}}, {"兴海街道"}, seen.periods, seen.events[:1])
    faults = list(silent(other, found, labels))
    assert [fault.partition(":")[0] for fault in faults] == ["填报单位", "刑事立案数", "events"]
    missing = {name: texts for name, texts in seen.figures.items() if name != "刑事破案数"}
    assert (
        len(list(silent(Seen(missing, seen.units, seen.periods, seen.events), found, labels))) == 1
    )
