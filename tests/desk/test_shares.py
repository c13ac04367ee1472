"""Whether the district's folder lies on a share of the network, with injected answers."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.desk.registry.districts import day, district_at
from tests.desk.test_doctor import computer
from tests.district_forms import filled
from zongzhi_xl.cli import app
from zongzhi_xl.desk import shares
from zongzhi_xl.desk.doctor.examination import Gravity, examine, stops
from zongzhi_xl.desk.initiating.district import initiate
from zongzhi_xl.desk.registry import arriving
from zongzhi_xl.desk.registry.standing import status
from zongzhi_xl.desk.shares import Disks
from zongzhi_xl.record import replace

MOUNTS = r"""/dev/sda1 / ext4 rw,relatime 0 0
//server/zongzhi /mnt/share cifs rw,vers=3.0 0 0
server:/export /mnt/共享\040two nfs4 rw 0 0
/dev/sdb1 /mnt/share/local ext4 rw 0 0
broken
"""


def disks(system: str = "Linux", letters: dict[str, int] | None = None) -> Disks:
    return Disks(system, lambda: MOUNTS, (letters or {}).__getitem__)


@pytest.mark.parametrize(
    ("folder", "is_share"),
    [
        ("/home/甲区", False),
        ("/mnt/share", True),
        ("/mnt/share/甲区/2026", True),
        ("/mnt/shared/甲区", False),
        ("/mnt/share/local/甲区", False),
        ("/mnt/共享 two/甲区", True),
    ],
)
def test_the_nearest_mount_above_a_folder_tells(folder: str, is_share: bool) -> None:
    assert disks().is_share(Path(folder)) is is_share


@pytest.mark.parametrize(
    ("folder", "is_share"),
    [
        ("C:\\甲区", False),
        ("Z:\\甲区", True),
        ("\\\\server\\综治\\甲区", True),
        ("甲区", False),
    ],
)
def test_windows_tells_by_the_letter_or_the_name_of_the_server(folder: str, is_share: bool) -> None:
    known = disks("Windows", {"C:\\": 3, "Z:\\": 4})
    assert known._of_windows(folder) is is_share


def test_where_nothing_is_told_nothing_is_known() -> None:
    silent = replace(disks("Darwin"), mounts=lambda: "")
    assert not silent.is_share(Path("/Volumes/share"))


@pytest.fixture
def on_share(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Everything under it lies on a share."""
    mounts = f"server:/x {tmp_path.resolve()} nfs rw 0 0\n"
    monkeypatch.setattr(shares, "DISKS", replace(disks(), mounts=lambda: mounts))
    return tmp_path


WORDS = "在网络共享盘上：几台电脑同时登记，或网络中断，登记可能损坏。请把区文件夹放在这台电脑"


def test_init_warns(on_share: Path) -> None:
    done = initiate(on_share / "甲区", filled(on_share / "区情登记表.xlsx"))
    assert done.lines[-1].startswith(f"注意：{on_share / '甲区'} {WORDS}")


def test_status_warns_and_is_silent_elsewhere(
    on_share: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district = district_at(on_share / "区")
    arriving.receive(arriving.Wish(district, (), day("2-04"), day("2-04")))
    lines = status(district, 2026, day("2-06")).report.splitlines()
    assert lines[1].startswith(f"注意：{district} {WORDS}")
    shown = CliRunner().invoke(app, ["status", str(district), "--year", "2026"]).stdout
    assert "在网络共享盘上" in shown
    monkeypatch.setattr(shares, "DISKS", disks())
    assert "注意" not in status(district, 2026, day("2-06")).report


def test_doctor_warns_and_goes_on(on_share: Path) -> None:
    remarks = examine(computer(on_share), on_share)
    (told,) = [one for one in remarks if "共享盘" in one.words]
    assert (told.gravity, told.remedy) == (Gravity.NOTICE, shares.MOVE_IT)
    assert not stops([told])
