"""An edition that asks every quarter only: issued, late, missing and scored by quarters."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.begun_empty import UNIT, YEAR, hand_in, run
from tests.own_register import rewritten
from zongzhi_xl.statements.loader import load

#: days on which the returns of March, June and December came: the second is late (until July 5)
CAME = {3: date(YEAR, 4, 2), 6: date(YEAR, 7, 20), 12: date(YEAR + 1, 1, 4)}
LATE = """- id: D01-4
  each: 报表
  of: 报送情况
  table: {月报迟报: 0.5, 月报缺报: 1}
  most: 2
"""


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("区")
    its = folder / "statements" / str(YEAR)
    assert run("rules", "new", its, "--like", "empty").exit_code == 0
    quarter = ("clauses: [1],", "clauses: [1], months: [3, 6, 9, 12],")
    rewritten(its / "forms" / "月报.yaml", quarter, ("title: 工作月报表", "title: 工作季报表"))
    (clause,) = (its / "clauses").iterdir()
    rewritten(clause, ("deductions:\n", f"deductions:\n{LATE}"), ("points: 10", "points: 12"))
    rewritten(its / "statement.yaml", ("full_marks: 10", "full_marks: 12"))
    return folder


@pytest.fixture(scope="module")
def year(district: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("年")
    inbox, edition = folder / "收件", load(district / "statements" / str(YEAR))
    hand_in(inbox, edition, CAME, checked=9, plan="是", unfit=0)
    run("consolidate", inbox, "--year", YEAR, "--final", "--district", district,
        "-o", folder / "汇总.xlsx", "--json", folder / "out.json")  # fmt: skip
    return folder


def test_a_blank_goes_out_for_the_end_of_a_quarter_only(district: Path, tmp_path: Path) -> None:
    asked = ("issue", "--year", YEAR, "-o", tmp_path / "空表", "--district", district, "--month")
    refused = run(*asked, 2)
    assert (refused.exit_code, "只报 3、6、9、12 月" in refused.output) == (2, True)
    assert run(*asked, 3).exit_code == 0
    (blank,) = (tmp_path / "空表").glob("*.xlsx")
    assert "工作季报表" in str(load_workbook(blank)["月报"]["A1"].value)


def test_the_grid_has_a_column_for_each_quarter(year: Path) -> None:
    rows = [*load_workbook(year / "汇总.xlsx")["报送情况"].iter_rows(values_only=True)]
    (heads,) = [row for row in rows if row[0] == "单位"]
    assert heads[2:6] == ("3月", "6月", "9月", "12月")
    (unit,) = [row for row in rows if row[0] == UNIT]
    told = [
        next(word for word in ("按时", "迟报", "缺报") if word in str(one)) for one in unit[2:6]
    ]
    assert told == ["按时", "迟报", "缺报", "按时"]


def test_late_and_missing_quarters_cost_and_other_months_do_not(year: Path) -> None:
    """June late 0.5, September missing 1; a rate that lacks a quarter costs its cap of 6."""
    told: Any = json.loads((year / "out.json").read_text(encoding="utf-8"))
    points: dict[str, list[str]] = {}
    for one in told["units"][0]["deductions"]:
        points.setdefault(one["id"].split("/")[0], []).append(one["points"])
    assert points == {"D01-4": ["0.50", "1.00"], "D01-1": ["6.00"]}
    assert told["units"][0]["score"] == "4.50"
