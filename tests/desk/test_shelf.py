"""Returns laid on the shelf come back as they were, whatever lies there and how often."""

import pickle
from collections.abc import Iterable
from datetime import date

import pytest

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.language.values import BLANK
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import Entry, Place, Submission
from zongzhi_xl.desk import shelf as shelves
from zongzhi_xl.desk.department_rows import Gathered
from zongzhi_xl.desk.department_rows import stored as rows_stored
from zongzhi_xl.desk.shelf import Shelf, Shelved, packed, stored
from zongzhi_xl.record import replace

FINDING = Finding("13", Severity.BLOCKING, "月报", "D6", "可防性案件数", "9", "……", "……")


def returned(number: int) -> Submission:
    """A return whose cells tell its number."""
    place = Place(f"{number}.xlsx", "月报", "D9")
    entries = {
        "刑事立案数": Entry(number, place, "说明"),
        "报出日期": Entry(date(2026, 2, 3), place),
        "刑事破案数": Entry(BLANK, place, formula=True),
    }
    return Submission(
        FormKind.MONTHLY, "示例一街道", 2026, 1, "版本", place.file, str(number), entries
    )


def on_shelf(number: int, shelf: Shelf) -> Received:
    """The return as it comes from a child, and laid on the shelf."""
    return stored(pickle.loads(pickle.dumps(packed(returned(number), (FINDING,)))), shelf)


@pytest.mark.parametrize("at_hand", [1, 8, 1024])
def test_returns_come_back_as_they_were_in_any_order_and_more_than_stay_open(
    at_hand: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "_AT_HAND", at_hand)
    shelf = Shelf()
    kept = [on_shelf(n, shelf) for n in range(100)]
    opened = [one.submission for one in kept]
    for n in (0, 99, 50, 0, *range(100)):
        submission = opened[n]
        assert isinstance(submission.entries, Shelved)
        assert submission == kept[n].submission == returned(n)
        assert kept[n].findings == (FINDING,)
        assert submission.value("刑事立案数") == n
        assert submission.entries["刑事立案数"] == returned(n).entries["刑事立案数"]
        assert submission.value("没有的项目") == BLANK
        assert len(submission.entries) == 3


def test_returns_whose_cells_stand_elsewhere_or_in_another_order_come_back_too() -> None:
    """Cells of the same names and places are packed once for all returns; these are others."""
    one, shelf = returned(1), Shelf()
    moved = Place(one.file, "月报", "D10")
    lower = {name: replace(entry, place=moved) for name, entry in one.entries.items()}
    others = [
        replace(one, entries=entries)
        for entries in (lower, dict(reversed(one.entries.items())), {}, one.entries)
    ]
    kept = [stored(packed(other, ()), shelf) for other in others]
    assert [back.submission for back in kept] == others
    assert [[*back.submission.entries] for back in kept] == [[*one.entries] for one in others]


def test_what_is_read_before_more_is_laid_down_spoils_nothing() -> None:
    shelf = Shelf()
    first = on_shelf(1, shelf)
    assert first.submission.value("刑事立案数") == 1
    second = on_shelf(2, shelf)
    assert (first.submission, second.submission) == (returned(1), returned(2))


def test_a_return_on_the_shelf_can_be_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(on_shelf(7, Shelf())))
    assert sent == Received(returned(7), (FINDING,))
    assert isinstance(sent.submission.entries, dict)


# ------------------------------------------------------------------ figures of the departments

MONTHLY = {
    (unit, month): {
        name: Entry(
            value + number,
            Place("部门.xlsx", "月度", f"{letter}{number + 2}"),
            formula=(unit, month, name) == ("示例三街道", 2, "丙"),
        )
        for name, letter, value in (("甲", "C", 1), ("乙", "D", 2), ("丙", "AB", 1000))
        if (number, name) != (3, "乙")
    }
    for number, (unit, month) in enumerate(
        (unit, month) for unit in ("示例一街道", "示例二街道", "示例三街道") for month in (1, 2)
    )
}


def gathered(order: Iterable[tuple[str, int]]) -> DepartmentReturn:
    """The rows read in this order, sent as a child sends them."""
    monthly: Gathered[tuple[str, int]] = Gathered()
    for key in order:
        assert key not in monthly
        monthly[key] = MONTHLY[key]
        assert key in monthly
    answered = DepartmentReturn(2026, "版本", "部门.xlsx", "sha", Gathered(), monthly)
    return pickle.loads(pickle.dumps(answered))


@pytest.mark.parametrize("by_month", [False, True])
def test_figures_of_departments_come_back_as_they_were(by_month: bool) -> None:
    order = sorted(MONTHLY, key=lambda key: key[by_month])
    kept = rows_stored(gathered(order), Shelf())
    assert kept.monthly == MONTHLY
    assert len(kept.monthly) == len(MONTHLY)
    assert kept.monthly["示例三街道", 2]["丙"].formula
    assert kept.monthly.get(("示例一街道", 3), {}) == {}
    assert kept.monthly.get(("示例九街道", 1)) is None
    with pytest.raises(KeyError):
        kept.monthly["示例一街道", 1]["丁"]
    assert not any(kept.yearly.values())
    assert pickle.loads(pickle.dumps(kept.monthly)) == MONTHLY


def test_figures_of_one_unit_that_stand_in_two_rows() -> None:
    """A second row of a unit adds to the first."""
    key = "示例一街道", 1
    first, second = dict(MONTHLY[key]), Entry(5, Place("部门.xlsx", "月度", "AC9"))
    monthly: Gathered[tuple[str, int]] = Gathered()
    monthly[key] = first
    monthly["示例二街道", 1] = MONTHLY["示例二街道", 1]
    monthly[key] = {**monthly[key], "丁": second}
    sent = pickle.loads(pickle.dumps(monthly))
    assert sent[key] == {**first, "丁": second}
    assert len(sent) == 2
