"""A workbook as it is, damaged or not: every cell of every sheet, and what holds it together.

Read from its XML and by calamine, which ask for little: a style, a link or a document property
that no program understands keeps nobody from the values.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, fromstring

from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.soundness.carrying import is_packed, joined
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.mending.as_read import Keys, values_of
from zongzhi_xl.mending.as_written import SPOILT, Area, At, WrittenSheet, sheet_as_written
from zongzhi_xl.reading.package import Package, Target
from zongzhi_xl.reading.plain_xml import NOT_PARSED
from zongzhi_xl.reading.reader import HandedIn, SizeLimits, handed_in, package_of
from zongzhi_xl.record import Record

_MIDNIGHT = time(0)
#: signs of a text that nobody types
_LONG = 1000


class OpenCell(NamedTuple):
    """A cell with content: its value (of a formula the cached one), the formula, its lock."""

    value: object
    formula: str | None = None
    locked: bool = True

    @property
    def is_picture(self) -> bool:
        """A picture inside a cell, as WPS keeps it: the formula is its name and tells nobody."""
        return "DISPIMG(" in str(self.formula or self.value)

    @property
    def content(self) -> object:
        """The value; the formula itself where nothing was computed."""
        return self.formula if self.value is None else self.value


class OpenSheet(Record):
    """one sheet; cells by row and column from 1."""

    name: str
    hidden: bool
    cells: Mapping[At, OpenCell]
    locks: Mapping[At, bool]
    merges: frozenset[str]
    validated: tuple[Area, ...]
    coloured: tuple[Area, ...]
    protected: bool

    @cached_property
    def words(self) -> Mapping[str, tuple[At, ...]]:
        """Where each text stands that is no formula; blanks and line breaks left out."""
        found: dict[str, list[At]] = {}
        for at, cell in self.cells.items():
            if isinstance(cell.value, str) and cell.formula is None:
                found.setdefault(squeezed(cell.value), []).append(at)
        return {text: tuple(sorted(places)) for text, places in found.items()}

    @cached_property
    def formulas(self) -> Mapping[At, OpenCell]:
        """The cells that are worked out."""
        return {at: cell for at, cell in self.cells.items() if cell.formula is not None}

    @cached_property
    def values(self) -> Mapping[At, object]:
        """What stands in each cell, formulas left out."""
        return {at: cell.value for at, cell in self.cells.items() if cell.formula is None}

    @property
    def holds_rules(self) -> bool:
        """Whether it is 规则, whatever it is called: text upon text of one packed document."""
        first = self.value((1, 1))
        return isinstance(first, str) and is_packed(first) and len(first) > _LONG

    def once(self, text: str) -> At | None:
        """Where ``text`` stands; None where it does not, or more than once."""
        places = self.words.get(text, ())
        return places[0] if len(places) == 1 else None

    def value(self, at: At) -> object:
        """The value at ``at``; None where blank."""
        cell = self.cells.get(at)
        return cell.value if cell else None


class OpenBook(Record):
    """One workbook. ``names`` are those of workbook scope that are (or were) cells.

    ``macros`` is its project as it stands in the file, empty where it has none.
    """

    sheets: Mapping[str, OpenSheet]
    names: Mapping[str, Target]
    linked: bool
    macros: bytes

    @property
    def rules(self) -> str:
        """The edition that the workbook carries, as canonical JSON; empty where it carries none."""
        for sheet in self.sheets.values():
            if sheet.holds_rules:
                return joined(sheet.value(at) for at in sorted(sheet.cells) if at[1] == 1)
        return ""


def squeezed(value: object) -> str:
    """Text without blanks and line breaks, as labels are compared."""
    return "".join(str(value).split())


def address(at: At) -> str:
    """``D9`` for row 9, column 4."""
    return f"{letters(at[1])}{at[0]}"


def shown(value: object) -> str:
    """A value as the sheet shows it, numbers of persons masked."""
    if isinstance(value, datetime) and value.time() == _MIDNIGHT:
        value = value.date()
    if isinstance(value, float):
        return masked(f"{value:.15g}")
    return masked(plain(value) if isinstance(value, date) else str(value))


def open_book(path: Path) -> OpenBook:
    """The workbook at ``path``; raises UnusableFileError with the reason in Chinese."""
    return opened(handed_in(path, path.name))


def opened(one: HandedIn) -> OpenBook:
    """The workbook that was handed in; raises UnusableFileError with the reason in Chinese."""
    package = package_of(one, SizeLimits().part)
    keys = _keys(package)
    locks = _locks(keys.styles)
    written = {name: sheet_as_written(package.sheet_part(name)) for name in package.sheets}
    values = iter(values_of([cell for one in written.values() for cell in one.cells], keys))
    sheets = {
        name: _sheet(name, name in package.hidden, one, locks, values)
        for name, one in written.items()
    }
    parts = package.parts.names
    linked = any(part.startswith("xl/externalLinks/") for part in parts)
    macros = package.part(_MACROS) if _MACROS in parts else b""
    return OpenBook(sheets, package.names.targets, linked, macros)


_MACROS = "xl/vbaProject.bin"


def _parsed(xml: bytes) -> Element:
    try:
        return fromstring(xml)  # noqa: S314  # parts.py refuses DOCTYPE: no entities to expand
    except NOT_PARSED as fault:
        raise UnusableFileError(SPOILT) from fault


def _all(root: Element, name: str) -> Iterator[Element]:
    """Elements by local name: strict Open XML has other namespaces."""
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == name)


# ------------------------------------------------------------------ texts and styles


def _keys(package: Package) -> Keys:
    texts, styles = (package.shared.get(kind) for kind in ("sharedStrings", "styles"))
    return Keys(
        package.part(texts) if texts else b"",
        package.part(styles) if styles else b"",
        package.from_1904,
    )


def _locks(styles: bytes) -> tuple[bool, ...]:
    """Of each format whether it locks a cell; none where the formats cannot be read."""
    try:
        root = _parsed(styles)
    except UnusableFileError:
        return ()
    formats = (one for group in _all(root, "cellXfs") for one in group)
    return tuple(
        all(rule.get("locked") not in ("0", "false") for rule in _all(one, "protection"))
        for one in formats
    )


# ------------------------------------------------------------------ sheets


def _sheet(
    name: str,
    hidden: bool,
    written: WrittenSheet,
    locks: tuple[bool, ...],
    values: Iterator[object],
) -> OpenSheet:
    """One sheet; takes as many ``values`` as it has cells."""
    cells, locked = {}, {}
    for one, value in zip(written.cells, values, strict=False):
        locked[one.at] = locks[one.style] if one.style < len(locks) else True
        if value is not None or one.formula is not None:
            cells[one.at] = OpenCell(value, one.formula, locked[one.at])
    return OpenSheet(
        name, hidden, cells, locked, frozenset(written.merges), tuple(written.validated),
        tuple(written.coloured), written.protected,
    )  # fmt: skip
