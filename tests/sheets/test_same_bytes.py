"""A workbook's bytes are those of its contents, whatever system packs it."""

import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from zongzhi_xl.sheets.page import workbook_at


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
