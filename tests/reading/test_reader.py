"""The reader: values by defined name, from whatever program saved the file; and its refusals."""

import hashlib
import os
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.files import specimens
from tests.notation import GOOD, write_return
from tests.resaved.programs import by_libreoffice
from zongzhi_xl.contract import IDENTITY
from zongzhi_xl.core.edition.items import FormKind, Kind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import RawDepartments, department_return_of
from zongzhi_xl.core.returned.submission import RawReturn, submission_of
from zongzhi_xl.core.returned.terms import bases_of
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading import package, reader
from zongzhi_xl.reading.layout import is_computed
from zongzhi_xl.reading.reader import SizeLimits, read
from zongzhi_xl.reading.unusable import reason_of_fault
from zongzhi_xl.sheets import department_book, return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements.loader import standard

VALUES = {
    "刑事立案数": 12, "可防性案件数": "3起", "刑事破案数": None, "治安案件受理数": 2.5,
    "上半月排查会日期": date(2026, 3, 5), "排查情况已报区": "是", "专项斗争行动次数": "不适用",
    "流动人口数": -4, "流出人口数": " 7 ",
}  # fmt: skip


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A return with one value of each sort; 刑事立案数 stands in B11, the row after identity."""
    event = {
        "事项编号": "2026-1",
        "大类": "案件",
        "发生时间": datetime(2026, 3, 4, 8, 20),
        "死亡人数": 0,
    }
    return write_return(
        tmp_path / "good.xlsx",
        VALUES,
        events=[{}, event],
        notes={"刑事立案数": "专项行动集中立案"},
        bases={"承前_刑事立案数": 20, "上月_刑事立案数": None},
    )


def returned(path: Path, **options: SizeLimits) -> RawReturn:
    raw = read(path, path.name, **options)
    assert isinstance(raw, RawReturn)
    return raw


def refusal(path: Path, limits: SizeLimits | None = None) -> str:
    with pytest.raises(UnusableFileError) as caught:
        read_through(path, limits)
    return caught.value.reason


def read_through(path: Path, limits: SizeLimits | None) -> None:
    raw = read(path, path.name, limits)
    if isinstance(raw, RawDepartments):  # its rows are read when they are gone through
        assert [*raw.yearly, *raw.monthly]


# ------------------------------------------------------------------ what is read


def test_each_named_cell_with_its_address(good: Path) -> None:
    cells = returned(good).cells
    found = {name: (cells[name].cell, cells[name].value) for name in VALUES}
    assert found == {
        "刑事立案数": ("B11", 12), "可防性案件数": ("B12", "3起"), "刑事破案数": ("B13", None),
        "治安案件受理数": ("B14", 2.5), "上半月排查会日期": ("B15", date(2026, 3, 5)),
        "排查情况已报区": ("B16", "是"), "专项斗争行动次数": ("B17", "不适用"),
        "流动人口数": ("B18", -4), "流出人口数": ("B19", " 7 "),
    }  # fmt: skip
    assert {name: cells[name].value for name in GOOD} == GOOD
    assert {cell.sheet for name, cell in cells.items() if name in VALUES} == {"月报"}


def test_notes_and_bases_are_read_where_they_are_filled(good: Path) -> None:
    raw = returned(good)
    assert {name: cell.value for name, cell in raw.notes.items()} == {
        "刑事立案数": "专项行动集中立案"
    }
    assert (raw.cells["承前_刑事立案数"].sheet, raw.cells["承前_刑事立案数"].value) == ("底数", 20)
    assert "上月_刑事立案数" not in raw.cells


def test_register_rows_keep_their_position(good: Path) -> None:
    register = returned(good).register
    assert [bool(row) for row in register] == [False, True] + [False] * 8
    assert list(register[1]) == list(standard().statement.events.kinds)
    assert register[1]["发生时间"].value == datetime(2026, 3, 4, 8, 20)
    assert (register[1]["大类"].sheet, register[1]["大类"].cell) == ("重大事项", "B4")


def test_hash_and_file_name_travel_with_the_facts(good: Path) -> None:
    raw = read(good, "03/good.xlsx")
    assert raw.sha256 == hashlib.sha256(good.read_bytes()).hexdigest()
    assert raw.file == "03/good.xlsx"


def test_moments_come_to_the_second(tmp_path: Path) -> None:
    """12 hours apart must be 12 hours, not 12 hours and a millisecond: a limit hangs on it."""
    starts = [datetime(2026, 3, 4) + timedelta(minutes=minutes) for minutes in range(0, 1440, 7)]
    events = [{"发生时间": one, "上报时间": one + timedelta(hours=12)} for one in starts]
    path = write_return(tmp_path / "a.xlsx", {}, events=events, register_rows=len(events))
    for row, start in zip(returned(path).register, starts, strict=True):
        assert comparable(row["发生时间"].value) == start
        assert comparable(row["上报时间"].value) == start + timedelta(hours=12)


def test_cells_that_the_workbook_computes_are_not_read(good: Path) -> None:
    """On 底数 only what belongs to an item; 累计_ and 状态_ nowhere."""
    before = returned(good).cells
    for name in (
        "累计_刑事立案数",
        "状态_刑事立案数",
        "近均_刑事立案数",
        "名册_社区数",
        "当月首日",
    ):
        specimens.with_name(good, name, "底数!$B$1")
    assert returned(good).cells == before


# ------------------------------------------------------------------ formulas and error values


def test_a_typed_formula_is_marked_and_gives_its_cached_value(good: Path) -> None:
    cell = returned(specimens.with_content(good, "B11", "<f>5+7</f><v>12</v>")).cells["刑事立案数"]
    assert (cell.value, cell.formula) == (12, True)


@pytest.mark.parametrize("value", ["", "<v/>", "<v></v>"])
def test_a_formula_without_cached_value_shows_its_text(good: Path, value: str) -> None:
    path = specimens.with_content(good, "B11", f"<f>IF(A1&gt;5,7)</f>{value}")
    cell = returned(path).cells["刑事立案数"]
    assert (cell.value, cell.formula) == ("=IF(A1>5,7)", True)


def test_a_formula_that_gives_no_text_is_blank(good: Path) -> None:
    path = specimens.with_content(good, "B11", '<f>IF(1,"")</f><v></v>', ' t="str"')
    cell = returned(path).cells["刑事立案数"]
    assert (cell.value, cell.formula) == (None, True)


@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!", "#REF!", "#SPILL!", "#GETTING_DATA"])
def test_an_error_value_is_its_text(good: Path, text: str) -> None:
    """calamine gives the old ones as blank and stops at the newer ones."""
    raw = returned(specimens.with_content(good, "B11", f"<v>{text}</v>", ' t="e"'))
    assert raw.cells["刑事立案数"].value == text
    assert raw.cells["可防性案件数"].value == "3起"


# ------------------------------------------------------------------ second opinion

#: names of the sheet's own arithmetic: the period, the register row, the days of the month
NOT_TYPED = {
    "本期年", "本期月", "更正件", "登记行数", "组别", "总人口", "上年农村火灾起数", "述职日期",
    "当月首日", "当月十五日", "当月十六日", "当月末日", "次月十日",
    "三月末日", "七月末日", "次年一月末日", "本年首日",
}  # fmt: skip


def second_opinion(path: Path) -> dict[str, object]:
    """Every named single cell as openpyxl reads it, by name."""
    book = openpyxl.load_workbook(path, data_only=True)
    places = {name: next(one.destinations) for name, one in book.defined_names.items()}
    single = {name: place for name, place in places.items() if ":" not in place[1]}
    return {
        name: book[sheet][cell.replace("$", "")].value for name, (sheet, cell) in single.items()
    }


def comparable(value: object) -> object:
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return datetime(value.year, value.month, value.day) if is_day else value


def assert_reads_as_openpyxl_does(path: Path, least: int) -> None:
    """At least that many named cells, each with openpyxl's value; what is not read is blank."""
    raw, opinion = returned(path), second_opinion(path)
    worked_out = standard().derived
    ours = {name: cell.value for name, cell in raw.cells.items() if name not in worked_out}
    ours |= {f"说明_{name}": cell.value for name, cell in raw.notes.items()}
    assert len(ours) >= least
    assert {name: comparable(value) for name, value in ours.items()} == {
        name: opinion[name] for name in ours
    }
    left_out = {name for name in opinion.keys() - ours.keys() if not is_computed(name)}
    assert {name for name in left_out if opinion[name] is not None} <= NOT_TYPED


def counting_days_from_1904(path: Path) -> Path:
    """The old Macintosh calendar switched on: every date cell shows 1462 days later."""
    flag = {
        specimens.WORKBOOK: lambda xml: xml.replace("<workbookPr ", '<workbookPr date1904="1" ')
    }
    specimens.altered(path, flag)
    assert returned(path).cells["上半月排查会日期"].value == date(2030, 3, 6)
    return path


def saved_by_openpyxl(path: Path) -> Path:
    """Loaded and saved: cached values of formulas are dropped."""
    openpyxl.load_workbook(path).save(path)
    return path


def with_formulas_not_computed(path: Path) -> Path:
    """Every formula of every sheet loses its cached value, as openpyxl and others write it."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]

    def uncached(xml: str) -> str:
        return re.sub("</f><v>[^<]*</v>", "</f><v/>", xml)

    return specimens.altered(path, dict.fromkeys(sheets, uncached))


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path,
        specimens.with_inline_strings,
        specimens.with_wrong_dimension,
        specimens.with_prefix,
        specimens.with_other_attribute_order,
        counting_days_from_1904,
        saved_by_openpyxl,
    ],
    ids=["as written", "inline", "wrong dimension", "prefix", "attributes", "1904", "openpyxl"],
)
def test_values_equal_those_of_openpyxl(good: Path, change: Callable[[Path], Path]) -> None:
    assert_reads_as_openpyxl_does(change(good), len(GOOD) + len(VALUES) + 2)


def test_an_empty_fill_does_no_harm(good: Path) -> None:
    """openpyxl refuses such a file, so the values are compared with those before."""
    before = returned(good).cells
    assert returned(specimens.with_empty_fill(good)).cells == before


def saved_by_libreoffice(path: Path, request: pytest.FixtureRequest) -> Path:
    """Opened and saved, without recalculation."""
    by_libreoffice(request.getfixturevalue("running"), path, saved := path.with_stem("saved"))
    return saved


def test_a_file_saved_by_libreoffice_reads_the_same(
    good: Path, request: pytest.FixtureRequest
) -> None:
    before, saved = returned(good), saved_by_libreoffice(good, request)
    assert_reads_as_openpyxl_does(saved, len(GOOD) + len(VALUES) + 2)
    after = returned(saved)
    assert (after.cells, after.notes) == (before.cells, before.notes)
    assert after.register == before.register


# ------------------------------------------------------------------ the workbooks as issued


def filled(path: Path, form: FormKind, edition: Edition) -> Path:
    """Every item filled in, in turn 0, 1, 2 …; the first day of the month; 是."""
    days = {Kind.DATE: date(2026, 3, 1), Kind.YES_NO: "是"}
    items = tuple(edition.form(form).items)
    values = {item.name: days.get(item.kind, n) for n, item in enumerate(items)}
    bases = {base: 100 + n for n, item in enumerate(items) for base in bases_of(form, item)}
    signed = {
        "填表人": "张三",
        "单位负责人": "李四",
        "联系电话": "0001",
        "报出日期": date(2026, 4, 2),
    }
    contents = ReturnContents(
        unit=edition.units[0].name,
        year=2026,
        month=3 if form == FormKind.MONTHLY else None,
        values=values | signed,
        notes={items[0].name: "说明"},
        events=({"大类": "案件", "发生时间": datetime(2026, 3, 4, 8, 20)},)
        if form == FormKind.MONTHLY else (),
        bases=bases,
    )  # fmt: skip
    return_book.write(path, form, edition, contents)
    return path


@pytest.mark.parametrize("form", [FormKind.MONTHLY, FormKind.ANNUAL])
@pytest.mark.parametrize(
    "change",
    [lambda path, _: path, saved_by_libreoffice, lambda path, _: with_formulas_not_computed(path)],
    ids=["as issued", "LibreOffice", "no cached values"],
)
def test_an_issued_return_reads_as_it_was_filled(
    tmp_path: Path,
    edition: Edition,
    form: FormKind,
    change: Callable[..., Path],
    request: pytest.FixtureRequest,
) -> None:
    path = change(filled(tmp_path / "a.xlsx", form, edition), request)
    raw = returned(path)
    items = tuple(edition.form(form).items)
    days = {Kind.DATE: date(2026, 3, 1), Kind.YES_NO: "是"}
    expected = {item.name: days.get(item.kind, n) for n, item in enumerate(items)}
    assert {item.name: raw.cells[item.name].value for item in items} == expected
    bases = {base: 100 + n for n, item in enumerate(items) for base in bases_of(form, item)}
    assert {base: raw.cells[base].value for base in bases} == bases
    assert {name: cell.value for name, cell in raw.notes.items()} == {items[0].name: "说明"}
    typed = {name for name, cell in raw.cells.items() if name not in edition.derived}
    assert not [name for name in typed if raw.cells[name].formula]
    assert raw.strays == ()
    assert_reads_as_openpyxl_does(path, len(items) + len(bases) + 8)
    assert submission_of(raw, edition).unit == edition.units[0].name


@pytest.mark.parametrize("form", [FormKind.MONTHLY, FormKind.ANNUAL])
def test_a_blank_has_every_item_and_nothing_computed(
    tmp_path: Path, edition: Edition, form: FormKind
) -> None:
    return_book.write(tmp_path / "a.xlsx", form, edition, ReturnContents())
    cells = returned(tmp_path / "a.xlsx").cells
    items = {item.name for item in edition.form(form).items}
    monthly_only = {"本月无重大事项", "月份"} if form == FormKind.ANNUAL else set()
    head = {*IDENTITY, "报表性质", "更正原因"} - monthly_only
    assert cells.keys() - edition.derived.keys() == items | head
    filled_in = {name for name, cell in cells.items() if cell.value is not None}
    assert filled_in - edition.derived.keys() == {"报表种类", "版本", "报表性质"}


def test_the_department_workbook_as_issued(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "d.xlsx"
    unit = edition.units[0].name
    department_book.write(
        path, edition, 2026,
        {unit: {"调查人数": 100, "区定述职日期": date(2026, 12, 8)}},
        {(unit, 3): {"刑事立案数": 0}},
    )  # fmt: skip
    raw = read(path, "d.xlsx")
    assert isinstance(raw, RawDepartments)
    found = department_return_of(raw, edition)
    yearly = {name: entry.value for name, entry in found.yearly[unit].items()}
    assert yearly == {"调查人数": 100, "区定述职日期": date(2026, 12, 8)}
    assert {key: {n: e.value for n, e in row.items()} for key, row in found.monthly.items()} == {
        (unit, 3): {"刑事立案数": 0}
    }


def test_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    path = write_return(tmp_path / "a.xlsx", {"刑事立案数": 1, "可防性案件数": 0})
    before = returned(path).cells
    specimens.altered(path, {specimens.FORM: _without_addresses})
    assert returned(path).cells == before


def _without_addresses(xml: str) -> str:
    """Every cell of a sheet that has no gaps loses its address."""
    return re.sub(r'<c r="[A-Z]+\d+"', "<c", xml)


def test_formulas_and_strays_are_seen_in_an_irregular_sheet(good: Path) -> None:
    specimens.with_content(good, "B11", "<f>5+7</f><v>12</v>")
    specimens.with_cell(good, "C5000", "<v>1</v>")
    raw = returned(specimens.with_prefix(good))
    assert (raw.cells["刑事立案数"].value, raw.cells["刑事立案数"].formula) == (12, True)
    assert [(one.sheet, one.cell) for one in raw.strays] == [("月报", "C5000")]
    assert raw.cells["可防性案件数"].value == "3起"


# ------------------------------------------------------------------ far outside


@pytest.mark.parametrize(
    ("address", "inside"),
    [("XFD1048576", "<v>1</v>"), ("A1048576", "<v>1</v>"), ("XFD900", "<f>1+1</f>")],
)
def test_a_stray_cell_is_reported_and_not_loaded(good: Path, address: str, inside: str) -> None:
    """Loaded, the first of these takes 16 G cells and ends the process."""
    before = returned(good).cells
    raw = returned(specimens.with_cell(good, address, inside))
    assert [(one.sheet, one.cell) for one in raw.strays] == [("月报", address)]
    assert raw.cells == before


@pytest.mark.parametrize(("address", "row"), [("C5000", 11), ("A1048576", 11), ("B99999", 12)])
def test_a_stray_cell_in_a_row_of_another_number(good: Path, address: str, row: int) -> None:
    """Its own address tells where it lies, whatever row it stands in."""
    cell = f'<c r="{address}"><v>1</v></c></row>'
    specimens.altered(good, {
        specimens.FORM: partial(re.sub, rf'(<row r="{row}"[^>]*>.*?)</row>', rf"\g<1>{cell}")
    })  # fmt: skip
    assert [(one.sheet, one.cell) for one in returned(good).strays] == [("月报", address)]


def test_a_formatted_empty_cell_far_outside_is_no_stray(good: Path) -> None:
    raw = returned(specimens.with_cell(good, "XFD1048576", "", ' s="1"'))
    assert raw.strays == ()


def test_of_many_strays_the_first_twenty_are_listed(good: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(5000, 5100))
    specimens.altered(
        good, {specimens.FORM: lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>")}
    )
    assert [one.cell for one in returned(good).strays] == [f"B{n}" for n in range(5000, 5020)]


# ------------------------------------------------------------------ names


@pytest.mark.parametrize(
    "name", ["报表种类", "版本", "填报单位", "月份", "重大事项登记", "本月无重大事项"]
)
def test_a_missing_name_is_no_workbook_of_ours(good: Path, name: str) -> None:
    reason = refusal(specimens.without_name(good, name))
    assert reason.startswith(f"不是本系统的报表：找不到名称“{name}”")


def test_an_item_whose_name_is_gone(good: Path) -> None:
    """说明_刑事立案数 beside it tells that it was one."""
    reason = refusal(specimens.without_name(good, "刑事立案数"))
    assert reason.startswith("不是本系统的报表：找不到名称“刑事立案数”")


@pytest.mark.parametrize("target", ["#REF!", "#REF!$B$1", "[1]月报!$B$1", "旧表!$B$1"])
@pytest.mark.parametrize("name", ["填报单位", "刑事立案数", "承前_刑事立案数"])
def test_a_name_whose_cell_was_deleted(good: Path, name: str, target: str) -> None:
    reason = refusal(specimens.renaming(good, name, target))
    assert reason.startswith(f"名称“{name}”所指的单元格或工作表已被删除")


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("#REF!", ""),
        ("[3]台账!$A$1", ""),
        ("SUM(月报!$B$1)", ""),
        ("月报!$B$2", ' localSheetId="1"'),
    ],
)
def test_names_left_by_other_workbooks_do_not_matter(
    good: Path, text: str, attributes: str
) -> None:
    before = returned(good).cells
    assert returned(specimens.with_name(good, "某年旧表", text, attributes)).cells == before


def test_a_merged_input_cell_is_read_at_its_top_left(good: Path) -> None:
    specimens.renaming(good, "填表人", "月报!$B$6:$B$7")
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="B6:B7"/></mergeCells>'
    specimens.altered(good, {specimens.FORM: lambda xml: xml.replace("</sheetData>", merge)})
    assert (returned(good).cells["填表人"].cell, returned(good).cells["填表人"].value) == (
        "B6",
        "张三",
    )


def test_sheet_names_with_quotes_and_entities(good: Path) -> None:
    def renamed(xml: str) -> str:
        return xml.replace('name="月报"', 'name="月报 &amp; O\'K"').replace(
            ">'月报'!", ">'月报 &amp; O''K'!"
        )

    raw = returned(specimens.altered(good, {specimens.WORKBOOK: renamed}))
    assert (raw.cells["刑事立案数"].sheet, raw.cells["刑事立案数"].value) == ("月报 & O'K", 12)


def test_an_annual_return_needs_no_month_and_no_register(tmp_path: Path) -> None:
    path = write_return(tmp_path / "a.xlsx", {"报表种类": "年报", "专职人员数": 3})
    for name in ("月份", "本月无重大事项", "重大事项登记"):
        specimens.without_name(path, name)
    raw = returned(path)
    assert (raw.cells["专职人员数"].value, raw.register) == (3, ())


def test_a_kind_that_does_not_exist_is_named(good: Path) -> None:
    path = specimens.with_content(good, "B4", "<is><t>周报</t></is>", ' t="inlineStr"')
    assert refusal(path).startswith("报表种类（月报!B4）是“周报”，应为月报或年报")


def test_a_register_without_a_column(good: Path) -> None:
    sheet = "xl/worksheets/sheet2.xml"
    specimens.altered(good, {sheet: lambda xml: xml.replace('<c r="B2"', '<c r="X2"')})
    with pytest.raises(UnusableFileError, match=r"^重大事项登记的表头缺“大类”。"):
        submission_of(returned(good), standard())


# ------------------------------------------------------------------ no workbooks

_CONTENTS = {
    "zero bytes": (b"", "是空文件"),
    "old xls": (specimens.ole2("Workbook"), "是旧格式（.xls 或 .et）"),
    "encrypted": (specimens.ole2("EncryptedPackage"), "设有打开密码"),
    "old Word": (specimens.ole2("WordDocument"), "是旧格式的文字文档"),
    "csv": ("单位,刑事立案数\r\n兴海街道,12\r\n".encode("gb18030"), "是文本（CSV）文件"),
    "csv in utf-16": ("单位\t12".encode("utf-16"), "是文本（CSV）文件"),
    "html": (b"<html><table><tr><td>12", "是网页（HTML）文件"),
    "xml": (b'<?xml version="1.0"?><Workbook/>', "是 XML 文件"),
    "pdf": (b"%PDF-1.4\n%\x00", "是 PDF 文件"),
    "noise": (bytes(range(256)), "不是 Excel 工作簿，或文件已损坏"),
    "cut zip": (b"PK\x03\x04" + bytes(100), "文件已损坏"),
    "empty zip": (b"PK\x05\x06" + bytes(18), "是空的压缩包"),
}


@pytest.mark.parametrize(("data", "reason"), _CONTENTS.values(), ids=_CONTENTS)
def test_what_is_no_workbook_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "报表.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnusableFileError) as caught:
        read(path, path.name)
    assert caught.value.reason.startswith(reason)
    assert caught.value.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"xl__workbook_dot_bin": b"x"}, "是二进制工作簿（.xlsb）"),
        ({"content_dot_xml": b"x"}, "是 ODS 等开放文档"),
        ({"word__document_dot_xml": b"x"}, "是 Word 文档"),
        ({"xl__workbook_dot_xml": b"<workbook/>"}, "文件已损坏"),
    ],
    ids=["xlsb", "ods", "docx", "no relations"],
)
def test_other_packages_are_named(tmp_path: Path, parts: dict[str, bytes], reason: str) -> None:
    assert refusal(specimens.zip_of(tmp_path / "a.xlsx", **parts)).startswith(reason)


def test_a_workbook_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write("A1", "刑事立案数")
    assert refusal(path).startswith("不是本系统的报表：找不到名称“报表种类”")


@pytest.mark.parametrize("change", [specimens.truncated, specimens.with_flipped_bytes])
def test_a_damaged_workbook(good: Path, change: Callable[[Path], Path]) -> None:
    assert refusal(change(good)).startswith("文件已损坏或没有复制完")


def test_damaged_values_are_a_reason_too(good: Path) -> None:
    path = specimens.with_content(good, "B11", "<v>9999</v>", ' t="s"')
    assert refusal(path).startswith("内容已损坏")


def test_a_right_workbook_under_a_wrong_suffix(good: Path) -> None:
    assert refusal(good.rename(good.with_suffix(".et"))).startswith("扩展名是 .et")


def test_a_workbook_with_macros_is_taken_in(good: Path) -> None:
    assert returned(good.rename(good.with_suffix(".xlsm"))).cells["刑事立案数"].value == 12


@pytest.mark.parametrize("name", ["~$月报.xlsx", ".~lock.月报.xlsx#"])
def test_lock_files_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00office")
    assert refusal(tmp_path / name).startswith("是打开工作簿时留下的临时文件")


def test_a_folder_a_missing_file_and_no_permission(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").mkdir()
    assert refusal(tmp_path / "a.xlsx").startswith("是文件夹")
    assert refusal(tmp_path / "b.xlsx").startswith("找不到这个文件")
    assert reason_of_fault(PermissionError(13, "denied")).startswith("没有权限读取")
    assert reason_of_fault(OSError(5, "Input/output error")).startswith("读不出来（磁盘读写出错）")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_a_named_pipe_does_not_hang_the_run(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx").startswith("是文件夹或设备")


def test_too_big_zipped_and_unzipped(good: Path) -> None:
    size = good.stat().st_size
    assert refusal(good, SizeLimits(file=size - 1)).startswith("超过 0 MB")
    returned(good, limits=SizeLimits(file=size))
    bomb = " " * (3 << 20)
    specimens.altered(good, {specimens.FORM: lambda xml: xml + bomb})
    assert good.stat().st_size < 20_000
    assert refusal(good, SizeLimits(part=2 << 20)).startswith("内容过大（解开后有一部分超过 2 MB）")


def test_a_part_that_hides_its_size_is_not_unpacked_further(good: Path) -> None:
    """The directory says 100 bytes; zipfile stops there and the checksum does not fit."""
    data = bytearray(good.read_bytes())
    entry = data.rindex(specimens.FORM.encode()) - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 100)
    good.write_bytes(data)
    assert refusal(good).startswith("文件已损坏")


def test_a_document_type_is_not_parsed(good: Path) -> None:
    """Only irregular sheets meet a real parser; without a document type no entity can grow."""
    specimens.with_prefix(good)
    specimens.altered(
        good, {specimens.FORM: lambda xml: xml.replace("<x:work", "<!DOCTYPE x><x:work", 1)}
    )
    assert refusal(good).startswith("内部有不应有的定义")


# ------------------------------------------------------------------ department workbook


@pytest.fixture
def departments(tmp_path: Path) -> Path:
    """Made by XlsxWriter: a title row, headings in row 2, a blank row among the units."""
    path = tmp_path / "部门提供数.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        cover, yearly, monthly = map(book.add_worksheet, ("封面", "年度", "月度"))
        for row, (name, value) in enumerate(
            [("报表种类", "部门提供数"), ("年份", 2026), ("版本", "v")]
        ):
            cover.write(row, 1, value)
            book.define_name(name, f"=封面!$B${row + 1}")
        yearly.write(0, 0, "部门提供数（年度）")
        yearly.write_row(1, 0, ["单位", "调查人数", "知晓人数", "区定述职日期"])
        yearly.write_row(2, 0, ["兴海街道", 100, "八十"])
        yearly.write_datetime(2, 3, date(2026, 12, 8))
        yearly.write_row(4, 0, ["于楼街道", 0])
        monthly.write_row(0, 0, ["单位", "月份", "刑事立案数"])
        monthly.write_row(1, 0, ["兴海街道", 1, 17])
    return path


def test_department_rows_by_heading(departments: Path) -> None:
    raw = read(departments, "部门提供数.xlsx")
    assert isinstance(raw, RawDepartments)
    assert {name: cell.value for name, cell in raw.cells.items()} == {
        "报表种类": "部门提供数", "年份": 2026, "版本": "v",
    }  # fmt: skip
    assert [{name: cell.value for name, cell in row.items()} for row in raw.yearly] == [
        {
            "单位": "兴海街道",
            "调查人数": 100,
            "知晓人数": "八十",
            "区定述职日期": date(2026, 12, 8),
        },
        {"单位": "于楼街道", "调查人数": 0},
    ]
    _, second = raw.yearly
    assert (second["调查人数"].sheet, second["调查人数"].cell) == ("年度", "B5")
    assert [{name: cell.value for name, cell in row.items()} for row in raw.monthly] == [
        {"单位": "兴海街道", "月份": 1, "刑事立案数": 17},
    ]


def test_a_department_workbook_without_its_headings(departments: Path) -> None:
    sheet = "xl/worksheets/sheet3.xml"
    specimens.altered(departments, {sheet: lambda xml: xml.replace('"A1"', '"Z1"')})
    assert list(read(departments, "x").monthly)  # 单位 may stand in any column
    specimens.altered(departments, {sheet: lambda xml: xml.replace('<c r="Z1"', '<c r="Z99"')})
    assert refusal(departments).startswith("工作表“月度”没有“单位”这一列")


def test_two_columns_of_one_heading(departments: Path) -> None:
    strings = {specimens.STRINGS: lambda xml: xml.replace(">知晓人数<", ">调查人数<")}
    assert refusal(specimens.altered(departments, strings)) == (
        "工作表“年度”第2行的表头“调查人数”有两列"
    )


def many(path: Path, *, first: int = 0) -> list[dict[str, object]]:
    """A department workbook of 4,000 rows, several stretches long; what stands in 月度."""
    rows = [{"单位": f"示例{n:04}街道", "月份": n % 12 + 1, "刑事立案数": n} for n in range(4000)]
    with xlsxwriter.Workbook(path) as book:
        cover, yearly, monthly = map(book.add_worksheet, ("封面", "年度", "月度"))
        for row, (name, value) in enumerate(
            [("报表种类", "部门提供数"), ("年份", 2026), ("版本", "v")]
        ):
            cover.write(row, 1, value)
            book.define_name(name, f"=封面!$B${row + 1}")
        yearly.write_row(0, 0, ["单位", "调查人数"])
        monthly.write_row(0, first, rows[0])
        for row, one in enumerate(rows, 1):
            monthly.write_row(row, first, one.values())
        monthly.write_formula(1400, first + 2, "=1+1", None, 2)
    return rows


@pytest.mark.parametrize("first", [0, 3])
def test_a_long_department_sheet_is_read_stretch_by_stretch(
    tmp_path: Path, first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = many(tmp_path / "many.xlsx", first=first)
    loaded = []
    monkeypatch.setattr(
        reader, "repacked", lambda *some: loaded.append(some) or package.repacked(*some)
    )
    raw = read(tmp_path / "many.xlsx", "many.xlsx")
    loaded.clear()
    found = [{name: cell.value for name, cell in row.items()} for row in raw.monthly]
    assert len(loaded) > 1
    rows[1399]["刑事立案数"] = 2
    assert found == rows
    cells = [row["刑事立案数"] for row in raw.monthly]
    assert cells[-1].cell == ("C4001" if first == 0 else "F4001")
    assert [cell.cell for cell in cells if cell.formula] == ["C1401" if first == 0 else "F1401"]


def test_a_long_sheet_that_is_written_otherwise_reads_the_same(tmp_path: Path) -> None:
    rows = many(tmp_path / "many.xlsx")
    sheet = "xl/worksheets/sheet3.xml"
    specimens.altered(tmp_path / "many.xlsx", {sheet: lambda xml: xml.replace('<c r="', '<c  r="')})
    raw = read(tmp_path / "many.xlsx", "many.xlsx")
    assert [row["单位"].value for row in raw.monthly] == [row["单位"] for row in rows]


def late(path: Path, old: str, new: str) -> Path:
    """The long sheet, changed some 3,900 rows down."""
    many(path)
    return specimens.altered(path, {LONG: lambda xml: xml.replace(old, new)})


LONG = "xl/worksheets/sheet3.xml"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('<c r="B3990"', "<c r='B0'", "工作表内容已损坏"),
        ('<row r="3990"', '<row r="12"', "工作表里第12行有两份内容"),
        ('<c r="B3990"', '<c r="A3990"', "工作表里单元格 A3990 有两份内容"),
    ],
)
def test_a_long_sheet_that_is_damaged_further_down_is_refused(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert refusal(late(tmp_path / "many.xlsx", old, new)).startswith(reason)


def test_a_long_sheet_that_is_written_otherwise_further_down_reads_the_same(tmp_path: Path) -> None:
    path = late(tmp_path / "many.xlsx", '<c r="B3990"', '<!-- </row> --><c  r="B3990"')
    raw = read(path, "many.xlsx")
    assert [row["刑事立案数"].value for row in raw.monthly][-20:] == list(range(3980, 4000))
    assert len(list(raw.monthly)) == 4000
