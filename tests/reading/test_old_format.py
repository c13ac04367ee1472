"""Old workbooks (.xls, .et), as LibreOffice writes them: read, and said to have been.

No file of WPS was at hand; its .et is the same format under another name.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.utils import column_index_from_string

from tests.files.specimens import Change, altered
from tests.office import Office, properties
from tests.places import at
from tests.resaved.papers import SLIPPED, held, told, written
from tests.resaved.programs import by_libreoffice
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.desk.checking import Wish, examine
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.hosts.office_link import uno_module
from zongzhi_xl.reading.reader import read

FORM = "xl/worksheets/sheet2.xml"


def old(running: Office, path: Path, name: str = "旧.xls") -> Path:
    by_libreoffice(running, path, path.with_name("旧.xls"))
    return path.with_name("旧.xls").rename(path.with_name(name))


def findings(path: Path) -> tuple[Finding, ...]:
    found = told(path)[2]
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize(("kind", "name"), [
    (FormKind.MONTHLY, "旧.et"),
    pytest.param(FormKind.ANNUAL, "旧.xls", marks=pytest.mark.long),
    pytest.param(FormKind.DEPARTMENTS, "旧.xls", marks=pytest.mark.long),
    pytest.param(FormKind.MONTHLY, "旧.xlsx", marks=pytest.mark.long),  # renamed
])  # fmt: skip
def test_its_figures_are_read_and_it_is_said(
    tmp_path: Path, edition: Edition, running: Office, kind: FormKind, name: str
) -> None:
    path = written(tmp_path, kind, SLIPPED, edition)
    again = old(running, path, name)
    assert held(again) == held(path)
    (said,) = (one for one in findings(again) if one.code == "S17")
    assert said.severity == Severity.QUERY
    assert "另存为“Excel 工作簿（.xlsx）”后重报" in said.remedy
    assert [one for one in findings(again) if one != said] == list(findings(path))
    assert told(again)[1] == told(path)[1]


def merged(xml: str) -> str:
    return xml.replace("</mergeCells>", '<mergeCell ref="D9:D10"/></mergeCells>')


SIGNED = at("填表人")
_COLUMN = f'min="{column_index_from_string(SIGNED.rstrip("0123456789"))}" '
_COLUMN_HIDDEN = (f"<col {_COLUMN}", f'<col hidden="1" {_COLUMN}')

#: what a person does not see on the page, and where
UNSEEN: dict[str, tuple[Change, str]] = {
    "隐藏的行": (lambda xml: xml.replace('<row r="9"', '<row r="9" hidden="1"'), "D9"),
    "隐藏的列": (lambda xml: xml.replace(*_COLUMN_HIDDEN), SIGNED),
    "合并盖住": (merged, "D10"),
}


@pytest.mark.long
@pytest.mark.parametrize("how", UNSEEN)
def test_what_cannot_be_seen_there_is_no_figure(
    tmp_path: Path, edition: Edition, running: Office, how: str
) -> None:
    change, cell = UNSEEN[how]
    path = altered(written(tmp_path, FormKind.MONTHLY, SLIPPED, edition), {FORM: change})
    assert cell in {one.cell for one in findings(old(running, path)) if one.code == "S7"}


def typed_formula(document: object, address: str) -> None:
    sheet = document.Sheets.getByName("月报")  # type: ignore[attr-defined]
    sheet.getCellRangeByName(address).setFormula("=8+9")


@pytest.mark.long
def test_a_formula_typed_there_is_asked_about(
    tmp_path: Path, edition: Edition, running: Office
) -> None:
    path = written(tmp_path, FormKind.MONTHLY, SLIPPED, edition)
    document = running.open(path)
    typed_formula(document, "D9")
    store(document, path.with_name("旧.xls"), FilterName="MS Excel 97")
    found = findings(path.with_name("旧.xls"))
    assert [(one.cell, one.value) for one in found if one.code == "S2"] == [("D9", "17")]


def store(document: object, path: Path, **how: object) -> None:
    url = uno_module().systemPathToFileUrl(str(path))
    document.storeToURL(url, properties(**how))  # type: ignore[attr-defined]
    document.close(True)  # type: ignore[attr-defined]


@pytest.mark.long
def test_one_with_a_password_is_sent_back(
    tmp_path: Path, edition: Edition, running: Office
) -> None:
    path = written(tmp_path, FormKind.MONTHLY, SLIPPED, edition)
    store(running.open(path), path.with_name("锁.xls"), FilterName="MS Excel 97", Password="a1b2")
    with pytest.raises(UnusableFileError, match=r"设有打开密码.*取消打开密码后重报"):
        read(path.with_name("锁.xls"), "a")


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def without_records(data: bytes) -> bytes:
    """Another version of the format stands where the records begin."""
    at = data.index(b"\x09\x08\x10\x00\x00\x06")
    return data[: at + 4] + b"\x00\x05" + data[at + 6 :]


def far_away(data: bytes) -> bytes:
    """A short number in row 9 and column D of a page, put into the last cell of all."""
    at = data.index(b"\x7e\x02\x0a\x00\x08\x00\x03\x00")
    return data[: at + 4] + b"\xff\xff\xff\x00" + data[at + 8 :]


@pytest.mark.long
@pytest.mark.parametrize(("damage", "words"), [
    (cut, "旧格式"), (without_records, "旧格式.*另存为"), (far_away, "在很远的地方有内容"),
])  # fmt: skip
def test_what_cannot_be_read_says_what_to_do(
    tmp_path: Path, edition: Edition, running: Office, damage: Callable[[bytes], bytes], words: str
) -> None:
    path = old(running, written(tmp_path, FormKind.MONTHLY, SLIPPED, edition))
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(UnusableFileError, match=words):
        read(path, "a")


@pytest.mark.long
def test_its_skeleton_is_not_inspected(tmp_path: Path, edition: Edition, running: Office) -> None:
    path = old(running, written(tmp_path, FormKind.MONTHLY, SLIPPED, edition))
    found = examine(Wish(inspect=True), path, "旧.xls").file.said.findings
    (said,) = (one for one in found if one.code.startswith("J"))
    assert "是旧格式（.xls 或 .et）" in said.message
