"""Python for the kit: python.org's embeddable package, which runs from wherever it lies.

It is handed in as a file and proved by its SHA-256, because whatever is in it will run on every
desk. Beside the standard library it finds only what lies in its own folder: a file ``_pth`` says
so, and then neither variables nor the registry nor the current folder are asked.
"""

import re
import zipfile
from pathlib import Path, PurePosixPath

from zongzhi_xl.desk.kit.listed import PROGRAM, sha256_of
from zongzhi_xl.errors import RequestError, UnusableFileError
from zongzhi_xl.record import Record

OLDEST = (3, 11)
#: where the libraries lie, seen from Python's own folder
LIBRARIES = PurePosixPath("Lib/site-packages")
_SEARCHED = ("{zip}", ".", str(LIBRARIES).replace("/", "\\"), "import site")
_SOURCE = "python.org 下载页的 Windows embeddable package (64-bit)"
#: where a program of Windows says for which processor it is, and the number of 64 bits (x86)
_HEADER_AT, _MACHINE, _AMD64 = 0x3C, 4, 0x8664


class Embedded(Record):
    """A package that was looked at: its file, the folder in it, and which Python it is."""

    file: Path
    folder: str
    version: tuple[int, int]

    @property
    def short(self) -> str:
        """As its files are called: ``311``."""
        return "".join(map(str, self.version))

    def unpack(self, into: Path) -> None:
        """Everything into a new folder, told to look for libraries there and nowhere else."""
        with zipfile.ZipFile(self.file) as package:
            for name in _below(package, self.folder):
                place = into / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(package.read(f"{self.folder}{name}"))
        searched = "\r\n".join((*_SEARCHED, "")).format(zip=f"python{self.short}.zip")
        (into / f"python{self.short}._pth").write_bytes(searched.encode())


def embedded(file: Path, sha256: str) -> Embedded:
    """The package, once its hash is the one given; raises RequestError, UnusableFileError."""
    if not file.is_file():
        raise RequestError(f"没有这个文件：{file}")
    found = sha256_of(file)
    if not sha256:
        raise RequestError(
            f"{file.name} 的 SHA-256 是 {found}：与来源公布的核对无误后，再写上 --sha256 {found}"
        )
    if found != sha256.strip().lower():
        raise UnusableFileError(
            f"{file.name} 的 SHA-256 是 {found}，与 --sha256 写的不同：文件没有下载完整，"
            "或不是那一个，不能用；请重新下载",
            found,
        )
    try:
        with zipfile.ZipFile(file) as package:
            return _looked_at(file, package)
    except (zipfile.BadZipFile, OSError, StopIteration) as fault:
        raise UnusableFileError(f"{file.name} 不是 Python 的压缩包；要用的是{_SOURCE}") from fault


def _looked_at(file: Path, package: zipfile.ZipFile) -> Embedded:
    program = next(n for n in package.namelist() if PurePosixPath(n).name == PROGRAM)
    folder = program.removesuffix(PROGRAM)
    told = next(
        found
        for name in _below(package, folder)
        if (found := re.fullmatch(r"python(\d)(\d+)\._pth", name))
    )
    version = int(told[1]), int(told[2])
    if version < OLDEST:
        raise UnusableFileError(
            f"{file.name} 是 Python {told[1]}.{told[2]}，太旧：要 3.11 或更新的"
        )
    if _machine(package.read(program)) != _AMD64:
        raise UnusableFileError(f"{file.name} 不是 64 位的 Python；要用的是{_SOURCE}")
    return Embedded(file, folder, version)


def _below(package: zipfile.ZipFile, folder: str) -> list[str]:
    """Names of files in a folder of the package, as seen from there; never out of it."""
    names = (n.removeprefix(folder) for n in package.namelist() if n.startswith(folder))
    return [n for n in names if n and not n.endswith("/") and ".." not in PurePosixPath(n).parts]


def _machine(program: bytes) -> int:
    header = int.from_bytes(program[_HEADER_AT : _HEADER_AT + 4], "little")
    at = header + _MACHINE
    return int.from_bytes(program[at : at + 2], "little")
