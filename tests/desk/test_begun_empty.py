"""Another scheme begun from nothing: one clause, three rules, from the folder to the papers."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.begun_empty import YEAR, hand_in, run
from zongzhi_xl.statements.loader import load


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A district whose only edition was begun empty."""
    folder = tmp_path_factory.mktemp("区")
    begun = run("rules", "new", folder / "statements" / str(YEAR), "--like", "empty")
    assert begun.exit_code == 0, begun.output
    return folder


def test_it_is_sound_and_nothing_is_asked(district: Path) -> None:
    assert run("rules", "check", district).exit_code == 0


def test_every_blank_can_be_issued(district: Path, tmp_path: Path) -> None:
    for what in (("--month", 1), ("--annual",), ("--departments",)):
        asked = ("issue", "--year", YEAR, *what, "-o", tmp_path, "--district", district)
        assert run(*asked).exit_code == 0
    assert len([*tmp_path.glob("*.xlsx")]) == 3


def test_a_year_is_scored_to_its_papers(district: Path, tmp_path: Path) -> None:
    """96 of 120 checked: 80 %, ten points below 90 %: 2.00; no plan: 2.00; 3 unfit × 0.5: 1.50.

    10 − 5.50 = 4.50, below 6: 不达标.
    """
    edition, inbox = load(district / "statements" / str(YEAR)), tmp_path / "收件"
    came = {month: date(YEAR + month // 12, month % 12 + 1, 3) for month in range(1, 13)}
    hand_in(inbox, edition, came, checked=8, plan="否", unfit=3)
    done = run(
        "consolidate", inbox, "--year", YEAR, "--final", "--district", district, "--workers", 1,
        "-o", tmp_path / "汇总.xlsx", "--json", tmp_path / "o.json", "--reports", tmp_path / "文书",
    )  # fmt: skip
    assert done.exit_code in (0, 1), done.output
    told = json.loads((tmp_path / "o.json").read_text(encoding="utf-8"))
    (unit,) = told["units"]
    assert (unit["score"], unit["grade"], told["rejected"]) == ("4.50", "不达标", [])
    assert [(one["id"], one["points"]) for one in unit["deductions"]] == [
        ("D01-1", "2.00"), ("D01-2", "2.00"), ("D01-3", "1.50"),
    ]  # fmt: skip
    assert "不达标" in next((tmp_path / "文书").glob("考核通报.html")).read_text(encoding="utf-8")
