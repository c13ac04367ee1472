"""Bands as schemes write them: what is sound, and what of them is never used or left out."""

from fractions import Fraction
from typing import Any

import pytest

from zongzhi_xl.core.edition.deductions import Deduction, Direction
from zongzhi_xl.core.edition.records import decode
from zongzhi_xl.core.soundness.sense import tiers


def rule(*bands: dict[str, Any], direction: Direction = Direction.DEDUCT) -> Deduction:
    told = {"id": "D06-1", "of": "刑事立案数", "most": 9, "direction": direction.value}
    return decode(Deduction, told | {"bands": list(bands)})


def at(number: int, points: int) -> dict[str, Any]:
    return {"at_least": number, "at_most": number, "points": points}


FIRST_THREE = (at(1, 3), at(2, 2), at(3, 1))


@pytest.mark.parametrize(
    ("one", "rises"),
    [
        (rule(*FIRST_THREE, direction=Direction.ADD), False),
        (rule(*FIRST_THREE[::-1]), False),
        (rule(at(1, 10), at(2, 9), {"at_least": 3, "points": 7}, direction=Direction.EARN), True),
        (rule({"at_least": 1, "at_most": 3, "points": 1}, {"at_least": 4, "points": 2}), True),
    ],
)
def test_places_have_no_holes_between_them(one: Deduction, rises: bool) -> None:
    assert [*tiers.faults(one, whole=True)] == []
    assert one.scale.rises is rises
    assert [*tiers.faults(one, whole=False)] != []


@pytest.mark.parametrize(
    "one",
    [
        # a share that falls, with and without its last end; of one's own and of what is earned
        rule({"at_least": "80%", "under": "100%", "points": 1},
             {"at_least": "60%", "under": "80%", "points": 3}, {"under": "60%", "points": 5}),
        rule({"at_least": "80%", "under": "100%", "points": 1},
             {"at_least": "60%", "under": "80%", "points": 3},
             {"at_least": 0, "under": "60%", "points": 5}),
        rule({"at_most": "30%", "points": 5}, {"over": "30%", "at_most": "70%", "points": 3},
             {"over": "70%", "points": 1}, direction=Direction.EARN),
        # an aim between two ends costs nothing
        rule({"under": "2%", "points": 2}, {"at_least": "2%", "under": "3%", "points": 1},
             {"over": "6%", "at_most": "7%", "points": 1}, {"over": "7%", "points": 2}),
    ],
)  # fmt: skip
def test_bands_side_by_side_are_sound(one: Deduction) -> None:
    assert [*tiers.faults(one, whole=False)] == []


def test_whole_numbers_that_are_left_out_are_a_hole() -> None:
    assert [*tiers.faults(rule(at(1, 3), at(3, 1)), whole=True)] == ["1 与 3 之间没有一档"]


def test_what_is_earned_on_both_sides_of_a_hole_leaves_it_out() -> None:
    one = rule({"under": 3, "points": 2}, {"over": 6, "points": 1}, direction=Direction.EARN)
    assert [*tiers.faults(one, whole=False)] == ["3 与 6 之间没有一档"]


@pytest.mark.parametrize(
    ("one", "found"),
    [
        (rule({"under": 3, "points": 2}, {"over": 6, "points": 2}), True),
        (rule({"over": 6, "points": 2}), False),
        (rule(*FIRST_THREE), True),
        (rule({"under": "80%", "points": 1}, {"under": "60%", "points": 3}), False),
    ],
)
def test_it_turns_where_neither_more_nor_less_is_the_worse(one: Deduction, found: bool) -> None:
    assert one.scale.turns is found


def test_a_band_of_one_number_is_told_as_it() -> None:
    assert rule(*FIRST_THREE).scale.sentence("") == "为1扣3分，为2扣2分，为3扣1分"
    assert rule({"over": 12, "points": 1}, {"over": 24, "points": 2}).scale.sentence("小时") == (
        "超12小时扣1分，超24小时扣2分，只取高档"
    )
    assert rule(*FIRST_THREE).scale.points(Fraction(2)) == 2
