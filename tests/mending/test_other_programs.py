"""What other programs write beside the values never keeps anybody from the values.

Styles, links, properties and page settings that a strict reader refuses; texts and numbers as
other writers put them down; cells at the end of the sheet; names lost, pages renamed, formulas
made values. The values come along, unchanged, and only what the clerk may miss is listed.
"""

import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests import damage
from tests.files.specimens import Change, altered, part_of
from tests.places import NOTE, at, column
from tests.sheets.returns import BROUGHT_FORWARD, EVENT, good_march
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.desk.repairing import write
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.mending.draft import Draft, draft_of
from zongzhi_xl.mending.opened import open_book
from zongzhi_xl.mending.recognising import damage_of
from zongzhi_xl.mending.return_copy import write_copy
from zongzhi_xl.mending.words import notes_of
from zongzhi_xl.reading import reader
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements.loader import standard

STYLES, FORM, BOOK = "xl/styles.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
MARCH = replace(good_march(本月无重大事项="否"), notes={"刑事立案数": "含上月2起"}, events=(EVENT,))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    path = tmp_path_factory.mktemp("good") / "于楼街道.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, MARCH)
    return path


@pytest.fixture
def sent(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(good, tmp_path / good.name))


def repaired(path: Path) -> Draft:
    return draft_of(None, path, path.name)


def said(contents: ReturnContents) -> dict[str, object]:
    """Every value by name; blank ones left out."""
    values = {**contents.values, **contents.bases}
    values |= {f"说明_{name}": words for name, words in contents.notes.items()}
    values |= {
        f"{n}{column}": value
        for n, row in enumerate(contents.events)
        for column, value in row.items()
    }
    return {name: value for name, value in values.items() if value not in (None, "")}


@pytest.fixture(scope="module")
def undamaged(good: Path) -> Mapping[str, object]:
    return said(repaired(good).contents)


def replaced(old: str, new: str) -> Change:
    def change(xml: str) -> str:
        assert re.search(old, xml, re.DOTALL), old
        return re.sub(old, new, xml, count=1, flags=re.DOTALL)

    return change


#: each was refused by a reader that builds every style and setting
STRICTNESS: dict[str, dict[str, Change | None]] = {
    "字体族超出": {STYLES: replaced(r'<family val="\d+"', '<family val="99"')},
    "填充带扩展": {STYLES: replaced(
        "</fills>", '<fill><patternFill patternType="solid"><fgColor rgb="FFFF0000"/>'
        '<extLst><ext uri="x"/></extLst></patternFill></fill></fills>')},
    "样式没有名称": {STYLES: replaced(r'<cellStyle name="[^"]*"', "<cellStyle")},
    "空填充": {STYLES: replaced("</fills>", "<fill/></fills>")},
    "属性日期": {"docProps/core.xml": replaced(
        r"(<dcterms:created[^>]*>)[^<]*", r"\g<1>2026年3月1日 10:00")},
    "页面方向": {FORM: replaced(
        r"<pageSetup [^>]*/>", '<pageSetup paperSize="9" orientation="Portrait" scale="0"/>')},
    "显示比例": {FORM: replaced('<sheetView ', '<sheetView zoomScale="75.5" ')},
    "列宽是字": {FORM: replaced(r'(<col min="1" max="1" width=")[^"]*', r"\1auto")},
    "链接不在": {FORM: replaced(
        "<pageMargins", '<hyperlinks><hyperlink ref="A1" r:id="none"/></hyperlinks><pageMargins')},
    "注释与空白": {
        FORM: lambda xml: xml.replace("<c r=", "<c\n   r=").replace("<v>", "<!-- --><v>")},
}  # fmt: skip


@pytest.mark.parametrize("oddity", STRICTNESS)
def test_what_no_value_needs_keeps_no_value_back(
    sent: Path, undamaged: Mapping[str, object], oddity: str
) -> None:
    altered(sent, STRICTNESS[oddity])
    draft = repaired(sent)
    assert said(draft.contents) == undamaged
    assert draft.salvage.left == ()


def renamed(path: Path, old: str, new: str) -> None:
    """A part under another name, which only the lists of parts tell."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[f"xl/{new}"] = parts.pop(f"xl/{old}")
    for one in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[one] = parts[one].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize(
    ("old", "new"), [("styles.xml", "styles2.xml"), ("sharedStrings.xml", "texts/strings2.xml")]
)
def test_parts_are_found_by_their_relations(
    sent: Path, undamaged: Mapping[str, object], old: str, new: str
) -> None:
    renamed(sent, old, new)
    assert said(repaired(sent).contents) == undamaged


# ------------------------------------------------------------------ texts and numbers


@pytest.mark.parametrize("text", ["甲\r\n乙", "甲\r乙", "甲\t乙", "_x000D_", "甲_x0041_", "  甲  "])
def test_a_text_is_moved_sign_by_sign(tmp_path: Path, edition: Edition, text: str) -> None:
    path, new = tmp_path / "旧.xlsx", tmp_path / "新.xlsx"
    event = {**EVENT, "简要情况": text}
    contents = replace(MARCH, notes={"刑事立案数": text}, events=(event,))
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    before = reader.read(path, "a")
    write(new, repaired(path))
    after = reader.read(new, "a")
    assert isinstance(before, RawReturn)
    assert isinstance(after, RawReturn)
    assert after.notes["刑事立案数"].value == before.notes["刑事立案数"].value == text
    assert after.register[0]["简要情况"].value == before.register[0]["简要情况"].value == text


def number_at(path: Path, name: str, digits: str) -> None:
    """A number written with all the digits that a double has."""
    target = open_book(path).names[name]
    part = {"月报": FORM, "底数": part_of(path, "底数")}[target.sheet]
    written = rf'(<c r="{target.address}"[^>]*><v>)[^<]*'
    altered(path, {part: replaced(written, rf"\g<1>{digits}")})


#: what stands in the file, and what every program shows of it
TAILS = {
    "刑事立案数": ("42.000000000000007", 42),
    "可防性案件数": ("0.30000000000000004", 0.3),
    "刑事破案数": ("33.333333333333336", 33.3333333333333),
    "承前_刑事立案数": ("78.000000000000014", 78),
}


@pytest.mark.parametrize("name", TAILS)
def test_the_digits_that_nobody_sees_stop_nothing(sent: Path, tmp_path: Path, name: str) -> None:
    digits, shown = TAILS[name]
    number_at(sent, name, digits)
    done = write(tmp_path / "新.xlsx", repaired(sent))
    assert done.salvage.left == ()
    raw = reader.read(tmp_path / "新.xlsx", "a")
    assert float(f"{raw.cells[name].value:.15g}") == shown  # type: ignore[str-format]
    copied = reader.read(sent, "a")
    assert isinstance(copied, RawReturn)
    write_copy(tmp_path / "月报.xlsx", copied, standard())
    again = reader.read(tmp_path / "月报.xlsx", "a")
    assert float(f"{again.cells[name].value:.15g}") == shown  # type: ignore[str-format]


def test_what_cannot_be_written_is_listed_and_the_rest_moved(
    sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that would lose one value: that one is listed, the others are written."""
    real, draft = return_book.write, repaired(sent)

    def forgetful(path: Path, form: FormKind, edition: Edition, contents: ReturnContents) -> None:
        values = {k: v for k, v in contents.values.items() if k != "刑事立案数"}
        real(path, form, edition, replace(contents, values=values, notes={}))

    monkeypatch.setattr(return_book, "write", forgetful)
    done = write(tmp_path / "新.xlsx", draft)
    assert {(one.place, one.value) for one in done.salvage.left} == {
        ("月报!D9", 20), (f"月报!{NOTE}", "含上月2起"),
    }  # fmt: skip
    assert done.needs_a_person
    raw = reader.read(tmp_path / "新.xlsx", "a")
    assert raw.cells["可防性案件数"].value == 3


def test_a_cell_at_the_end_of_the_sheet_is_listed(sent: Path) -> None:
    """The whole sheet up to it would not fit into memory."""
    damage.overwrite(sent, "月报", XFD1048576="写在最后")
    left = {(one.place, one.value) for one in repaired(sent).salvage.left}
    assert left == {("月报!XFD1048576", "写在最后")}


def test_hours_beyond_a_day_are_a_number(sent: Path, undamaged: Mapping[str, object]) -> None:
    """Formatted ``[h]:mm``, one and a half days were “1 day, 12:00:00”."""
    altered(sent, {STYLES: replaced(r'formatCode="yyyy[^"]*"', 'formatCode="[h]:mm"')})
    number_at(sent, "刑事立案数", "1.5")
    assert repaired(sent).contents.values["刑事立案数"] == 1.5


# ------------------------------------------------------------------ whose words


def by_numbers(path: Path, *, values: bool = True, pages: bool = True) -> None:
    """As a program of another world exports it: no names, sheets shown and renamed, values only."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]

    def only_values(xml: str) -> str:
        return re.sub("<f[^>]*/>|<f[^>]*>.*?</f>", "", xml, flags=re.DOTALL)

    def of_book(xml: str) -> str:
        xml = re.sub("<definedNames>.*</definedNames>", "", xml, flags=re.DOTALL)
        if pages:
            xml = re.sub(' state="[a-zA-Z]+"', "", xml)
            xml = re.sub(r'<sheet name="([^"]+)"', r'<sheet name="\1 - 表格 1"', xml)
        return xml

    changes: dict[str, Change | None] = dict.fromkeys(sheets, only_values) if values else {}
    altered(path, {**changes, BOOK: of_book})


WHOSE: dict[str, Callable[[Path], None]] = {
    "名称没有了": partial(by_numbers, values=False, pages=False),
    "公式成了值": partial(by_numbers, pages=False),
    "页名都改了": partial(by_numbers, values=False),
    "全部": by_numbers,
    "底数行移动": partial(damage.insert_rows_in, sheet="底数", before=7),
    "底数改名": partial(damage.rename_sheet, old="底数", new="基数", names_follow=False),
}


@pytest.mark.parametrize("export", WHOSE)
def test_our_own_words_are_not_the_clerks(
    sent: Path, undamaged: Mapping[str, object], export: str
) -> None:
    damage.overwrite(sent, "月报", M60="问过派出所")
    WHOSE[export](sent)
    draft = repaired(sent)
    assert said(draft.contents) == undamaged
    assert [one.value for one in draft.salvage.left] == ["问过派出所"]
    assert not draft.bases_lost
    assert len(notes_of(draft, "a", "b").text.splitlines()) < 200


PRINTED = {
    "代码": ("C10", at("可防性案件数", "说明")), "计量单位": ("B9", NOTE),
    "表号": (f"{column('上年同期累计')}2", at("刑事破案数", "说明")),
}  # fmt: skip


@pytest.mark.parametrize("names", [True, False])
@pytest.mark.parametrize("words", PRINTED)
def test_printed_words_never_become_the_clerks(sent: Path, words: str, *, names: bool) -> None:
    """A code cut onto a 说明 was taken for what the clerk wrote there."""
    source, target = PRINTED[words]
    damage.overwrite(sent, "月报", **{NOTE: None})
    damage.cut_and_paste(sent, source, target)
    if not names:
        damage.lose_names(sent)
    assert repaired(sent).contents.notes == {}


@pytest.mark.parametrize("note", ["02", "3", "指标名称"])
def test_a_clerk_may_write_what_is_printed_elsewhere(
    tmp_path: Path, edition: Edition, note: str
) -> None:
    path = tmp_path / "a.xlsx"
    contents = replace(MARCH, notes={"刑事立案数": note})
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    damage.lose_names(path)
    assert repaired(path).contents.notes == {"刑事立案数": note}


def test_a_picture_in_a_cell_is_no_explanation(sent: Path) -> None:
    there = at("可防性案件数", "说明")
    damage.overwrite(sent, "月报", **{there: '=_xlfn.DISPIMG("ID_0011",1)'})
    draft = repaired(sent)
    assert draft.contents.notes == {"刑事立案数": "含上月2起"}
    assert [(one.place, one.value) for one in draft.salvage.left] == [
        (f"月报!{there}", "（单元格里的图片，移不了）")
    ]


# ------------------------------------------------------------------ one page twice


@pytest.fixture
def blank(tmp_path: Path, edition: Edition) -> Path:
    path = tmp_path / "空.xlsx"
    contents = ReturnContents("于楼街道", 2026, 3, bases=BROUGHT_FORWARD)
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    return path


def test_the_filled_copy_of_a_blank_page_counts(blank: Path) -> None:
    damage.copy_form(blank)
    damage.overwrite(blank, "月报 Copy", D9=20, D10=3)
    draft = repaired(blank)
    values = draft.contents.values
    assert (values["刑事立案数"], values["可防性案件数"]) == (20, 3)
    assert draft.salvage.left == ()
    assert [one.words for one in draft.damage if one.code == "J01"] == [
        "月报 Copy：填的数在这一页，不在原来的“月报”"
    ]


@pytest.mark.parametrize("names", [True, False])
def test_two_pages_that_contradict_one_another_are_refused(blank: Path, *, names: bool) -> None:
    damage.overwrite(blank, "月报", D9=20)
    damage.copy_form(blank)
    damage.overwrite(blank, "月报 Copy", D9=21)
    if not names:
        damage.lose_names(blank)
    with pytest.raises(UnusableFileError, match=r"刑事立案数.*月报!D9 是“20”.*月报 Copy!D9 是“21”"):
        repaired(blank)


# ------------------------------------------------------------------ a year told by words


@pytest.mark.parametrize("moved", [False, True])
def test_the_year_that_is_printed_finds_the_rules_of_a_district(
    sent: Path, tmp_path: Path, undamaged: Mapping[str, object], *, moved: bool
) -> None:
    district = tmp_path / "区"
    district.mkdir()
    if moved:
        damage.insert_rows(sent, before=1)
    damage.lose_names(sent)
    draft = draft_of(district, sent, sent.name)
    assert said(draft.contents) == undamaged


def test_a_copy_of_values_without_a_version_is_repaired_and_it_is_said(
    sent: Path, undamaged: Mapping[str, object]
) -> None:
    """``validate`` advises a repair, which refused it."""
    by_numbers(sent, pages=False)
    damage.remove_sheets(sent, "规则")
    damage.overwrite(sent, "月报", **{at("版本"): None})
    draft = repaired(sent)
    assert said(draft.contents).items() <= undamaged.items()
    assert draft.needs_a_person
    assert f"新表按“{standard().id}”写出" in notes_of(draft, "a", "b").text


def test_a_version_that_nothing_tells_is_not_guessed(sent: Path) -> None:
    by_numbers(sent, pages=False)
    damage.remove_sheets(sent, "规则")
    damage.overwrite(sent, "月报", **{at("版本"): None}, A9="立案数", A10="其中:可防性")
    with pytest.raises(UnusableFileError, match="找不到版本"):
        repaired(sent)


def test_two_tabs_of_one_name_are_refused(sent: Path) -> None:
    altered(sent, {BOOK: replaced('name="指标测算"', 'name="月报"')})
    with pytest.raises(UnusableFileError, match="内部有两份叫“月报”的工作表"):
        repaired(sent)


@pytest.mark.parametrize("encoding", ["UTF-.", "x-nobody-knows", "utf-8\x00"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_an_encoding_that_nobody_knows_is_damage(sent: Path, part: str, encoding: str) -> None:
    altered(sent, {part: replaced('encoding="UTF-8"', f'encoding="{encoding}"')})
    with suppress(UnusableFileError):
        repaired(sent)
    with suppress(UnusableFileError):
        open_book(sent)


# ------------------------------------------------------------------ our own is not accused


def test_rules_into_which_a_program_broke_lines_are_the_same(sent: Path) -> None:
    """LibreOffice does so near 16,360 signs; cells are shorter than that, and read without."""
    with zipfile.ZipFile(sent) as archive:
        strings = archive.read("xl/sharedStrings.xml").decode()
    longest = max(re.findall("<t[^>]*>(.*?)</t>", strings, re.DOTALL), key=len)
    assert 1_000 < len(longest) < 32_000
    halves = f"{longest[:500]}\n{longest[500:]}"
    altered(sent, {"xl/sharedStrings.xml": lambda xml: xml.replace(longest, halves)})
    book = open_book(sent)
    assert book.rules == standard().canonical
    assert damage_of(book, None) == ()
