"""One slip is one fault: what only follows from it is not told."""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from zongzhi_xl.statements.loader import faults_in, load, standard

FIRE = Path(__file__).parents[2] / "statements" / "foreign" / "消防"


def written(document: Mapping[str, Any], place: str, value: object) -> dict[str, Any]:
    """The document with something else at a place (``clauses.5.caps.0.name``)."""
    whole: Any = deepcopy(dict(document))
    part, *keys = [int(one) if one.isdecimal() else one for one in place.split(".")]
    inside = whole[part]
    for key in keys[:-1]:
        inside = inside[key]
    inside[keys[-1]] = value
    found: dict[str, Any] = whole
    return found


def told(document: Mapping[str, Any], place: str, value: object) -> list[tuple[str, str]]:
    _, faults = faults_in(written(document, place, value))
    return [(one.path, one.problem) for one in faults]


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        # a share with a lower limit in per cent: none of that fits what stands in for it
        ("clauses.23.indicators.0.measure", "占比底线", "“占比底线”不在可选之列"),
        ("clauses.5.indicators.1.measure", "占比上线", "“占比上线”不在可选之列"),
        ("clauses.23.indicators.0.unit", "％", "单位“％”是全角的"),
        # its words are chosen in checks and by 须认定
        ("statement.events.columns.1.kind", "选择", "“选择”不在可选之列"),
        ("statement.events.columns.3.kind", "时刻", "“时刻”不在可选之列"),
        ("forms.1.derived.0.kind", "日子", "“日子”不在可选之列"),
        ("forms.2.sections.3.items.0.kind", "日子", "“日子”不在可选之列"),
        ("forms.0.kind", "月表", "“月表”不在可选之列"),
    ],
)
def test_what_cannot_be_read_is_the_one_fault(place: str, value: str, said: str) -> None:
    ((_, problem),) = told(standard().document, place, value)
    assert said in problem


@pytest.mark.parametrize(
    ("place", "uses"),
    [
        ("statement.groups.0", 7),  # four offices, three indicators
        ("statement.providers.departments.0", 21),
        ("clauses.5.indicators.1.name", None),
        ("forms.0.sections.0.items.0.name", 9),
    ],
)
def test_a_name_that_was_changed_in_one_place_is_told_there(place: str, uses: int | None) -> None:
    value = standard().document
    for key in place.split("."):
        value = value[int(key) if key.isdecimal() else key]
    found = told(standard().document, place, f"{value}二")
    if uses is None:  # one rule goes by it, and two readings: each is told
        assert len(found) == 3
        return
    ((path, problem),) = found
    assert path.replace("[", ".").replace("]", "") == place
    assert problem == (
        f"没有一处用到“{value}二”，写“{value}”的却有{uses}处：是不是只在这里改了名称？"
    )


def test_a_cap_that_was_renamed_is_told_at_its_name() -> None:
    """Not that two rules are under none, nor that the clause comes to nought."""
    assert told(load(FIRE).document, "clauses.1.caps.0.name", "下降分") == [
        (
            "clauses[1].caps[0].name",
            "没有一处用到“下降分”，写“下降”的却有2处：是不是只在这里改了名称？",
        )
    ]


def test_a_rule_under_a_cap_that_is_not_there_says_nothing_of_sums() -> None:
    (fault,) = told(load(FIRE).document, "clauses.1.deductions.0.under", "下跌")
    assert fault[0] == "clauses[1].deductions[0].under"


def test_an_end_that_is_no_number_is_the_one_fault() -> None:
    bands = [{"at_least": "八成", "points": 1}]
    document = written(load(FIRE).document, "clauses.5.deductions.1.bands", bands)
    assert [one.path for one in faults_in(document)[1]] == [
        "clauses[5].deductions[1].bands[0].at_least"
    ]
