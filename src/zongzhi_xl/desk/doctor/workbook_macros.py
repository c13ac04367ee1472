"""Which macros a workbook carries, read from its bytes; nothing is run.

Only the beginning of each module is unpacked (MS-OVBA 2.4.1): its name stands there, and in
xlwings' own module its version.
"""

import re
import zipfile
from io import BytesIO
from pathlib import Path

from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.record import Record

_PROJECT = "xl/vbaProject.bin"
#: a compressed module: signature, chunk header, and "Attribut…" as its first literals
_BEGINNING = re.compile(rb"\x01.[\xb0-\xbf]\x00Attribut", re.DOTALL)
_VERSION = re.compile(r'XLWINGS_VERSION As String = "([^"]+)"')
_NAME = re.compile(r'Attribute VB_Name = "([^"]+)"')
#: xlwings' version stands within its first two chunks of 4,096 bytes
_CHUNKS, _CHUNK = 3, 4096
_LARGEST = 20_000_000


class Macros(Record):
    """The modules of a workbook, and the version of xlwings' own among them."""

    modules: frozenset[str] = frozenset()
    xlwings: str = ""

    @property
    def for_libreoffice(self) -> bool:
        """Whether the buttons are for LibreOffice."""
        return any("LibreOffice" in name for name in self.modules)


def macros_of(path: Path) -> Macros:
    """The macros of an .xlsm; none in an .xlsx. Raises UnusableFileError."""
    try:
        with zipfile.ZipFile(path) as package:
            if _PROJECT not in package.namelist():
                return Macros()
            if package.getinfo(_PROJECT).file_size > _LARGEST:
                raise UnusableFileError(f"{path.name} 里的宏大得不正常，不再查看")
            project = package.read(_PROJECT)
    except (OSError, zipfile.BadZipFile, RuntimeError) as fault:
        raise UnusableFileError(f"{path.name} 打不开，不是完好的 Excel 工作簿") from fault
    texts = [beginning(project, found.start()) for found in _BEGINNING.finditer(project)]
    names = frozenset(name for text in texts for name in _NAME.findall(text))
    versions = [version for text in texts for version in _VERSION.findall(text)]
    return Macros(names, versions[0] if versions else "")


def beginning(project: bytes, at: int) -> str:
    """The first chunks of the compressed text at ``at``."""
    chunks, at = bytearray(), at + 1
    for _ in range(_CHUNKS):
        header = int.from_bytes(project[at : at + 2], "little")
        if header >> 12 != 0xB:  # no further compressed chunk
            break
        end = at + (header & 0xFFF) + 3
        chunks += _chunk(project[at + 2 : end])
        at = end
    return chunks.decode("latin-1")


def _chunk(packed: bytes) -> bytes:
    """One chunk: literals, and copies of what stands before (MS-OVBA 2.4.1.3.5)."""
    text, tokens = bytearray(), BytesIO(packed)
    # a damaged chunk could go on for megabytes
    while len(text) < _CHUNK and (flags := tokens.read(1)):
        for bit in range(8):
            if not flags[0] >> bit & 1:
                text += tokens.read(1)
            elif token := tokens.read(2):
                _copy(text, int.from_bytes(token, "little"))
    return bytes(text)


def _copy(text: bytearray, token: int) -> None:
    bits = max((len(text) - 1).bit_length(), 4)
    length, offset = (token & (0xFFFF >> bits)) + 3, (token >> (16 - bits)) + 1
    for _ in range(length):
        if offset > len(text):
            return
        text.append(text[-offset])
