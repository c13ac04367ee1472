"""The skeleton of a return beside its template: each mishap is named by page and cell.

formulas, validations, names, hidden sheets, protection, merged cells,
colours, links, macros, wording; a good return has no damage at all.
"""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests import damage
from tests.files.specimens import altered
from tests.office import Office
from tests.places import GAP, LAST, SO_FAR, column
from tests.resaved.programs import by_libreoffice
from tests.sheets.returns import good_march
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.mending.opened import open_book
from zongzhi_xl.mending.recognising import damage_of
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    path = tmp_path_factory.mktemp("good") / "于楼街道.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, good_march())
    return path


def told(good: Path, folder: Path, mishap: Callable[[Path], None]) -> list[tuple[str, str]]:
    """Code and words of everything found after the mishap."""
    path = Path(shutil.copy(good, folder / good.name))
    mishap(path)
    return [(one.code, one.words) for one in damage_of(open_book(path), None)]


@pytest.mark.parametrize("month", [1, 6])
def test_a_return_as_it_was_issued_has_no_damage(
    tmp_path: Path, edition: Edition, month: int
) -> None:
    path = tmp_path / "a.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, ReturnContents("兴海街道", 2026, month))
    assert damage_of(open_book(path), None) == ()


def test_the_annual_return_as_well(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "a.xlsx"
    return_book.write(path, FormKind.ANNUAL, edition, ReturnContents("兴海街道", 2026))
    assert damage_of(open_book(path), None) == ()


@pytest.mark.parametrize("mishap", [damage.saved_by_openpyxl, damage.wps_like, damage.strict])
def test_another_program_is_no_damage(good: Path, tmp_path: Path, mishap: damage.Mishap) -> None:
    assert told(good, tmp_path, mishap) == []


def test_saved_by_libreoffice_is_no_damage(good: Path, tmp_path: Path, running: Office) -> None:
    by_libreoffice(running, good, tmp_path / good.name)
    assert damage_of(open_book(tmp_path / good.name), None) == ()


MISHAPS: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "公式": (partial(damage.overwrite, sheet="月报", **{SO_FAR: 77}),
            "J04", f"月报!{SO_FAR}：自动计算的格被改成了固定"),
    "公式改": (partial(damage.overwrite, sheet="月报", **{SO_FAR: "=1+1"}),
            "J04", f"月报!{SO_FAR}：自动计算的公式被改了"),
    "公式删": (partial(damage.overwrite, sheet="月报", **{SO_FAR: None}),
            "J04", f"月报!{SO_FAR}：自动计算的公式被删除"),
    "文字": (partial(damage.overwrite, sheet="月报", A9="立案数"),
            "J05", "月报!A9：印好的文字被改"),
    "说明页的文字": (partial(damage.overwrite, sheet="填报说明", A3="三、大约填一个数即可。"),
              "J05", "填报说明!A3：印好的文字被改"),
    "插行": (partial(damage.insert_rows, before=12),
            "J03", "月报：行被插入、删除或移动过（原第12行"),
    "改页名": (partial(damage.rename_sheet, old="月报", new="三月"),
            "J01", "三月：页名被改，原来是“月报”"),
    "删页": (lambda path: damage.remove_sheets(path, "名册"), "J01", "名册：这一页没有了"),
    "多页": (damage.copy_form, "J01", "月报 Copy：多出来的一页"),
    "显示": (damage.unhide, "J02", "规则：这一页原来是隐藏的"),
    "隐藏": (damage.hide_guidance, "J02", "填报说明：这一页被隐藏了"),
    "保护": (damage.unprotect, "J06", "月报：工作表保护被撤销了"),
    "名册": (partial(damage.overwrite, sheet="名册", C2=1),
            "J07", "名册!C2：名册中的数与所依据的名册不同"),
    "底数": (partial(damage.overwrite, sheet="底数", B4="=1"),
            "J07", "底数!B4：预置的“承前_刑事立案数”"),
    "规则": (partial(damage.overwrite, sheet="规则", A1="{}"),
            "J07", "规则：所带的考核方案与版本不符"),
    "合并": (damage.unmerge, "J08", f"月报!A1:{LAST}1：合并的单元格被拆开了"),
    "下拉": (damage.drop_validations, "J09", "格的下拉框和填写提示没有了"),
    "颜色": (damage.drop_colours, "J09", "月报：错误变红、疑问变橙的颜色规则没有了"),
    "名称": (lambda path: damage.lose_names(path, "刑事立案数"),
            "J10", "1 个名称没有了：刑事立案数"),
    "失效": (partial(damage.point_elsewhere, name="刑事立案数", text="#REF!"), "J10",
             "1 个名称所指的单元格没有了（#REF!）：刑事立案数"),
    "剪切": (partial(damage.cut_and_paste, source="D9", target=f"{GAP}9"), "J10",
             f"月报!{GAP}9：“刑事立案数”的单元格被移动过，表上它在 月报!D9"),
    "链接": (damage.link_outside, "J11", "带有指向别的文件的链接"),
}  # fmt: skip


@pytest.mark.parametrize("mishap", MISHAPS)
def test_each_mishap_is_named_where_it_is(good: Path, tmp_path: Path, mishap: str) -> None:
    change, code, words = MISHAPS[mishap]
    found = told(good, tmp_path, change)
    assert any(one == code and words in text for one, text in found), found


def test_rules_that_were_only_shown_are_still_the_districts(good: Path, tmp_path: Path) -> None:
    found = told(good, tmp_path, damage.unhide)
    assert {code for code, _ in found} == {"J02"}


def test_many_cells_of_one_kind_are_counted(good: Path, tmp_path: Path) -> None:
    cells = {f"{column('本年累计')}{row}": 1 for row in range(9, 24) if row != 16}
    found = told(good, tmp_path, partial(damage.overwrite, sheet="月报", **cells))
    lines = [text for code, text in found if code == "J04"]
    formulas = sum("自动计算的格被改成了固定的内容" in text for text in lines)
    assert formulas <= 13


def test_damage_is_a_notice_of_validate(good: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(good, tmp_path / good.name))
    damage.overwrite(path, "月报", **{SO_FAR: 77})
    (one,) = (found.finding for found in damage_of(open_book(path), None))
    assert (one.code, one.severity, one.sheet, one.cell) == ("J04", Severity.NOTICE, "月报", SO_FAR)
    assert one.remedy


def test_values_under_a_stale_merged_area_are_seen(good: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(good, tmp_path / good.name))
    altered(
        path,
        {"xl/worksheets/sheet2.xml": lambda xml: xml.replace(
            "</mergeCells>", '<mergeCell ref="A9:I9"/></mergeCells>')},
    )  # fmt: skip
    page = open_book(path).sheets["月报"]
    assert page.value((9, 4)) == 20
    assert "A9:I9" in page.merges


def test_a_huge_number_in_a_cell_for_days_stays_what_it_is(
    tmp_path: Path, edition: Edition
) -> None:
    path = tmp_path / "a.xlsx"
    contents = good_march(上半月排查会日期=10**16, 下半月排查会日期=-4)
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    page = open_book(path).sheets["月报"]
    assert (page.value((17, 4)), page.value((18, 4))) == (10**16, -4)


def test_a_return_of_earlier_rules_is_held_against_its_own_print(
    good: Path, tmp_path: Path
) -> None:
    """The district has changed a word of the form and a check since: nobody touched the file."""
    district = tmp_path / "甲区"
    edition = district / "statements" / "2026"
    shutil.copytree(Path(loader.__file__).parent / "standard", edition)
    form = edition / "forms" / "月报.yaml"
    text = form.read_text(encoding="utf-8")
    form.write_text(text.replace("一、刑事治安案件", "一、各类案件"), encoding="utf-8")
    assert damage_of(open_book(good), district) == ()
