"""A part of another workbook in a return: nothing looks better unsaid (more: benchmarks)."""

from collections import Counter
from pathlib import Path

import pytest

from tests.hostile.grafts import Graft, Source, as_typed, better, editions, judged, outcome
from tests.proof.cases import good
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book


@pytest.mark.parametrize(("cases", "workbooks"), [
    (range(20), 7), pytest.param(range(20, 220), 60, marks=pytest.mark.long),
])  # fmt: skip
def test_nothing_becomes_better_unsaid(
    tmp_path: Path, edition: Edition, cases: range, workbooks: int
) -> None:
    known = editions(edition)
    found = [outcome(seed, tmp_path, known, workbooks) for seed in cases]
    assert [str(one) for one in found if one.silent] == []
    counted = Counter(one.came_of_it for one in found)
    assert counted["as it was"] > len(found) / 4
    assert counted["sent back"]
    assert counted["told"]


def office(folder: Path, edition: Edition, unit: str, **values: object) -> Source:
    contents = replace(good(FormKind.MONTHLY), unit=unit)
    contents = replace(contents, values={**contents.values, **values})
    path = folder / f"{unit}.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    return Source(FormKind.MONTHLY, unit, path)


def test_the_look_would_see_a_finding_that_is_gone(tmp_path: Path, edition: Edition) -> None:
    """And a figure that is another; a page pasted over is what it shows."""
    wrong = office(tmp_path, edition, "于楼街道", 可防性案件数=99)
    right = office(tmp_path, edition, "兴海街道")
    seen = better(judged(wrong.path), judged(right.path))
    assert "finding 13 可防性案件数 is gone" in seen
    assert "可防性案件数 was 99, is 4" in seen
    graft = Graft(wrong, right, "月报")
    pasted = graft.write(tmp_path / "a.xlsx")
    assert better(as_typed(graft, pasted), judged(pasted)) == []
