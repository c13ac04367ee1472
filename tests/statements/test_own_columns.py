"""An edition with a register of events of its own, from the folder to the points and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.begun_empty import SIGNED, UNIT, YEAR, run
from tests.own_register import FALL, FIRE, begun, contents, rewritten
from zongzhi_xl.core.checking.examined import examined
from zongzhi_xl.core.chronicle.questions import _event_words
from zongzhi_xl.core.edition.event_words import ColumnKind
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition, edition_in
from zongzhi_xl.core.returned.submission import Submission, submission_of
from zongzhi_xl.core.soundness.parts import unsound
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.reader import read
from zongzhi_xl.sheets import department_book, return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements.loader import load


@dataclass(frozen=True)
class District:
    folder: Path
    edition: Edition

    @property
    def statement(self) -> Path:
        return self.folder / "statements" / str(YEAR)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> District:
    folder = tmp_path_factory.mktemp("区")
    its = folder / "statements" / str(YEAR)
    begun(its)
    return District(folder, load(its))


@pytest.fixture
def march(district: District, tmp_path: Path) -> Path:
    path = tmp_path / "03.xlsx"
    return_book.write(path, FormKind.MONTHLY, district.edition, contents(3, FIRE, FALL))
    return path


def understood(path: Path, edition: Edition) -> Submission:
    return submission_of(read(path, path.name), edition)


# ------------------------------------------------------------------ the edition


def test_it_is_sound_and_nothing_is_asked(district: District) -> None:
    assert run("rules", "check", district.folder).exit_code == 0


def test_a_rule_over_a_column_of_its_own_is_tried_at_what_may_stand_there(
    district: District,
) -> None:
    """4 hurt gravely: 4 × 0.3 = 1.2; a word of the table: 较重 0.5."""
    said = run("rules", "try", district.folder).output
    assert "D01-4 伤情 = 严重，受伤人数，每1扣0.3分（封顶 2）" in said
    assert "火情，受伤人数 1，伤情 严重 → 扣 0.3" in said
    assert "火情，伤情 较重 → 扣 0.5" in said


def test_the_rules_workbook_says_the_same_there_and_back(
    district: District, tmp_path: Path
) -> None:
    book, again = tmp_path / "考核方案.xlsx", tmp_path / "again"
    assert run("rules", "export", district.folder, "-o", book).exit_code == 0
    page = [[cell.value for cell in row[:4]] for row in load_workbook(book)["数据项"].iter_rows()]
    assert ["大类", "选项", "事件 类别", "火情、事故、其他"] in page
    assert run("rules", "import", book, again).exit_code == 0
    assert load(again).canonical == district.edition.canonical


def changed(edition: Edition, **events: Any) -> list[str]:
    """What is said of the edition with its register otherwise."""
    statement = edition.document["statement"]
    document = {
        **edition.document,
        "statement": {**statement, "events": {**statement["events"], **events}},
    }
    other, faults = edition_in(document)
    return [one.problem for one in (*faults, *unsound(other))]


def columns_of(edition: Edition, **but: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """Its columns, these otherwise or left out."""
    listed = edition.document["statement"]["events"]["columns"]
    found = [{**one, **(but.get(one["name"], {}) or {})} for one in listed]
    return [one for one in found if but.get(one["name"], {}) is not None]


@pytest.mark.parametrize(
    ("but", "said"),
    [
        ({"大类": None}, "登记表没有“大类”"),
        ({"发生时间": {"kind": "文字"}}, "“发生时间”应是时间，本系统按它用"),
        ({"伤情": {"choices": []}}, "“伤情”是选项，要写可以选什么"),
        ({"受伤人数": {"choices": ["多"]}}, "“受伤人数”是计数，选项才有可以选的词"),
        ({"伤情": {"choices": ["轻，重"]}}, "“轻，重”不能作选项"),
        ({"伤情": {"choices": ["轻微", "大类"]}}, "“大类”既是可以选的词，又是一栏的名称"),
        ({"伤情": {"label": "结案日期"}}, "“结案日期”也是“结案日期”一栏的名称"),
        ({"伤情": {"name": "应检查数"}}, "“应检查数”写了两次：已是数据项的名称"),
        ({"伤情": {"name": "迟报小时"}}, "“迟报小时”是本系统用的名称"),
        ({"伤情": {"name": "区认定"}}, "“区认定”是本系统用的名称"),
    ],
)
def test_what_cannot_be_a_register_is_refused_in_words(
    but: Mapping[str, Any], said: str, district: District
) -> None:
    found = changed(district.edition, columns=columns_of(district.edition, **but))
    assert any(one.startswith(said) for one in found), found


def test_what_follows_of_a_column_that_is_left_out_cannot_be_asked(tmp_path: Path) -> None:
    its = tmp_path / "2027"
    run("rules", "new", its, "--like", "empty")
    (clause,) = (its / "clauses").iterdir()
    rule = "- {id: D01-4, each: 事项, of: 死亡, per: {price: 1}, most: 2}\n"
    rewritten(clause, ("deductions:\n", f"deductions:\n{rule}"))
    said = run("rules", "check", its).output
    assert "“死亡”由登记表的“死亡人数”一栏得出，登记表没有这一栏" in "".join(said.split())


# ------------------------------------------------------------------ the return


def test_the_blank_asks_for_these_columns_and_no_others(district: District, march: Path) -> None:
    page = load_workbook(march)["重大事项"]
    headings = [cell.value for cell in page[5]]
    assert headings[:8] == [
        "事项编号", "事件 类别", "伤情", "发生时间", "受伤人数", "结案日期", "备注文号", "简要情况",
    ]  # fmt: skip
    lists = {str(one.sqref): one.formula1 for one in page.data_validations.dataValidation}
    assert lists["C6:C25"] == '"轻微,较重,严重"'
    (prompt,) = [one.prompt for one in page.data_validations.dataValidation if "E6" in one.sqref]
    assert prompt == "当场和送医的受伤人数；没有的填0。"


def test_every_column_is_read_as_what_it_is(district: District, march: Path) -> None:
    first, second = understood(march, district.edition).events
    assert {name: first.get(name) for name in FIRE} == FIRE
    assert {name: second.get(name) for name in FALL} == FALL
    assert first.cells["受伤人数"].place.cell == "E6"


def test_what_is_wrong_is_told_by_the_printed_name(district: District, march: Path) -> None:
    book = load_workbook(march)
    page = book["重大事项"]
    page["B6"], page["E6"], page["F7"] = "大火", "4人", date(2027, 3, 1)
    page["C7"], page["E7"] = "重", None
    book.save(march)
    found = examined(read(march, march.name), district.edition).findings
    told = {(one.code, one.cell): one.message for one in found}
    assert told.keys() == {("04", "B6"), ("04", "C7"), ("04", "E6"), ("38", "E7"), ("39", "F7")}
    assert "事件 类别填了“大火”：应从火情、事故、其他中选" in told["04", "B6"]
    assert "受伤人数填了“4人”，不是数字，可能是 4" in told["04", "E6"]


def test_a_heading_that_is_lost_is_named(district: District, march: Path) -> None:
    book = load_workbook(march)
    book["重大事项"]["E5"] = "人数"
    book.save(march)
    with pytest.raises(UnusableFileError, match="重大事项登记的表头缺“受伤人数”"):
        understood(march, district.edition)


def test_a_return_of_before_the_column_is_read_without_it(
    district: District, march: Path, tmp_path: Path
) -> None:
    """The form is another: the column is told as lacking, the others are read by their names."""
    fewer = columns_of(district.edition, 受伤人数=None, 大类={"label": "类别"})
    statement = district.edition.document["statement"]
    clauses = [
        {**one, "checks": [], "deductions": []} for one in district.edition.document["clauses"]
    ]
    document = {
        **district.edition.document, "clauses": clauses,
        "statement": {**statement, "events": {**statement["events"], "columns": fewer}},
    }  # fmt: skip
    before, faults = edition_in(document)
    assert faults == []
    path = tmp_path / "旧.xlsx"
    blank = {**contents(3).values, "本月无重大事项": "否"}
    old = {name: value for name, value in FIRE.items() if name != "受伤人数"}
    return_book.write(
        path, FormKind.MONTHLY, before, ReturnContents(UNIT, YEAR, 3, blank, events=(old,))
    )
    book = load_workbook(path)
    book["重大事项"]["B5"] = "大类"  # as a form called it that knew no other name
    book.save(path)
    seen = examined(read(path, path.name), district.edition)
    (event,) = seen.submission.events
    assert (event.get("大类"), event.get("伤情")) == ("火情", "严重")
    (notice,) = [one.message for one in seen.findings if one.code == "V3"]
    assert "缺 受伤人数" in notice


def test_a_repair_moves_the_register(district: District, march: Path, tmp_path: Path) -> None:
    new = tmp_path / "修.xlsx"
    run("repair", march, "-o", new, "--district", district.folder)
    moved, stood = (understood(one, district.edition).events for one in (new, march))
    told = [[{name: event.get(name) for name in FIRE} for event in one] for one in (moved, stood)]
    assert told[0] == told[1]


# ------------------------------------------------------------------ the year


@pytest.fixture(scope="module")
def year(district: District, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("年")
    inbox, edition = folder / "收件", district.edition
    inbox.mkdir()
    for month in range(1, 13):
        events = (FIRE, FALL) if month == 3 else ()
        path = inbox / f"{month:02}.xlsx"
        return_book.write(path, FormKind.MONTHLY, edition, contents(month, *events))
    values = {"预案已修订": "是", "报出日期": date(YEAR + 1, 1, 5), **SIGNED}
    paper = ReturnContents(unit=UNIT, year=YEAR, values=values)
    return_book.write(inbox / "年报.xlsx", FormKind.ANNUAL, edition, paper)
    department_book.write(inbox / "部门.xlsx", edition, YEAR, {UNIT: {"抽查不合格数": 0}}, {})
    done = run("consolidate", inbox, "--year", YEAR, "--final", "--district", district.folder,
               "-o", folder / "汇总.xlsx", "--json", folder / "out.json")  # fmt: skip
    assert done.exit_code == 1, done.output  # that four are hurt in a fire is asked about
    return folder


def test_the_year_is_scored_by_its_own_columns(year: Path) -> None:
    """4 hurt × 0.3 = 1.20, a grave fire 1.00 (it stacks): 13 − 2.20 = 10.80."""
    told = json.loads((year / "out.json").read_text(encoding="utf-8"))
    (unit,) = told["units"]
    points = {
        one["id"]: (one["points"], [cell["cell"] for cell in one["sources"]])
        for one in unit["deductions"]
    }
    assert points == {
        "D01-4/2027-03第1行": ("1.20", ["E6", "C6"]),  # how many, and that it is grave
        "D01-5/2027-03第1行": ("1.00", ["C6"]),
    }
    assert unit["score"] == "10.80"


def test_the_summary_leads_to_the_cell(year: Path) -> None:
    rows = load_workbook(year / "汇总.xlsx")["扣分明细"].iter_rows(values_only=True)
    (row,) = [[str(cell) for cell in one] for one in rows if "D01-4" in str(one[3])]
    assert "甲1：受伤人数4 = 4，4 × 0.3 = 1.2" in " ".join(row)
    assert any('03.xlsx#重大事项!E6"' in cell for cell in row)


def test_the_district_is_asked_about_an_event_by_the_printed_names(
    district: District, march: Path
) -> None:
    first, _ = understood(march, district.edition).events
    said = _event_words(first, district.edition.statement.events)
    assert said.startswith("事项编号甲1，事件 类别火情，伤情严重，发生时间2027-03-05 08:30，受伤")


def test_the_sheet_of_designations_asks_nothing_of_a_call_that_no_register_has(
    district: District, tmp_path: Path
) -> None:
    path = tmp_path / "部门.xlsx"
    department_book.write(path, district.edition, YEAR, {}, {})
    rows = load_workbook(path)["区认定"].iter_rows(values_only=True)
    (heads,) = [row for row in rows if row[0] == "单位"]
    assert [one for one in heads if one] == [
        "单位", "月份", "事项编号", "事件 类别", "发生时间", "区认定", "通报文号",
    ]  # fmt: skip


def test_the_standard_register_has_the_columns_it_always_had(edition: Edition) -> None:
    assert edition.statement.events.kinds == {
        "事项编号": ColumnKind.TEXT, "大类": ColumnKind.CHOICE, "事故类型": ColumnKind.CHOICE,
        "发生时间": ColumnKind.MOMENT, "接报时间": ColumnKind.MOMENT, "上报时间": ColumnKind.MOMENT,
        "死亡人数": ColumnKind.COUNT, "终报死亡人数": ColumnKind.COUNT, "简要情况": ColumnKind.TEXT,
    }  # fmt: skip
