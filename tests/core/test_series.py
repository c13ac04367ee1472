"""The long parts of a result are the same wherever they lie and however they are asked for."""

import random
import tracemalloc

import pytest
from one_office import changed

from tests.bags import of_departments, of_return
from tests.good_year import YEAR, department_return, submissions
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.series import Series, Table
from zongzhi_xl.core.appraising.tally import merge_all
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk import ledger, output
from zongzhi_xl.desk.shelf import Shelf
from zongzhi_xl.record import replace

#: of each office one to nine parts; many more offices than lie open
PARTS = [[f"{office}-{part}" for part in range(office % 9 + 1)] for office in range(150)]
FLAT = [part for parts in PARTS for part in parts]


@pytest.mark.parametrize("shelf", [None, Shelf()], ids=["in memory", "on a shelf"])
def test_what_was_put_in_comes_back_in_any_order(shelf: Shelf | None) -> None:
    series = Series[str](shelf)
    batches = [series.extend(parts) for parts in PARTS]
    assert series == FLAT
    order = random.Random(1).sample(range(len(FLAT)), len(FLAT))
    assert [series[place] for place in order] == [FLAT[place] for place in order]
    assert (series[-1], series[3:9], len(series)) == (FLAT[-1], tuple(FLAT[3:9]), len(FLAT))
    for office in (149, 0, 80, 81, 0):
        assert batches[office] == PARTS[office]
        assert (batches[office][0], len(batches[office])) == (f"{office}-0", office % 9 + 1)
    with pytest.raises(IndexError):
        series[len(FLAT)]


def test_it_takes_no_more_memory_the_longer_it_is() -> None:
    tracemalloc.start()
    series = Series[bytes](Shelf())
    for office in range(2000):
        series.extend([bytes([office % 256]) * 9000])
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 1_000_000  # of 18: what lies open, and where the rest lies; the shelf is a file
    assert series[1999] == b"\xcf" * 9000


def test_figures_are_found_by_unit_and_name() -> None:
    rows = Series[dict[str, int]](Shelf())
    rows.extend([{"甲": 1, "乙": 2}])
    rows.extend([{"甲": 3}])
    table = Table(["一", "二"], rows)
    assert dict(table) == {("一", "甲"): 1, ("一", "乙"): 2, ("二", "甲"): 3}
    assert (table["二", "甲"], table.get(("二", "乙")), len(table)) == (3, None, 3)


def test_a_result_on_the_shelf_is_the_same_as_one_in_memory(edition: Edition) -> None:
    """Of forty offices, which are more than lie open."""
    numbers = range(40)
    years = [changed({3: {"刑事立案数": 5 + number}}) for number in numbers]
    years = [
        replace(year, unit=replace(year.unit, name=f"第{number}街道"))
        for number, year in zip(numbers, years, strict=True)
    ]
    edition = replace(edition, units=tuple(year.unit for year in years))
    returns = [of_return(one) for year in years for one in submissions(year, edition)]
    tally = merge_all([*returns, of_departments(department_return(years, edition))])
    in_memory, laid = (
        appraise(tally, edition, YEAR, final=True, shelf=shelf) for shelf in (None, Shelf())
    )
    assert laid == replace(in_memory, figures=laid.figures)
    assert dict(laid.figures) == dict(in_memory.figures)
    assert laid.units[39].losses[0].evidence == in_memory.units[39].losses[0].evidence
    for told in (output.pieces, ledger.pieces):
        assert [*told(laid, edition)] == [*told(in_memory, edition)]
