"""What is read is what a person sees: the printed label rules, and what is hidden is no figure."""

import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.files.specimens import Change, altered, part_of
from tests.places import GAP, SO_FAR, at, column
from tests.sheets.returns import EVENT, good_march, with_former_columns
from zongzhi_xl.core.checking.examined import Examined, examined
from zongzhi_xl.core.edition.items import FormKind, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap, State
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.page import Unclear
from zongzhi_xl.core.returned.printed import printed_on
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.reading import reader
from zongzhi_xl.reading.small_zip import stored
from zongzhi_xl.reading.styles import styles_of
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

COVER, FORM, EVENTS, GUIDANCE = (f"xl/worksheets/sheet{n}.xml" for n in range(1, 5))
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    path = tmp_path_factory.mktemp("seen") / "月报.xlsx"
    contents = replace(good_march(本月无重大事项="否"), events=(EVENT,))
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    return path


@pytest.fixture
def sent(good: Path, tmp_path: Path) -> Path:
    """A copy to be changed."""
    return Path(shutil.copy(good, tmp_path / good.name))


def seen(path: Path, edition: Edition) -> Examined:
    raw = reader.read(path, path.name)
    assert isinstance(raw, RawReturn)
    return examined(raw, edition)


def coded(found: Examined, *codes: str) -> list[Finding]:
    return [one for one in found.findings if one.code in codes]


def changed(path: Path, **parts: Change) -> Path:
    """Parts of the zip changed, each by its name here."""
    names = {"form": FORM, "events": EVENTS, "book": WORKBOOK, "cover": COVER}
    return altered(path, {names[key]: change for key, change in parts.items()})


def pointing(name: str, text: str) -> Change:
    """The defined name points to another cell."""
    return partial(re.sub, rf'(<definedName name="{name}">)[^<]*', rf"\g<1>{text}")


def with_cell(row: int, cell: str) -> Change:
    """One more cell at the end of a row."""
    return partial(re.sub, rf'(<row r="{row}"[^>]*>.*?)(</row>)', rf"\g<1>{cell}\g<2>")


def with_words(address: str, words: str) -> Change:
    """Printed words replaced."""
    cell = f'<c r="{address}" t="inlineStr"><is><t>{words}</t></is></c>'
    return partial(re.sub, rf'<c r="{address}"(?: [^>]*/>|[^>]*[^/]>.*?</c>)', cell)


def of_row(row: int, attribute: str) -> Change:
    return lambda xml: xml.replace(f'<row r="{row}"', f'<row r="{row}" {attribute}', 1)


def of_column(number: int, attributes: str) -> Change:
    """The width of a column said otherwise."""
    return partial(re.sub, rf'<col min="{number}" max="{number}"[^>]*/>',
                   f'<col min="{number}" max="{number}" {attributes}/>')  # fmt: skip


def merged(span: str) -> Change:
    return lambda xml: xml.replace("</mergeCells>", f'<mergeCell ref="{span}"/></mergeCells>')


def both(*changes: Change) -> Change:
    def change(xml: str) -> str:
        for one in changes:
            xml = one(xml)
        return xml

    return change


# ------------------------------------------------------------------ what was never touched


@pytest.mark.parametrize("form", [FormKind.MONTHLY, FormKind.ANNUAL])
def test_every_cell_of_a_fresh_return_stands_where_it_is_printed(
    tmp_path: Path, edition: Edition, form: FormKind
) -> None:
    path, month = tmp_path / "a.xlsx", 3 if form == FormKind.MONTHLY else None
    return_book.write(path, form, edition, ReturnContents("兴海街道", 2026, month))
    raw = reader.read(path, "a")
    assert isinstance(raw, RawReturn)
    printed = printed_on(raw.pages[form.value], edition.form(form))
    assert printed.lost == {}
    assert len(printed.places) > 2 * len(list(edition.form(form).items))
    assert coded(examined(raw, edition), "S6", "S7") == []


# ------------------------------------------------------------------ the printed label rules

#: what was done, and the two cells with what stands in each
REDIRECTED: dict[str, tuple[dict[str, Change], str, str]] = {
    "到边上一格": (
        {"book": pointing("刑事立案数", "月报!$M$9"),
         "form": with_cell(9, '<c r="M9"><v>2</v></c>')},
        "M9", "月报!M9（2），表上印给它的格是 月报!D9（20）"),
    "到空行": ({"book": pointing("刑事立案数", "月报!$D$60")},
             "D60", "月报!D60（空），表上印给它的格是 月报!D9（20）"),
    "到另一项": ({"book": pointing("刑事立案数", "月报!$D$10")},
              "D10", "月报!D10（3），表上印给它的格是 月报!D9（20）"),
    "到累计": ({"book": pointing("刑事立案数", f"月报!${SO_FAR[0]}$9")},
            SO_FAR, "表上印给它的格是 月报!D9（20）"),
}  # fmt: skip


@pytest.mark.parametrize("how", REDIRECTED)
def test_a_name_that_points_elsewhere(sent: Path, edition: Edition, how: str) -> None:
    parts, cell, words = REDIRECTED[how]
    found = seen(changed(sent, **parts), edition)
    (one,) = coded(found, "S6")
    assert (one.severity, one.sheet, one.cell) == (Severity.BLOCKING, "月报", cell)
    assert one.item == "刑事立案数"
    assert words in one.message
    value = found.submission.value("刑事立案数")
    assert isinstance(value, Gap)
    assert value.state == State.UNREADABLE
    assert coded(found, "03", "04", "13", "15") == []


def test_a_name_that_points_to_another_page(sent: Path, edition: Edition) -> None:
    sent = changed(sent, book=pointing("刑事立案数", "底数!$F$9"))
    (one,) = coded(seen(sent, edition), "S6")
    assert (one.sheet, one.cell) == ("月报", "D9")
    assert "按名称没有读到内容，表上印给它的格是 月报!D9（20）" in one.message


@pytest.mark.parametrize("name", ["填报单位", "年份", "月份"])
def test_a_doubtful_identity_sends_the_file_back(sent: Path, edition: Edition, name: str) -> None:
    value = {"填报单位": "兴海街道", "年份": "2026", "月份": "4"}[name]
    cell = f'<c r="M2" t="inlineStr"><is><t>{value}</t></is></c>'
    sent = changed(sent, book=pointing(name, "月报!$M$2"), form=with_cell(2, cell))
    with pytest.raises(UnusableFileError, match=f"“{name}”按名称读的是 月报!M2（{value}）"):
        seen(sent, edition)


@pytest.mark.parametrize("name", ["填表人", "报出日期", "报表性质", "本月无重大事项"])
def test_another_cell_of_the_head_is_a_finding(sent: Path, edition: Edition, name: str) -> None:
    found = seen(changed(sent, book=pointing(name, "月报!$M$3")), edition)
    assert [one.item for one in coded(found, "S6")] == [name]
    assert coded(found, "01", "04", "08") == []


def test_an_explanation_that_is_not_printed_explains_nothing(sent: Path, edition: Edition) -> None:
    cell = '<c r="M9" t="inlineStr"><is><t>系列案并案</t></is></c>'
    change = pointing("说明_刑事立案数", "月报!$M$9")
    found = seen(changed(sent, book=change, form=with_cell(9, cell)), edition)
    assert [one.cell for one in coded(found, "S6")] == ["M9"]
    assert found.submission.entries["刑事立案数"].note == ""
    assert found.submission.value("刑事立案数") == 20


#: printed words that were changed, whose cells are doubted, and why
WORDS: dict[str, tuple[Change, set[str], str]] = {
    "行名和代码都没有了": (
        both(with_words("A9", "甲"), with_words("C9", "")),
        {"刑事立案数"}, "表上看不到印好的“刑事立案数”这一行"),
    "一行印了另一项": (
        both(with_words("A9", "其中：可防性案件数"), with_words("C9", "02")),
        {"刑事立案数", "可防性案件数"}, "表上的“可防性案件数”这一行印了 2 次（第9行、第10行）"),
    "行名和代码各说各的": (
        with_words("C9", "03"), {"刑事立案数", "刑事破案数"}, "第9行又印着“刑事破案数”"),
    "签名的字没有了": (
        with_words(f"{column('提示')}47", ""), {"填表人"}, "表上看不到印好的“填表人：”"),
    "签名的字印了两次": (
        with_words("A50", "填表人："), set(), ""),
}  # fmt: skip


@pytest.mark.parametrize("how", WORDS)
def test_a_label_that_is_missing_or_printed_twice(sent: Path, edition: Edition, how: str) -> None:
    change, names, words = WORDS[how]
    found = coded(seen(changed(sent, form=change), edition), "S6")
    assert {one.item for one in found} == names
    assert not names or any(words in one.message for one in found)


def test_one_of_label_and_code_is_enough(sent: Path, edition: Edition) -> None:
    change = both(with_words("A9", "立案（含积案）"), with_words("C10", "二"))
    assert coded(seen(changed(sent, form=change), edition), "S6") == []


def test_a_second_table_on_the_page(sent: Path, edition: Edition) -> None:
    """The clerk copied the table below: nobody knows which of the two was signed."""

    def copied(xml: str) -> str:
        rows = re.findall(r'<row r="(?:[679]|10)" .*?</row>', xml)
        shifted = [
            re.sub(r'(r="[A-Z]*)(\d+)"', lambda hit: f'{hit[1]}{int(hit[2]) + 60}"', row)
            for row in rows
        ]
        return xml.replace("</sheetData>", f"{''.join(shifted)}</sheetData>")

    found = coded(seen(changed(sent, form=copied), edition), "S6")
    assert len(found) > 30
    assert "表上的表头印了 2 次（第6行、第66行）" in found[0].message


# ------------------------------------------------------------------ what cannot be seen

HIDDEN: dict[str, tuple[Change, set[str], str]] = {
    "行": (of_row(9, 'hidden="1"'), {"刑事立案数"}, "第9行被隐藏"),
    "行（另一种写法）": (of_row(9, "hidden='true'"), {"刑事立案数"}, "第9行被隐藏"),
    "行高为0": (lambda xml: re.sub(r'<row r="9"[^>]*>', '<row r="9" ht="0" customHeight="1">', xml),
              {"刑事立案数"}, "第9行被隐藏"),
    "行高一点点": (
        lambda xml: re.sub(r'<row r="9"[^>]*>', '<row r="9" ht="0.75" customHeight="1">', xml),
        {"刑事立案数"}, "第9行被隐藏"),
    "合并盖住": (merged("D9:D10"), {"刑事立案数", "可防性案件数"}, "D9:D10"),
    "与右边合并": (merged("D9:E9"), {"刑事立案数"}, "D9:E9"),
    "行名合并过来": (merged("A9:D9"), {"刑事立案数"}, "被合并的单元格 A9:D9 盖住"),
    "签名行": (of_row(48, 'hidden="1"'), {"报出日期"}, "第48行被隐藏"),
}  # fmt: skip


@pytest.mark.parametrize("how", HIDDEN)
def test_what_is_hidden_or_covered_is_no_figure(sent: Path, edition: Edition, how: str) -> None:
    change, names, words = HIDDEN[how]
    found = seen(changed(sent, form=change), edition)
    told = coded(found, "S7")
    assert {one.item for one in told} == names
    assert all(one.severity == Severity.BLOCKING and words in one.message for one in told)
    values = [found.submission.value(name) for name in names]
    assert all(isinstance(one, Gap) and one.state == State.UNREADABLE for one in values)
    assert coded(found, "04", "S6") == []


@pytest.mark.parametrize("how", ['width="17" hidden="1"', 'width="0" customWidth="1"'])
def test_a_hidden_column_of_figures(sent: Path, edition: Edition, how: str) -> None:
    """It holds 月份 too: nobody sees of which month the return is."""
    with pytest.raises(UnusableFileError, match="D列被隐藏"):
        seen(changed(sent, form=of_column(4, how)), edition)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_form_page(sent: Path, edition: Edition, state: str) -> None:
    def hide(xml: str) -> str:
        return xml.replace('<sheet name="月报"', f'<sheet name="月报" state="{state}"')

    with pytest.raises(UnusableFileError, match="“月报”页被隐藏"):
        seen(changed(sent, book=hide), edition)


def test_rows_that_are_hidden_unless_they_say_otherwise(sent: Path, edition: Edition) -> None:
    """Those that stand in the file do."""
    change = partial(re.sub, "<sheetFormatPr ", '<sheetFormatPr zeroHeight="1" ')
    assert coded(seen(changed(sent, form=change), edition), "S6", "S7") == []


# ------------------------------------------------------------------ what the page shows

STYLES = "xl/styles.xml"


def formatted(path: Path, address: str, code: str, number: str, part: str = FORM) -> Path:
    """A number in a cell, under a number format of its own."""
    count: list[int] = []

    def styled(xml: str) -> str:
        known = re.search(r'<cellXfs count="(\d+)">', xml)
        assert known
        count.append(int(known[1]))
        escaped = code.replace("&", "&amp;").replace('"', "&quot;")
        xml = re.sub(r'<numFmts count="\d+">', lambda hit: hit[0] +
                     f'<numFmt numFmtId="400" formatCode="{escaped}"/>', xml)  # fmt: skip
        one = (
            '<xf numFmtId="400" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        )
        return xml.replace("</cellXfs>", f"{one}</cellXfs>")

    altered(path, {STYLES: styled})
    cell = f'<c r="{address}" s="{count[0]}"><v>{number}</v></c>'
    change = partial(re.sub, rf'<c r="{address}"(?: [^>]*/>|[^>]*[^/]>.*?</c>)', cell)
    return altered(path, {part: change})


#: a format, what is stored, what a person sees
SHOWN = {
    "另写一个数": ('"9"', "20", "显示为“9”"),
    "添了一个零": ('0"0"', "20", "显示为“200”"),
    "除以一千": ("0,", "3000", "显示为“3”"),
    "除以一千带小数": ("#,##0.0,", "20", "显示为“0.0”"),
    "添了一个负号": ("-0", "20", "显示为“-20”"),
    "添了一串横线": ("*-0", "20", "显示为“-20”"),
    "加了括号": ("(0)", "20", "显示为“(20)”"),
    "说是约数": ('"约"0', "20", "显示为“约20”"),
    "说是不止": ('0"多"', "20", "显示为“20多”"),
    "百分数": ("0%", "20", "显示为“2000%”"),
    "科学记数": ("0E+00", "20", "显示为“2E+01”"),
    "不显示": (";;;", "20", "什么也不显示"),
    "只不显示零": ("0;-0;;@", "0", "什么也不显示"),
    "日期": ("yyyy-mm-dd", "42", "显示为“1900-02-11”"),
    "今年的日期": ("yyyy-mm-dd", "46086", "显示为“2026-03-05”"),
    "时间": ("h:mm", "38", "显示为“0:00”"),
    "小时": ("[h]:mm", "38", "显示为“912:00”"),
    "看条件": ('[>5]"1";0', "20", "显示为“（按条件显示）”"),
}  # fmt: skip


@pytest.mark.parametrize("how", SHOWN)
def test_a_format_that_shows_something_else(sent: Path, edition: Edition, how: str) -> None:
    """It changes no number: what is stored counts, and a query says what the page shows."""
    code, number, words = SHOWN[how]
    found = seen(formatted(sent, "D9", code, number), edition)
    assert found.submission.value("刑事立案数") == int(number)
    (one,) = coded(found, "S8")
    assert (one.severity, one.cell, one.item) == (Severity.QUERY, "D9", "刑事立案数")
    assert f"{words}" in one.message
    assert f"存的是“{number}”" in one.message


@pytest.mark.parametrize("code", [
    "0", "#,##0", "0.00", "@", "[Red]0", '0"起"', "0_);(0)", '#,##0_ ;[Red]-#,##0 ',
    '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "G/通用格式",
])  # fmt: skip
def test_a_format_that_shows_the_number(sent: Path, edition: Edition, code: str) -> None:
    found = seen(formatted(sent, "D9", code, "20"), edition)
    assert coded(found, "S8") == []
    assert found.submission.value("刑事立案数") == 20


@pytest.mark.parametrize(("code", "words"), [
    ('yyyy"-03-15"', "显示为“2026-03-15”，存的是“2026-03-05”"),
    ('yyyy"年"m"月"', "显示为“2026年3月”"),
    ("0", "显示为“46086”"),
    ('yyyy"年"m"月"d"日"', ""), ("m/d/yy", ""), ('[$-804]yyyy"年"m"月"d"日";@', ""),
])  # fmt: skip
def test_a_day_that_shows_as_another(sent: Path, edition: Edition, code: str, words: str) -> None:
    found = seen(formatted(sent, "D17", code, "46086"), edition)
    assert str(found.submission.value("上半月排查会日期")) == "2026-03-05"
    told = [one.message for one in coded(found, "S8")]
    assert bool(told) == bool(words)
    assert all(words in one for one in told)


def test_a_year_that_shows_as_another_sends_the_file_back(sent: Path, edition: Edition) -> None:
    with pytest.raises(UnusableFileError, match="年份的格 月报!B3 显示为“2025”，存的是“2026”"):
        seen(formatted(sent, "B3", '"2025"', "2026"), edition)


def test_a_page_that_shows_no_zeros_looks_as_if_they_were_not_filled_in(
    sent: Path, edition: Edition
) -> None:
    formatted(sent, "D9", "0", "0")
    path = altered(sent, {FORM: _with_view('showZeros="0"')})
    found = seen(path, edition)
    assert found.submission.value("刑事立案数") == 0
    (one,) = coded(found, "S8")
    assert (one.severity, one.sheet, one.cell) == (Severity.QUERY, "月报", "D9")
    assert "“月报”页设成了不显示零值：D9、D35存的是0" in one.message
    assert coded(seen(altered(sent, {FORM: _with_view('showZeros="1"')}), edition), "S8") == []


def _with_view(attribute: str) -> Callable[[str], str]:
    return partial(re.sub, r"<sheetView (?:showZeros=\S+ )?", f"<sheetView {attribute} ", count=1)


def test_a_row_that_has_no_height_because_rows_have_none(sent: Path, edition: Edition) -> None:
    path = altered(sent, {FORM: both(
        partial(re.sub, r'<row r="9"[^>]*>', '<row r="9">'),
        partial(re.sub, r"<sheetFormatPr[^>]*>",
                '<sheetFormatPr defaultRowHeight="0.1" customHeight="1"/>'),
    )})  # fmt: skip
    assert "D9" in {one.cell for one in coded(seen(path, edition), "S7")}


def test_a_preset_not_applicable_that_shows_as_nothing(sent: Path, edition: Edition) -> None:
    """The clerk fills in nothing there, and sees nothing; what counts is 不适用."""
    path = under_a_format(sent, "D42", ";;;")
    (one,) = coded(seen(path, edition), "S8")
    assert (one.cell, one.item) == ("D42", "专项斗争行动次数")
    assert "什么也不显示，存的是“不适用”" in one.message


def under_a_format(path: Path, address: str, code: str) -> Path:
    """A cell keeps what it holds under a number format of its own."""
    book = load_workbook(path)
    book[FormKind.MONTHLY.value][address].number_format = code
    book.save(path)
    return path


def test_deaths_that_show_as_none(sent: Path, edition: Edition) -> None:
    found = seen(formatted(sent, "G6", '"0"', "30", part=EVENTS), edition)
    assert found.submission.events[0].get("死亡人数") == 30
    (one,) = coded(found, "S8")
    assert (one.sheet, one.cell) == ("重大事项", "G6")
    assert "死亡人数的格 重大事项!G6 显示为“0”，存的是“30”" in one.message


@pytest.mark.parametrize("ink", ['<color rgb="FFFFFFFF"/>', '<color theme="0"/>'])
def test_white_on_white_is_not_seen(sent: Path, edition: Edition, ink: str) -> None:
    formatted(sent, "D9", "0", "20")
    altered(sent, {STYLES: partial(re.sub, r"<fonts count=\"\d+\"><font>(.*?)<color [^>]*/>",
                                   rf"<fonts><font>\g<1>{ink}")})  # fmt: skip
    (one,) = coded(seen(sent, edition), "S7")
    assert (one.cell, "字的颜色与底色相同" in one.message) == ("D9", True)


def test_white_on_the_pale_yellow_of_entries_is_not_seen() -> None:
    xml = """<styleSheet><fonts><font><color rgb="FFFFFFFF"/></font><font><color rgb="FF333333"/>
    </font></fonts><fills><fill><patternFill patternType="solid"><fgColor rgb="FFFFFBD6"/>
    </patternFill></fill></fills><cellXfs><xf numFmtId="0" fontId="0" fillId="0"/>
    <xf numFmtId="0" fontId="1" fillId="0"/></cellXfs></styleSheet>"""
    assert styles_of(stored(xml.encode())).unclear == {"0": Unclear.PALE}


# ------------------------------------------------------------------ fifteen digits


@pytest.mark.parametrize(("written", "value"), [
    ("42.000000000000007", 42), ("41.999999999999993", 42), ("0.30000000000000004", None),
    ("4.0000000001", None), ("33.333333333333336", None), ("42", 42),
])  # fmt: skip
def test_a_number_is_what_the_sheet_shows_in_15_digits(
    sent: Path, edition: Edition, written: str, value: int | None
) -> None:
    change = partial(re.sub, r'(<c r="D9"[^>]*>)<v>[^<]*', rf"\g<1><v>{written}")
    found = seen(changed(sent, form=change), edition).submission.value("刑事立案数")
    assert found == value if value is not None else isinstance(found, Gap)
    assert not isinstance(found, Gap) or len(found.found) <= 16


# ------------------------------------------------------------------ every filled cell has an owner


def put(row: int, *cells: str) -> Change:
    """A row with these cells, whether the page had it or not."""
    inside = "".join(cells)

    def change(xml: str) -> str:
        if f'<row r="{row}"' in xml:
            return with_cell(row, inside)(xml)
        return xml.replace("</sheetData>", f'<row r="{row}">{inside}</row></sheetData>')

    return change


def text(address: str, words: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{words}</t></is></c>'


def figure_over(cell: str) -> Change:
    """A number where a formula stood."""
    return partial(re.sub, rf'<c r="{cell}"([^>]*)><f>.*?</c>', rf'<c r="{cell}"><v>999</v></c>')


#: what was written where, the page and the cell that are told
NOBODYS: dict[str, tuple[str, Change, str, str]] = {
    "登记表下一行": ("events", put(26, text("A26", "2026-03-021"), '<c r="G26"><v>30</v></c>'),
                "重大事项", "A26"),
    "登记表右边": ("events", put(6, text("M6", "事故，死亡30人")), "重大事项", "M6"),
    "登记表上边": ("events", put(3, text("F3", "另有事故一起")), "重大事项", "F3"),
    "登记表右边的公式": ("events", put(9, '<c r="N9"><f>15+15</f><v>30</v></c>'), "重大事项", "N9"),
    "签名以下": ("form", put(52, text("B52", "另有刑事案件3起")), "月报", "B52"),
    "提示右边": ("form", put(9, '<c r="M9"><v>3</v></c>'), "月报", "M9"),
    "空着的一栏": ("form", put(9, f'<c r="{GAP}9"><v>3</v></c>'), "月报", f"{GAP}9"),
    "表头上面": ("form", put(3, '<c r="G3"><v>3</v></c>'), "月报", "G3"),
    "表外的公式": ("form", put(60, '<c r="D60"><f>SUM(D9:D11)</f></c>'), "月报", "D60"),
    "远处": ("form", put(900, '<c r="D900"><v>3</v></c>'), "月报", "D900"),
}  # fmt: skip


@pytest.mark.parametrize("how", NOBODYS)
def test_what_is_written_beside_the_tables(sent: Path, edition: Edition, how: str) -> None:
    part, change, sheet, cell = NOBODYS[how]
    (one,) = coded(seen(changed(sent, **{part: change}), edition), "S1")
    assert (one.severity, one.sheet, one.cell) == (Severity.BLOCKING, sheet, cell)
    assert "不会被读取和汇总" in one.message


def test_a_full_register_says_how_to_go_on(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "满.xlsx"
    contents = replace(good_march(本月无重大事项="否"), events=(EVENT,) * 20)
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    changed(path, events=put(26, text("A26", "2026-03-021"), text("B26", "事故")))
    (one,) = coded(seen(path, edition), "S1")
    assert "插入行" in one.remedy
    assert "A26、B26" in one.message


def test_a_register_with_an_inserted_row_is_read_whole(sent: Path, edition: Edition) -> None:
    """As the remedy says: the range grows with the row."""

    def inserted(xml: str) -> str:
        moved = re.sub(r'<row r="25"(.*?)</row>', lambda hit: hit[0].replace('25"', '26"'), xml)
        return put(25, text("A25", "2026-03-020"))(moved)

    book = pointing("重大事项登记", r"重大事项!$A$5:$K$26")
    found = seen(changed(sent, events=inserted, book=book), edition)
    assert coded(found, "S1") == []
    assert [event.row for event in found.submission.events] == [1, 20]


@pytest.mark.parametrize(("change", "cell"), [
    (with_words(SO_FAR, "999"), SO_FAR),
    (figure_over(SO_FAR), SO_FAR),
    (figure_over(at("刑事立案数", "提示")), at("刑事立案数", "提示")),
    (figure_over(at("刑事立案数", "提示全文")), at("刑事立案数", "提示全文")),
])  # fmt: skip
def test_a_figure_over_a_formula_is_told(
    sent: Path, edition: Edition, change: Change, cell: str
) -> None:
    (one,) = coded(seen(changed(sent, form=change), edition), "S1")
    assert (one.severity, one.cell) == (Severity.NOTICE, cell)
    assert "自动计算的格" in one.message


# ------------------------------------------------------------------ events that nobody sees


def test_an_event_in_a_hidden_row_is_none(sent: Path, edition: Edition) -> None:
    found = seen(changed(sent, events=of_row(6, 'hidden="1"')), edition)
    assert found.submission.events == ()
    (one,) = coded(found, "S7")
    assert (one.severity, one.sheet, one.cell) == (Severity.BLOCKING, "重大事项", "A6")
    assert "第6行被隐藏" in one.message


def test_a_hidden_column_of_the_register(sent: Path, edition: Edition) -> None:
    found = seen(changed(sent, events=of_column(7, 'width="9" hidden="1"')), edition)
    (event,) = found.submission.events
    assert isinstance(event.get("死亡人数"), Gap)
    assert [one.cell for one in coded(found, "S7")] == ["G6"]
    assert [one.cell for one in coded(found, "04")] == []


def renamed(old: str, new: str) -> Change:
    """A page, and the names that point to it, called otherwise."""
    return lambda xml: xml.replace(f'name="{old}"', f'name="{new}"').replace(
        f"'{old}'!", f"'{new}'!"
    )


def test_a_name_of_the_results_that_points_to_the_form_is_no_term(
    tmp_path: Path, edition: Edition
) -> None:
    """The names of what 一键校验 writes have a prefix of their own; no base is preset here."""
    path = tmp_path / "月报.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, replace(good_march(), bases={}))
    found = seen(changed(path, book=pointing("校验_指标", "'月报'!$D$9")), edition)
    assert found.submission.value("刑事立案数") == 20
    assert len(coded(found, "S9")) == 1


def test_a_register_of_another_name_is_looked_at_like_any(sent: Path, edition: Edition) -> None:
    changed(sent, book=renamed("重大事项", "事项2"))
    assert coded(seen(sent, edition), "S1", "S6", "S7") == []
    found = seen(changed(sent, events=of_column(7, 'width="9" hidden="1"')), edition)
    assert isinstance(found.submission.events[0].get("死亡人数"), Gap)
    assert [(one.sheet, one.cell) for one in coded(found, "S7")] == [("事项2", "G6")]


def test_an_event_too_many_on_a_register_of_another_name(sent: Path, edition: Edition) -> None:
    changed(sent, book=renamed("重大事项", "事项2"), events=put(26, text("A26", "2026-03-021")))
    (one,) = coded(seen(sent, edition), "S1")
    assert (one.severity, one.sheet, one.cell) == (Severity.BLOCKING, "事项2", "A26")
    assert "登记表写满了的" in one.remedy


def test_deaths_that_are_covered(sent: Path, edition: Edition) -> None:
    found = seen(changed(sent, events=merged("F6:G6")), edition)
    assert [one.cell for one in coded(found, "S7")] == ["G6"]


@pytest.mark.parametrize(("target", "words"), [
    (r"重大事项!$A$35:$K$55", "从“重大事项”第35行读起，“重大事项”页印的表头在第5行"),
])  # fmt: skip
def test_a_register_read_from_elsewhere(
    sent: Path, edition: Edition, target: str, words: str
) -> None:
    """A second table further down, or in hidden rows, is not the one that was printed."""

    def copied(xml: str) -> str:
        rows = re.findall(r'<row r="[56]" .*?</row>', xml)
        moved = [re.sub(r'(r="[A-Z]*)(\d)"', r'\g<1>3\2"', row) for row in rows]
        return xml.replace("</sheetData>", f"{''.join(moved)}</sheetData>")

    book = pointing("重大事项登记", target)
    hidden = both(copied, of_row(35, 'hidden="1"'), of_row(36, 'hidden="1"'))
    found = seen(changed(sent, book=book, events=hidden), edition)
    (one,) = coded(found, "S6")
    assert (one.severity, one.sheet) == (Severity.BLOCKING, "重大事项")
    assert words in one.message
    assert found.submission.events == ()


# ------------------------------------------------------------------ pages that are not ours


def with_page(path: Path, name: str, part: str, change: Change = str, state: str = "") -> Path:
    """A copy of a page at the end of the workbook."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet99.xml", change(archive.read(part).decode()))
    of_page = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    tab = f'<sheet name="{name}" sheetId="99" {state} r:id="rId199"/></sheets>'
    relation = f'<Relationship Id="rId199" Type="{of_page}" Target="worksheets/sheet99.xml"/>'
    return altered(path, {
        WORKBOOK: lambda xml: xml.replace("</sheets>", tab),
        RELATIONS: lambda xml: xml.replace("</Relationships>", f"{relation}</Relationships>"),
    })  # fmt: skip


def test_a_copy_of_the_page_that_says_something_else(sent: Path, edition: Edition) -> None:
    change = partial(re.sub, r'(<c r="D9"[^>]*>)<v>[^<]*', r"\g<1><v>3")
    found = seen(with_page(sent, "月报 (2)", FORM, change), edition)
    (one,) = coded(found, "S6")
    assert (one.severity, one.item, one.cell) == (Severity.BLOCKING, "刑事立案数", "D9")
    assert "在 月报!D9 是“20”，在它的副本 月报 (2)!D9 是“3”" in one.message
    assert isinstance(found.submission.value("刑事立案数"), Gap)


def test_a_copy_that_says_the_same_doubts_nothing(sent: Path, edition: Edition) -> None:
    assert coded(seen(with_page(sent, "月报 (2)", FORM), edition), "S1", "S6") == []


def test_a_copy_of_another_month_sends_the_file_back(sent: Path, edition: Edition) -> None:
    change = partial(re.sub, r'(<c r="D3"[^>]*>)<v>[^<]*', r"\g<1><v>4")
    with pytest.raises(UnusableFileError, match="“月份”在 月报!D3 是“3”，在它的副本"):
        seen(with_page(sent, "月报 (2)", FORM, change), edition)


def test_a_copy_that_nobody_sees_is_no_copy(sent: Path, edition: Edition) -> None:
    change = partial(re.sub, r'(<c r="D9"[^>]*>)<v>[^<]*', r"\g<1><v>3")
    found = seen(with_page(sent, "旧", FORM, change, 'state="hidden"'), edition)
    assert coded(found, "S6") == []
    assert found.submission.value("刑事立案数") == 20


def test_a_second_register_and_a_scrap_page_are_told(sent: Path, edition: Edition) -> None:
    (one,) = coded(seen(with_page(sent, "重大事项 (2)", EVENTS), edition), "S1")
    assert (one.sheet, one.cell) == ("重大事项 (2)", "A6")


# ------------------------------------------------------------------ pages that only inform

#: the page, what was written there, and the cell that is told
ASIDE: dict[str, tuple[str, Change, str]] = {
    "封面上的数": ("封面", put(28, '<c r="C28"><v>7120</v></c>'), "C28"),
    "封面右边的话": ("封面", put(6, text("E6", "另有刑事案件3起")), "E6"),
    "封面标题旁": ("封面", put(11, text("C11", "另有刑事案件3起")), "C11"),
    "说明页下边的数": ("填报说明", put(95, '<c r="D95"><v>7120</v></c>'), "D95"),
    "说明页行间的话": ("填报说明", put(60, text("C60", "刑事立案数3")), "C60"),
    "说明页上的公式": ("填报说明", put(90, '<c r="A90"><f>1+2</f><v>3</v></c>'), "A90"),
    "测算页下边的数": ("指标测算", put(70, '<c r="D70"><v>7120</v></c>'), "D70"),
    "测算页下一行": ("指标测算", put(18, text("A18", "实际3起")), "A18"),
    "测算页右边": ("指标测算", put(6, text("L6", "实际3起")), "L6"),
    "测算值改成固定的数": ("指标测算", partial(
        re.sub, r'<c r="F6"([^>]*?)(?: t="str")?><f>.*?</f><v>.*?</v>', r'<c r="F6"\1><v>1</v>'
    ), "F6"),
    "审核关系右边": ("审核关系", put(20, '<c r="K20"><v>7120</v></c>'), "K20"),
    "审核关系下边": ("审核关系", put(180, text("C180", "都符合")), "C180"),
    "校验结果下边": ("校验结果", put(50, text("A50", "通过")), "A50"),
    "校验结果上边": ("校验结果", put(2, text("G2", "通过")), "G2"),
    # nobody sees these pages
    "底数标题旁的数": ("底数", put(2, '<c r="C2"><v>30</v></c>'), "C2"),
    "底数下边没有名称的数": ("底数", put(300, '<c r="B300"><v>30</v></c>'), "B300"),
    "名册下边的数": ("名册", put(90, '<c r="C90"><v>30</v></c>'), "C90"),
    "目录右边的话": ("目录", put(9, text("H9", "另有3起")), "H9"),
}  # fmt: skip


@pytest.mark.parametrize("how", ASIDE)
def test_what_is_written_on_a_page_that_only_informs(
    sent: Path, edition: Edition, how: str
) -> None:
    sheet, change, cell = ASIDE[how]
    (one,) = coded(seen(altered(sent, {part_of(sent, sheet): change}), edition), "S1")
    assert (one.severity, one.sheet, one.cell) == (Severity.NOTICE, sheet, cell)
    assert "不会被读取和汇总" in one.message


def test_the_button_writes_its_verdict_and_its_block(sent: Path, edition: Edition) -> None:
    path = altered(sent, {
        part_of(sent, "封面"): with_words("C4", "通过"),
        part_of(sent, "校验结果"): both(with_words("A5", "提示"), with_words("H44", "第6条")),
    })  # fmt: skip
    assert coded(seen(path, edition), "S1") == []


def test_a_page_that_only_informs_must_be_all_that_its_entry_claims(sent: Path) -> None:
    """No figure is read there, but it is looked at: its checksum is kept as of every part."""
    data = bytearray(sent.read_bytes())
    in_directory = data.rindex(GUIDANCE.encode())
    data[in_directory - 30] ^= 1  # the lowest byte of the checksum
    sent.write_bytes(data)
    with pytest.raises(UnusableFileError, match="文件已损坏"):
        reader.read(sent, sent.name)


def test_a_page_that_only_informs_may_be_packed_in_a_rare_way(sent: Path) -> None:
    with zipfile.ZipFile(sent) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part, zipfile.ZIP_BZIP2 if name == GUIDANCE else None)
    raw = reader.read(sent, sent.name)
    assert isinstance(raw, RawReturn)
    assert raw.aside == ()


@pytest.mark.parametrize("form", [FormKind.MONTHLY, FormKind.ANNUAL])
def test_nothing_on_our_own_pages_is_nobodys(
    tmp_path: Path, edition: Edition, form: FormKind
) -> None:
    for month in (3, 12) if form == FormKind.MONTHLY else (None,):
        return_book.write(tmp_path / "a.xlsx", form, edition, ReturnContents(None, 2026, month))
        raw = reader.read(tmp_path / "a.xlsx", "a")
        assert isinstance(raw, RawReturn)
        assert raw.aside == ()


def test_what_nobody_sees_of_such_a_page_is_left_alone(sent: Path, edition: Edition) -> None:
    written = altered(sent, {part_of(sent, "指标测算"): put(70, '<c r="D70"><v>7120</v></c>')})
    hidden = partial(re.sub, r'(<sheet name="指标测算")', r'\1 state="hidden"')
    assert coded(seen(changed(written, book=hidden), edition), "S1") == []


def test_such_a_page_in_another_spelling(sent: Path, edition: Edition) -> None:
    """A comment between the cells, another order of attributes, prefixes: a parser rewrites it."""

    def spelt(xml: str) -> str:
        return re.sub(r'<c r="([A-Z]+\d+)" s="(\d+)"', r'<c s="\2" r="\1"', xml).replace(
            "</row>", "<!-- --></row>", 1
        )

    page = part_of(sent, "审核关系")
    assert coded(seen(altered(sent, {page: spelt}), edition), "S1") == []
    typed = altered(sent, {page: both(put(20, '<c r="K20"><v>7120</v></c>'), spelt)})
    assert [one.cell for one in coded(seen(typed, edition), "S1")] == ["K20"]


# ------------------------------------------------------------------ what cannot be read

STYLES = "xl/styles.xml"


def without_column(number: int) -> Change:
    """As wide as columns are that nobody made wider."""
    return partial(re.sub, rf'<col min="{number}" max="{number}"[^>]*/>', "")


@pytest.mark.parametrize("change", [without_column(4), of_column(4, 'width="5.5"')])
def test_a_column_too_narrow_for_days_and_not_for_figures(
    sent: Path, edition: Edition, change: Change
) -> None:
    found = coded(seen(changed(sent, form=change), edition), "S7")
    assert {one.cell for one in found} == {"D17", "D18", "D38"}
    assert all(one.severity == Severity.BLOCKING and "D列太窄" in one.message for one in found)


def test_a_day_that_was_typed_with_its_hour_is_seen_as_the_day(
    sent: Path, edition: Edition
) -> None:
    """Excel shows the day as before; LibreOffice shows both, shrunk to the column."""
    book = load_workbook(sent)
    cell = book["月报"][at("上半月排查会日期")]
    assert cell.alignment.shrink_to_fit
    cell.value = datetime(2026, 3, 5, 9, 30)
    book.save(sent)
    assert coded(seen(sent, edition), "S7") == []


def test_a_column_too_narrow_for_the_month_sends_the_return_back(
    sent: Path, edition: Edition
) -> None:
    with pytest.raises(UnusableFileError, match="月报!D3 看不见或看不清（D列太窄"):
        seen(changed(sent, form=of_column(4, 'width="1.5"')), edition)


def test_a_column_too_narrow_for_a_single_sign(sent: Path, edition: Edition) -> None:
    """Of 是 or 否 nothing is seen there; a text in a wider one is cut off, and read as far."""
    found = coded(seen(changed(sent, form=of_column(4, 'width="2.5"')), edition), "S7")
    words = {one.cell: one.message for one in found if one.value in ("是", "否")}
    assert words.keys() == {"D19", "D33", "D46"}
    assert all("D列太窄）" in one for one in words.values())


def test_a_column_of_the_register_too_narrow_for_a_single_sign(
    sent: Path, edition: Edition
) -> None:
    change = partial(re.sub, r'<col min="2" max="3" [^>]*/>', '<col min="2" max="3" width="1"/>')
    (one,) = coded(seen(changed(sent, events=change), edition), "S7")
    assert (one.sheet, one.cell) == ("重大事项", "B6")


def test_a_moment_of_the_register_in_a_narrow_column(sent: Path, edition: Edition) -> None:
    change = partial(re.sub, r'<col min="4" max="6" [^>]*/>', '<col min="4" max="6" width="11.7"/>')
    (one,) = coded(seen(changed(sent, events=change), edition), "S7")
    assert (one.sheet, one.cell) == ("重大事项", "D6")


@pytest.mark.parametrize("size", ["1", "4.5"])
def test_a_figure_too_small_to_be_read(sent: Path, edition: Edition, size: str) -> None:
    path = restyled(sent, f'<font><sz val="{size}"/><name val="宋体"/></font>')
    (one,) = coded(seen(path, edition), "S7")
    assert (one.cell, "字小得看不清" in one.message) == ("D9", True)


def test_a_figure_that_is_crossed_out(sent: Path, edition: Edition) -> None:
    path = restyled(sent, '<font><strike/><sz val="11"/><name val="宋体"/></font>')
    (one,) = coded(seen(path, edition), "S7")
    assert (one.cell, "划了删除线" in one.message) == ("D9", True)


@pytest.mark.parametrize("off", ["0", "false"])
def test_a_figure_that_is_expressly_not_crossed_out(sent: Path, edition: Edition, off: str) -> None:
    font = f'<font><strike val="{off}"/><sz val="11"/><name val="宋体"/></font>'
    assert coded(seen(restyled(sent, font), edition), "S7") == []


def test_a_figure_that_is_repeated_until_the_cell_is_full(sent: Path, edition: Edition) -> None:
    """2 looks like 2222222."""
    font = '<font><sz val="11"/><name val="宋体"/></font>'
    path = restyled(sent, font, '<alignment horizontal="fill"/>')
    (one,) = coded(seen(path, edition), "S7")
    assert (one.cell, "重复填满" in one.message) == ("D9", True)


def restyled(path: Path, font: str, content: str = "") -> Path:
    """Cell D9 of the form with a style of its own."""
    with zipfile.ZipFile(path) as archive:
        xml = archive.read(STYLES).decode()
    fonts, styles = (
        int(re.search(rf'<{tag} count="(\d+)"', xml)[1]) for tag in ("fonts", "cellXfs")
    )
    xf = f'<xf numFmtId="0" fontId="{fonts}" fillId="0" borderId="0" xfId="0">{content}</xf>'
    style = both(
        lambda xml: xml.replace("</fonts>", f"{font}</fonts>"),
        lambda xml: xml.replace("</cellXfs>", f"{xf}</cellXfs>"),
    )
    used = partial(re.sub, r'<c r="D9" s="\d+"', f'<c r="D9" s="{styles}"')
    return altered(path, {STYLES: style, FORM: used})


@pytest.mark.parametrize("dxf", [
    '<numFmt numFmtId="190" formatCode=";;;"/>',
    '<numFmt numFmtId="190" formatCode="&quot;3&quot;"/>',
    '<font><color rgb="FFFFFFFF"/></font>',
    '<font><color theme="0"/></font>',
    '<font><color rgb="FF9C0006"/></font><fill><patternFill><bgColor rgb="FF9C0006"/></patternFill>'
    "</fill>",
])  # fmt: skip
@pytest.mark.parametrize("span", ["D9", "A1 C8:F9"])
def test_a_condition_that_hides_a_figure(sent: Path, edition: Edition, dxf: str, span: str) -> None:
    found = coded(seen(with_condition(sent, dxf, span), edition), "S7")
    assert any(one.cell == "D9" and "条件格式" in one.message for one in found)


#: as newer Excel writes rules that the older one does not know, with their formats in them
_NEWER = """<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" \
xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings>\
<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">\
<x14:cfRule type="{sort}" id="{{1}}">{rule}</x14:cfRule><xm:sqref>B1 D9:D10</xm:sqref>\
</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"""
_SIGNS = '<cfvo type="percent" val="0"/><cfvo type="percent" val="50"/>'


@pytest.mark.parametrize("rules", [
    '<conditionalFormatting sqref="D9"><cfRule type="iconSet" priority="99">'
    f'<iconSet iconSet="3Arrows" showValue="0">{_SIGNS}</iconSet></cfRule></conditionalFormatting>',
    '<conditionalFormatting sqref="D9"><cfRule type="dataBar" priority="99">'
    '<dataBar showValue="0"><cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar>'
    "</cfRule></conditionalFormatting>",
    _NEWER.format(sort="dataBar", rule='<x14:dataBar showValue="0"><x14:cfvo type="autoMin"/>'
                  '<x14:cfvo type="autoMax"/></x14:dataBar>'),
    _NEWER.format(sort="expression", rule='<xm:f>TRUE</xm:f><x14:dxf><font>'
                  '<color rgb="FFFFFFFF"/></font></x14:dxf>'),
])  # fmt: skip
def test_a_condition_that_shows_bars_or_signs_instead_or_brings_its_own_format(
    sent: Path, edition: Edition, rules: str
) -> None:
    found = coded(seen(with_rules(sent, rules), edition), "S7")
    assert any(one.cell == "D9" and "条件格式" in one.message for one in found)


def test_bars_beside_their_numbers_hide_nothing(sent: Path, edition: Edition) -> None:
    rules = (
        '<conditionalFormatting sqref="D9"><cfRule type="iconSet" priority="99">'
        f'<iconSet iconSet="3Arrows">{_SIGNS}</iconSet></cfRule></conditionalFormatting>'
    ) + _NEWER.format(sort="expression", rule='<xm:f>TRUE</xm:f><x14:dxf><font>'
                      '<color rgb="FFFF0000"/></font></x14:dxf>')  # fmt: skip
    assert coded(seen(with_rules(sent, rules), edition), "S7") == []


def test_a_condition_that_only_colours_hides_nothing(sent: Path, edition: Edition) -> None:
    dxf = '<font><b/><color rgb="FFFF0000"/></font><numFmt numFmtId="190" formatCode="0.00"/>'
    assert coded(seen(with_condition(sent, dxf, "D9:D40"), edition), "S7") == []


def with_rules(path: Path, rules: str) -> Path:
    """The form with these at its end; what newer Excel adds comes last."""
    usual, mark, newer = rules.partition("<extLst")
    return altered(path, {FORM: both(
        lambda xml: xml.replace("<conditionalFormatting", f"{usual}<conditionalFormatting", 1),
        lambda xml: xml.replace("</worksheet>", f"{mark}{newer}</worksheet>"),
    )})  # fmt: skip


def with_condition(path: Path, dxf: str, span: str) -> Path:
    """A conditional format over cells of the form."""
    with zipfile.ZipFile(path) as archive:
        xml = archive.read(STYLES).decode()
    count = re.search(r'<dxfs count="(\d+)"', xml)[1]
    rule = (
        f'<conditionalFormatting sqref="{span}"><cfRule type="expression" dxfId="{count}" '
        'priority="999"><formula>TRUE</formula></cfRule></conditionalFormatting>'
    )
    return altered(path, {
        STYLES: lambda xml: xml.replace("</dxfs>", f"<dxf>{dxf}</dxf></dxfs>"),
        FORM: partial(re.sub, "<conditionalFormatting", f"{rule}<conditionalFormatting", count=1),
    })  # fmt: skip


# ------------------------------------------------------------------ pictures and shapes


def with_shape(path: Path, first: tuple[int, int, int], last: tuple[int, int]) -> Path:
    """A picture from a column and row (from 0), so far right in it, to another."""
    corners = "".join(
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{aside}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        for name, column, row, aside in (("from", *first), ("to", *last, 0))
    )
    of_page = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    relation = f'<Relationship Id="rId77" Type="{of_page}" Target="../drawings/d.xml"/>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "xl/drawings/d.xml",
            f"<xdr:wsDr><xdr:twoCellAnchor>{corners}<xdr:pic/></xdr:twoCellAnchor></xdr:wsDr>",
        )
        archive.writestr(
            "xl/worksheets/_rels/sheet2.xml.rels", f"<Relationships>{relation}</Relationships>"
        )
    return altered(path, {
        FORM: lambda xml: xml.replace("</worksheet>", '<drawing r:id="rId77"/></worksheet>')
    })  # fmt: skip


@pytest.mark.parametrize(("first", "last", "cells"), [
    ((3, 8, 0), (4, 9), ["D9"]),
    ((1, 7, 500), (8, 10), ["D9", "D10"]),
    ((3, 8, 90_000), (4, 9), []),  # a part of the cell is seen
    ((5, 2, 0), (8, 40), []),
    ((0, 45, 0), (8, 50), []),  # a seal over the signatures
])  # fmt: skip
def test_a_picture_over_a_figure_is_asked_about(
    sent: Path, edition: Edition, first: tuple[int, int, int], last: tuple[int, int],
    cells: list[str],
) -> None:  # fmt: skip
    found = seen(with_shape(sent, first, last), edition)
    told = coded(found, "S8")
    assert [one.cell for one in told] == cells
    assert all(one.severity == Severity.QUERY and "盖着图片" in one.message for one in told)
    assert found.submission.value("刑事立案数") == 20


#: a picture by its size in EMU (9,525 a pixel, 12,700 a point): the column of figures is 92
#: pixels wide and begins behind 294; row 9 begins at 132 points and has 12.75
_D9 = (294 * 9525, 1_675_000)
SIZED = {
    "从一格起": ("oneCellAnchor", (3, 8), (92 * 9525, 170_000), ["D9"]),
    "从一格起盖两行": ("oneCellAnchor", (2, 7), (140 * 9525, 500_000), ["D9", "D10"]),
    "按纸边定位": ("absoluteAnchor", None, (130 * 9525, 200_000), ["D9"]),
    "只盖一半": ("oneCellAnchor", (3, 8), (45 * 9525, 170_000), []),
}


@pytest.mark.parametrize("how", SIZED)
def test_a_picture_that_tells_its_size(sent: Path, edition: Edition, how: str) -> None:
    kind, cell, (width, height), cells = SIZED[how]
    place = f'<xdr:pos x="{_D9[0]}" y="{_D9[1]}"/>'
    if cell:
        place = (
            f"<xdr:from><xdr:col>{cell[0]}</xdr:col><xdr:colOff>0</xdr:colOff>"
            f"<xdr:row>{cell[1]}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        )
    drawing = (
        f'<xdr:wsDr><xdr:{kind}>{place}<xdr:ext cx="{width}" cy="{height}"/><xdr:pic/>'
        f"</xdr:{kind}></xdr:wsDr>"
    )
    path = altered(with_shape(sent, (0, 60, 0), (1, 61)), {"xl/drawings/d.xml": lambda _: drawing})
    assert [one.cell for one in coded(seen(path, edition), "S8")] == cells


def test_a_picture_on_a_form_page_of_another_name(sent: Path, edition: Edition) -> None:
    changed(with_shape(sent, (3, 8, 0), (4, 9)), book=renamed("月报", "三月"))
    assert [(one.sheet, one.cell) for one in coded(seen(sent, edition), "S8")] == [("三月", "D9")]


# ------------------------------------------------------------------ columns that are the district's


def test_an_earlier_register_is_read_and_what_is_the_district_s_is_told(
    sent: Path, edition: Edition
) -> None:
    plain = seen(sent, edition)
    found = seen(
        with_former_columns(sent, {"I6": "重大责任事故", "J6": "7号", "I9": "无"}), edition
    )
    assert [event.row for event in found.submission.events] == [1]
    (event,), (before,) = found.submission.events, plain.submission.events
    assert {name: one.value for name, one in event.cells.items()} == {
        name: one.value for name, one in before.cells.items()
    }
    told = coded(found, "S16")
    assert [(one.cell, one.item, one.value) for one in told] == [
        ("I6", "区认定", "重大责任事故"), ("I9", "区认定", "无"), ("J6", "通报文号", "7号"),
    ]  # fmt: skip
    assert {one.severity for one in told} == {Severity.NOTICE}
    words = "区认定（I6）由区里在部门提供数的“区认定”表上填写，这里的不算"
    assert told[0].message == words
    assert coded(found, "S1") == []


def test_an_earlier_register_that_is_empty_there_says_nothing(sent: Path, edition: Edition) -> None:
    found = seen(with_former_columns(sent, {}), edition)
    assert coded(found, "S1", "S16") == []
    assert len(found.submission.events) == 1


def test_a_form_of_today_has_no_such_columns(sent: Path, edition: Edition) -> None:
    (one,) = coded(seen(changed(sent, events=put(6, text("K6", "影响全区"))), edition), "S1")
    assert one.cell == "K6"
