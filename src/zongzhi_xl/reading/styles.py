"""Which cell styles may show a value otherwise than it is, told by the styles part of a package.

The same part stands in every return of a template: it is understood once and remembered.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple, TypeVar

from zongzhi_xl.core.returned.number_formats import is_plain
from zongzhi_xl.core.returned.page import Unclear
from zongzhi_xl.reading import plain_xml
from zongzhi_xl.reading.parts import unpacked
from zongzhi_xl.reading.small_zip import Entry
from zongzhi_xl.record import Record

_CODE = re.compile(r"""<(?:\w+:)?numFmt\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_XF = re.compile(r"<(?:\w+:)?xf\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?xf>)", re.DOTALL)
_REPEATED = re.compile(r"""<(?:\w+:)?alignment\b[^>]*\bhorizontal\s*=\s*["']fill["']""")
_FONT = re.compile(r"<(?:\w+:)?font\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_FILL = re.compile(r"<(?:\w+:)?fill\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?fill>)", re.DOTALL)
_SIZE = re.compile(r"<(?:\w+:)?sz\b[^>]*\bval=[\"']([0-9.]+)")
_DXF = re.compile(r"<(?:\w+:)?dxf\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?dxf>)", re.DOTALL)
_BACK = re.compile(r"<(?:\w+:)?bgColor\b([^>]*)>")
_IN_FULL = re.compile(r"General|[#,]*0(?:\.0+)?%?|@|yyyy-mm?-dd?")
#: points under which nobody reads a figure
_LEAST_SIZE = 5.0
_STRUCK = re.compile(r"""<(?:\w+:)?d?strike\b(?![^>]*\bval\s*=\s*["'](?:0|false|off)["'])""")
_INK = re.compile(r"<(?:\w+:)?color\b([^>]*)>")
_GROUND = re.compile(r"<(?:\w+:)?fgColor\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
#: formats that programs know by number alone; those left out are plain
_BUILT_IN = {
    "9": "0%", "10": "0.00%", "11": "0.00E+00", "12": "# ?/?", "13": "# ??/??", "17": "mmm-yy",
    "18": "h:mm AM/PM", "19": "h:mm:ss AM/PM", "20": "h:mm", "21": "h:mm:ss", "45": "mm:ss",
    "46": "[h]:mm:ss", "47": "mm:ss.0", "48": "##0.0E+0",
}  # fmt: skip
#: what every program shows as a number, and as a day or moment; of no other format it is told here
_NUMBER_IDS = frozenset(("0", "1", "2", "3", "4", "9", "10", "37", "38", "39", "40", "49"))
_DAY_IDS = frozenset(("14", "22"))
_NUMBER = re.compile(r'General|(?:"[^"]*"|_ |[0#,.%@])+')
_DAY = re.compile(r"yyyy\\?[-/]mm?\\?[-/]dd?(?:\\? hh?:mm(?::ss)?)?")
#: blocks so written that every program finds the same styles and formats in them
_ONE = r' (?!numFmtId)\w+="[^"<>]*"'
_CELL_STYLES = re.compile(
    rf"<cellXfs[^<>/]*>(?:<xf(?:{_ONE})*+(?: numFmtId=\"\d+\")?+(?:{_ONE})*+"
    rf"(?:/>|>(?:<\w+(?:{_ONE})*+/>)*+</xf>))*+</cellXfs>"
)
_FORMATS = re.compile(
    r'<numFmts[^<>/]*>(?:<numFmt numFmtId="\d+" formatCode="[^"<>]*"/>)*+</numFmts>'
)
_SIX_SIGNS = re.compile(r"[0-9A-F]{6}")
#: of 255 steps of a colour; pale yellow, the ground of entries, is 41 from white
_LEAST_CONTRAST = 64
T = TypeVar("T")
_WHITE, _WHITES = "FFFFFF", ("theme0", "indexed1", "indexed9", "indexed65")


class Styles(Record, eq=False):
    """Format by style for those that need a look, and why others cannot be read.

    ``veils``: formats of conditions that hide.
    ``numbers`` and ``days``: styles in which a number is surely one, or surely a day or moment.
    One object for all returns of a template, so it can be a key by identity.
    """

    formats: Mapping[str, str]
    unclear: Mapping[str, Unclear]
    veils: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()


PLAIN_STYLES = Styles({}, {})


@lru_cache(maxsize=16)
def styles_of(entry: Entry) -> Styles:
    """What the styles part tells, packed as it is; raises UnusableFileError.

    XML that is none tells nothing.
    """
    xml = unpacked(entry).decode("utf-8", "replace")
    codes = dict(_BUILT_IN)
    for told in map(_attributes, _CODE.findall(_between(xml, "numFmts"))):
        codes[told.get("numFmtId", "")] = told.get("formatCode", "")
    written = _XF.findall(_between(xml, "cellXfs"))
    cell_styles = [_attributes(told) for told, _ in written]
    formats = {
        str(n): code
        for n, told in enumerate(cell_styles)
        if not is_plain(code := codes.get(told.get("numFmtId", ""), "General"))
    }
    fonts = [_font(one) for one in _FONT.findall(_between(xml, "fonts"))]
    grounds = [_ground(one) for one in _FILL.findall(_between(xml, "fills"))]
    unclear = {}
    for n, (told, (_, content)) in enumerate(zip(cell_styles, written, strict=True)):
        font, ground = _nth(fonts, told.get("fontId")), _nth(grounds, told.get("fillId"))
        if why := _unclear(font or _Font(), ground or _WHITE, content):
            unclear[str(n)] = why
    sure = plain_xml.is_plain(xml.encode()) and all(
        xml.count(tag) == 2 * len(block.findall(xml)) <= 2
        for tag, block in (("cellXfs", _CELL_STYLES), ("numFmts", _FORMATS))
    )
    numbers, days = (
        _shown_by(some, cell_styles, codes) if sure else frozenset[str]()
        for some in ((_NUMBER_IDS, _NUMBER), (_DAY_IDS, _DAY))
    )
    return Styles(formats, unclear, frozenset(_veils(xml)), numbers, days)


def _shown_by(
    some: tuple[frozenset[str], re.Pattern[str]],
    cell_styles: Iterable[Mapping[str, str]],
    codes: Mapping[str, str],
) -> frozenset[str]:
    """The styles of formats with one of these numbers, or written so; ``codes``: by number."""
    ids, code = some
    return frozenset(
        str(n)
        for n, told in enumerate(cell_styles)
        if (one := told.get("numFmtId", "0")) in ids
        or (one not in _BUILT_IN and code.fullmatch(codes.get(one, "")))
    )


class _Font(NamedTuple):
    """Its colour, empty where it is the usual one, and what makes its signs unreadable anyhow."""

    ink: str = ""
    why: Unclear | None = None


def _font(one: str) -> _Font:
    tiny, struck = _is_tiny(one), _STRUCK.search(one)
    why = Unclear.TINY if tiny else Unclear.STRUCK if struck else None
    return _Font(_colour(_INK.search(one), ""), why)


def _unclear(font: _Font, ground: str, content: str) -> Unclear | None:
    """Why a figure in such a cell cannot be read for what it is; ``content``: of its style."""
    if font.ink and _alike(font.ink, ground):
        return Unclear.PALE
    return font.why or (Unclear.REPEATED if _REPEATED.search(content) else None)


def _is_tiny(font: str) -> bool:
    found = _SIZE.search(font)
    return found is not None and float(found[1]) < _LEAST_SIZE


def _veils(xml: str) -> Iterator[str]:
    """The formats of conditions that take what a cell holds away, or show something else."""
    formats = _DXF.findall(_between(xml, "dxfs"))
    return (str(n) for n, one in enumerate(formats) if _is_veil(one))


def veils_in(xml: str) -> bool:
    """Whether rules that carry their formats with them, as newer Excel writes some, veil."""
    return any(map(_is_veil, _DXF.findall(xml)))


def _is_veil(one: str) -> bool:
    code = _CODE.search(one)
    # what only adds decimals is ours
    hides = code and not _IN_FULL.fullmatch(_attributes(code[1]).get("formatCode", ""))
    ground = _colour(_BACK.search(one), "")
    return bool(hides or _unclear(_font(one), ground or _WHITE, one))


def _between(xml: str, tag: str) -> str:
    first, last = xml.find(tag), xml.rfind(tag)
    return xml[first:last] if first < last else ""


def _attributes(text: str) -> dict[str, str]:
    return {key: unescape(one or other) for key, one, other in _ATTRIBUTE.findall(text)}


def _nth(some: list[T], number: str | None) -> T | None:
    n = int(number) if number and number.isdecimal() else 0
    return some[n] if n < len(some) else None


def _ground(fill: str) -> str:
    return _colour(_GROUND.search(fill), "") if 'patternType="solid"' in fill else ""


def _colour(found: re.Match[str] | None, default: str) -> str:
    """As six signs; one of the theme or of the palette by its number, but for white."""
    if not found:
        return default
    told = _attributes(found[1])
    if "rgb" in told:
        return told["rgb"][-6:].upper()
    named = next((f"{key}{told[key]}" for key in ("theme", "indexed") if key in told), default)
    return _WHITE if named in _WHITES and "tint" not in told else named


def _alike(ink: str, ground: str) -> bool:
    """Whether text of one colour cannot be read on the other: white on white, or on pale yellow."""
    if not (_SIX_SIGNS.fullmatch(ink) and _SIX_SIGNS.fullmatch(ground)):
        return ink == ground
    parts = zip(bytes.fromhex(ink), bytes.fromhex(ground), strict=True)
    return max(abs(one - other) for one, other in parts) < _LEAST_CONTRAST
