"""Macros from text: what is written is read back by an independent reader (olevba, olefile)."""

import io
import zipfile
from pathlib import Path

import olefile
import pytest
import xlwings
from hypothesis import given, settings
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream

from zongzhi_xl.vba.compound_file import compound_file
from zongzhi_xl.vba.project import Module, ModuleKind, compressed, vba_project

BUTTON = 'Sub Check()\n    RunPython "import zongzhi_xl.button"\nEnd Sub\n'
LONG = "".join(f"' line {number}: {number * number}\n" for number in range(1500))


def read_back(project: bytes) -> dict[str, str]:
    macros = VBA_Parser("vbaProject.bin", data=project).extract_macros()
    return {name: code for _, _, name, code in macros}


def test_every_module_is_read_back_as_written():
    modules = [
        Module("ThisWorkbook", ModuleKind.WORKBOOK),
        Module("Sheet1", ModuleKind.SHEET),
        Module("Buttons", ModuleKind.STANDARD, BUTTON),
        Module("Records", ModuleKind.CLASS, "Public Total As Long\n"),
        Module("Long", ModuleKind.STANDARD, LONG),
    ]
    found = read_back(vba_project(modules))
    assert sorted(found) == [
        "Buttons.bas", "Long.bas", "Records.cls", "Sheet1.cls", "ThisWorkbook.cls",
    ]  # fmt: skip
    header = 'Attribute VB_Name = "Buttons"\n'
    assert found["Buttons.bas"].replace("\r\n", "\n") == header + BUTTON
    assert found["Long.bas"].replace("\r\n", "\n").endswith(LONG)


def test_the_same_text_gives_the_same_bytes():
    modules = [Module("Buttons", ModuleKind.STANDARD, BUTTON)]
    assert vba_project(modules) == vba_project(modules)


def test_macros_must_be_ascii():
    with pytest.raises(UnicodeEncodeError):
        vba_project([Module("Buttons", ModuleKind.STANDARD, "' 校验\n")])


@settings(max_examples=60)
@given(st.binary(min_size=1, max_size=3000) | st.text("ab \r\n", min_size=1).map(str.encode))
def test_compression_loses_nothing(content: bytes):
    assert decompress_stream(bytearray(compressed(content))) == content


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 9000, 40000])
def test_compression_at_the_borders_of_chunks(size: int):
    content = (b"Sub Button()\r\n" * 3000)[:size]
    assert decompress_stream(bytearray(compressed(content))) == content


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 4095, 4096, 4097, 70_000, 900_000])
def test_streams_of_every_size_come_back(size: int):
    content = bytes(number * 7 % 251 for number in range(size))
    many = {f"S{number}": bytes([number]) * number for number in range(1, 40)}
    found = olefile.OleFileIO(io.BytesIO(compound_file({"Main": content, "Deep": many})))
    assert found.openstream("Main").read() == content
    assert all(found.openstream(["Deep", name]).read() == text for name, text in many.items())
    assert not found.parsing_issues


# ------------------------------------------------------------------ protection of the project


def revealed(hidden: str) -> tuple[int, int, bytes]:
    """Version, key of the identity and content of a field of PROJECT (MS-OVBA 2.4.3.3)."""
    first, *rest = bytes.fromhex(hidden)
    version, key = rest[0] ^ first, rest[1] ^ first
    plain, before, last, found = key, rest[0], rest[1], bytearray()
    for byte in rest[2:]:
        plain = byte ^ (before + plain) % 256
        before, last = last, byte
        found.append(plain)
    ignored = (first & 6) // 2
    length = int.from_bytes(found[ignored : ignored + 4], "little")
    content = bytes(found[ignored + 4 :])
    assert len(content) == length
    return version, key, content


def protection(project: bytes) -> tuple[int, dict[str, tuple[int, int, bytes]]]:
    """The sum of the project's identity, and its three fields of protection."""
    text = olefile.OleFileIO(io.BytesIO(project)).openstream("PROJECT").read().decode("ascii")
    fields = dict(line.split("=", 1) for line in text.splitlines() if line.count("=") == 1)
    hidden = {name: revealed(fields[name].strip('"')) for name in ("CMG", "DPB", "GC")}
    return sum(fields["ID"].strip('"').encode()) % 256, hidden


def xlwings_project() -> bytes:
    """A project that Excel is known to open: the one that xlwings ships."""
    path = Path(xlwings.__file__).parent / "quickstart_standalone.xlsm"
    with zipfile.ZipFile(path) as package:
        return package.read("xl/vbaProject.bin")


@pytest.mark.parametrize("project", [xlwings_project(), vba_project([]), vba_project([], name="A")])
def test_a_project_is_open_and_its_protection_fits_its_identity(project: bytes):
    key, fields = protection(project)
    assert fields == {
        "CMG": (2, key, bytes(4)),  # not protected
        "DPB": (2, key, b"\0"),  # no password
        "GC": (2, key, b"\xff"),  # visible
    }


def test_objects_have_the_attributes_that_excel_writes():
    """Heads of modules as in a project that Excel is known to open."""
    known = read_back(xlwings_project())
    kinds = {
        "ThisWorkbook": ModuleKind.WORKBOOK,
        "Sheet1": ModuleKind.SHEET,
        "Dictionary": ModuleKind.CLASS,
    }
    ours = read_back(vba_project([Module(name, kind) for name, kind in kinds.items()]))
    for name in ours:
        expected = [line for line in known[name].splitlines() if line.startswith("Attribute VB_")]
        expected = [line for line in expected if "VB_Description" not in line]
        if name == "Dictionary.cls":  # a class of ours is the project's own
            expected = [
                line.replace("VB_Exposed = True", "VB_Exposed = False") for line in expected
            ]
        assert ours[name].splitlines() == expected
