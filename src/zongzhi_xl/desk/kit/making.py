"""The kit put together: Python, libraries, workbooks, a page of instructions, a list; and packed.

Whoever gets it copies a folder. Nothing is installed, nothing is fetched, no right of an
administrator is needed, and the folder is all there is to remove.
"""

import shutil
import zipfile
from pathlib import Path

from zongzhi_xl.desk.kit.embedded import LIBRARIES, Embedded, embedded
from zongzhi_xl.desk.kit.libraries import put_libraries
from zongzhi_xl.desk.kit.listed import LIST, PYTHON, sha256_of, write_list
from zongzhi_xl.desk.own_outputs import Sort
from zongzhi_xl.desk.placing import check_output, put_together
from zongzhi_xl.errors import OutputError
from zongzhi_xl.record import Record
from zongzhi_xl.resources import templates_folder, workbooks_folder

_PAGES = "kit"
#: how a text begins that Windows' own editors take for what it is
_MARK = "\ufeff"
#: the same kit gives the same packed bytes
_DAY, _UNIX, _READABLE = (2026, 1, 1, 0, 0, 0), 3, 0o644 << 16
_MEGABYTE = 1_000_000


class Wish(Record):
    """Where the kit is to lie, and the embeddable Python with the hash that it must have."""

    folder: Path
    python: Path
    sha256: str

    @property
    def packed(self) -> Path:
        """The same as one file, beside the folder."""
        whole = self.folder.resolve()
        return whole.with_name(f"{whole.name}.zip")


class Made(Record):
    """A kit that was written; sizes in MB of a million bytes."""

    wish: Wish
    size: float
    packed_size: float
    sha256: str

    @property
    def report(self) -> str:
        """For the person who asked."""
        return (
            f"已写出 {self.wish.folder}（{self.size:.0f} MB）和 {self.wish.packed}"
            f"（{self.packed_size:.0f} MB）\n"
            f"{self.wish.packed.name} 的 SHA-256：{self.sha256}\n"
            "把这一行另行告诉收的人（电话、公文），收到后先核对再解压"
        )


def make(wish: Wish) -> Made:
    """Write the kit, and packed beside it; nothing where anything is missing.

    Raises RequestError, UnusableFileError, MachineError, OutputError.
    """
    if wish.folder.exists() and any(wish.folder.iterdir()):
        raise OutputError(f"写不了 {wish.folder}：里面已经有东西，请给一个新文件夹")
    check_output(wish.packed, _PACKED)
    python = embedded(wish.python, wish.sha256)
    with put_together() as together:
        aside = together.folder(wish.folder)
        _fill(aside, python)
        _pack(aside, wish.packed.stem, together.file(wish.packed, _PACKED))
    files = (path for path in wish.folder.rglob("*") if path.is_file())
    size, packed_size = sum(path.stat().st_size for path in files), wish.packed.stat().st_size
    return Made(wish, size / _MEGABYTE, packed_size / _MEGABYTE, sha256_of(wish.packed))


def _fill(kit: Path, python: Embedded) -> None:
    python.unpack(kit / PYTHON)
    put_libraries(kit / PYTHON / LIBRARIES, python.version)
    for page in sorted((templates_folder() / _PAGES).iterdir()):
        _write_page(page, kit)
    for book in sorted(workbooks_folder().iterdir()):
        shutil.copyfile(book, kit / book.name)
    write_list(kit)


def _write_page(page: Path, kit: Path) -> None:
    """With Windows' ends of lines; a program for its prompt is ASCII and has no mark."""
    text = page.read_text(encoding="utf-8").replace("\n", "\r\n")
    mark = "" if page.suffix == ".cmd" else _MARK
    (kit / page.name).write_bytes(f"{mark}{text}".encode())


def _pack(kit: Path, name: str, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(kit.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{name}/{path.relative_to(kit).as_posix()}", _DAY)
                entry.create_system, entry.external_attr = _UNIX, _READABLE
                packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED, 9)


def _is_packed_kit(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as packed:
            return any(name.endswith(f"/{LIST}") for name in packed.namelist())
    except (zipfile.BadZipFile, OSError):
        return False


_PACKED = Sort("随身包", _is_packed_kit)
