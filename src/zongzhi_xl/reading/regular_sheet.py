"""What a *regularly* written sheet is, and a sheet of any other spelling rewritten so.

The grammar is one expression that the whole part must match. It has no comment, no CDATA, no
prefix, no blank between cells and no character entity in a figure, so ``<c r="B2"`` stands where a
cell begins and nowhere else, and every program reads the same in it.
"""

import re
from datetime import datetime

from zongzhi_xl.core.language.addresses import letters, number
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading.plain_xml import SPOILT, Writer, heard, in_text

# possessive (``++``): a part that does not match is left at once, however long it is
_DECLARATION = (
    rb"""(?:<\?xml version=["']1\.[01]["'](?: encoding=["'](?:UTF|utf)-8["'])?+"""
    rb"""(?: standalone=["'](?:yes|no)["'])?+ ?+\?>\s*+)?+"""
)
#: before and behind the cells: tags of any sort, but no comment, instruction, cell or merged range
_OTHER = rb"[^<]*+(?:<(?![!?]|/?+(?:[\w.-]++:)?+(?:sheetData|mergeCell))[^<]*+)*+"
_ATTRIBUTES = rb'(?: [\w:.-]++="[^"<>]*+")*+'
_STYLE = rb'(?: s="[0-9]++")?+'
#: no formula that fills other cells too; of a shared one each cell has its own
_FORMULA = (
    rb'(?:<f(?: (?:t="shared"|(?:ref|si|ca|aca|xml:space)="[^"<>]*+"))*+(?:/>|>[^<]*+</f>))?+'
)
_FIGURE = rb"(?:<v>[^<&\s]*+</v>|<v/>)?+"
_TEXT = rb"(?:<v>[^<]*+</v>|<v/>)?+"
_DAY = rb"<v>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:]{8}(?:\.[0-9]{6})?+)?+</v>"
_INLINE = rb'<is><t(?: xml:space="preserve")?+(?:/>|>[^<]*+</t>)</is>'
#: behind the address; error values are left to the parser, which makes texts of them
_REST_OF_CELL = (
    rb'[1-9][0-9]{0,6}+"' + _STYLE + rb"(?:/>|"
    rb'(?: t="[snb]")?+' + rb"(?:/>|>" + _FORMULA + _FIGURE + rb"</c>)|"
    rb' t="str"' + rb"(?:/>|>" + _FORMULA + _TEXT + rb"</c>)|"
    rb' t="d"' + rb">" + _FORMULA + _DAY + rb"</c>|"
    rb' t="inlineStr"' + rb">" + _FORMULA + _INLINE + rb"</c>)"
)
_MERGES = (
    rb"(?:<mergeCells" + _ATTRIBUTES + rb'>(?:<mergeCell ref="[A-Z0-9:]++"/>)*+</mergeCells>)?+'
)


_BEGIN = _DECLARATION + rb"<worksheet(?: [^<>]*+)?+>" + _OTHER
_END = _OTHER + _MERGES + _OTHER
_ROW_TAG = rb'<row r="[1-9][0-9]{0,6}+"' + _ATTRIBUTES


def _cells(column: bytes) -> bytes:
    return rb'(?:<c r="' + column + _REST_OF_CELL + rb")*+"


def _sheet(column: bytes) -> re.Pattern[bytes]:
    row = _ROW_TAG + rb"(?:/>|>" + _cells(column) + rb"</row>)"
    return re.compile(
        _BEGIN + rb"(?:<sheetData/>|<sheetData>(?:" + row + rb")*+</sheetData>)" + _END
    )


_COLUMN = rb"[A-Z]{1,3}+"
_NARROW, _WIDE = _sheet(rb"[A-Z]"), _sheet(_COLUMN)
_EMPTY_ROWS = rb"(?:" + _ROW_TAG + rb"/>)*+"
_UP_TO_CELLS = re.compile(_BEGIN + rb"<sheetData>")
_ROW_WITH_CELLS = re.compile(_EMPTY_ROWS + _ROW_TAG + rb">" + _cells(_COLUMN))
_BEHIND_ROWS = re.compile(_EMPTY_ROWS + rb"</sheetData>" + _END)


def begins_regularly(head: bytes) -> bool:
    """Whether ``head``, up to ``<sheetData>`` and with it, begins a regular sheet."""
    return _UP_TO_CELLS.fullmatch(head) is not None


def is_regular_row(row: bytes) -> bool:
    """Whether ``row``, up to its ``</row>``, stands so in a regular sheet; empty ones before it.

    A sheet that begins and ends regularly and has only such rows is regular as a whole.
    """
    return _ROW_WITH_CELLS.fullmatch(row) is not None


def ends_regularly(tail: bytes) -> bool:
    """Whether ``tail``, behind the last ``</row>``, ends a regular sheet."""
    return _BEHIND_ROWS.fullmatch(tail) is not None


def is_narrow(xml: bytes) -> bool:
    """Whether it is regular, and no column has two letters."""
    return _NARROW.fullmatch(xml) is not None


def is_regular(xml: bytes) -> bool:
    """Whether the whole part matches the grammar."""
    return _WIDE.fullmatch(xml) is not None


def regular(xml: bytes) -> bytes:
    """The same sheet, written regularly.

    Raises UnusableFileError where it is no XML, no sheet, or a cell has two contents.
    """
    sheet = _Rewritten()
    heard(xml, sheet.start, sheet.end, sheet.text)
    if sheet.blocks != 1:
        raise UnusableFileError(TWO_BLOCKS if sheet.blocks else SPOILT)
    return sheet.writer.xml


_DOUBT = "不同程序会读出不同的数：请重新领取空白表，把数填进去后重报"
TWO_BLOCKS = f"工作表里有两份数据，{_DOUBT}"


def twice(what: str) -> UnusableFileError:
    """The refusal of what stands twice in a sheet, where it may stand once."""
    return UnusableFileError(f"工作表里{what}有两份内容，{_DOUBT}")


#: what may stand in the cells' block, by depth; ``extLst`` holds nothing that is read
_INSIDE = {2: ("row",), 3: ("c",), 4: ("f", "v", "is")}
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_KINDS = ("n", "s", "str", "b", "e", "d", "inlineStr")


class _Rewritten:
    """Hears a sheet and writes it regularly; everything outside its cells in plain spelling."""

    def __init__(self) -> None:
        self.writer, self.blocks = Writer(), 0
        self._path: list[str] = []
        self._row = self._column = 0
        self._cell = _Cell("", {})

    # ------------------------------------------------------------ what expat tells

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A start tag."""
        self._path.append(tag)
        depth = len(self._path) - 1
        if depth == 1 and tag == "sheetData":
            self.blocks += 1
        if not self._in_cells or depth == 1:
            kept = {"ref": attributes.get("ref", "")} if tag == "mergeCell" else attributes
            self.writer.start(tag, kept if depth else {})
        elif "extLst" not in self._path:
            self._start_inside(depth, tag, attributes)

    @property
    def _in_cells(self) -> bool:
        return self._path[1:2] == ["sheetData"]

    def _start_inside(self, depth: int, tag: str, attributes: dict[str, str]) -> None:
        known = _INSIDE[depth] if depth in _INSIDE else self._path[4:5] == ["is"] and (tag,)
        if not known or tag not in known:
            raise UnusableFileError(SPOILT)
        if depth == 2:
            self._row, self._column = _whole(attributes.pop("r", ""), self._row + 1), 0
            self.writer.start(tag, {"r": str(self._row), **attributes})
        elif depth == 3:
            self._cell = _Cell(self._address(attributes.get("r", "")), attributes)
        elif depth == 4:
            self._cell.begin(tag, attributes)

    def _address(self, given: str) -> str:
        if not given:
            self._column += 1
            return f"{letters(self._column)}{self._row}"
        found = _ADDRESS.fullmatch(given.strip().upper())
        if not found:
            raise UnusableFileError(SPOILT)
        self._column = number(found[1])
        return f"{found[1]}{found[2]}"

    def text(self, text: str) -> None:
        """Text between tags."""
        if not self._in_cells:
            if text.strip():
                self.writer.text(text)
        elif self._path[4:5] in (["f"], ["v"]) or _is_word(self._path[4:]):
            self._cell.add(text)

    def end(self, tag: str) -> None:
        """An end tag."""
        depth = len(self._path) - 1
        if not self._in_cells or depth == 1 or (depth == 2 and tag == "row"):
            self.writer.end(tag)
        elif depth == 3 and tag == "c":
            self.writer.raw(self._cell.written())
        self._path.pop()


def _is_word(path: list[str]) -> bool:
    """Text of a cell, plain or in runs; how it is pronounced is none."""
    return path[:1] == ["is"] and path[-1] == "t" and "rPh" not in path


def _whole(given: str, otherwise: int) -> int:
    if given and not re.fullmatch("[1-9][0-9]{0,6}", given):
        raise UnusableFileError(SPOILT)
    return int(given or otherwise)


class _Cell:
    """One cell as it is heard: where, of which kind, and its contents by tag."""

    def __init__(self, address: str, attributes: dict[str, str]) -> None:
        self.address, self._style = address, attributes.get("s", "")
        self._kind = attributes.get("t") or "n"
        self._formula: dict[str, str] = {}
        self._contents: dict[str, list[str]] = {}
        self._now: list[str] = []

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        """A formula or a value begins; neither may come twice."""
        if tag in self._contents:
            raise twice(f"单元格 {self.address} ")
        self._now = self._contents[tag] = []
        if tag == "f":
            self._formula = attributes

    def add(self, text: str) -> None:
        """More of what has begun."""
        self._now.append(text)

    def written(self) -> str:
        """The cell, regularly; raises UnusableFileError where its kind and contents disagree."""
        words, value = self._text("is"), self._text("v")
        if words is not None and value is not None:
            raise twice(f"单元格 {self.address} ")
        if self._kind not in _KINDS or not re.fullmatch("[0-9]*", self._style):
            raise UnusableFileError(SPOILT)
        if value if self._kind == "inlineStr" else words is not None:
            raise UnusableFileError(SPOILT)
        kind, content = _content(self._kind, words, value)
        attributes = {"r": self.address, "s": self._style, "t": kind}
        shown = "".join(f' {name}="{one}"' for name, one in attributes.items() if one)
        return f"<c{shown}>{self._formula_tag()}{content}</c>"

    def _text(self, tag: str) -> str | None:
        pieces = self._contents.get(tag)
        return None if pieces is None else "".join(pieces)

    def _formula_tag(self) -> str:
        text = self._text("f")
        if text is None:
            return ""
        writer = Writer()
        writer.start("f", self._formula)
        writer.text(text)
        writer.end("f")
        return "".join(writer.pieces)


def _content(kind: str, words: str | None, value: str | None) -> tuple[str, str]:
    """The kind of a regular cell and what stands in it."""
    if words is not None:
        return kind, f'<is><t xml:space="preserve">{in_text(words)}</t></is>'
    if kind != "str":
        value = (value or "").strip()
    if not value:
        return ("str" if kind == "str" else ""), ""
    day = plain_day(value) if kind == "d" else None
    if kind == "d" and day is None:
        kind = "str"  # no day that is known: a text, to be asked about
    if kind == "e":
        kind = "str"  # calamine gives old error values as blank and stops at the newer ones
    return ("" if kind == "n" else kind), f"<v>{in_text(day or value)}</v>"


def plain_day(text: str) -> str | None:
    """A day or moment of ISO 8601 without zone; None where it is none, or one elsewhere."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    elsewhere = bool(moment.utcoffset())
    return None if elsewhere else moment.replace(tzinfo=None).isoformat()
