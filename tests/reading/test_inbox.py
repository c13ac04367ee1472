"""Which files count as handed in, and what they are called."""

import os
import sys
from pathlib import Path

import pytest

from zongzhi_xl.reading.inbox import discover


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")


def names(*paths: Path) -> list[str]:
    return [name for _, name in discover(paths)]


def test_folders_are_searched_to_any_depth_and_sorted(tmp_path: Path) -> None:
    touch(tmp_path, "02/b.xlsx", "01/示例一街道.xlsx", "01/deep/er/a.xlsm", "部门提供数.xlsx")
    assert names(tmp_path) == [
        "01/deep/er/a.xlsm", "01/示例一街道.xlsx", "02/b.xlsx", "部门提供数.xlsx",
    ]  # fmt: skip
    assert discover([tmp_path])[2] == (tmp_path / "02/b.xlsx", "02/b.xlsx")


def test_what_somebody_may_have_handed_in_is_never_passed_over(tmp_path: Path) -> None:
    touch(tmp_path, "a.xls", "b.csv", "c.et", "d.pdf", "~$e.xlsx", ".~lock.e.xlsx#", "f")
    assert names(tmp_path) == [".~lock.e.xlsx#", "a.xls", "b.csv", "c.et", "d.pdf", "f", "~$e.xlsx"]


def test_what_systems_leave_behind_is(tmp_path: Path) -> None:
    touch(
        tmp_path,
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        ".git/a.xlsx",
        "__MACOSX/a.xlsx",
        "a.xlsx",
    )
    assert names(tmp_path) == ["a.xlsx"]


def test_a_single_file_is_called_by_its_name(tmp_path: Path) -> None:
    touch(tmp_path, "01/a.xlsx")
    assert names(tmp_path / "01/a.xlsx") == ["a.xlsx"]


def test_a_file_reached_twice_is_listed_once(tmp_path: Path) -> None:
    touch(tmp_path, "01/a.xlsx", "02/b.xlsx")
    assert names(tmp_path, tmp_path / "01", tmp_path / "02/b.xlsx") == ["01/a.xlsx", "02/b.xlsx"]


def test_two_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    touch(tmp_path, "east/01/a.xlsx", "west/01/a.xlsx", "west/b.xlsx")
    found = names(tmp_path / "east", tmp_path / "west")
    assert found == ["b.xlsx", "east/01/a.xlsx", "west/01/a.xlsx"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        discover([tmp_path / "nothing"])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes as a file name")
def test_names_in_gbk_become_readable(tmp_path: Path) -> None:
    """As unzipped from an archive packed on Chinese Windows."""
    raw = os.fsencode(tmp_path) + b"/" + "于楼街道.xlsx".encode("gbk")
    Path(os.fsdecode(raw)).write_bytes(b"x")
    ((path, name),) = discover([tmp_path])
    assert name == "于楼街道.xlsx"
    assert path.read_bytes() == b"x"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
@pytest.mark.parametrize("first", ["a 链接.xlsx", "z 链接.xlsx"])
def test_a_file_and_a_link_to_it_are_one_file(tmp_path: Path, first: str) -> None:
    """Whichever of them comes first, in the same folder, in another, under another path."""
    touch(tmp_path, "01/m.xlsx", "02/n.xlsx")
    (tmp_path / "01" / first).symlink_to(tmp_path / "01/m.xlsx")
    (tmp_path / "01" / f"另{first}").symlink_to(tmp_path / "02/n.xlsx")
    assert names(tmp_path) == ["01/m.xlsx", "02/n.xlsx"]
    assert names(tmp_path / "01", tmp_path / "02") == ["m.xlsx", f"另{first}"]
    assert names(tmp_path / "02", tmp_path / "01") == ["m.xlsx", "n.xlsx"]
    (tmp_path / "01/断.xlsx").symlink_to(tmp_path / "02/没有.xlsx")
    assert "01/断.xlsx" in names(tmp_path)


def test_the_order_of_the_paths_given_names_the_files_but_changes_no_path(tmp_path: Path) -> None:
    touch(tmp_path, "01/a.xlsx", "02/b.xlsx")
    paths = [tmp_path / "02/b.xlsx", tmp_path / "01", tmp_path]
    assert list(discover(paths)) == [
        (tmp_path / "01/a.xlsx", "a.xlsx"),
        (tmp_path / "02/b.xlsx", "b.xlsx"),
    ]
    assert {path for path, _ in discover(paths[::-1])} == {path for path, _ in discover(paths)}


def test_what_this_run_writes_was_handed_in_by_nobody(tmp_path: Path) -> None:
    touch(tmp_path, "01/a.xlsx", "01/汇总.xlsx", "结果.json", "汇总.xlsx")
    ours = [tmp_path / "汇总.xlsx", tmp_path / "01/../结果.json", tmp_path / "还没有.csv"]
    assert [name for _, name in discover([tmp_path], ours)] == ["01/a.xlsx", "01/汇总.xlsx"]
    # named by itself it is looked at no more than in its folder
    assert list(discover([tmp_path / "汇总.xlsx"], ours)) == []


def test_a_citys_files_are_found_again_wherever_they_stand(tmp_path: Path) -> None:
    """They lie packed in groups: every place, from either end, and parts across groups."""
    expected = [(tmp_path / f"{number:04}.xlsx", f"{number:04}.xlsx") for number in range(600)]
    for path, _ in expected:
        path.touch()
    found = discover([tmp_path])
    assert list(found) == expected
    assert [found[place] for place in (0, 255, 256, 599, -1, -600)] == [
        expected[place] for place in (0, 255, 256, 599, -1, -600)
    ]
    assert list(found[250:520:3]) == expected[250:520:3]
    with pytest.raises(IndexError):
        found[600]
