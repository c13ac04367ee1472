"""Outputs appear whole or not at all, sets as one, and never over what is not ours."""

import json
import os
from pathlib import Path

import pytest
from docx import Document
from xlsxwriter import Workbook

from zongzhi_xl.contract import COVER, LEDGER, OVERVIEW, REPAIR_NOTES, RESULTS
from zongzhi_xl.desk import own_outputs
from zongzhi_xl.desk.facts import COLUMNS
from zongzhi_xl.desk.own_outputs import FACTS, FINDINGS, NOTES, PAPER, RESULT, SUMMARY, Sort
from zongzhi_xl.desk.placing import (
    check_file,
    check_output,
    clear_leftovers,
    put_in_place,
    put_together,
    ready_folder,
    seen_from,
    write_pieces,
)
from zongzhi_xl.errors import OutputError
from zongzhi_xl.papers.markup import sheet_of
from zongzhi_xl.papers.word import word_of


def _write_half(path: Path) -> None:
    path.write_text("半", encoding="utf-8")
    raise ZeroDivisionError


def _write_both(whole: Path, half: Path) -> None:
    with put_together() as made:
        made.file(whole).write_text("新", encoding="utf-8")
        _write_half(made.file(half))


def _write_all(targets: list[Path]) -> None:
    with put_together() as made:
        for target in targets:
            made.file(target).write_text("新", encoding="utf-8")


def _take_away_and_write_half(old: Path, half: Path) -> None:
    with put_together() as made:
        made.without(old)
        _write_half(made.file(half))


def _take_away_and_write_over_a_folder(old: Path, held: Path) -> None:
    with put_together() as made:
        made.without(old)
        made.file(held).write_text("新", encoding="utf-8")
        held.mkdir()


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_writing_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "结果.json"
    target.write_text("旧", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), put_in_place(target) as aside:
        _write_half(aside)
    assert target.read_text(encoding="utf-8") == "旧"
    assert names_in(tmp_path) == ["结果.json"]


def test_what_is_to_be_gone_goes_with_the_set_or_stays(tmp_path: Path) -> None:
    old, new = tmp_path / "旧.yaml", tmp_path / "新.yaml"
    old.write_text("旧", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        _take_away_and_write_half(old, new)
    assert names_in(tmp_path) == ["旧.yaml"]
    with put_together() as made:
        made.without(old)
        made.file(new).write_text("新", encoding="utf-8")
    assert names_in(tmp_path) == ["新.yaml"]


def test_what_is_gone_comes_back_where_the_set_cannot_be_placed(tmp_path: Path) -> None:
    old, held = tmp_path / "旧.yaml", tmp_path / "占用.yaml"
    old.write_text("旧", encoding="utf-8")
    with pytest.raises(OutputError):
        _take_away_and_write_over_a_folder(old, held)
    assert names_in(tmp_path) == ["占用.yaml", "旧.yaml"]
    assert old.read_text(encoding="utf-8") == "旧"


def test_a_writing_that_ends_replaces_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "结果.xlsx"
    target.write_text("旧", encoding="utf-8")
    with put_in_place(target) as aside:
        assert aside.suffix == ".xlsx"
        assert aside.parent == tmp_path
        aside.write_text("新", encoding="utf-8")
        assert target.read_text(encoding="utf-8") == "旧"
    assert target.read_text(encoding="utf-8") == "新"
    assert names_in(tmp_path) == ["结果.xlsx"]


def test_a_folder_of_papers_keeps_what_else_lies_there(tmp_path: Path) -> None:
    (tmp_path / "别的.txt").write_text("留着", encoding="utf-8")
    with put_together() as made:
        aside = made.folder(tmp_path)
        (aside / "通报.html").write_text("新", encoding="utf-8")
        (aside / "01").mkdir()
        (aside / "01" / "月报.xlsx").write_text("新", encoding="utf-8")
    assert names_in(tmp_path) == ["01", "别的.txt", "通报.html"]
    assert names_in(tmp_path / "01") == ["月报.xlsx"]


def test_a_folder_whose_writing_fails_gets_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), put_together() as made:
        _write_half(made.folder(tmp_path) / "通报.html")
    assert names_in(tmp_path) == []


def test_of_a_set_nothing_is_replaced_before_everything_is_written(tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.csv"
    first.write_text("旧", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        _write_both(first, second)
    assert first.read_text(encoding="utf-8") == "旧"
    assert names_in(tmp_path) == ["a.json"]


def test_where_one_of_a_set_cannot_be_put_in_place_all_are_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, where a summary that is open in Excel cannot be replaced."""
    targets = [tmp_path / name for name in ("a.json", "b.csv", "c.xlsx")]
    targets[0].write_text("旧", encoding="utf-8")
    targets[2].write_text("开着", encoding="utf-8")
    replace = Path.replace

    def held(path: Path, target: Path) -> Path:
        if Path(target) == targets[2]:
            raise PermissionError(13, "held", str(path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(OutputError, match=r"c\.xlsx：可能正在 Excel 中打开"):
        _write_all(targets)
    assert targets[0].read_text(encoding="utf-8") == "旧"
    assert targets[2].read_text(encoding="utf-8") == "开着"
    assert names_in(tmp_path) == ["a.json", "c.xlsx"]


def test_what_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("", encoding="utf-8")
    os.mkfifo(tmp_path / "管道")
    wrongs = (tmp_path, tmp_path / "没有" / "a.json", tmp_path / "文件" / "a.json",
              tmp_path / "管道", Path(os.devnull))  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(OutputError, match="写不了"):
            check_file(wrong)
    with pytest.raises(OutputError, match="建不了文件夹"):
        ready_folder(tmp_path / "文件" / "下级")


def test_what_a_run_that_is_gone_left_aside_is_removed(tmp_path: Path) -> None:
    gone = 2**22 + 1  # beyond the largest number of a process
    for name in (f".zongzhi-{gone}-1.tmp.xlsx", f".zongzhi-{gone}-2.tmp.parts",
                 f".zongzhi-{os.getpid()}-999999999.tmp.json"):  # fmt: skip
        (tmp_path / name).write_text("半", encoding="utf-8")
    kept = [f".zongzhi-{os.getppid()}-1.tmp.xlsx", ".zongzhi-notes", "月报.tmp.xlsx"]
    for name in kept:
        (tmp_path / name).write_text("留着", encoding="utf-8")
    (tmp_path / f".zongzhi-{gone}-3.tmp").mkdir()
    clear_leftovers(tmp_path)
    assert names_in(tmp_path) == sorted(kept)


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


# ------------------------------------------------------------------ ours and not ours


def book(path: Path, *sheets: str) -> Path:
    with Workbook(str(path)) as workbook:
        for sheet in sheets:
            workbook.add_worksheet(sheet)
    return path


def text(path: Path, words: str) -> Path:
    path.write_text(words, encoding="utf-8-sig")
    return path


@pytest.fixture
def of_each_sort(tmp_path: Path) -> dict[Sort, Path]:
    """A file that tells of each sort that it is one."""
    result = json.dumps({"year": 2026, "through": 3, "units": []}, indent=1)
    paper = '<!DOCTYPE html>\n<meta charset="utf-8">\n<meta name="generator" content="zongzhi-xl">'
    return {
        SUMMARY: book(tmp_path / "1.xlsx", OVERVIEW, LEDGER),
        FINDINGS: book(tmp_path / "2.xlsx", "文件", RESULTS),
        NOTES: book(tmp_path / "3.xlsx", REPAIR_NOTES),
        RESULT: text(tmp_path / "4.json", result),
        FACTS: text(tmp_path / "5.csv", ",".join(COLUMNS) + "\n"),
        PAPER: text(tmp_path / "6.html", paper),
    }


def test_what_an_earlier_run_wrote_is_written_over_and_nothing_else(
    of_each_sort: dict[Sort, Path], tmp_path: Path
) -> None:
    for sort in of_each_sort:
        for other, path in of_each_sort.items():
            if other is sort:
                check_output(path, sort)
            else:
                with pytest.raises(OutputError, match=f"不是{sort.words}的文件"):
                    check_output(path, sort)


def test_a_paper_in_word_is_known_by_its_keywords(tmp_path: Path) -> None:
    ours, other = tmp_path / "催报单.docx", tmp_path / "来信.docx"
    ours.write_bytes(word_of(sheet_of('<paper kind="单子" name="催报单"><p>甲</p></paper>')))
    Document().save(str(other))
    check_output(ours, PAPER)
    with pytest.raises(OutputError, match="不是本系统文书的文件"):
        check_output(other, PAPER)


@pytest.mark.parametrize("words", ["PK\x03\x04 half a return", "{}", "a,b\n", "\x00", " "])
def test_a_damaged_or_foreign_file_is_never_written_over(
    tmp_path: Path, of_each_sort: dict[Sort, Path], words: str
) -> None:
    foreign = tmp_path / "别人的"
    foreign.write_text(words, encoding="utf-8")
    for sort in of_each_sort:
        with pytest.raises(OutputError, match="先把它移走"), put_in_place(foreign, sort) as aside:
            aside.write_text("新", encoding="utf-8")
    assert foreign.read_text(encoding="utf-8") == words


def test_a_return_has_the_page_of_findings_and_is_none(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="不是校验结果的文件"):
        check_output(book(tmp_path / "表.xlsx", COVER, RESULTS), own_outputs.FINDINGS)


def test_an_empty_file_holds_nobodys_work(tmp_path: Path) -> None:
    (tmp_path / "空").write_bytes(b"")
    check_output(tmp_path / "空", SUMMARY)
