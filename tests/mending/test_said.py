"""Our own is not accused, and an inspection that could not be made is said."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import damage
from tests.files.specimens import altered
from tests.sheets.returns import good_march
from zongzhi_xl.cli import app
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk import checking
from zongzhi_xl.desk.checking import Wish
from zongzhi_xl.mending.opened import open_book
from zongzhi_xl.mending.recognising import damage_of
from zongzhi_xl.reading import intake
from zongzhi_xl.sheets import department_book, return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.vba.macro_book import MacroEdition

EMPTY = {FormKind.MONTHLY: ReturnContents("兴海街道", 2026, 4),
         FormKind.ANNUAL: ReturnContents("兴海街道", 2026)}  # fmt: skip


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in args])


# ------------------------------------------------------------------ our own


@pytest.mark.parametrize("form", EMPTY)
@pytest.mark.parametrize("host", MacroEdition)
def test_buttons_that_were_issued_are_no_damage(
    tmp_path: Path, edition: Edition, form: FormKind, host: MacroEdition
) -> None:
    path = tmp_path / "a.xlsm"
    return_book.write(path, form, edition, EMPTY[form], host)
    assert damage_of(open_book(path), None) == ()


def test_the_page_behind_the_buttons_is_not_the_clerks(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "a.xlsm"
    return_book.write(path, FormKind.MONTHLY, edition, good_march(), MacroEdition.EXCEL)
    done = run("repair", path, "-o", tmp_path / "新.xlsx")
    assert done.exit_code == 0, done.output
    assert "没有移入" not in done.output


def with_other_macros(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            other = name == "xl/vbaProject.bin"
            archive.writestr(name, data.replace(b"Check", b"Chick") if other else data)


def test_macros_that_are_not_ours_are_said(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "a.xlsm"
    return_book.write(path, FormKind.MONTHLY, edition, EMPTY[FormKind.MONTHLY], MacroEdition.EXCEL)
    with_other_macros(path)
    assert [one.code for one in damage_of(open_book(path), None)] == ["J11"]


# ------------------------------------------------------------------ not looked at


@pytest.fixture
def sent(tmp_path: Path, edition: Edition) -> Path:
    path = tmp_path / "于楼街道.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, good_march())
    return path


def twice(path: Path) -> None:
    damage.copy_form(path)
    damage.overwrite(path, "月报 Copy", D9=21)


def headings_twice(path: Path) -> None:
    damage.overwrite(path, "重大事项", M5="大类")


#: what keeps the skeleton from being compared, and what is said of it
UNSEEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "两张报表页": (twice, "没有检查表样：有2张“月报”页"),
    "登记表头两列": (headings_twice, "没有检查表样：重大事项第5行的表头“大类”有两列"),
}


@pytest.mark.parametrize("mishap", UNSEEN)
def test_an_inspection_that_was_not_made_is_said_everywhere(
    sent: Path, tmp_path: Path, mishap: str
) -> None:
    change, words = UNSEEN[mishap]
    change(sent)
    report = tmp_path / "校验结果.xlsx"
    (found,) = json.loads(run("validate", sent, "--inspect", "--json").stdout)
    told = [one["message"] for one in found["findings"] if one["code"] == "J13"]
    assert [one.startswith(words) for one in told] == [True]
    shown = run("validate", sent, "--inspect", "--report", report).output
    assert "没有检查表样" in "".join(shown.split())
    with zipfile.ZipFile(report) as archive:
        assert words in archive.read("xl/sharedStrings.xml").decode()


def test_what_took_too_long_is_said(sent: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is looked at once more without the inspection that took too much."""
    given = iter([intake.Failure("a", "读了 20 秒还没有读完"), checking.examine(Wish(), sent, "a")])
    monkeypatch.setattr(intake, "run", lambda files, *_, **__: [(files[0][1], next(given))])
    (answer,) = checking.check([sent], Wish(inspect=True)).answers
    assert [one.message for one in answer.file.said.findings if one.code == "J13"] == [
        "没有检查表样：读了 20 秒还没有读完"
    ]


def test_a_workbook_of_another_kind_is_said(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "部门.xlsx"
    department_book.write(path, edition, 2026, {}, {})
    (found,) = json.loads(run("validate", path, "--inspect", "--json").stdout)
    assert [one["message"] for one in found["findings"] if one["code"] == "J13"] == [
        "没有检查表样：这一项只检查月报和年报，不检查部门提供数"
    ]


def test_what_cannot_be_opened_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 half")
    (found,) = json.loads(run("validate", path, "--inspect", "--json").stdout)
    assert found["verdict"] == "rejected"
    assert not found.get("findings")


def test_styles_that_a_strict_reader_refuses_do_not_hinder_the_inspection(sent: Path) -> None:
    altered(sent, {"xl/styles.xml": lambda xml: xml.replace('<family val="', '<family val="9')})
    (found,) = json.loads(run("validate", sent, "--inspect", "--json").stdout)
    assert found["findings"] == []
