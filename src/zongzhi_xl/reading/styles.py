"""Which cell styles may show a value otherwise than it is, told by the styles part of a package.

The same part stands in every return of a template: it is understood once and remembered.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from zongzhi_xl.core.returned.number_formats import is_plain
from zongzhi_xl.reading import plain_xml
from zongzhi_xl.reading.parts import unpacked
from zongzhi_xl.reading.small_zip import Entry

_CODE = re.compile(r"""<(?:\w+:)?numFmt\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_XF = re.compile(r"<(?:\w+:)?xf\b([^>]*)>")
_FONT = re.compile(r"<(?:\w+:)?font\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_FILL = re.compile(r"<(?:\w+:)?fill\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?fill>)", re.DOTALL)
_SIZE = re.compile(r"<(?:\w+:)?sz\b[^>]*\bval=[\"']([0-9.]+)")
_DXF = re.compile(r"<(?:\w+:)?dxf\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?dxf>)", re.DOTALL)
_BACK = re.compile(r"<(?:\w+:)?bgColor\b([^>]*)>")
_IN_FULL = re.compile(r"General|[#,]*0(?:\.0+)?%?|@|yyyy-mm?-dd?")
#: points under which nobody reads a figure
_LEAST_SIZE = 5.0
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
_WHITE, _WHITES = "FFFFFF", ("theme0", "indexed1", "indexed9", "indexed65")


@dataclass(frozen=True, eq=False)
class Styles:
    """Format by style for those that need a look; styles with text in the colour of its ground.

    ``tiny``: styles with text too small to be read; ``veils``: formats of conditions that hide.
    ``numbers`` and ``days``: styles in which a number is surely one, or surely a day or moment.
    One object for all returns of a template, so it can be a key by identity.
    """

    formats: Mapping[str, str]
    pale: frozenset[str]
    tiny: frozenset[str] = frozenset()
    veils: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()


PLAIN_STYLES = Styles({}, frozenset())


@lru_cache(maxsize=16)
def styles_of(entry: Entry) -> Styles:
    """What the styles part tells, packed as it is; raises UnusableFileError.

    XML that is none tells nothing.
    """
    xml = unpacked(entry).decode("utf-8", "replace")
    codes = dict(_BUILT_IN)
    for told in map(_attributes, _CODE.findall(_between(xml, "numFmts"))):
        codes[told.get("numFmtId", "")] = told.get("formatCode", "")
    fonts = _FONT.findall(_between(xml, "fonts"))
    inks = [_colour(_INK.search(one), "") for one in fonts]
    small = {str(n) for n, one in enumerate(fonts) if _is_tiny(one)}
    grounds = [_ground(one) for one in _FILL.findall(_between(xml, "fills"))]
    formats, pale, tiny = {}, set(), set()
    cell_styles = list(map(_attributes, _XF.findall(_between(xml, "cellXfs"))))
    for n, told in enumerate(cell_styles):
        code = codes.get(told.get("numFmtId", ""), "General")
        if not is_plain(code):
            formats[str(n)] = code
        ink, ground = _nth(inks, told.get("fontId")), _nth(grounds, told.get("fillId"))
        if ink and _alike(ink, ground or _WHITE):
            pale.add(str(n))
        if told.get("fontId", "0") in small:
            tiny.add(str(n))
    sure = plain_xml.is_plain(xml.encode()) and all(
        xml.count(tag) == 2 * len(block.findall(xml)) <= 2
        for tag, block in (("cellXfs", _CELL_STYLES), ("numFmts", _FORMATS))
    )
    numbers, days = (
        _shown_by(some, cell_styles, codes) if sure else frozenset[str]()
        for some in ((_NUMBER_IDS, _NUMBER), (_DAY_IDS, _DAY))
    )
    return Styles(formats, frozenset(pale), frozenset(tiny), frozenset(_veils(xml)), numbers, days)


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
    ink, ground = _colour(_INK.search(one), ""), _colour(_BACK.search(one), "")
    return bool(hides or _is_tiny(one) or (ink and _alike(ink, ground or _WHITE)))


def _between(xml: str, tag: str) -> str:
    first, last = xml.find(tag), xml.rfind(tag)
    return xml[first:last] if first < last else ""


def _attributes(text: str) -> dict[str, str]:
    return {key: unescape(one or other) for key, one, other in _ATTRIBUTE.findall(text)}


def _nth(some: list[str], number: str | None) -> str:
    n = int(number) if number and number.isdecimal() else 0
    return some[n] if n < len(some) else ""


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
