"""What a workbook's cells mean, wherever they lie: calamine reads them, as for every other verb.

Calamine fills a sheet up to its last cell, and a damaged one may reach very far. So the cells that
are there are handed to it one under the other in a workbook made for that, with the texts and
formats of the damaged one; nothing that lies beside them can stop it.
"""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from io import BytesIO

from python_calamine import CalamineError, load_workbook

from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.mending.as_written import SPOILT, WrittenCell
from zongzhi_xl.reading.plain_xml import in_quotes
from zongzhi_xl.reading.reader import tidy
from zongzhi_xl.record import Record, replace

#: serial numbers of days that somebody may mean: from 1950 to the last that programs know; others
#: are numbers in a cell that happens to be formatted as a day
_DAYS = range(18_264, 2_958_466)
#: a cell holds no larger number
_LARGEST = 1.7976931348623157e308


class Keys(Record):
    """The parts by which the text of a cell is understood, empty where there are none."""

    texts: bytes
    styles: bytes
    from_1904: bool


def values_of(cells: Sequence[WrittenCell], keys: Keys) -> list[object]:
    """The value of each cell, None where there is none; raises UnusableFileError."""
    held = {n: _plainer(one) for n, one in enumerate(cells) if one.text is not None}
    read = dict(zip(held, _read(list(held.values()), keys), strict=True)) if held else {}
    return [_native(_own(one) or read.get(n)) for n, one in enumerate(cells)]


def _own(cell: WrittenCell) -> object:
    """Days written out, which calamine gives as texts: ``2026-03-09T00:00:00.000Z``."""
    if cell.kind != "d" or not cell.text:
        return None
    try:
        return datetime.fromisoformat(cell.text.strip()).replace(tzinfo=None)
    except ValueError:
        return None


def _plainer(cell: WrittenCell) -> WrittenCell:
    """Errors as their text; no format that makes a day of a number that is none."""
    if cell.kind == "e":
        return cell._replace(kind="str")
    if cell.kind == "n" and cell.style and not _may_be_a_day(cell.text or ""):
        return cell._replace(style=0)
    return cell


def _may_be_a_day(text: str) -> bool:
    try:
        return _DAYS[0] <= float(text) <= _DAYS[-1] + 1
    except ValueError:
        return False


def _native(value: object) -> object:
    """Python natives as the reader gives them: whole numbers, no bare hours, none too large."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86400 or 0
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if isinstance(value, float) and not -_LARGEST <= value <= _LARGEST:
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return tidy(value)


# ------------------------------------------------------------------ a workbook for calamine


def _read(cells: Sequence[WrittenCell], keys: Keys) -> Iterable[object]:
    sheet = "".join(_row(n, one) for n, one in enumerate(cells, 1))
    try:
        workbook = load_workbook(BytesIO(_packed(sheet, keys)))
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as fault:
        if keys.styles:  # without them days are numbers; a value is a value all the same
            return _read(cells, replace(keys, styles=b""))
        raise UnusableFileError(SPOILT) from fault
    found = [row[0] for row in rows]
    return found + [None] * (len(cells) - len(found))


def _row(row: int, cell: WrittenCell) -> str:
    inside = in_quotes(cell.text or "")
    held = (
        f'<is><t xml:space="preserve">{inside}</t></is>'
        if cell.kind == "inlineStr"
        else f"<v>{inside}</v>"
    )
    start = f'<c r="A{row}" s="{cell.style}" t="{in_quotes(cell.kind)}">'
    return f'<row r="{row}">{start}{held}</c></row>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_FORMAT = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _packed(sheet: str, keys: Keys) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_FORMAT}.sheet.main+xml"/></Types>',
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f'<workbookPr date1904="{int(keys.from_1904)}"/>'
        '<sheets><sheet name="A" sheetId="1" r:id="worksheet"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">'
        f"<sheetData>{sheet}</sheetData></worksheet>",
    }
    targets = {"worksheet": "worksheets/sheet1.xml"}
    for kind, known in (("sharedStrings", keys.texts), ("styles", keys.styles)):
        if known:
            parts[f"xl/{kind}.xml"] = known
            targets[kind] = f"{kind}.xml"
    parts["xl/_rels/workbook.xml.rels"] = _relations(targets)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return packed.getvalue()


def _relations(targets: dict[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_RELATIONS}">{each}</Relationships>'
