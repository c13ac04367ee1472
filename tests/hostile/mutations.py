"""Valid returns, damaged at random: what fuzzing does to a file, one named way at a time.

Each way takes the bytes of a good workbook and a seeded source of chance, and gives bytes that a
mail server, a USB stick, another program or an ill-willed sender may have made of it.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

Parts = dict[str, bytes]

#: what stands in cells that nobody foresaw; numbers as XML writes them, and words
ODD_VALUES = (
    "NaN", "INF", "-INF", "1e308", "-1e308", "1e309", "-1e309", "1e-400", "-0", "-1", "0.5",
    "9" * 400, "99999999999999999999", "13800138000", "2958466", "-700000", "1e15", "1E+400",
    "0x10", "１２", "十二", "12起", "", " ", "=1+1", "@SUM(A1)", "\t1", "2026-02-30", "24:61",
    "TRUE", "#REF!", "#N/A", "#SPILL!", "不适用", "是", "否", "甲" * 40000, "\u202e\u200b\ufeff",
    "&#0;", "&#xD800;", "&amp;lt;script&gt;", "<![CDATA[x]]>", "2147483648", "18446744073709551616",
)  # fmt: skip
ODD_REFERENCES = (
    "#REF!", "月报!#REF!", "月报!$E:$E", "月报!$5:$5", "月报!$A$1:$XFD$1048576",
    "月报!$ZZZ$9999999",
    "月报!$A$0", "[1]月报!$A$1", "'没有'!$A$1", "刑事立案数", "SUM(月报!$A$1:$A$9)", "", "'",
    "月报!$A$1,月报!$B$2", "月报!A1:", "''!$A$1", "月报!$XFD$1048576", "封面!$A$1", "&#1;",
)  # fmt: skip
ODD_TYPES = ("n", "s", "b", "e", "d", "str", "inlineStr", "", "x")
ODD_ATTRIBUTES = (
    "",
    "0",
    "-1",
    "999999999999",
    "A1",
    "XFD1048576",
    "A0",
    "ZZZZ1",
    "甲",
    "&",
    "1e9",
)


def parts_of(data: bytes) -> Parts:
    """The parts of a package by name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts) -> bytes:
    """A package of ``parts``."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


# ------------------------------------------------------------------ the file as bytes


def flipped(data: bytes, chance: Random) -> bytes:
    """Up to twenty bytes changed anywhere."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def headers_flipped(data: bytes, chance: Random) -> bytes:
    """Bytes changed in the zip's own headers: sizes, checksums, flags, methods, names."""
    changed = bytearray(data)
    starts = [hit.start() for hit in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    for _ in range(chance.randint(1, 6)):
        at = chance.choice(starts) + chance.randrange(4, 46)
        changed[min(at, len(changed) - 1)] = chance.choice((0, 1, 8, 255, chance.randrange(256)))
    return bytes(changed)


def cut_short(data: bytes, chance: Random) -> bytes:
    """A copy that was broken off."""
    return data[: chance.randrange(len(data))]


def with_a_piece_moved(data: bytes, chance: Random) -> bytes:
    """A piece cut out, or put in a second time elsewhere."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randrange(1, 4096)]
    at = chance.randrange(len(data))
    return data[:at] + piece + data[at:] if chance.random() < 0.5 else data.replace(piece, b"", 1)


# ------------------------------------------------------------------ the parts


def on_a_part(change: Callable[[bytes, Random], bytes]) -> Callable[[bytes, Random], bytes]:
    """``change`` done to one part, mostly one that is read."""

    def changed(data: bytes, chance: Random) -> bytes:
        parts = parts_of(data)
        read = [name for name in parts if name in READ_PARTS]
        name = chance.choice(read if read and chance.random() < 0.8 else list(parts))
        parts[name] = change(parts[name], chance)
        return packed(parts)

    return changed


READ_PARTS = (
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml",
    "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml",
)  # fmt: skip


def _parts_swapped(data: bytes, chance: Random) -> bytes:
    parts = parts_of(data)
    one, other = chance.sample(list(parts), 2)
    parts[one], parts[other] = parts[other], parts[one]
    return packed(parts)


def _part_dropped(data: bytes, chance: Random) -> bytes:
    parts = parts_of(data)
    parts.pop(chance.choice(list(parts)))
    return packed(parts)


_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_ATTRIBUTE = re.compile(rb'="[^"]*"')


def _token_changed(xml: bytes, chance: Random) -> bytes:
    """A tag or a text left out, doubled, exchanged with another, or with an odd attribute."""
    tokens = _TOKEN.findall(xml) or [b"<a>"]
    for _ in range(chance.randint(1, 5)):
        at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(5):
            case 0:
                tokens[at] = b""
            case 1:
                tokens[at] *= chance.choice((2, 3, 50))
            case 2:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                odd = f'="{chance.choice(ODD_ATTRIBUTES)}"'.replace("\\", r"\\").encode()
                tokens[at] = _ATTRIBUTE.sub(odd, tokens[at], count=2)
            case _:
                tokens[at] = chance.choice(ODD_VALUES).encode("utf-8", "replace")
    return b"".join(tokens)


_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*?)(?:/>|>.*?</c>)', re.DOTALL)


def _cells_changed(data: bytes, chance: Random) -> bytes:
    """Some cells of an input sheet hold odd values of odd types."""
    parts = parts_of(data)
    sheets = [name for name in READ_PARTS if "sheets/" in name and name in parts]
    name = chance.choice(sheets)
    share = chance.choice((0.002, 0.02, 0.3))

    def changed(hit: re.Match[bytes]) -> bytes:
        if chance.random() > share:
            return hit[0]
        value, kind = chance.choice(ODD_VALUES), chance.choice(ODD_TYPES)
        inside = f"<is><t>{value}</t></is>" if kind == "inlineStr" else f"<v>{value}</v>"
        return f'<c r="{hit[1].decode()}" t="{kind}">{inside}</c>'.encode("utf-8", "replace")

    parts[name] = _CELL.sub(changed, parts[name])
    return packed(parts)


_NAME = re.compile(rb"(<definedName[^>]*>)[^<]*")


def _names_changed(data: bytes, chance: Random) -> bytes:
    """Some names point to odd places."""
    parts = parts_of(data)
    share = chance.choice((0.005, 0.1))

    def changed(hit: re.Match[bytes]) -> bytes:
        odd = chance.choice(ODD_REFERENCES).replace("&", "&amp;")
        return hit[1] + odd.encode() if chance.random() < share else hit[0]

    parts["xl/workbook.xml"] = _NAME.sub(changed, parts["xl/workbook.xml"])
    return packed(parts)


_TEXT = re.compile(rb"(<t[^>]*>)[^<]*")


def _words_changed(data: bytes, chance: Random) -> bytes:
    """Some shared texts, identity and headings among them, are others."""
    parts = parts_of(data)
    texts = parts.get("xl/sharedStrings.xml", b"")

    def changed(hit: re.Match[bytes]) -> bytes:
        odd = chance.choice(ODD_VALUES).encode("utf-8", "replace")
        return hit[1] + odd if chance.random() < 0.02 else hit[0]

    return packed(parts | {"xl/sharedStrings.xml": _TEXT.sub(changed, texts)})


#: every way, by the name that the figures are given under
WAYS: dict[str, Callable[[bytes, Random], bytes]] = {
    "字节改动": flipped,
    "压缩包头改动": headers_flipped,
    "截断": cut_short,
    "片段移动": with_a_piece_moved,
    "部件字节改动": on_a_part(flipped),
    "部件截断": on_a_part(cut_short),
    "部件片段移动": on_a_part(with_a_piece_moved),
    "部件互换": _parts_swapped,
    "部件缺失": _part_dropped,
    "XML标记改动": on_a_part(_token_changed),
    "单元格改值": _cells_changed,
    "名称改指": _names_changed,
    "文字改换": _words_changed,
}


def mutated(data: bytes, chance: Random) -> tuple[str, bytes]:
    """The name of the way taken, and what became of ``data``."""
    way = chance.choice(list(WAYS))
    return way, WAYS[way](data, chance)
