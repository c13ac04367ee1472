"""部门提供数 understood: figures by unit and month, and what is said of unusable ones."""

from collections.abc import Mapping
from datetime import date

import pytest

from zongzhi_xl.core.checking.validation import validate_departments
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, State
from zongzhi_xl.core.returned.departments import (
    DepartmentReturn,
    RawDepartments,
    department_return_of,
)
from zongzhi_xl.core.returned.submission import Place, RawCell
from zongzhi_xl.core.returned.table_rows import NO_HEADING
from zongzhi_xl.errors import UnusableFileError


def unreadable(found: str) -> Gap:
    return Gap(State.UNREADABLE, found)


def department_row(sheet: str, row: int, values: Mapping[str, object]) -> dict[str, RawCell]:
    return {
        name: RawCell(sheet, f"{column}{row}", value)
        for column, (name, value) in zip("ABCDEFGH", values.items(), strict=False)
    }


def departments(
    edition: Edition,
    yearly: tuple[Mapping[str, object], ...] = (),
    monthly: tuple[Mapping[str, object], ...] = (),
    version: str | None = None,
) -> DepartmentReturn:
    identity = {"报表种类": "部门提供数", "年份": 2026.0, "版本": version or edition.id}
    raw = RawDepartments(
        "departments/d.xlsx",
        "5e",
        department_row("封面", 1, identity),
        tuple(department_row("年度", row, one) for row, one in enumerate(yearly, 3)),
        tuple(department_row("月度", row, one) for row, one in enumerate(monthly, 3)),
    )
    return department_return_of(raw, edition)


def test_department_figures_by_unit_and_month(edition: Edition) -> None:
    found = departments(
        edition,
        ({"单位": "兴海街道", "调查人数": 100.0, "知晓人数": "八十", "区定述职日期": 46086.0},),
        ({"单位": "兴海街道", "月份": 3.0, "刑事立案数": 17.0, "排查情况已报区": "是"},),
    )
    assert (found.year, found.edition_id, found.file) == (2026, edition.id, "departments/d.xlsx")
    yearly = {name: entry.value for name, entry in found.yearly["兴海街道"].items()}
    assert yearly == {
        "调查人数": 100,
        "知晓人数": unreadable("八十"),
        "区定述职日期": date(2026, 3, 5),
    }
    monthly = found.monthly["兴海街道", 3]
    assert {name: entry.value for name, entry in monthly.items()} == {
        "刑事立案数": 17, "排查情况已报区": "是",
    }  # fmt: skip
    assert monthly["刑事立案数"].place == Place("departments/d.xlsx", "月度", "C3")


def test_blank_is_not_provided_and_words_without_figures_are_no_row(edition: Edition) -> None:
    rows = (
        {"单位": "兴海街道", "调查人数": None},
        {"单位": "注：空白表示未提供"},
        {"备注": "合计"},
    )
    assert departments(edition, rows).yearly == {}


def test_figures_of_the_annual_return_may_come_from_departments(edition: Edition) -> None:
    found = departments(edition, ({"单位": "于楼街道", "组别": "二类", "重新犯罪人数": 0.0},))
    assert found.yearly["于楼街道"]["重新犯罪人数"].value == 0


@pytest.mark.parametrize("name", ["调查数", "专职人员数"])
def test_a_column_that_is_no_department_s_is_another_paper(edition: Edition, name: str) -> None:
    with pytest.raises(UnusableFileError) as caught:
        departments(edition, ({"单位": "兴海街道", name: 1.0},))
    words = f"“年度”里的“{name}”（B3）不是部门提供的项目：请改回空白表的表头"
    assert str(caught.value) == words


GOOD = {"单位": "于楼街道", "月份": 3.0, "刑事立案数": 5.0}


@pytest.mark.parametrize(
    ("bad", "cell", "message"),
    [
        ({"单位": "某街道", "月份": 3.0, "刑事立案数": 1.0}, "A3", "的单位“某街道”不在名册上"),
        ({"单位": None, "月份": 3.0, "刑事立案数": 1.0}, "A3", "有数字，没有填单位"),
        ({"单位": "兴海街道", "月份": 13.0, "刑事立案数": 1.0}, "B3", "的月份应为 1 至 12"),
        ({"单位": "兴海街道", "刑事立案数": 1.0}, "A3", "的月份应为 1 至 12"),
    ],
)
def test_a_row_for_nobody_is_named_and_the_others_count(
    edition: Edition, bad: dict[str, object], cell: str, message: str
) -> None:
    found = departments(edition, (), (bad, GOOD))
    assert set(found.monthly) == {("于楼街道", 3)}
    (one,) = found.findings
    assert (one.code, one.severity, one.sheet, one.cell) == ("S3", Severity.BLOCKING, "月度", cell)
    assert one.message == f"“月度”第3行{message}"


def test_a_figure_given_twice_and_differently_is_owed(edition: Edition) -> None:
    """Same figure twice is no fault; the figures that only one of both rows gives count."""
    again = {"单位": "于楼街道", "月份": 3.0, "刑事立案数": 6.0, "刑事破案数": 4.0}
    found = departments(edition, (), (GOOD, dict(GOOD), again))
    cells = found.monthly["于楼街道", 3]
    assert cells["刑事破案数"].value == 4
    assert cells["刑事立案数"].value == unreadable("5 / 6")
    (one,) = found.findings
    assert (one.code, one.severity, one.cell, one.clause) == ("S4", Severity.BLOCKING, "C5", 6)
    assert "C3 是 5，C5 是 6" in one.message


def test_a_figure_that_cannot_be_read_is_named_with_what_it_may_mean(edition: Edition) -> None:
    found = departments(edition, ({"单位": "兴海街道", "调查人数": "400份", "知晓人数": 380.0},))
    assert found.yearly["兴海街道"]["知晓人数"].value == 380
    (one,) = found.findings
    assert (one.code, one.severity, one.cell, one.item) == (
        "S5", Severity.BLOCKING, "B3", "调查人数",
    )  # fmt: skip
    assert (one.value, one.clause) == ("400份", 24)
    assert "兴海街道的调查人数填了“400份”，不是数字，可能是 400" in one.message
    assert one.remedy == "核对；如果是 400，改填 400"


@pytest.mark.parametrize("heading", [f"{NO_HEADING}C", "备注"])
def test_a_column_whose_heading_was_lost_is_told_once(edition: Edition, heading: str) -> None:
    """Cleared, or renamed to a word that holds no figures: its figures do not vanish silently."""
    rows = ({"单位": unit, "调查人数": 100.0, heading: 90.0} for unit in ("兴海街道", "于楼街道"))
    found = departments(edition, tuple(rows))
    (one,) = [each for each in found.findings if each.code == "S10"]
    assert (one.severity, one.sheet, one.cell) == (Severity.BLOCKING, "年度", "C3")
    assert "整列没有采用" in one.message
    assert set(found.yearly["于楼街道"]) == {"调查人数"}


def test_words_in_the_column_of_remarks_are_no_figures(edition: Edition) -> None:
    found = departments(edition, ({"单位": "兴海街道", "调查人数": 100.0, "备注": "已核"},))
    assert found.findings == ()


def test_a_formula_of_a_department_is_asked_about(edition: Edition) -> None:
    cells = {"单位": RawCell("年度", "A3", "兴海街道"),
             "调查人数": RawCell("年度", "B3", 100.0, True)}  # fmt: skip
    identity = {"报表种类": "部门提供数", "年份": 2026.0, "版本": edition.id}
    raw = RawDepartments("d.xlsx", "5e", department_row("封面", 1, identity), (cells,))
    found = department_return_of(raw, edition)
    (one,) = found.findings
    assert (one.code, one.severity, one.cell) == ("S2", Severity.QUERY, "B3")
    assert found.yearly["兴海街道"]["调查人数"].value == 100


def test_two_months_of_one_unit_are_two_rows(edition: Edition) -> None:
    rows = [{"单位": "兴海街道", "月份": month, "刑事立案数": month} for month in (1.0, 2.0)]
    assert set(departments(edition, (), tuple(rows)).monthly) == {("兴海街道", 1), ("兴海街道", 2)}


def test_a_department_workbook_of_other_rules_is_taken_and_told_so(edition: Edition) -> None:
    version = f"表样 {edition.version.form} · 规则 0123abcd"
    found = departments(edition, ({"单位": "兴海街道", "抽查户数": 10.0},), version=version)
    assert found.yearly["兴海街道"]["抽查户数"].value == 10
    (told,) = found.findings
    assert (told.code, told.severity) == ("V2", Severity.NOTICE)
    assert all(rules in told.message for rules in ("0123abcd", edition.version.rules))


def test_a_department_workbook_of_another_form_is_taken_by_names(edition: Edition) -> None:
    found = departments(edition, ({"单位": "兴海街道", "抽查户数": 10.0},), version="旧版")
    assert found.yearly["兴海街道"]["抽查户数"].value == 10
    assert [(one.code, one.severity) for one in found.findings] == [("V3", Severity.NOTICE)]


def test_a_column_that_is_no_item_any_more_sends_it_back_in_words(edition: Edition) -> None:
    with pytest.raises(UnusableFileError, match=r"旧项目.*不是部门提供的项目"):
        departments(edition, ({"单位": "兴海街道", "旧项目": 1.0},), version="旧版")


# ------------------------------------------------------------------ the departments' own figures


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        (
            {"调查人数": 100.0, "知晓人数": 101.0},
            [("53-5", "C3", "知晓人数 101 大于 调查人数 100")],
        ),
        ({"调查人数": 0.0, "知晓人数": 0.0}, [("56-3", "B3", "调查人数 0")]),
        ({"调查人数": 100.0, "知晓人数": 100.0}, []),
        ({"知晓人数": 5.0}, []),  # nothing to compare with
    ],
)
def test_what_does_not_fit_is_found_in_the_departments_own_cell(
    figures: dict[str, object], told: list[tuple[str, str, str]], edition: Edition
) -> None:
    given = departments(edition, ({"单位": "兴海街道", **figures}, {"单位": "兴盛街道"}))
    found = validate_departments(given, edition)
    assert [(one.code, one.cell) for one in found] == [one[:2] for one in told]
    for one, (*_, words) in zip(found, told, strict=True):
        assert one.sheet == "年度"
        assert one.message.startswith(f"兴海街道的{words}：")


def test_what_does_not_apply_is_for_the_district_to_preset(edition: Edition) -> None:
    found = departments(
        edition,
        ({"单位": "兴海街道", "班子受处分数": "不适用"},),
        ({"单位": "兴海街道", "月份": 3.0, "刑事立案数": "不适用"},),
    )
    assert found.yearly["兴海街道"]["班子受处分数"].value == unreadable("不适用")
    assert found.monthly["兴海街道", 3]["刑事立案数"].value == unreadable("不适用")
    assert [(one.code, one.cell) for one in found.findings] == [("S5", "B3"), ("S5", "C3")]
