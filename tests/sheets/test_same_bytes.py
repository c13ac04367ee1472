"""A workbook's bytes are those of its contents, whatever system packs it."""

import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from zongzhi_xl.sheets.page import Book, Cell, Link, workbook_at


def packed(target: Path | BytesIO, **options: object) -> bytes:
    with workbook_at(target, "表", **options) as book:
        book.add_worksheet("页").write_string(0, 0, "一")
    return target.getvalue() if isinstance(target, BytesIO) else target.read_bytes()


def test_windows_packs_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = packed(BytesIO()), packed(tmp_path / "a.xlsx", constant_memory=True)
    monkeypatch.setattr(sys, "platform", "win32")
    assert zipfile.ZipInfo("part").create_system == 0, "zipfile says so of itself"
    assert (packed(BytesIO()), packed(tmp_path / "b.xlsx", constant_memory=True)) == here
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        assert archive.testzip() is None


@pytest.mark.parametrize("streamed", [False, True])
def test_a_file_called_like_a_new_function_makes_no_new_formula(
    tmp_path: Path, streamed: bool
) -> None:
    """The library took its name for a function whose result spills, which old programs refuse."""
    path, link = tmp_path / "a.xlsx", Link("SORT(1).xlsx", "月报", "E1", "E1")
    with workbook_at(path, "表", constant_memory=streamed) as workbook:
        page = Book(workbook).page("页", [10])
        for _ in range(2):
            page.write([Cell(link)])
    with zipfile.ZipFile(path) as archive:
        written = archive.read("xl/worksheets/sheet1.xml").decode()
        assert "xl/metadata.xml" not in archive.namelist()
    assert written.count("<f>HYPERLINK(") == 2
    assert "SORT(1).xlsx" in written
