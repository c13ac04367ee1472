"""The return workbook: what a clerk opens, what the reader relies on, and that sheet = engine."""

import json
import re
import zipfile
import zlib
from base64 import b64decode
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openxml_audit import OpenXmlValidator
from recalculation import differences, formulas, recalculated, values
from returns import EVENT, GOOD_MARCH, good_march, many

from tests.places import LAST, column
from tests.proof.cases import good as good_return
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.items import FormKind, Kind, Severity
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.language.formulas import Source
from zongzhi_xl.core.returned.check_code import check_code
from zongzhi_xl.core.returned.row_labels import in_place
from zongzhi_xl.core.returned.submission import Submission, submission_of
from zongzhi_xl.core.returned.terms import bases_of
from zongzhi_xl.reading.reader import read
from zongzhi_xl.record import replace
from zongzhi_xl.sheets.return_book import ReturnContents, facts_of, write
from zongzhi_xl.sheets.returns.book_plan import plan_of
from zongzhi_xl.sheets.returns.live import Cached, Facts
from zongzhi_xl.vba.macro_book import MacroEdition

FORMS = (FormKind.MONTHLY, FormKind.ANNUAL)
#: the hints of the table, and the column that holds those of the head
HINTS, IN_FULL, FIGURES = column("提示"), "提示全文", column("本月")
BOTH = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name.lower())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("returns")


def book(folder: Path, edition: Edition, form: FormKind, contents: ReturnContents) -> Path:
    path = folder / f"{form.value}.xlsx"
    write(path, form, edition, contents)
    return path


@pytest.fixture(scope="module")
def good(folder: Path, edition: Edition) -> Path:
    path = folder / "good.xlsx"
    write(path, FormKind.MONTHLY, edition, good_march())
    return path


def submitted(path: Path, edition: Edition) -> Submission:
    return submission_of(read(path, path.name), edition)


def named(path: Path, name: str) -> object:
    """The value that the cell called ``name`` holds."""
    workbook = load_workbook(path, data_only=True)
    sheet, cell = next(iter(workbook.defined_names[name].destinations))
    return workbook[sheet][cell.replace("$", "")].value


def beside(path: Path, name: str, heading: str = "提示") -> object:
    """What stands in the row of ``name`` under a heading; the hint."""
    workbook = load_workbook(path, data_only=True)
    sheet, cell = next(iter(workbook.defined_names[name].destinations))
    return workbook[sheet][f"{column(heading, sheet)}{cell.split('$')[2]}"].value


# ------------------------------------------------------------------ what others rely on


@BOTH
def test_every_item_is_named_exactly_once(folder, edition, form):
    workbook = load_workbook(book(folder, edition, form, ReturnContents()))
    names = workbook.defined_names
    places: dict[tuple[str, str], str] = {}
    for item in edition.form(form).items:
        ((sheet, cell),) = names[item.name].destinations
        assert sheet == form.value
        assert places.setdefault((sheet, cell), item.name) == item.name
        assert re.fullmatch(r"\$[A-Z]+\$\d+", cell)
        for other in (f"说明_{item.name}", f"状态_{item.name}", *bases_of(form, item)):
            assert other in names, other
    for identity in ("填报单位", "年份", "报表种类", "版本", "填表人", "单位负责人", "报出日期"):
        assert identity in names


@BOTH
def test_the_sheets_and_which_are_hidden(folder, edition, form):
    workbook = load_workbook(book(folder, edition, form, ReturnContents()))
    register = ["重大事项"] if form == FormKind.MONTHLY else []
    known = [
        "封面", form.value, *register, "填报说明", "指标测算", "审核关系", "校验结果",
        "计算", "底数", "名册", "目录", "规则",
    ]  # fmt: skip
    assert [name for name in workbook.sheetnames if name in known] == known
    states = {sheet.title: sheet.sheet_state for sheet in workbook}
    hidden = [state != "visible" for state in states.values()]
    assert hidden == sorted(hidden), "what is hidden stands behind what is shown"
    assert {states[name] for name in ("计算", "底数", "名册", "目录")} == {"hidden"}
    assert states["规则"] == "veryHidden"


@BOTH
def test_the_edition_travels_in_chunks(folder, edition, form):
    workbook = load_workbook(book(folder, edition, form, ReturnContents()))
    chunks = [row[0].value for row in workbook["规则"].iter_rows()]
    assert all(len(chunk) <= 16000 for chunk in chunks)
    assert sum(map(len, chunks)) < len(edition.canonical.encode()) / 3
    assert zlib.decompress(b64decode("".join(chunks))).decode() == edition.canonical
    assert json.loads(edition.canonical)["statement"]["name"] == "standard"


def test_what_is_written_is_what_is_read(good, edition):
    submission = submitted(good, edition)
    assert (submission.unit, submission.year, submission.month) == ("于楼街道", 2026, 3)
    assert submission.edition_id == edition.id
    for name, value in GOOD_MARCH.items():
        assert submission.value(name) == value, name
    assert submission.value("承前_刑事立案数") == 40
    assert str(submission.value("专项斗争行动次数")) == "不适用"
    assert validate(submission, edition) == ()


def test_the_register_has_its_headings_and_events(folder, edition):
    contents = good_march(本月无重大事项="否")
    path = folder / "events.xlsx"
    write(path, FormKind.MONTHLY, edition, ReturnContents(
        contents.unit, 2026, 3, contents.values, bases=contents.bases, events=(EVENT,),
    ))  # fmt: skip
    workbook = load_workbook(path)
    ((sheet, cells),) = workbook.defined_names["重大事项登记"].destinations
    rows = workbook[sheet][cells.replace("$", "")]
    assert [cell.value for cell in rows[0]] == [*edition.statement.events.kinds]
    assert len(rows) == 21
    (event,) = submitted(path, edition).events
    assert {name: event.get(name) for name in EVENT} == EVENT


def test_more_events_than_rows_find_room(folder, edition):
    path = folder / "crowd.xlsx"
    crowd = tuple({**EVENT, "事项编号": f"2026-03-{n:03}"} for n in range(1, 26))
    write(path, FormKind.MONTHLY, edition, ReturnContents("于楼街道", 2026, 3, events=crowd))
    assert len(submitted(path, edition).events) == 25


@BOTH
def test_the_same_contents_give_the_same_bytes(folder, edition, form):
    parts = []
    for name in ("one.xlsx", "two.xlsx"):
        write(folder / name, form, edition, next(many(edition, form, 1)))
        with zipfile.ZipFile(folder / name) as package:
            parts.append({part: package.read(part) for part in package.namelist()})
    assert parts[0] == parts[1]


@BOTH
def test_openxml_audit_finds_nothing(folder, edition, form):
    validator = OpenXmlValidator()
    for n, contents in enumerate((ReturnContents(), *many(edition, form, 2))):
        path = folder / f"audit{n}.xlsx"
        write(path, form, edition, contents)
        assert validator.validate(str(path)).errors == []


# ------------------------------------------------------------------ what a clerk meets


def test_only_input_cells_can_be_typed_in(good):
    workbook = load_workbook(good)
    assert all(sheet.protection.sheet for sheet in workbook)
    assert all(not sheet.protection.password for sheet in workbook)
    assert all(not sheet.protection.formatColumns for sheet in workbook)  # False: permitted
    page = workbook["月报"]
    locked = {cell.coordinate: cell.protection.locked for row in page.iter_rows() for cell in row}
    for name in GOOD_MARCH:
        ((_, cell),) = workbook.defined_names[name].destinations
        assert locked[cell.replace("$", "")] is False, name
    assert all(locked[cell] for sheet, cell in formulas(good) if sheet == "月报")


def test_an_item_out_of_season_is_preset_and_locked(good):
    workbook = load_workbook(good)
    ((sheet, cell),) = workbook.defined_names["专项斗争行动次数"].destinations
    preset = workbook[sheet][cell.replace("$", "")]
    assert (preset.value, preset.protection.locked) == ("不适用", True)


def test_the_page_is_one_a4_sheet_with_each_hint_beside_its_entry(good, edition):
    page = load_workbook(good)["月报"]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert page.sheet_properties.pageSetUpPr.fitToPage
    # the file leaves out what is 1: one page wide, one page high
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (None, None)
    rows = len(list(edition.form(FormKind.MONTHLY).items))
    # head, headings, signatures and what stands under them: 16 rows
    assert page.print_area.endswith(f"${LAST}${rows + 16}")
    assert page.freeze_panes == "D8"
    first = [cell.value.replace("\n", "") for cell in page[6][:6]]
    assert first == ["指标名称", "计量单位", "代码", "本月（期末）", "提示", "说明"]


@BOTH
def test_a_form_is_signed_in_the_two_rows_under_its_table(folder, edition, form):
    workbook = load_workbook(book(folder, edition, form, ReturnContents()))
    page = workbook[form.value]
    rows = [
        int(workbook.defined_names[name].attr_text.split("$")[2])
        for name in ("单位负责人", "填表人", "联系电话", "报出日期")
    ]
    last = max(cell.row for cell in page["A"] if cell.border.left.style)
    assert rows == [last + 1, last + 1, last + 1, last + 2]
    assert page.print_area.endswith(f"${last + 3}")


def test_each_page_of_the_annual_return_begins_with_a_section(folder, edition):
    page = load_workbook(book(folder, edition, FormKind.ANNUAL, ReturnContents()))["年报"]
    begun = [page[f"A{pause.id + 1}"].value for pause in page.row_breaks.brk]
    assert [words[:2] for words in begun] == ["三、", "六、"]


def test_the_foot_says_what_is_unconfirmed(good, edition):
    for sheet in load_workbook(good):
        assert "扣分标准为示例，未经确认" in sheet.oddFooter.right.text
        assert edition.statement.title in sheet.oddFooter.left.text


def test_units_are_chosen_from_the_register(folder, edition):
    workbook = load_workbook(book(folder, edition, FormKind.MONTHLY, ReturnContents()))
    ((sheet, cell),) = workbook.defined_names["填报单位"].destinations
    assert workbook[sheet][cell.replace("$", "")].value is None
    lists = {
        str(rule.sqref): rule.formula1
        for rule in workbook["月报"].data_validations.dataValidation
        if rule.type == "list"
    }
    assert lists["B2"] == "单位名单"
    assert workbook.defined_names["单位名单"].attr_text == "'名册'!$A$2:$A$9"
    assert [row[0].value for row in workbook["名册"]["A2:A9"]] == [
        one.name for one in edition.units
    ]


def test_wrong_entries_are_told_and_missed_targets_are_not(folder, edition):
    path = folder / "hints.xlsx"
    # 39 of 20 cases preventable: impossible; 18 of 20 solved after 0 of 40: far below 90 %
    contents = good_march(可防性案件数=39, 刑事破案数=0, 治安案件受理数="12起", 流出人口数=None)
    write(path, FormKind.MONTHLY, edition, contents)
    assert beside(path, "可防性案件数") == (
        "错误：可防性案件数不能大于刑事立案数（可防性案件数 39，刑事立案数 20）"
    )
    assert beside(path, "治安案件受理数") == "错误：应填不小于0的整数，不带单位和符号"
    assert beside(path, "流出人口数") == "未填"
    assert beside(path, "刑事破案数") is None
    cover = load_workbook(path, data_only=True)["封面"]
    # 错误: 可防性案件数, 治安案件受理数, 本年查结 > 查处 is not run without 受理
    assert [cover[f"C{row}"].value for row in (13, 14)] == [1, 2]
    assert cover["C12"].value.startswith("还没有填好")


def test_a_query_turns_quiet_once_it_is_explained(folder, edition):
    contents = good_march(刑事破案数=22)
    notes = ({}, {"刑事破案数": "含2月立案的4起"})
    words = []
    for n, note in enumerate(notes):
        path = folder / f"query{n}.xlsx"
        write(path, FormKind.MONTHLY, edition, ReturnContents(
            contents.unit, 2026, 3, contents.values, note, bases=contents.bases,
        ))  # fmt: skip
        words.append((beside(path, "刑事破案数"), beside(path, "刑事破案数", IN_FULL)))
    told = "本月破案数一般不大于本月立案数（刑事破案数 22，刑事立案数 20）"
    # a note takes the room on which a hint runs on: then one word stands there, and all beside
    assert words == [(f"核实：{told}", None), ("已说明", f"已说明：{told}")]


@pytest.mark.parametrize("note", [".", "无", "\u200b", "\u3000\u3000", '=DISPIMG("ID_1",1)'])
def test_words_that_say_nothing_explain_nothing(folder, edition, note):
    path, contents = folder / "nothing.xlsx", good_march(刑事破案数=22)
    write(path, FormKind.MONTHLY, edition, replace(contents, notes={"刑事破案数": note}))
    assert beside(path, "刑事破案数") == "核实"
    assert str(beside(path, "刑事破案数", IN_FULL)).startswith("核实：")
    (finding,) = validate(submitted(path, edition), edition)
    assert (finding.code, finding.open) == ("14", True)


@pytest.mark.parametrize(
    ("item", "typed", "told"),
    [
        ("流出人口数", "10", "这一格是文本格式：清除内容、设为常规后重新输入，或用清除格式"),
        ("流出人口数", "\u3000", "看似空白，实为空格或看不见的字符"),
        ("流出人口数", -3, "是负数"),
        ("流出人口数", 2.5, "不是整数"),
        ("上半月排查会日期", "未召开", "没有召开的留空，在说明栏写明原因"),
        ("上半月排查会日期", "2026-03-05", "这一格是文本格式"),
        ("实行微机管理", "有", "应填“是”或“否”"),
    ],
)
def test_sheet_and_engine_say_the_same_of_what_cannot_be_read(folder, edition, item, typed, told):
    path = folder / "misread.xlsx"
    write(path, FormKind.MONTHLY, edition, good_march(**{item: typed}))
    assert str(beside(path, item)).startswith(f"错误：{told}")
    found = validate(submitted(path, edition), edition)
    said = [f"{one.message}{one.remedy}" for one in found if one.code == "04"]
    assert told in said[0]


class Pasted(Facts):
    """Where a paste made 流出人口数 show a day, as Excel tells; LibreOffice does not."""

    def read(self, source: Source, name: str, row: int) -> Cached:
        shows_day = source == Source.DATED and name == "流出人口数"
        return shows_day or super().read(source, name, row)


def test_a_count_that_a_paste_shows_as_a_day_is_asked_about(edition):
    plan = plan_of(edition, FormKind.MONTHLY)
    facts, hint = facts_of(plan, good_march()), plan.hints.hints["流出人口数"]
    assert facts.cached(hint) == ""
    pasted = Pasted(facts.lookup, facts.notes, facts.typed, facts.register)
    assert pasted.cached(hint) == "核实：这一格显示为日期，存的是 10：把格式改回常规，核对后重填"


def test_a_row_of_the_register_says_what_does_not_fit(folder, edition):
    path, contents = folder / "row.xlsx", good_march(本月无重大事项="否")
    late = {**EVENT, "上报时间": datetime(2026, 3, 5, 15, 0)}
    for event, told in (
        (EVENT, None),
        (late, "核实：案件、事故应在12小时内上报（共12小时30分）"),
        (
            {**late, "简要情况": "厂房起火，原因：停电"},
            "已说明：案件、事故应在12小时内上报（共12小时30分）",
        ),
        ({**EVENT, "死亡人数": None}, "错误：事故要写明事故类型和死亡人数，没有死亡的填0"),
        ({**EVENT, "简要情况": "户主13900000000"}, "错误：文字里有手机号，删去"),
    ):
        write(path, FormKind.MONTHLY, edition, replace(contents, events=(event,)))
        assert load_workbook(path, data_only=True)["重大事项"]["J6"].value == told


def test_a_month_copied_from_the_last_is_asked_about_in_the_head(folder, edition):
    path, contents = folder / "copied.xlsx", good_march()
    five = ("刑事立案数", "刑事破案数", "治安案件受理数", "民间纠纷受理数", "治安巡逻次数")
    last = {f"上月_{name}": contents.values[name] for name in five}
    for note, begins in (({}, "核实："), ({"刑事立案数": "核对过，确实相同"}, "已说明：")):
        bases = {**contents.bases, **last}
        write(path, FormKind.MONTHLY, edition, replace(contents, notes=note, bases=bases))
        assert beside(path, "月份", IN_FULL) == (
            f"{begins}本月数与上月数大多相同，疑为照抄上月"
            "（上月不为0的 5 项中有 5 项相同；原因写在“刑事立案数”一行的说明栏）"
        )


def test_no_figure_is_asked_for_twice(good, edition):
    """An item of the year that sums up months is filled in beforehand."""
    names = [item.name for form in (FormKind.MONTHLY, FormKind.ANNUAL)
             for item in edition.form(form).items if not item.sums]  # fmt: skip
    assert len(names) == len(set(names))
    cover = load_workbook(good, data_only=True)["封面"]
    # with those of who signs and when, and whether there was an event; in June and January others
    asked = sum(item.applies_in(3) for item in edition.form(FormKind.MONTHLY).items) + 5
    assert f"4. 要填 {asked} 格，已预填 8 格；没有一个数要填两遍。" in [
        row[1].value for row in cover.rows
    ]


def test_a_day_outside_the_window_can_be_explained_beside_it(folder, edition):
    path, contents = folder / "late.xlsx", good_march(报出日期=date(2026, 4, 13))
    for notes, begins in (({}, "核实："), ({"报出日期": "停电"}, "已说明：")):
        write(path, FormKind.MONTHLY, edition, replace(contents, notes=notes))
        assert str(beside(path, "报出日期", IN_FULL)).startswith(begins)
    (finding,) = validate(submitted(path, edition), edition)
    assert (finding.code, finding.explained) == ("05", "停电")


def test_a_figure_over_a_preset_is_asked_about(folder, edition):
    path = folder / "preset.xlsx"
    write(path, FormKind.MONTHLY, edition, good_march(专项斗争行动次数=2))
    assert beside(path, "专项斗争行动次数") == "核实：本月不用填这一项，确有发生的写明情况"


def test_a_return_issued_to_another_is_told_in_the_head(folder, edition):
    path, good = folder / "other.xlsx", good_march()
    told = "错误：填报单位和报告期要与区里下发这份表时预填的一致"
    for issued, unit, period in (
        ({"填报单位": good.unit, "年份": 2026, "月份": 3}, None, None),
        ({"填报单位": "兴隆街道", "年份": 2026, "月份": 3}, told, None),
        ({"填报单位": good.unit, "年份": 2026, "月份": 2}, None, told),
        ({"填报单位": good.unit, "年份": 2025, "月份": 3}, None, told),
    ):
        bases = {**good.bases, **{f"下发_{name}": value for name, value in issued.items()}}
        write(path, FormKind.MONTHLY, edition, replace(good, bases=bases))
        assert (beside(path, "填报单位", IN_FULL), beside(path, "年份", IN_FULL)) == (unit, period)


@BOTH
def test_every_query_can_be_explained_where_it_is_shown(edition, form):
    """Else it stays open for ever and bars the unit from the best grade."""
    plan = plan_of(edition, form)
    explainable = {*plan.layout.notes, *edition.statement.events.kinds, None}
    asked = [row for row in plan.checks.rows if row.check.severity == Severity.QUERY]
    assert [row.check.id for row in asked if row.at not in explainable] == []


def test_a_good_return_is_visibly_clean(good):
    cover = load_workbook(good, data_only=True)["封面"]
    assert [cover[f"C{row}"].value for row in range(13, 17)] == [0, 0, 0, 0]
    assert cover["C12"].value == "表内审核通过；另有 21 条报送后审核（见“审核关系”）"


def test_entries_are_coloured_from_their_hints_alone(good):
    page = load_workbook(good)["月报"]
    fills = [
        (str(area.sqref), rule.formula[0], rule.dxf.fill)
        for area, rules in page.conditional_formatting._cf_rules.items()
        for rule in rules
        if str(area.sqref).startswith(f"{FIGURES}8:")
    ]
    assert [formula for _, formula, _ in fills] == [
        f'LEFT(${HINTS}8,2)="错误"', f'LEFT(${HINTS}8,2)="核实"'
    ]  # fmt: skip
    assert [fill.bgColor.rgb for *_, fill in fills] == ["FFF8B4B4", "FFFFD98A"]


def test_a_correction_wants_its_reason(folder, edition):
    path = folder / "correction.xlsx"
    contents = replace(good_march(), nature="第1次更正")
    write(path, FormKind.MONTHLY, edition, contents)
    assert beside(path, "更正原因", IN_FULL) == "错误：更正的报表要写更正原因"
    given = replace(contents, values={**contents.values, "更正原因": "巡逻少计1次"})
    write(path, FormKind.MONTHLY, edition, given)
    assert beside(path, "更正原因", IN_FULL) is None
    cover = load_workbook(path, data_only=True)["封面"]
    assert (cover["C7"].value, cover["C8"].value) == ("第1次更正", "巡逻少计1次")
    submission = submitted(path, edition)
    assert (submission.text("报表性质"), submission.text("更正原因")) == (
        "第1次更正",
        "巡逻少计1次",
    )


def test_invented_figures_say_so_on_every_page(folder, edition):
    statement = {**edition.document["statement"], "fictitious": True}
    invented = edition_of({**edition.document, "statement": statement})
    for form in FORMS:
        path = book(folder, invented, form, ReturnContents())
        for sheet in load_workbook(path):
            assert "虚构数据" in sheet.oddHeader.right.text, sheet.title
        assert "虚构数据" in load_workbook(path)[form.value]["A1"].value


def test_the_year_so_far_and_last_year(good):
    headings = ("本年累计", "上年同月", "上年同期累计", "累计增减%")
    shown = [beside(good, "刑事立案数", heading) for heading in headings]
    # 40 + 20 = 60; last year 25 in March, 80 until March; (60 − 80) / 80 = −25 %
    assert shown == [60, 25, 80, -0.25]


def test_a_missing_earlier_month_is_called_that(folder, edition):
    path = folder / "gap.xlsx"
    write(path, FormKind.MONTHLY, edition, ReturnContents("于楼街道", 2026, 3, GOOD_MARCH))
    assert named(path, "累计_刑事立案数") == "缺前期数"
    january = {**GOOD_MARCH, "期初未化解纠纷数": 2}
    write(path, FormKind.MONTHLY, edition, ReturnContents("于楼街道", 2026, 1, january))
    assert named(path, "累计_刑事立案数") == 20


# ------------------------------------------------------------------ 指标测算


def trial(path: Path) -> dict[str, tuple[object, ...]]:
    """Value, limit, judgement, headroom and shortfall by indicator."""
    sheet = load_workbook(path, data_only=True)["指标测算"]
    rows = sheet.iter_rows(min_row=5, values_only=True)
    return {row[1]: (row[5], *row[7:11]) for row in rows if row[1]}


def test_headroom_of_duties_and_only_a_word_for_cases(good):
    found = trial(good)
    # 99 of 100 homes: one more unregistered gives 99/101 = 98.02 %, two 99/102 = 97.06 %
    assert found["出租房屋登记率"] == (0.99, "≥98%", "达标", 1, 0)
    # 11 + 20 of 12 + 20 mediated: 31/32 = 96.9 %, with one more failure 31/33 = 93.9 %
    assert found["民间纠纷调解成功率"] == (31 / 32, "≥95%", "达标", 0, 0)
    # 60 cases among 30,000 people = 20 per 10,000; group two may have 50; no headroom shown
    assert found["刑事案件发案率"] == (20.0, "≤50", "未超控制数", "—", "—")
    # 8 of 60 preventable = 13.3 %, the limit is 20 %
    assert found["可防性案件占比"] == (8 / 60, "≤20%", "未超控制数", "—", "—")
    # fires: control number INT(5 × 0.8) = 4, one so far
    assert found["农村火灾"] == (1, "≤4", "未超控制数", "—", "—")


@pytest.mark.parametrize(
    ("registered", "word", "shortfall"), [(98, "达标", 0), (97, "未达标", 1), (90, "未达标", 8)]
)
def test_shortfall_at_the_limit_and_beyond(folder, edition, registered, word, shortfall):
    path = folder / "short.xlsx"
    write(path, FormKind.MONTHLY, edition, good_march(出租房屋登记数=registered))
    value, _, judged, headroom, missing = trial(path)["出租房屋登记率"]
    assert (value, judged, missing, headroom) == (registered / 100, word, shortfall, 0)


@pytest.mark.parametrize(
    ("cases", "word"),
    # group two, 30,000 people: 150 cases are 50 per 10,000; 135 are 90 % of that
    [(94, "未超控制数"), (95, "接近控制数"), (110, "接近控制数"), (111, "超出控制数")],
)
def test_cases_get_a_word_only(folder, edition, cases, word):
    path = folder / "cases.xlsx"
    write(path, FormKind.MONTHLY, edition, good_march(刑事立案数=cases))  # 40 brought forward
    assert trial(path)["刑事案件发案率"][2:] == (word, "—", "—")


def test_a_denominator_of_zero_is_not_applicable(folder, edition):
    path = folder / "zero.xlsx"
    write(path, FormKind.MONTHLY, edition, good_march(出租房屋数=0, 出租房屋登记数=0))
    assert trial(path)["出租房屋登记率"] == ("不适用", "≥98%", "—", "—", "—")


# ------------------------------------------------------------------ 年报


def test_the_sum_of_the_months_is_prefilled_only_when_all_are_there(folder, edition):
    for months, expected in ((12, 240), (11, None)):
        bases = {"各月_全年刑事立案数": 240, "月数_全年刑事立案数": months}
        path = book(folder, edition, FormKind.ANNUAL, ReturnContents("于楼街道", 2026, bases=bases))
        assert named(path, "全年刑事立案数") == expected
        assert beside(path, "全年刑事立案数", "各月合计") == 240


def test_the_report_day_is_the_later_of_two(folder, edition):
    days = {"书记述职日期": date(2026, 12, 8), "主任述职日期": date(2026, 12, 3)}
    path = book(folder, edition, FormKind.ANNUAL, ReturnContents("于楼街道", 2026, values=days))
    assert named(path, "述职日期").date() == date(2026, 12, 8)
    path = book(folder, edition, FormKind.ANNUAL, ReturnContents("于楼街道", 2026))
    assert named(path, "述职日期") == "未填"


# ------------------------------------------------------------------ sheet = engine


def live_results(path: Path, edition: Edition, form: FormKind) -> tuple[set[str], set[str]]:
    """Numbers of the live checks, and of those whose result is 不通过."""
    sheet = load_workbook(path, data_only=True)["审核关系"]
    rows = [row for row in sheet.iter_rows(min_row=4, max_col=5, values_only=True) if row[0]]
    live = {check.id for check in edition.checks(form) if check.live and not check.district}
    failed = {str(row[0]).partition("（")[0] for row in rows if row[4] == "不通过"}
    return live, failed


@pytest.fixture(scope="module")
def filled_in(folder: Path, edition: Edition) -> dict[FormKind, list[Path]]:
    """Twelve returns of each form with whatever clerks type."""
    made = {form: [folder / f"填过{form.value}_{n}.xlsx" for n in range(12)] for form in FORMS}
    for form, paths in made.items():
        for path, contents in zip(paths, many(edition, form, len(paths)), strict=True):
            write(path, form, edition, contents)
    return made


@BOTH
def test_live_checks_find_what_validation_finds(filled_in, edition, form):
    compared = 0
    for path in filled_in[form]:
        live, failed = live_results(path, edition, form)
        found = {finding.code for finding in validate(submitted(path, edition), edition)}
        assert failed == found & live, path.name
        compared += len(failed)
    assert compared > 20


@BOTH
def test_the_sheet_s_check_code_is_the_engine_s(filled_in, edition, form):
    codes = set()
    for path in filled_in[form][:6]:
        head = load_workbook(path, data_only=True)[form.value][2]
        shown = next(after.value for label, after in pairwise(head) if label.value == "校验码：")
        assert shown == check_code(submitted(path, edition), edition)
        codes.add(shown)
    assert len(codes) == 6


#: functions that Excel 2007, WPS and LibreOffice all have
_OLD_FUNCTIONS = {
    "IF", "MAX", "INT", "ABS", "AND", "OR", "NOT", "ISERROR", "ISNUMBER", "TRIM", "VALUE", "DATE",
    "SUMPRODUCT", "COUNTA", "CHOOSE", "INDEX", "MATCH", "MID", "LEFT", "N", "TEXT",
    "HYPERLINK", "FIND", "RIGHT", "ROW", "COLUMN", "ROWS", "COLUMNS", "LEN", "SUBSTITUTE",
    "ISLOGICAL", "ROUND", "CELL", "ADDRESS", "ERROR.TYPE", "REPT",
}  # fmt: skip


@BOTH
def test_formulas_are_old_short_and_not_deep(folder, edition, form):
    path = folder / f"{form.value}.xlsm"  # the one with 逐条 too
    write(path, form, edition, ReturnContents(), MacroEdition.EXCEL)
    found = formulas(path)
    assert {"逐条", form.value} <= {sheet for sheet, _ in found}
    for place, text in found.items():
        assert len(text) <= 8192, place
        bare = re.sub(r'"[^"]*"', "", text)
        assert set(re.findall(r"([A-Z.]+)\(", bare)) <= _OLD_FUNCTIONS, place
        depth = deepest = 0
        for sign in bare:
            depth += (sign == "(") - (sign == ")")
            deepest = max(deepest, depth)
        assert deepest <= 64, place


@BOTH
def test_what_a_form_with_buttons_prints_is_its_own(folder, edition, form):
    """The verdict beside the form too: nothing of it is told as written outside the cells."""
    path = folder / f"{form.value}有按钮.xlsm"
    write(path, form, edition, good_return(form), MacroEdition.EXCEL)
    assert in_place(read(path, path.name), edition).strays == ()


@pytest.fixture(scope="module")
def generated(folder: Path, edition: Edition, filled_in: dict[FormKind, list[Path]]) -> list[Path]:
    """Blank templates and returns of all sorts, for LibreOffice to recalculate."""
    files = []
    for form in FORMS:
        half_blank = ReturnContents("某某街道", None, None, {"年份": "二〇二六", "填表人": "甲"})
        # a day in a cell for counts is a number to formulas; only the reader sees its format
        item = next(item.name for item in edition.form(form).items if item.kind == Kind.COUNT)
        misread = ReturnContents("新工街道", 2026, 5, {item: date(2026, 3, 5)})
        for n, contents in enumerate((ReturnContents(), half_blank, misread)):
            path = folder / f"{form.value}_{n}.xlsx"
            write(path, form, edition, contents)
            files.append(path)
        files += filled_in[form][:6]
    return files


@pytest.mark.parametrize(
    "every", [6, pytest.param(1, marks=pytest.mark.long)], ids=lambda every: f"one_in_{every}"
)
def test_a_hard_recalculation_gives_every_cached_value(every, generated, running, tmp_path):
    some = generated[::every]
    again = recalculated(some, running, tmp_path)
    wrong = [line for path in some for line in differences(path, again[path.name])]
    assert wrong[:10] == []
    assert all(len(formulas(path)) > 600 for path in some)


def test_the_hint_shows_what_the_button_found_while_the_value_stands(good, running, tmp_path):
    # the button writes values only; openpyxl plays the button here, in a test
    path = tmp_path / "button.xlsx"
    workbook: Workbook = load_workbook(good)
    results = workbook["校验结果"]
    for row, value in ((5, "20"), (6, "7")):
        item = {5: "刑事立案数", 6: "刑事破案数"}[row]
        for at, text in enumerate(("核实性", "月报", "D9", item, value, "与上月相同"), 1):
            results.cell(row, at).value = text
    workbook.save(path)
    again = recalculated([path], running, tmp_path)[path.name]
    row = {cell.value: cell.row for cell in workbook["月报"]["A"]}["刑事立案数"]
    assert again["月报", f"{HINTS}{row}"] == "核实：与上月相同"
    assert ("月报", f"{HINTS}{row + 2}") not in again or again["月报", f"{HINTS}{row + 2}"] == ""
    assert again["校验结果", "I5"] == "转到"
    assert values(good)["月报", f"D{row}"] == 20
