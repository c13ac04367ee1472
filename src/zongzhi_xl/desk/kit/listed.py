"""The kit's list of files with their SHA-256, and what differs from it on some desk.

Written as other programs read it (``sha256sum -c``). It tells what was lost or spoilt on the way,
and what does not belong; it is no seal, since whoever can write into the folder can write the list
anew. The seal is the hash of the packed kit, which goes another way.
"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from zongzhi_xl.errors import RequestError, UnusableFileError

LIST = "清单.sha256"
#: the folder of the program, in which a file more would run with it; and its interpreter
PYTHON, PROGRAM = "python", "python.exe"
#: made by Python itself as soon as it runs
_COMPILED = "__pycache__"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_MOST_NAMED = 10


class Differences(NamedTuple):
    """Names as seen from the kit: gone, other than listed, too many, and workbooks in use.

    No record, since whatever it takes to make one may be what is spoilt.
    """

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    used: tuple[str, ...] = ()

    @property
    def spoilt(self) -> bool:
        """Whether the kit must be copied anew."""
        return bool(self.missing or self.changed or self.foreign)

    @property
    def report(self) -> str:
        """For the person who asked."""
        told = (
            ("缺少", self.missing), ("与清单不同", self.changed), ("清单上没有", self.foreign),
            ("填过或移走的工作簿（不算错）", self.used),
        )  # fmt: skip
        lines = [f"{words}：{_some(names)}" for words, names in told if names]
        end = "随身包不完整或被改过：请删掉整个文件夹，重新拷贝" if self.spoilt else "随身包完好"
        return "\n".join((*lines, end))


def _some(names: tuple[str, ...]) -> str:
    more = f" 等{len(names)}个" if len(names) > _MOST_NAMED else ""
    return f"{'、'.join(names[:_MOST_NAMED])}{more}"


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, as 64 small hexadecimal signs."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_list(kit: Path) -> None:
    """List everything that lies in the kit."""
    lines = (f"{sha256_of(path)}  {name}\n" for name, path in sorted(_files(kit)))
    (kit / LIST).write_bytes("".join(lines).encode())


def differences(kit: Path) -> Differences:
    """What differs from the list; raises RequestError, UnusableFileError."""
    listed, there = _listed(kit), {name: sha256_of(path) for name, path in _files(kit)}
    missing = listed.keys() - there.keys()
    changed = {name for name in listed.keys() & there.keys() if listed[name] != there[name]}
    foreign = {n for n in there.keys() - listed.keys() if PurePosixPath(n).parts[0] == PYTHON}
    used = {name for name in missing | changed if _is_workbook(name)}
    found = missing - used, changed - used, foreign, used
    return Differences(*(tuple(sorted(names)) for names in found))


def _is_workbook(name: str) -> bool:
    """One that lies open in the kit, to be filled in or taken away."""
    path = PurePosixPath(name)
    return len(path.parts) == 1 and path.suffix in (".xlsx", ".xlsm")


def _files(kit: Path) -> Iterator[tuple[str, Path]]:
    for path in kit.rglob("*"):
        name = path.relative_to(kit)
        if path.is_file() and _COMPILED not in name.parts and str(name) != LIST:
            yield name.as_posix(), path


def _listed(kit: Path) -> dict[str, str]:
    path = kit / LIST
    if not path.is_file():
        raise RequestError(f"{kit} 不是随身包：里面没有 {LIST}")
    try:
        found = [_LINE.fullmatch(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as fault:
        raise UnusableFileError(f"{LIST} 读不出来：请重新拷贝整个随身包") from fault
    listed = {one[2]: one[1] for one in found if one}
    if not listed or len(listed) < len(found):
        raise UnusableFileError(f"{LIST} 不完整：请重新拷贝整个随身包")
    return listed
