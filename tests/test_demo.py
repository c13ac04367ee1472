"""The demo: a whole invented year, the same for the same seed, with every slip found."""

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.desk import test_ledger
from tests.papers import told_numbers
from zongzhi_xl import demo
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import BLANK
from zongzhi_xl.demo import record
from zongzhi_xl.demo.annual import annual_figures, survey_and_incidents
from zongzhi_xl.demo.district import offices, write_district
from zongzhi_xl.demo.figures import YearOfOffice
from zongzhi_xl.demo.inbox import Invented, jobs
from zongzhi_xl.errors import OutputError
from zongzhi_xl.statements.editions import in_force

YEAR = demo.YEAR


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole year, of which March alone is published before it is closed.

    The other months are published in the long tests (tests/papers/test_same_numbers.py).
    """
    publish, folder = record._publish, tmp_path_factory.mktemp("demo") / "演示"

    def published(district: Path, year: int, month: int, day: date) -> None:
        if month == 3:
            publish(district, year, month, day)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record, "_publish", published)
        demo.build(folder, 7)
    return folder


@pytest.fixture(scope="module")
def results(made: Path) -> dict:
    return json.loads((made / "out.json").read_text(encoding="utf-8"))


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


# ------------------------------------------------------------------ what is written


def test_the_folder_is_laid_out_as_promised(made: Path) -> None:
    names = sorted(one.name for one in made.iterdir())
    assert names == [
        "district", "inbox", "ledger.json", "out.json", "papers", f"区级汇总_{YEAR}.xlsx",
    ]  # fmt: skip
    folders = sorted(one.name for one in (made / "inbox").iterdir())
    assert folders == [f"{month:02}" for month in range(1, 13)] + ["annual", "departments"]
    assert len(list((made / "inbox" / "annual").iterdir())) == 20
    assert len(list((made / "inbox" / "departments").iterdir())) == 1
    assert len(list((made / "papers").glob("*.html"))) == 21


def test_its_ledger_is_by_the_schema_and_comes_to_the_same_again(made: Path) -> None:
    ledger = json.loads((made / "ledger.json").read_text(encoding="utf-8"))
    assert [error.message for error in test_ledger.VALIDATOR.iter_errors(ledger)] == []
    test_ledger.check(ledger)


def test_every_file_of_the_inbox_is_accounted_for(made: Path, results: dict) -> None:
    files = [one for one in (made / "inbox").rglob("*") if one.is_file()]
    told = [*results["files"], *results["rejected"], *results["replaced"]]
    assert len(told) == len(files)


def test_twenty_offices_of_all_groups_are_scored(results: dict) -> None:
    assert len(results["units"]) == 20
    assert {one["group"] for one in results["units"]} == {"一类", "二类", "三类"}
    assert all(one["unit"].startswith("示例") for one in results["units"])
    assert (results["year"], results["through"], results["fictitious"]) == (YEAR, 12, True)
    scores = [float(one["score"]) for one in results["units"]]
    assert max(scores) > 95
    assert min(scores) < 70
    assert {one["veto"] for one in results["units"]} == {"none", "proposed"}


def test_nothing_leaves_the_unit_unexplained(results: dict) -> None:
    for unit in results["units"]:
        lost = sum(round(float(one["points"]) * 100) for one in unit["deductions"])
        assert lost == 10000 - round(float(unit["score"]) * 100)
        assert all(one["sources"] for one in unit["deductions"])


def test_files_that_cannot_count_are_named(results: dict) -> None:
    reasons = {one["file"].split("/")[-1]: one["reason"] for one in results["rejected"]}
    assert "2025" in reasons["示例二街道_2026年01月_月报_旧表.xlsx"]
    assert "完全相同" in reasons["示例六街道_2026年03月_月报_副本.xlsx"]
    assert "示例十九街道_2026年12月_月报.xlsx" in reasons
    assert len(reasons) == 3
    missing = {(one["unit"], one["month"]) for one in results["missing"]}
    assert missing == {("示例十一街道", 9), ("示例十九街道", 12)}


def test_a_corrected_return_counts_in_place_of_the_first(results: dict) -> None:
    (first,) = results["replaced"]
    assert first["file"] == "11/示例十七街道_2026年11月_月报.xlsx"
    assert first["by"] == "11/示例十七街道_2026年11月_月报_更正.xlsx"
    assert first["reason"] == "已由第1次更正代替"


@pytest.mark.parametrize(
    ("unit", "month", "code"),
    [
        ("示例三街道", 4, "04"),  # 43起
        ("示例五街道", 5, "13"),  # digits swapped: part above the whole
        ("示例七街道", 8, "10"),  # copied from the month before
        ("示例九街道", 6, "03"),  # a cell left blank
        ("示例四街道", 7, "14"),  # more solved than filed, explained
        ("示例十三街道", 2, "21"),  # one off the police's figure
        ("示例十五街道", 7, "40"),  # an event reported after 13 hours
        ("示例八街道", 5, "08"),  # nil return with a row in the register
    ],
)
def test_each_slip_is_found(results: dict, unit: str, month: int, code: str) -> None:
    codes = {
        finding["code"]
        for one in results["files"]
        if (one["unit"], one["month"]) == (unit, month)
        for finding in one["findings"]
    }
    assert code in codes


def test_late_reports_of_returns_cost_points(results: dict) -> None:
    (unit,) = [one for one in results["units"] if one["unit"] == "示例十三街道"]
    late = [one["id"] for one in unit["deductions"] if one["id"].startswith("D26-2")]
    assert len(late) == 2


def test_papers_and_summary_tell_the_numbers_of_the_json(made: Path) -> None:
    """Of a quarter and of the closed year; other seeds: tests/papers/test_same_numbers.py."""
    for number in ("01", "02"):
        folder = made / "district" / "papers" / f"{YEAR}-{number}"
        assert told_numbers.disagreements(folder) == []
        assert sum(map(len, dict(told_numbers.of_publication(folder)).values())) > 1000


# ------------------------------------------------------------------ the same again


@pytest.mark.long
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "演示", tmp_path / "又"
    for folder in (first, second):
        demo.build(folder, 7)
    for path in sorted(first.rglob("*")):
        other = second / path.relative_to(first)
        if path.suffix == ".xlsx" and zipfile.is_zipfile(path):
            assert parts(path) == parts(other), path.name
        elif path.is_file():
            assert path.read_bytes() == other.read_bytes(), path.name


def test_another_seed_gives_another_year_and_the_same_one_the_same(edition: Edition) -> None:
    office = offices()[0]
    first, second, again = (YearOfOffice(office, YEAR, seed, edition).months for seed in (1, 2, 1))
    assert first != second
    assert first == again


# ------------------------------------------------------------------ the invented figures


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Invented:
    district = write_district(tmp_path_factory.mktemp("district"), YEAR)
    return Invented(in_force(district, YEAR), YEAR, 7)


def test_every_item_of_every_form_is_filled_in(invented: Invented) -> None:
    forms = {
        FormKind.MONTHLY: set(invented.years[0].months[0].values) - {"本月无重大事项"},
        FormKind.ANNUAL: set(annual_figures(invented.years[0])),
    }
    for form, given in forms.items():
        assert given == {item.name for item in invented.edition.form(form).items}
    survey = set(survey_and_incidents(invented.years[0]))
    items = {item.name for item in invented.edition.form(FormKind.DEPARTMENTS).items}
    assert survey == items - {"上年农村火灾起数"}  # in the register already


def test_brought_forward_is_what_issue_finds(invented: Invented, tmp_path: Path) -> None:
    by_name = {job.path.name: job.contents for job in jobs(invented, tmp_path).values()}
    march = by_name[f"示例一街道_{YEAR}年03月_月报.xlsx"]
    before = [
        by_name[f"示例一街道_{YEAR}年{month:02}月_月报.xlsx"].values["刑事立案数"]
        for month in (1, 2)
    ]
    assert march.bases["承前_刑事立案数"] == sum(before)
    october = by_name[f"示例十一街道_{YEAR}年10月_月报.xlsx"]  # September was not handed in
    assert "承前_排查矛盾纠纷数" not in october.bases
    assert invented.earlier.value("示例十一街道", YEAR, 9, "排查矛盾纠纷数") == BLANK


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "真的.xlsx").write_bytes(b"x")
    with pytest.raises(OutputError, match="已有别的内容"):
        demo.build(tmp_path, 7)
    assert (tmp_path / "inbox" / "真的.xlsx").read_bytes() == b"x"
    assert not (tmp_path / "district").exists()
