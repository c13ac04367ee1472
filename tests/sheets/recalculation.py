"""LibreOffice as the second opinion: it recalculates every formula and saves what it found."""

import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
SECONDS = 180

Cells = dict[tuple[str, str], object]


def recalculated(files: list[Path], folder: Path) -> dict[str, Cells]:
    """Values of every cell after a hard recalculation, by the file's name."""
    if shutil.which("soffice") is None:
        if os.environ.get("CI"):
            pytest.fail("这台机器上没有 LibreOffice，CI 应先安装")
        pytest.skip("没有安装 LibreOffice，不能重算")
    profile, out = folder / "profile", folder / "recalculated"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{profile}", "--headless",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), *map(str, files),
        ],
        check=True, capture_output=True, timeout=SECONDS,
    )  # fmt: skip
    return {file.name: values(out / file.name) for file in files}


def values(path: Path) -> Cells:
    """The values that a file holds, by sheet and cell; a day as its serial number."""
    book = load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): _plain(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def formulas(path: Path) -> dict[tuple[str, str], str]:
    """The text of every formula."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def differences(path: Path, second_opinion: Cells) -> list[str]:
    """Formula cells whose cached value is not what the recalculation gave."""
    first = values(path)
    return [
        f"{path.name} {place}: {first.get(place)!r} ≠ {second_opinion.get(place)!r} {text}"
        for place, text in formulas(path).items()
        if not _same(first.get(place), second_opinion.get(place))
    ]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).total_seconds() / 86400
    return value


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-12 * max(1.0, abs(one))
    return (one or "") == (other or "")
