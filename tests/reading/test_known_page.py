"""What is read of a page without a parser is what calamine reads; whatever is not sure is left."""

from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook
from xlsxwriter import Workbook

from zongzhi_xl.reading.known_page import KnownPage, known_page
from zongzhi_xl.reading.package import Package, open_package
from zongzhi_xl.reading.shared_texts import UnsureError, texts_of
from zongzhi_xl.reading.sheet_xml import Extent
from zongzhi_xl.reading.styles import Styles, styles_of

_EXTENT = Extent(100, 26)
_TEXTS = "xl/sharedStrings.xml"
_SHEET = "xl/worksheets/sheet1.xml"
_STYLES = "xl/styles.xml"


def _book(cells: Mapping[str, object], number_format: str = "General") -> bytes:
    """A workbook with these cells; days and figures in a format, ``=…`` with the value 7."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet, shown = book.add_worksheet("月报"), book.add_format({"num_format": number_format})
        book.define_name("报表类型", "=月报!$A$1")
        for address, value in cells.items():
            match value:
                case str() if value.startswith("="):
                    sheet.write_formula(address, value, shown, 7)
                case str():
                    sheet.write_string(address, value)
                case bool():
                    sheet.write_boolean(address, value)
                case _:
                    sheet.write(address, value, shown)
    return stream.getvalue()


def _changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with ``old`` replaced in one part, in which it stands."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as before, ZipFile(stream, "w") as after:
        for name in before.namelist():
            written = before.read(name)
            assert name != part or old.encode() in written
            after.writestr(
                name, written.replace(old.encode(), new.encode()) if name == part else written
            )
    return stream.getvalue()


def _known(data: bytes) -> KnownPage:
    package = open_package(data, 1 << 20)
    return known_page(
        package.sheet_part("月报"), _EXTENT, _styles(package), texts_of(package), hidden=False
    )


def _styles(package: Package) -> Styles:
    return styles_of(package.parts.entry(package.shared["styles"]))


def _by_calamine(data: bytes) -> list[list[object]]:
    sheet = load_workbook(BytesIO(data)).get_sheet_by_name("月报")
    return sheet.to_python(skip_empty_area=False)


def _same(data: bytes) -> list[list[object]]:
    """The rows, read the same both ways, the types of values too."""
    found, told = [list(row) for row in _known(data).rows], _by_calamine(data)
    assert found == told
    assert [[type(one) for one in row] for row in found] == [
        [type(one) for one in row] for row in told
    ]
    return found


def test_texts_figures_truths_and_formulas_stand_where_they_stand() -> None:
    cells = {
        "B1": "甲 & 乙 < 丙", "B2": 5, "C2": -3, "D2": 0.25, "B4": True, "D4": "=B2+2",
        "E1": "同", "E2": "同",
    }  # fmt: skip
    assert _same(_book(cells)) == [
        ["", "甲 & 乙 < 丙", "", "", "同"],
        ["", 5.0, -3.0, 0.25, "同"],
        ["", "", "", "", ""],
        ["", True, "", 7.0, ""],
    ]


@pytest.mark.parametrize("number_format", ["yyyy-mm-dd", "yyyy-mm-dd hh:mm", "yyyy/m/d"])
def test_days_and_moments_are_told_by_the_format(number_format: str) -> None:
    cells = {"A1": 46_091, "A2": 46_091.604_166_666_7}
    assert _same(_book(cells, number_format)) == [
        [date(2026, 3, 10)],
        [datetime(2026, 3, 10, 14, 30)],
    ]


@given(st.floats(61, 80_000), st.integers(0, 86_399))
@example(25452.0715792419, 0)  # ends in half a millisecond
@settings(max_examples=60)
def test_any_moment_is_the_one_that_calamine_tells(number: float, second: int) -> None:
    _same(_book({"A1": number, "A2": int(number) + second / 86_400}, "yyyy-mm-dd hh:mm"))


@pytest.mark.parametrize("number_format", ["0.00", "#,##0", '0"处"', "0.0%_ ", "@"])
def test_other_formats_of_ours_show_a_number(number_format: str) -> None:
    assert _same(_book({"A1": 12.5}, number_format)) == [[12.5]]


@pytest.mark.parametrize("number_format", ["[h]:mm", "d. mmmm", "h:mm", "[$-804]0", "0;[Red]d"])
def test_a_number_of_another_format_is_left_to_calamine(number_format: str) -> None:
    with pytest.raises(UnsureError):
        _known(_book({"A1": 12.5}, number_format))


def test_a_text_that_a_chinese_office_program_knows_how_to_pronounce_is_read() -> None:
    spoken = '</t><phoneticPr fontId="1" type="noConversion"/></si>'
    data = _changed(_book({"A1": "甲", "B1": "乙"}), _TEXTS, "</t></si>", spoken)
    assert _same(data) == [["甲", "乙"]]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (_TEXTS, "<t>甲</t>", "<r><t>甲</t></r>"),
        (_TEXTS, 'uniqueCount="2"', 'uniqueCount="3"'),
        (_TEXTS, 'count="2"', 'count="4294967295"'),
        (_TEXTS, "<si><t>甲", "<!-- <si><t>丁</t></si> --><si><t>甲"),
        (_TEXTS, "甲", "甲&#10;"),
        (_TEXTS, "甲", "甲_x000D_"),
        (_TEXTS, "<t>甲", "<t> 甲"),
        (_TEXTS, "<t>甲", "<tx>甲"),
        (_SHEET, "<v>0</v>", "<v>9</v>"),
        (_SHEET, "<v>0</v>", "<v>0x</v>"),
        (_SHEET, "<v>3</v>", "<v>3_0</v>"),
        (_SHEET, "<v>3</v>", "<v>nan</v>"),
        (_SHEET, "<v>3</v>", "<v>\0</v>"),
        (_SHEET, '<c r="B1"', '<!-- --><c r="B1"'),
        (_SHEET, 'r="C1"', 'r="B1"'),
        (_SHEET, 'r="C1"', 'r="C7"'),
        (_SHEET, 'r="C1"', 'r="AC1"'),
        (_SHEET, '<row r="2"', '<row r="1"'),
        (_SHEET, '<row r="2"', '<row r="200"'),
        (_SHEET, "<v>5</v>", "<v>5</v><v>6</v>"),
        (_SHEET, '<c r="D1" t="b"><v>1</v>', '<c r="D1" t="b"><v>2</v>'),
        (_SHEET, "</sheetData>", "</sheetData><sheetData></sheetData>"),
        (_SHEET, "<sheetData>", "<v>1</v><sheetData>"),
        (_SHEET, "</worksheet>", "<v>1</v></worksheet>"),
        (_STYLES, "<cellXfs", "<!-- --><cellXfs"),
        (_STYLES, "</cellXfs>", "</cellXfs><cellXfs></cellXfs>"),
        (_STYLES, "<xf numFmtId", '<xf note=">" numFmtId'),
    ],
)  # fmt: skip
def test_what_another_program_may_read_otherwise_is_left_to_a_parser(
    part: str, old: str, new: str
) -> None:
    data = _book({"A1": "甲", "B1": "乙", "C1": 3, "D1": True, "A2": 5, "B2": 6})
    _same(data)
    with pytest.raises(UnsureError):
        _known(_changed(data, part, old, new))


def test_pages_that_differ_in_one_sign_outside_their_values_are_two() -> None:
    one = _book({"A1": 1, "A2": 2})
    other = _changed(one, _SHEET, '<row r="2"', '<row r="2" hidden="1"')
    assert _known(one).look.hidden_rows == frozenset()
    assert _known(other).look.hidden_rows == {2}
    assert _known(other).rows == _known(one).rows
