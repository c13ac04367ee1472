"""An old workbook (``.xls``, ``.et``) as a package of ours, so that it is read like any other.

Values come through calamine, the rest from :mod:`zongzhi_xl.reading.old_records`.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.language.days import serial
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.compound_file import SIGNATURE, stream
from zongzhi_xl.reading.old_records import OldBook, OldRecordsError, OldSheet, book_in
from zongzhi_xl.reading.plain_xml import in_quotes, in_text
from zongzhi_xl.reading.small_zip import stored, zipped

#: the stream of a workbook; that of older ones, called ``book``, is not read
_STREAM = "workbook"
#: signs that XML cannot hold
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: a sheet that reaches further than any of ours is no return, and would not fit into memory
_MOST_CELLS = 2_000_000

_SPOILT = (
    "是旧格式（.xls 或 .et），内容读不出来：请用 Excel 或 WPS 打开，"
    "另存为“Excel 工作簿（.xlsx）”后重报"
)
_LOCKED = "设有打开密码：请用 Excel 或 WPS 打开，取消打开密码后重报"


def is_old(data: bytes) -> bool:
    """Whether it is a workbook that can be read so."""
    return data.startswith(SIGNATURE) and bool(stream(data, _STREAM))


def as_package(data: bytes) -> bytes:
    """The same workbook as Open XML; raises UnusableFileError with what to do."""
    try:
        book = book_in(stream(data, _STREAM))
        values = load_workbook(BytesIO(data))
        pages = [_page(values, one) for one in book.sheets]
    except OldRecordsError as fault:
        raise UnusableFileError(_LOCKED if fault.locked else _SPOILT) from fault
    except (CalamineError, ValueError, OverflowError) as fault:
        raise UnusableFileError(_SPOILT) from fault
    parts = {f"xl/worksheets/sheet{n}.xml": page for n, page in enumerate(pages, 1)}
    return zipped({name: stored(xml.encode()) for name, xml in (_frame(book) | parts).items()})


# ------------------------------------------------------------------ one sheet


def _page(values: CalamineWorkbook, sheet: OldSheet) -> str:
    last_row, last_column = (max((at[n] for at in sheet.styles), default=0) for n in (0, 1))
    if last_row * last_column > _MOST_CELLS:
        raise UnusableFileError(
            f"工作表“{sheet.name}”在很远的地方有内容，读不全：请删去表外的内容，另存后重报"
        )
    found = values.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    columns = "".join(
        f'<col min="{one.first}" max="{one.last}" width="{one.width}" hidden="{one.hidden:d}"/>'
        for one in sheet.columns
    )
    merged = "".join(f'<mergeCell ref="{span}"/>' for span in sheet.merged)
    return (
        "<worksheet>"
        + (f"<cols>{columns}</cols>" if columns else "")
        + f"<sheetData>{''.join(_rows(sheet, found))}</sheetData>"
        + (f"<mergeCells>{merged}</mergeCells>" if merged else "")
        + "</worksheet>"
    )


def _rows(sheet: OldSheet, values: Sequence[Sequence[object]]) -> Iterator[str]:
    for row, some in enumerate(values, 1):
        hidden = ' hidden="1"' if row in sheet.hidden_rows else ""
        yield f'<row r="{row}"{hidden}>'
        for column, value in enumerate(some, 1):
            yield _cell(sheet, row, column, value)
        yield "</row>"


def _cell(sheet: OldSheet, row: int, column: int, value: object) -> str:
    address = f"{letters(column)}{row}"
    style = sheet.styles.get((row, column), 0)
    formula = "<f>0</f>" if address in sheet.formulas else ""
    start = f'<c r="{address}" s="{style}"'
    match value:
        case "" | None:
            return f"{start}>{formula}</c>" if formula else ""
        case bool():
            return f'{start} t="b">{formula}<v>{int(value)}</v></c>'
        case int() | float():
            return f"{start}>{formula}<v>{value!r}</v></c>"
        case date() | time() | timedelta():
            return f"{start}>{formula}<v>{_number(value)!r}</v></c>"
    text = in_text(_NO_XML.sub("\ufffd", str(value)))
    if formula:
        return f'{start} t="str">{formula}<v>{text}</v></c>'
    return f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _number(moment: date | time | timedelta) -> float:
    match moment:
        case timedelta():
            return moment.total_seconds() / 86400
        case time():
            return (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400
        case datetime() | date():
            return serial(moment)


# ------------------------------------------------------------------ what holds them together


def _frame(book: OldBook) -> dict[str, str]:
    numbered = list(enumerate(book.sheets, 1))
    sheets = "".join(
        f'<sheet name="{in_quotes(one.name)}" sheetId="{n}" state="{one.state}" r:id="s{n}"/>'
        for n, one in numbered
    )
    names = "".join(
        f'<definedName name="{in_quotes(name)}">{in_text(cells)}</definedName>'
        for name, cells in book.names
    )
    related = "".join(
        _relation(f"s{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered
    )
    return {
        "_rels/.rels": f"<Relationships>{_relation('r1', 'officeDocument', 'xl/workbook.xml')}"
        "</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns:r="{_KINDS}"><workbookPr date1904="0"/>'
        f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}"
        f"{_relation('y', 'styles', 'styles.xml')}</Relationships>",
        "xl/styles.xml": _styles(book),
    }


def _relation(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_KINDS}/{kind}" Target="{target}"/>'


def _styles(book: OldBook) -> str:
    """The number format of each style, and nothing else of it."""
    formats = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{in_quotes(code)}"/>'
        for number, code in book.formats.items()
    )
    styles = "".join(f'<xf numFmtId="{number}"/>' for number in book.styles)
    return f"<styleSheet><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>"
