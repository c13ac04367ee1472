"""Numbers in papers, workbook, page and JSON agree: every one is read back and compared.

A seed of the demo that is built anyhow is compared by ``tests/test_demo.py``.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.papers import told_numbers
from tests.statements import test_foreign as foreign
from zongzhi_xl import demo
from zongzhi_xl.desk import output
from zongzhi_xl.desk.registry import arriving, publishing, workbench


@pytest.mark.parametrize(
    ("printed", "exact", "agree"),
    [
        ("54.15", "54.1480570", True),
        ("54.14", "54.1480570", False),
        ("94.12%", "0.941176471", True),
        ("2/3", "0.666666667", True),
        ("2/3", "0.66", False),
        ("1,234", "1234", True),
        ("—", "—", True),
        ("—", "3", False),
    ],
)
def test_a_number_agrees_as_far_as_it_is_printed(printed: str, exact: str, agree: bool) -> None:
    assert told_numbers.same(printed, exact) == agree


def test_another_number_and_one_that_json_does_not_have_are_told() -> None:
    exact = {("甲", "得分"): "97.50"}
    told = {("甲", "得分"): "97.05", ("甲", "名次"): "1"}
    assert [one.key[1] for one in told_numbers.differences("x", told, exact)] == ["得分", "名次"]


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_whole_year_tells_the_same_numbers_everywhere(seed: int, tmp_path: Path) -> None:
    demo.build(tmp_path / "演示", seed)
    district = tmp_path / "演示" / "district"
    published = sorted((district / "papers").iterdir())
    assert len(published) == 13
    for one in published:
        assert told_numbers.disagreements(one) == [], one.name
    assert on_the_page(district, date(demo.YEAR + 1, 1, 22), demo.YEAR) == []


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "rows", "returns"),
    [("信访", foreign.LETTERS, {}), ("千分", foreign.POINTS, foreign.RETURNS)],
)
def test_a_scheme_of_others_tells_the_same_numbers_everywhere(
    name: str,
    rows: Mapping[str, foreign.Row],
    returns: Mapping[str, foreign.Row],
    tmp_path: Path,
) -> None:
    came = foreign.handed(tmp_path, foreign.EDITIONS / name, rows, returns)
    day = date(foreign.YEAR + 1, 1, 20)
    arriving.receive(arriving.Wish(came.district, (came.inbox,), day, day))
    for final in (False, True):
        publishing.publish(publishing.Wish(came.district, foreign.YEAR, day, day, 12, final))
    published = sorted((came.district / "papers").iterdir())
    assert len(published) == 2
    for one in published:
        assert told_numbers.disagreements(one) == [], one.name
    assert on_the_page(came.district, day, foreign.YEAR) == []


def on_the_page(district: Path, day: date, year: int) -> list[told_numbers.Differs]:
    """What 看板 of that day tells otherwise than the JSON of the same result."""
    outcome = workbench.lay_out(arriving.Wish(district, (), day, day), year)
    known = outcome.standing.known
    exact = told_numbers.of_json("".join(output.pieces(outcome.standing.appraisal, known.edition)))
    told = told_numbers.of_board(district / workbench.BOARD)
    kinds = Counter(what for _, what in told)
    assert kinds["得分"] == len(outcome.standing.appraisal.units)
    indicators = [one for unit in outcome.standing.appraisal.units for one in unit.indicators]
    assert len(told) > len(indicators)
    return [*told_numbers.differences("看板", told, exact)]
