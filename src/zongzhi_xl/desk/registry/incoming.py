"""What lies in the inbox (收件夹): files, folders, zip archives; each file with its bytes.

What nobody handed in (lock files of office programs, folders of copies, our own summaries) is
passed over, and a line says so. Nothing is unpacked onto the disk.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from zongzhi_xl.archive.seen import Mark, mark_of
from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.desk.own_outputs import left_behind
from zongzhi_xl.desk.receiving import found_under
from zongzhi_xl.reading.reader import SizeLimits
from zongzhi_xl.reading.unusable import reason_by_name, reason_of_fault
from zongzhi_xl.record import Record


class Incoming(Record):
    """A file with its name as seen from the inbox, and its bytes.

    ``path`` is where it lies, with the mark that it had before it was read; None in an archive.
    """

    name: str
    data: bytes
    path: Path | None = None
    mark: Mark | None = None

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def suffix(self) -> str:
        """Its ending in small letters; what is no ending of a usual file is none."""
        suffix = PurePosixPath(self.name).suffix.lower()
        return suffix if suffix.isascii() and len(suffix) <= _LONGEST_SUFFIX else ""


class AsBefore(Record):
    """A file that is as it was when it was taken in: it was not read."""

    name: str


class PassedOver(Record):
    """A file that was not taken in, and why, in words; ``harmless``: nobody has to do anything."""

    name: str
    reason: str
    harmless: bool = False


_LONGEST_SUFFIX = 8
_ARCHIVE = ".zip"
#: folders in which people and programs keep copies
_COPIES = frozenset({"备份", "backup", "bak"})
#: how pages with a seal come in; no figure of them is ever read
_PICTURES = frozenset({
    ".pdf", ".jpg", ".jpeg", ".png", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic", ".ofd",
})  # fmt: skip
#: what an archive may hold: a city's year has some thousand small files
_MOST_FILES, _MOST_BYTES = 10_000, 2 << 30


def incoming(
    paths: list[Path], is_known: Callable[[Path], bool]
) -> Iterator[Incoming | AsBefore | PassedOver]:
    """Everything under ``paths`` in the order of the names; raises RequestError.

    ``is_known`` tells which files need not be read.
    """
    for path, name in found_under(paths):
        if passed := _not_handed_in(name):
            yield passed
        elif is_known(path):
            yield AsBefore(name)
        elif path.suffix.lower() == _ARCHIVE and zipfile.is_zipfile(path):
            yield from _unpacked(path, name)
        else:
            yield _read(path, name)


def _not_handed_in(name: str) -> PassedOver | None:
    inside = PurePosixPath(name)
    if reason_by_name(inside.name):
        return PassedOver(name, "打开工作簿时留下的临时文件，跳过", harmless=True)
    if any(part.lower() in _COPIES for part in inside.parts[:-1]):
        return PassedOver(name, "在备份文件夹里，跳过", harmless=True)
    if inside.suffix.lower() in _PICTURES:
        return PassedOver(name, _NO_RETURN, harmless=True)
    return None


_NO_RETURN = (
    "是图片或版式文件，里面的数不算报送，没有收：盖章页请自行留存，只来了这个的请单位报电子表"
)


def _read(path: Path, name: str) -> Incoming | PassedOver:
    try:
        if path.stat().st_size > SizeLimits().file:
            return _too_large(name)
        mark = mark_of(path)
        return Incoming(name, path.read_bytes(), path, mark)
    except OSError as fault:
        return PassedOver(name, reason_of_fault(fault))


def _too_large(name: str) -> PassedOver:
    return PassedOver(name, f"超过 {SizeLimits().file >> 20} MB，不像报表，没有收：请核对后另发")


# ------------------------------------------------------------------ archives


def _unpacked(path: Path, archive: str) -> Iterator[Incoming | PassedOver]:
    try:
        with zipfile.ZipFile(path) as opened:
            members = [one for one in opened.infolist() if not one.is_dir()]
            if refused := _too_much(members):
                yield PassedOver(archive, refused)
                return
            for one in sorted(members, key=_name_in):
                yield from _member(opened, one, f"{archive}/{_name_in(one)}")
    except (zipfile.BadZipFile, OSError, EOFError) as fault:
        yield PassedOver(archive, f"压缩包打不开（{_why(fault)}）：请重新发送，或解压后再收")


def _why(fault: Exception) -> str:
    return reason_of_fault(fault) if isinstance(fault, OSError) else "已损坏"


def _too_much(members: list[zipfile.ZipInfo]) -> str:
    if len(members) > _MOST_FILES:
        return f"压缩包里有 {len(members)} 个文件，不像是报表的压缩包，没有收"
    if sum(one.file_size for one in members) > _MOST_BYTES:
        return f"压缩包解开后超过 {_MOST_BYTES >> 30} GB，不像是报表的压缩包，没有收"
    return ""


def _member(
    opened: zipfile.ZipFile, one: zipfile.ZipInfo, name: str
) -> Iterator[Incoming | PassedOver]:
    if PurePosixPath(name).name.startswith(".") or "__MACOSX" in name:
        return
    if passed := _not_handed_in(name):
        yield passed
    elif one.file_size > SizeLimits().file:
        yield _too_large(name)
    elif PurePosixPath(name).suffix.lower() == _ARCHIVE:
        yield PassedOver(name, "压缩包里还有压缩包，没有收：请解压后再收")
    else:
        yield _of_member(opened, one, name)


def _of_member(opened: zipfile.ZipFile, one: zipfile.ZipInfo, name: str) -> Incoming | PassedOver:
    try:
        with opened.open(one) as stream:
            data = stream.read(SizeLimits().file + 1)
    except (RuntimeError, NotImplementedError):  # what zipfile raises for both
        return PassedOver(name, "压缩包设有密码，或压缩方法不认识：请解压后再收")
    except (zipfile.BadZipFile, OSError, EOFError, ValueError):
        return PassedOver(name, "在压缩包里已损坏：请重新发送")
    if len(data) > SizeLimits().file:
        return _too_large(name)
    if ours := left_behind(PurePosixPath(name).name, data):
        return PassedOver(name, f"是{ours}，不是交来的报表，跳过", harmless=True)
    return Incoming(name, data)


#: set where the name is in UTF-8; else programs in China write GBK, which Python reads as cp437
_IN_UTF8 = 0x800


def _name_in(one: zipfile.ZipInfo) -> str:
    """The member's name as its sender saw it, on one line."""
    name = one.filename
    if not one.flag_bits & _IN_UTF8:
        name = _as_sent(name)
    return Gate().line(name.replace("\\", "/").lstrip("/"))


def _as_sent(name: str) -> str:
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name
