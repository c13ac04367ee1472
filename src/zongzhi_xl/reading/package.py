"""What a workbook's package holds beside values: what calamine does not tell.

Names and their cells, sheets and their parts. What stands twice is refused: of two names, sheets or
parts each program would take another. Values are calamine's business; it is given a package of ours
that holds only what was understood here (:func:`repacked`), so that it cannot find anything else.
What is the same in every return of a template (the block of names, the list of sheets) is
understood once and remembered.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from zongzhi_xl.core.language.addresses import letters, number
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.other_packages import what_it_is
from zongzhi_xl.reading.parts import BROKEN, Parts, Relation
from zongzhi_xl.reading.plain_xml import Element, elements, in_quotes, is_plain, written
from zongzhi_xl.reading.small_zip import Entry, stored, zipped
from zongzhi_xl.record import Record


class Target(Record):
    """Where a defined name points: a rectangle of cells, rows and columns counted from 1.

    ``sheet`` is empty where the cells were deleted (``#REF!``) or lie in another workbook.
    """

    sheet: str
    row: int = 0
    column: int = 0
    last_row: int = 0
    last_column: int = 0

    @property
    def single(self) -> bool:
        """One cell."""
        return (self.row, self.column) == (self.last_row, self.last_column)

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the top left cell."""
        return self.row, self.column

    @property
    def address(self) -> str:
        """The top left cell, ``C4``."""
        return f"{letters(self.column)}{self.row}"

    @property
    def span(self) -> str:
        """The rectangle as merged cells are written, ``C4:E4``."""
        return f"{self.address}:{letters(self.last_column)}{self.last_row}"


class Names(Record, eq=False):
    """The names of one template; one object for all its returns, so it can be a key by identity."""

    targets: Mapping[str, Target]


class Package(Record):
    """An opened workbook: its names, the part of each sheet, and the parts to read them from.

    ``hidden`` are the sheets without a tab that a person sees.
    ``shared`` are the parts of the shared texts and of the formats, by what they are; days count
    from 1904 where ``from_1904``, else from 1900.
    """

    names: Names
    sheets: Mapping[str, str]
    hidden: frozenset[str]
    parts: Parts
    shared: Mapping[str, str]
    from_1904: bool

    def sheet_part(self, sheet: str) -> bytes:
        """The XML of ``sheet``, in UTF-8; raises UnusableFileError."""
        return self.part(self.sheets[sheet])

    def part(self, name: str) -> bytes:
        """The XML of a part by its name; raises UnusableFileError."""
        return self.parts.part(name)


def open_package(data: bytes, part_limit: int) -> Package:
    """The package in ``data``; ``part_limit`` bounds all its parts unpacked, in bytes.

    Raises :class:`UnusableFileError`.
    """
    parts = Parts(data, part_limit)
    where = _workbook_part(parts)
    relations = parts.relations(where)
    if not relations:
        raise UnusableFileError(BROKEN)
    book = _sections(parts.part(where))
    if book is None:
        raise UnusableFileError(what_it_is(parts))
    shared = {one.kind: one.target for one in relations if one.kind in _SHARED}
    known = {kind: name for kind, name in shared.items() if name in parts}
    sheets, hidden = _sheets(book.sheets, relations), _hidden(book.sheets)
    from_1904 = _true(book.properties.get("date1904", ""))
    return Package(_names(book.names), sheets, hidden, parts, known, from_1904)


def _workbook_part(parts: Parts) -> str:
    """Where the package's own relationships say that its document is."""
    found = [one.target for one in parts.relations("") if one.kind == "officeDocument"]
    if len(found) > 1:
        raise UnusableFileError(_twice("工作簿"))
    if not found or found[0] not in parts or found[0].lower().endswith(".bin"):
        raise UnusableFileError(what_it_is(parts))
    return found[0]


def _twice(what: str) -> str:
    return f"内部有两份{what}，不同程序会读出不同的数：请重新领取空白表，把数填进去后重报"


def _true(text: str) -> bool:
    return text in ("1", "true", "on")


class _Sections(Record):
    """What is read of the workbook's part: two blocks of XML, and its properties."""

    sheets: bytes
    names: bytes
    properties: Mapping[str, str]


def _sections(xml: bytes) -> _Sections | None:
    """The sections of a workbook's part; None where it is no workbook's.

    Mostly they are found by plain finds, ten times as fast as a parser.
    """
    sheets, names = _block(xml, b"sheets"), _block(xml, b"definedNames")
    if sheets is None or names is None or not is_plain(xml) or b"date1904" in xml:
        return _heard(elements(xml))
    return _Sections(sheets, names, {})


def _block(xml: bytes, tag: bytes) -> bytes | None:
    """What stands between the one start and the one end of ``tag``; None where that is unsure."""
    start, end = b"<" + tag + b">", b"</" + tag + b">"
    first, last = xml.find(start), xml.rfind(end)
    if not 0 <= first < last or xml.count(tag) != 2:
        return None
    return xml[first + len(start) : last]


def _heard(found: list[Element]) -> _Sections | None:
    if found[-1].path != "workbook":
        return None
    for section, words in (("sheets", "工作表目录"), ("definedNames", "名称表")):
        if sum(one.path == f"workbook/{section}" for one in found) > 1:
            raise UnusableFileError(_twice(words))
    properties = [one.attributes for one in found if one.path == "workbook/workbookPr"]
    sheets = written(one for one in found if one.path == "workbook/sheets/sheet")
    names = written(one for one in found if one.path == "workbook/definedNames/definedName")
    return _Sections(sheets, names, properties[0] if properties else {})


def _listed(block: bytes, tag: str) -> list[Element]:
    """The elements of a block, each with its attributes and text."""
    whole = b"<block>" + block + b"</block>"
    return [one for one in elements(whole) if one.path == f"block/{tag}"]


@lru_cache(maxsize=64)
def _sheets(block: bytes, relations: tuple[Relation, ...]) -> Mapping[str, str]:
    """Part by sheet name, in the order of the tabs."""
    parts = {one.id: one.target for one in relations}
    tags = [one.attributes for one in _listed(block, "sheet")]
    pairs = [(one.get("name", ""), parts.get(one.get("id", ""), "")) for one in tags]
    again = _repeated(name for name, _ in pairs)
    if again:
        raise UnusableFileError(_twice(f"叫“{again}”的工作表"))
    return MappingProxyType({name: part for name, part in pairs if part})


@lru_cache(maxsize=64)
def _hidden(block: bytes) -> frozenset[str]:
    tags = [one.attributes for one in _listed(block, "sheet")]
    return frozenset(
        one.get("name", "") for one in tags if one.get("state", "visible") != "visible"
    )


def _repeated(names: Iterable[str]) -> str | None:
    """A name that stands twice; office programs tell none apart by letter case."""
    given = list(names)
    times = Counter(name.casefold() for name in given)
    return next((name for name in given if times[name.casefold()] > 1), None)


#: a return has some 500; files copied about for years collect thousands
_MOST_NAMES = 20_000
#: names that spreadsheet programs give by themselves, some of them twice
_BUILT_IN = "_xlnm."
_REFERENCE = re.compile(
    r"=?(?:'((?:[^']|'')+)'|([^'!]+))!"
    r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?"
)


@lru_cache(maxsize=16)
def _names(block: bytes) -> Names:
    """Workbook-scoped names that are (or were) cells; formulas and constants are left out."""
    if block.count(b"definedName ") > _MOST_NAMES:
        raise UnusableFileError("定义的名称过多，多半是从别的工作簿带来的：请重新领取空白表填报")
    tags = _listed(block, "definedName")
    for_all = [one for one in tags if "localSheetId" not in one.attributes]
    given = [(one.attributes.get("name", ""), one.text.strip()) for one in for_all]
    again = _repeated(name for name, _ in given if not name.startswith(_BUILT_IN))
    if again:
        raise UnusableFileError(_twice(f"名称“{again}”的定义"))
    targets = {name: _target(text) for name, text in given}
    return Names(MappingProxyType({name: one for name, one in targets.items() if one}))


def _target(text: str) -> Target | None:
    if "#REF!" in text or "[" in text:
        return Target("")
    found = _REFERENCE.fullmatch(text)
    if not found:
        return None
    quoted, plain, column, row, last_column, last_row = found.groups()
    sheet = quoted.replace("''", "'") if quoted else plain
    first = int(row), number(column)
    return Target(sheet, *first, int(last_row or row), number(last_column or column))


# ------------------------------------------------------------------ what calamine is given

_SHARED = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FROM_PACKAGE = (
    f'<Relationships><Relationship Id="r1" Type="{_KINDS}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)


def repacked(package: Package, sheets: Mapping[str, bytes]) -> bytes:
    """A package of ``sheets`` only, each with the XML given, and what they share."""
    shared = {_SHARED[kind]: package.parts.entry(part) for kind, part in package.shared.items()}
    pages = {_page(n): stored(xml) for n, xml in enumerate(sheets.values(), 1)}
    return zipped({**_frame(tuple(sheets), package.from_1904), **shared, **pages})


def _page(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


@lru_cache(maxsize=16)
def _frame(sheets: tuple[str, ...], from_1904: bool) -> Mapping[str, Entry]:
    """What holds the sheets of these names together; the same for the returns of a template."""
    numbered = list(enumerate(sheets, 1))
    listed = "".join(
        f'<sheet name="{in_quotes(name)}" sheetId="{n}" r:id="s{n}"/>' for n, name in numbered
    )
    related = "".join(
        f'<Relationship Id="s{n}" Type="{_KINDS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    ours = {
        "_rels/.rels": _FROM_PACKAGE,
        "xl/workbook.xml": f'<workbook xmlns:r="{_KINDS}">'
        f'<workbookPr date1904="{int(from_1904)}"/><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{related}</Relationships>",
    }
    return {name: stored(xml.encode()) for name, xml in ours.items()}
