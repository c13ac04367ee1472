"""校验结果: the separate workbook of ``validate --report``."""

import zipfile
from pathlib import Path

import openpyxl
from openxml_audit import OpenXmlValidator

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising.scorecard import FileFindings, Rejected
from zongzhi_xl.sheets import findings_book


def written(path: Path, returns: str = "") -> openpyxl.Workbook:
    appraisal = sample.appraisal()
    findings_book.write(path, appraisal.files, appraisal.rejected, returns=returns)
    return openpyxl.load_workbook(path)


def test_every_file_has_a_conclusion(tmp_path: Path) -> None:
    sheet = written(tmp_path / "one.xlsx")["文件"]
    said = {row[1]: row[5] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert said["示例二街道"] == "不通过"
    assert said["示例一街道"] == "通过"
    assert said["不是工作簿：文件打不开"] == "退回"


def test_a_long_reason_has_the_lines_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "long.xlsx"
    findings_book.write(path, [], [Rejected("一.xlsx", "说明原因。" * 30)])
    sheet = openpyxl.load_workbook(path)["文件"]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "说明原因。" * 30)
    assert cell.alignment.wrap_text
    assert sheet.row_dimensions[cell.row].height > 5 * 13


def test_findings_link_to_file_sheet_and_cell(tmp_path: Path) -> None:
    book = written(tmp_path / "one.xlsx", returns="../收件/")
    cells = [str(cell.value) for row in book["校验结果"].iter_rows() for cell in row]
    link = '=HYPERLINK(报表文件夹&"02/示例二街道_2026年02月.xlsx#月报!E8","E8")'
    assert link in cells
    assert sample.NASTY in cells
    sheet, cell = book.defined_names["报表文件夹"].attr_text.replace("$", "").split("!")
    assert book[sheet][cell].value == "../收件/"


def test_nothing_found_is_said(tmp_path: Path) -> None:
    path = tmp_path / "clean.xlsx"
    findings_book.write(path, [file for file in sample.appraisal().files if not file.findings])
    cells = [c.value for row in openpyxl.load_workbook(path)["校验结果"].iter_rows() for c in row]
    assert "没有发现问题" in cells


def test_nothing_at_all(tmp_path: Path) -> None:
    files: list[FileFindings] = []
    rejected: list[Rejected] = []
    path = tmp_path / "empty.xlsx"
    findings_book.write(path, files, rejected)
    assert openpyxl.load_workbook(path).sheetnames == ["文件", "校验结果"]


def test_reproducible_and_sound(tmp_path: Path) -> None:
    one, other = tmp_path / "one.xlsx", tmp_path / "other.xlsx"
    written(one)
    written(other)
    with zipfile.ZipFile(one) as first, zipfile.ZipFile(other) as second:
        assert all(first.read(name) == second.read(name) for name in first.namelist())
    assert OpenXmlValidator().validate(str(one)).errors == []
