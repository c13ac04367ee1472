"""The markup of templates: what becomes of it, and what is refused as a fault of the template."""

import pytest

from zongzhi_xl.errors import MarkupError
from zongzhi_xl.papers.blocks import (
    Align,
    Kind,
    Look,
    NewPage,
    Paragraph,
    Role,
    Run,
    Table,
    Together,
    Tone,
)
from zongzhi_xl.papers.markup import sheet_of


def blocks(markup: str):
    return sheet_of(f'<paper kind="公文" name="甲">{markup}</paper>').blocks


def test_a_paper_has_its_kind_its_name_and_what_stands_on_every_page() -> None:
    sheet = sheet_of(
        '<paper kind="单子" name="催报单" rules="按甲评分" version="1">'
        "<caution>虚构数据</caution><caution>未经确认</caution><p>一</p></paper>"
    )
    assert (sheet.kind, sheet.name, sheet.rules, sheet.version) == (
        Kind.SLIP, "催报单", "按甲评分", "1",
    )  # fmt: skip
    assert sheet.cautions == ("虚构数据", "未经确认")
    assert sheet.blocks == (Paragraph(Role.TEXT, ((Run("一"),),)),)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("社会治安综合治理考评", ["关于2026年度社会治安综合治理考评", "情况的通报"]),
        # six signs, since four digits are two, and thirteen: what a line of 2号 holds
        (
            "社会治安综合治理责任制考评",
            ["关于2026年度社会治安综合治理责任制考评", "情况的通报"],
        ),
        (
            "社会治安综合治理目标管理考评",
            ["关于2026年度", "社会治安综合治理目标管理考评", "情况的通报"],
        ),
    ],
)
def test_a_long_title_ends_its_lines_where_it_may_not_inside_a_word(
    name: str, lines: list[str]
) -> None:
    (title,) = blocks(f"<title>关于2026年度<wbr/>{name}<br/>情况的<wbr/>通报</title>")
    assert title.text.split("\n") == lines


def test_blanks_and_line_breaks_of_a_template_are_one_blank() -> None:
    (paragraph,) = blocks("<p> 甲\n   乙 <b>丙</b> 丁　戊\n</p>")
    assert paragraph.text == "甲 乙 丙 丁　戊"
    (titled,) = blocks("<title>一 <br/> 二</title>")
    assert titled.text == "一\n二"


def test_places_to_write_and_bars_have_their_measure() -> None:
    (paragraph,) = blocks('<p>电话<blank width="7"/>。<bar percent="140"/></p>')
    assert paragraph.lines == (
        (Run("电话"), Run("", Look.BLANK, 7), Run("。"), Run("", Look.BAR, 100)),
    )


def test_a_table_knows_its_widths_and_its_cells() -> None:
    (table,) = blocks(
        '<table columns="* 20 *" size="fine"><head><c>甲</c><c>乙</c><c>丙</c></head>'
        '<row height="9"><c across="2" align="right">1</c><c tone="bad">2</c></row></table>'
    )
    assert isinstance(table, Table)
    assert table.widths == (40, 20, 40)
    assert [cell.align for cell in table.head[0].cells] == [Align.CENTER] * 3
    first, second = table.rows[0].cells
    assert (first.across, first.align, second.tone, table.rows[0].height) == (
        2, Align.RIGHT, Tone.BAD, 9,
    )  # fmt: skip


def test_signatures_stay_with_the_text_before_and_receipts_with_themselves() -> None:
    signature, page, receipt = blocks(
        "<signature><sign>甲</sign></signature><newpage/><receipt><cut>剪</cut></receipt>"
    )
    assert isinstance(signature, Together)
    assert isinstance(receipt, Together)
    assert (signature.follows, receipt.follows, page) == (True, False, NewPage())


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>甲", "标记不成对"),
        ("<p>&nbsp;</p>", "写错了符号"),
        ("<para>甲</para>", "没有 <para> 这种标记"),
        ('<p style="x">甲</p>', "<p> 没有 style 这种写法"),
        ("甲<p>乙</p>", "里的“甲”不在任何一段中"),
        ("<p>甲<i>乙</i></p>", "<p> 里不能有 <i>"),
        ("<p>甲<b><wbr/>乙</b></p>", "<wbr/> 只能写在 <title> 里"),
        ('<table columns="50 50"><row><c>甲</c></row></table>', "表有2列，其中一行有1格"),
        ('<table columns="宽"><row><c>甲</c></row></table>', "columns 写各列的宽度"),
        ('<table columns="*"><p>甲</p></table>', "里只有 <head> 和 <row>"),
        ('<table columns="*"><row><p>甲</p></row></table>', "一行里只有 <c>"),
        ('<table columns="*" size="big"><row><c>甲</c></row></table>', "“big”不能用"),
        ('<p>甲<blank width="宽"/></p>', "<blank> 的 width 应是整数"),
    ],
)  # fmt: skip
def test_a_fault_of_a_template_is_told_in_words(markup: str, words: str) -> None:
    with pytest.raises(MarkupError, match=words.replace("(", "\\(")):
        blocks(markup)


def test_what_is_no_paper_is_refused() -> None:
    with pytest.raises(MarkupError, match="最外面应是 <paper>"):
        sheet_of("<html/>")
    with pytest.raises(MarkupError, match="“信”不能用，可以写：公文、告知书、单子"):
        sheet_of('<paper kind="信"/>')
