"""What a spreadsheet program has saved, taken apart so that two files can be compared.

Nothing is known here of what a part is for: whatever the program wrote is compared, byte for byte
or element for element. Only what the program computes or measures by itself is left out.
"""

import re
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from oletools.olevba import VBA_Parser

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
#: when and by whom it was saved, and how long it was open
_PROPERTIES = "docProps/"
_TEXTS, _STYLES, _MACROS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/vbaProject.bin"

#: part of the zip, or sheet and what of it
Place = tuple[str, ...]


def differences(one: Mapping[Place, object], other: Mapping[Place, object]) -> list[Place]:
    """Places at which two files are not equal."""
    return sorted(
        place for place in one.keys() | other.keys() if one.get(place) != other.get(place)
    )


@dataclass(frozen=True)
class Saved:
    """A saved workbook."""

    parts: dict[str, object]

    @classmethod
    def at(cls, path: Path) -> "Saved":
        """The workbook at ``path``, without its properties.

        Of the macros their text: the program gives the project a new identity each time.
        """
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        kept = {name: part for name, part in parts.items() if not name.startswith(_PROPERTIES)}
        macros = VBA_Parser(path.name, data=kept[_MACROS]).extract_macros()
        return cls({**kept, _MACROS: sorted((name, text) for *_, name, text in macros)})

    def exactly(self) -> dict[Place, object]:
        """Every part, byte for byte, but for the heights of rows that the program fitted itself."""
        return {(name,): _without_fitted_heights(part) for name, part in self.parts.items()}

    def content(self, but: Collection[tuple[str, str]] = ()) -> dict[Place, object]:
        """All that people typed and formatted, cells ``but`` these (sheet and address) left out.

        Each cell with its format and what was typed into it (a formula without its result); of
        each sheet every other element (columns, merges, validations, conditions, protection);
        every other part of the file as it is (names, macros, drawings).
        """
        sheets, texts, styles = self._sheets(), self._texts(), _Styles(self._tree(_STYLES))
        found: dict[Place, object] = {
            (name,): part
            for name, part in self.parts.items()
            if name not in {*sheets.values(), _TEXTS, _STYLES}
        }
        found |= styles.of_nobody()
        for sheet, part in sheets.items():
            for place, value in _sheet(self._tree(part), texts, styles).items():
                if (sheet, *place) not in but:
                    found[sheet, *place] = value
        return found

    def _tree(self, part: str) -> ET.Element:
        xml = _without_fitted_heights(self.parts[part])
        assert isinstance(xml, bytes)
        return ET.fromstring(xml)

    def _sheets(self) -> dict[str, str]:
        names = [one.get("name", "") for one in self._tree("xl/workbook.xml").iter(f"{_MAIN}sheet")]
        return {name: f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(names, 1)}

    def _texts(self) -> list[str]:
        return ["".join(one.itertext()) for one in self._tree(_TEXTS).iter(f"{_MAIN}si")]


class _Styles:
    """The formats of a file: LibreOffice numbers them anew at each saving."""

    def __init__(self, tree: ET.Element) -> None:
        self._lists = {element.tag.removeprefix(_MAIN): element for element in tree}

    def of_cell(self, number: str | None, *, blank: bool) -> tuple[bytes, ...]:
        """The whole format with this number: font, fill, border, places, alignment, protection.

        Which of its fonts a ``blank`` cell is saved with, that of Chinese or that of Western
        signs, depends on what was shown before: its name is left out.
        """
        one = self._lists["cellXfs"][int(number or 0)]
        parts = [
            self._lists[where][int(one.get(by, 0))]
            for where, by in (("fonts", "fontId"), ("fills", "fillId"), ("borders", "borderId"))
        ]
        if blank:
            parts[0] = _nameless(parts[0])
        numbers = [
            shown.get("formatCode", "").encode()
            for shown in self._lists.get("numFmts", ())
            if shown.get("numFmtId") == one.get("numFmtId")
        ]
        flags = ET.Element("flags", {k: v for k, v in one.attrib.items() if not k.endswith("Id")})
        return (*map(ET.tostring, (*parts, flags, *one)), *numbers)

    def of_nobody(self) -> dict[Place, object]:
        """What no single cell has: named styles, and what conditions put on."""
        apart = ("fonts", "fills", "borders", "numFmts", "cellXfs")
        return {
            (_STYLES, name): ET.tostring(one)
            for name, one in self._lists.items()
            if name not in apart
        }


def _nameless(font: ET.Element) -> ET.Element:
    names = {f"{_MAIN}{one}" for one in ("name", "family", "charset")}
    kept = ET.Element(font.tag, font.attrib)
    kept.extend(one for one in font if one.tag not in names)
    return kept


def _without_fitted_heights(part: object) -> object:
    """Rows whose height nobody has set are fitted to what stands in them."""
    if not isinstance(part, bytes):
        return part
    return re.sub(rb'<row [^>]*customHeight="false"[^>]*>', _fitted, part)


def _fitted(row: re.Match[bytes]) -> bytes:
    return re.sub(rb' ht="[0-9.]+"', b"", row[0])


def _sheet(tree: ET.Element, texts: list[str], styles: _Styles) -> dict[Place, object]:
    found: dict[Place, object] = {}
    for number, element in enumerate(tree):
        if element.tag != f"{_MAIN}sheetData":
            found[element.tag, str(number)] = ET.tostring(element)
            continue
        for row in element:
            found["row", row.get("r", "")] = sorted(row.attrib.items())
            found |= {
                (cell.get("r", ""),): (
                    styles.of_cell(cell.get("s"), blank=not len(cell)),
                    *_typed(cell, texts),
                )
                for cell in row
            }
    return found


def _typed(cell: ET.Element, texts: list[str]) -> tuple[object, ...]:
    """What was typed into it: of a formula its text, of a literal its value."""
    formula = cell.find(f"{_MAIN}f")
    if formula is not None:
        return "formula", ET.tostring(formula)
    value = cell.findtext(f"{_MAIN}v")
    if cell.get("t") == "s" and value is not None:
        return "text", texts[int(value)]
    return cell.get("t") if value is not None else None, value
