"""Damaged returns counted value by value: none lost, none invented.

benchmarks/repairs.py does the same for as many returns as one likes.
"""

from pathlib import Path

import pytest

from tests import repairs
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
SEED = 4


@pytest.mark.parametrize("cases", [6, pytest.param(40, marks=pytest.mark.long)])
def test_no_typed_value_is_lost_and_none_is_invented(
    cases: int, tmp_path: Path, edition: Edition
) -> None:
    count = repairs.run(tmp_path, edition, cases, SEED)
    assert (count.lost, count.invented) == ([], []), str(count)
    assert count.typed == count.kept + count.put_right + count.listed
    assert count.typed > 50 * count.repaired
    assert count.repaired > cases * 0.8, str(count)
    assert count.put_right > cases / 4


def test_the_count_would_see_a_value_lost_changed_or_invented(edition: Edition) -> None:
    items = {item.name: item for item in edition.form(FormKind.MONTHLY).items}
    before = {("格", "刑事立案数"): 20, ("格", "可防性案件数"): "3起", ("格", "破获积案数"): 1,
              ("格", "流出人口数"): 8}  # fmt: skip
    after = {("格", "刑事立案数"): 21, ("格", "可防性案件数"): 3, ("说明", "破获积案数"): "1"}
    count = repairs.Count()
    repairs.compare(count, (before, after), [8], items, "a")
    assert (count.typed, count.kept, count.put_right, count.listed) == (4, 0, 1, 1)
    assert count.lost == [
        "a: ('格', '刑事立案数') 20 → 21", "a: ('格', '破获积案数') 1 → None"
    ]  # fmt: skip
    assert count.invented == ["a: ('说明', '破获积案数') '1'"]
