"""Macros from text: ``macros/*.bas`` become the ``vbaProject.bin`` of a workbook (MS-OVBA).

The project is source only: every module offset is 0 and ``_VBA_PROJECT`` says "no cache", so
Excel compiles the text itself when the workbook is opened. Nothing binary is kept in the
repository, and what is shipped can be read back and compared with the text.
"""

import struct
import uuid
from collections.abc import Iterable, Iterator
from enum import Enum

from zongzhi_xl.record import Record
from zongzhi_xl.vba.compound_file import compound_file

_CODE_PAGE = 1252  # macros are ASCII; Chinese words come from Python or from cells
_NO_CACHE = b"\xcc\x61\xff\xff\x00\x01\x00"  # MS-OVBA 2.3.4.1 with version 0xFFFF
_CHUNK = 4096

_SEED = 0x8D  # any byte will do; a fixed one gives the same project every time


class ModuleKind(Enum):
    """Where the code of a module lives."""

    STANDARD = "Module"
    CLASS = "Class"
    WORKBOOK = "ThisWorkbook"
    SHEET = "Sheet"


#: what Excel itself writes for the objects behind a workbook, a sheet and a class (VB_Base)
_BASES = {
    ModuleKind.WORKBOOK: "0{00020819-0000-0000-C000-000000000046}",
    ModuleKind.SHEET: "0{00020820-0000-0000-C000-000000000046}",
    ModuleKind.CLASS: "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
}


class Module(Record):
    """One module; ``source`` is ASCII text without the ``Attribute VB_…`` header lines."""

    name: str
    kind: ModuleKind
    source: str = ""


def vba_project(modules: Iterable[Module], *, name: str = "VBAProject") -> bytes:
    """The bytes of ``vbaProject.bin`` with these modules.

    Raises UnicodeEncodeError where a module is not ASCII.
    """
    ordered = list(modules)
    streams = {module.name: compressed(_with_attributes(module)) for module in ordered}
    storage = {**streams, "_VBA_PROJECT": _NO_CACHE, "dir": compressed(_dir(ordered, name))}
    described = {"PROJECT": _project(ordered, name), "PROJECTwm": _names(ordered)}
    return compound_file({"VBA": storage, **described})


# ------------------------------------------------------------------ module text


def _with_attributes(module: Module) -> bytes:
    lines = [f'Attribute VB_Name = "{module.name}"', *_object_attributes(module)]
    text = "\r\n".join([*lines, *module.source.splitlines(), ""])
    return text.encode("ascii")


def _object_attributes(module: Module) -> list[str]:
    if module.kind == ModuleKind.STANDARD:
        return []
    document = module.kind != ModuleKind.CLASS
    return [
        f'Attribute VB_Base = "{_BASES[module.kind]}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        f"Attribute VB_PredeclaredId = {document}",
        f"Attribute VB_Exposed = {document}",
        "Attribute VB_TemplateDerived = False",
        f"Attribute VB_Customizable = {document}",
    ]


# ------------------------------------------------------------------ streams of the project


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _twice(number: int, reserved: int, text: str) -> bytes:
    """A record with its text in the code page, then its UTF-16 twin."""
    return _record(number, text.encode("ascii")) + _record(reserved, text.encode("utf-16-le"))


def _dir(modules: list[Module], name: str) -> bytes:
    """The ``dir`` stream before compression (MS-OVBA 2.3.4.2)."""
    version = struct.pack("<HIIH", 0x0009, 4, 1, 1)
    information = (
        _record(0x0001, struct.pack("<I", 1))  # made on 32-bit Windows
        + _record(0x0002, struct.pack("<I", 0x0409))
        + _record(0x0014, struct.pack("<I", 0x0409))
        + _record(0x0003, struct.pack("<H", _CODE_PAGE))
        + _record(0x0004, name.encode("ascii"))
        + _twice(0x0005, 0x0040, "")
        + _record(0x0006, b"") + _record(0x003D, b"")
        + _record(0x0007, struct.pack("<I", 0))
        + _record(0x0008, struct.pack("<I", 0))
        + version
        + _twice(0x000C, 0x003C, "")
    )  # fmt: skip
    count = _record(0x000F, struct.pack("<H", len(modules))) + _record(0x0013, b"\xff\xff")
    return information + count + b"".join(map(_dir_module, modules)) + _record(0x0010, b"")


def _dir_module(module: Module) -> bytes:
    kind = 0x0021 if module.kind == ModuleKind.STANDARD else 0x0022
    return (
        _twice(0x0019, 0x0047, module.name)
        + _twice(0x001A, 0x0032, module.name)
        + _twice(0x001C, 0x0048, "")
        + _record(0x0031, struct.pack("<I", 0))  # the text begins at once: no cache before it
        + _record(0x001E, struct.pack("<I", 0))
        + _record(0x002C, b"\xff\xff")
        + _record(kind, b"")
        + _record(0x002B, b"")
    )


def _project(modules: list[Module], name: str) -> bytes:
    """The ``PROJECT`` stream (MS-OVBA 2.3.1): an open project without a password."""
    identity = f"{{{str(uuid.uuid5(uuid.NAMESPACE_OID, name)).upper()}}}"
    lines = [f'ID="{identity}"', *map(_project_line, modules)]
    lines += [
        f'Name="{name}"', 'HelpContextID="0"', 'VersionCompatible32="393222000"',
        # not protected, no password, visible (MS-OVBA 2.3.1.15 to 2.3.1.17)
        f'CMG="{obfuscated(bytes(4), identity)}"', f'DPB="{obfuscated(bytes(1), identity)}"',
        f'GC="{obfuscated(bytes([0xFF]), identity)}"', "", "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000", "",
        "[Workspace]", *(f"{module.name}=0, 0, 0, 0, C" for module in modules), "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode("ascii")


def obfuscated(content: bytes, identity: str) -> str:
    """``content`` as Excel keeps it, bound to the project's identity (MS-OVBA 2.4.3.2).

    A project whose identity does not fit is taken for a damaged one.
    """
    version, key = 2, sum(identity.encode("ascii")) % 256
    ignored = bytes((_SEED & 6) // 2)
    hidden = [_SEED, _SEED ^ version, _SEED ^ key]
    plain = key
    for byte in ignored + struct.pack("<I", len(content)) + content:
        hidden.append(byte ^ (hidden[-2] + plain & 0xFF))
        plain = byte
    return bytes(hidden).hex().upper()


def _project_line(module: Module) -> str:
    if module.kind in (ModuleKind.WORKBOOK, ModuleKind.SHEET):
        return f"Document={module.name}/&H00000000"
    return f"{module.kind.value}={module.name}"


def _names(modules: list[Module]) -> bytes:
    """The ``PROJECTwm`` stream: each name in the code page and in UTF-16 (MS-OVBA 2.3.3)."""
    pairs = (
        module.name.encode("ascii") + b"\0" + module.name.encode("utf-16-le") + b"\0\0"
        for module in modules
    )
    return b"".join(pairs) + b"\0\0"


# ------------------------------------------------------------------ compression (MS-OVBA 2.4.1)


def compressed(content: bytes) -> bytes:
    """``content`` as a compressed container; chunks that do not shrink are stored raw."""
    chunks = [content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK)]
    return b"\x01" + b"".join(map(_chunk, chunks))


def _chunk(content: bytes) -> bytes:
    tokens = list(_tokens(content))
    packed = b"".join(_group(tokens[at : at + 8]) for at in range(0, len(tokens), 8))
    if len(packed) >= _CHUNK and len(content) == _CHUNK:
        return struct.pack("<H", 0x3000 | (_CHUNK - 1)) + content
    return struct.pack("<H", 0xB000 | (len(packed) - 1)) + packed


def _group(tokens: list[bytes]) -> bytes:
    """Up to eight tokens after a byte of flags: a bit is set for a copy, which has two bytes."""
    flags = sum((len(token) == 2) << bit for bit, token in enumerate(tokens))
    return bytes([flags]) + b"".join(tokens)


def _tokens(content: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(content):
        offset, length = _longest_match(content, at)
        if length:
            yield struct.pack("<H", _copy_token(at, offset, length))
        else:
            yield content[at : at + 1]
        at += length or 1


def _offset_bits(at: int) -> int:
    return max((at - 1).bit_length(), 4)


def _copy_token(at: int, offset: int, length: int) -> int:
    return ((offset - 1) << (16 - _offset_bits(at))) | (length - 3)


def _longest_match(content: bytes, at: int) -> tuple[int, int]:
    """How far back and how long the longest repetition at ``at`` is; (0, 0) below 3 bytes."""
    longest = min((0xFFFF >> _offset_bits(at)) + 3, len(content) - at)
    best = (0, 0)
    for length in range(3, longest + 1):
        found = content.rfind(content[at : at + length], 0, at + length - 1)
        if found < 0:
            break
        best = (at - found, length)
    return best
