"""Whether a folder lies on a share of the network, as far as the computer tells.

A record on a share can be spoilt: the locks of many shares do not hold, and what was written may
not be on the disk yet. Nothing is refused for it; the officer is told plainly.
"""

import platform
import re
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from zongzhi_xl.record import Record

#: file systems of Linux whose disk stands in another computer
_OF_NETWORK = frozenset({
    "afs", "ceph", "cifs", "davfs", "fuse.davfs2", "fuse.rclone", "fuse.sshfs", "glusterfs",
    "ncpfs", "nfs", "nfs4", "smb3", "smbfs",
})  # fmt: skip
#: what GetDriveTypeW says of a letter that leads to a share
_REMOTE = 4
_MOUNTS = Path("/proc/mounts")
_ESCAPED = re.compile(r"\\([0-7]{3})")


class Disks(Record):
    """What a computer tells of its disks: ``mounts`` as Linux lists them, the type of a letter."""

    system: str
    mounts: Callable[[], str]
    type_of: Callable[[str], int]

    def is_share(self, folder: Path) -> bool:
        """Whether ``folder`` is known to lie on a share; of other systems nothing is known."""
        if self.system == "Windows":
            return self._of_windows(str(folder))
        place = PurePosixPath(folder)
        mounts = (line.split() for line in self.mounts().splitlines())
        known = {_plain(parts[1]): parts[2] for parts in mounts if len(parts) > 2}
        nearest = next((known[one] for one in (place, *place.parents) if one in known), "")
        return nearest in _OF_NETWORK

    def _of_windows(self, folder: str) -> bool:
        drive = PureWindowsPath(folder).drive
        return drive.startswith("\\\\") or (drive != "" and self.type_of(f"{drive}\\") == _REMOTE)


def _plain(mounted: str) -> PurePosixPath:
    r"""A blank in a name is written ``\040`` in the list."""
    return PurePosixPath(_ESCAPED.sub(lambda found: chr(int(found[1], 8)), mounted))


def _mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _type_of(root: str) -> int:
    """Asked of Windows; written from Microsoft's documentation and not run there by us."""
    if sys.platform == "win32":
        from ctypes import windll  # noqa: PLC0415  # only Windows has it

        return int(windll.kernel32.GetDriveTypeW(root))
    return 0


DISKS = Disks(platform.system(), _mounts, _type_of)
MOVE_IT = "请把区文件夹放在这台电脑自己的磁盘上，只由一台电脑登记；共享盘上可以放备份"


def on_share(folder: Path) -> str:
    """That ``folder`` lies on a share, in words; empty where it does not, or nobody can tell."""
    if not DISKS.is_share(folder.absolute().resolve()):
        return ""
    return f"{folder} 在网络共享盘上：几台电脑同时登记，或网络中断，登记可能损坏"


def caution(folder: Path) -> str:
    """The same with what to do, as a line of its own."""
    found = on_share(folder)
    return f"注意：{found}。{MOVE_IT}" if found else ""
