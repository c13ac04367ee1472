"""Outputs appear whole or not at all."""

from pathlib import Path

import pytest

from zongzhi_xl.desk.placing import (
    check_file,
    folder_in_place,
    put_in_place,
    ready_folder,
    seen_from,
    write_pieces,
)
from zongzhi_xl.errors import OutputError


def _write_half(path: Path) -> None:
    path.write_text("半", encoding="utf-8")
    raise ZeroDivisionError


def test_a_writing_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "结果.json"
    target.write_text("旧", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), put_in_place(target) as aside:
        _write_half(aside)
    assert target.read_text(encoding="utf-8") == "旧"
    assert [one.name for one in tmp_path.iterdir()] == ["结果.json"]


def test_a_writing_that_ends_replaces_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "结果.xlsx"
    target.write_text("旧", encoding="utf-8")
    with put_in_place(target) as aside:
        assert aside.suffix == ".xlsx"
        assert aside.parent == tmp_path
        aside.write_text("新", encoding="utf-8")
        assert target.read_text(encoding="utf-8") == "旧"
    assert target.read_text(encoding="utf-8") == "新"


def test_a_folder_of_papers_keeps_what_else_lies_there(tmp_path: Path) -> None:
    (tmp_path / "别的.txt").write_text("留着", encoding="utf-8")
    with folder_in_place(tmp_path) as aside:
        (aside / "通报.html").write_text("新", encoding="utf-8")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["别的.txt", "通报.html"]


def test_a_folder_whose_writing_fails_gets_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), folder_in_place(tmp_path) as aside:
        _write_half(aside / "通报.html")
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    for wrong in (tmp_path, tmp_path / "没有" / "a.json", tmp_path / "文件" / "a.json"):
        with pytest.raises(OutputError, match="写不了"):
            check_file(wrong)
    with pytest.raises(OutputError, match="建不了文件夹"):
        ready_folder(tmp_path / "文件" / "下级")


def test_text_has_plain_line_ends(tmp_path: Path) -> None:
    write_pieces(tmp_path / "a.json", ("一\n", "二\n"))
    assert (tmp_path / "a.json").read_bytes() == "一\n二\n".encode()


def test_links_start_from_the_one_folder_that_was_given(tmp_path: Path) -> None:
    inbox, other = tmp_path / "收件", tmp_path / "别处"
    inbox.mkdir()
    other.mkdir()
    (inbox / "a.xlsx").write_bytes(b"")
    assert seen_from(tmp_path / "汇总.xlsx", [inbox]) == "收件/"
    assert seen_from(inbox / "汇总.xlsx", [inbox]) == ""
    assert seen_from(other / "汇总.xlsx", [inbox / "a.xlsx"]) == "../收件/"
    assert seen_from(tmp_path / "汇总.xlsx", [inbox, other]) == ""
