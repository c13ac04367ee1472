"""Papers in Word: the same words as the page, the layout of GB/T 9704, nothing active, same bytes.

How they look in LibreOffice is tested in ``test_printed_papers.py`` (long).
"""

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from tests import sample_appraisal as sample
from zongzhi_xl.papers import writing
from zongzhi_xl.papers.html import html_of
from zongzhi_xl.papers.markup import sheet_of
from zongzhi_xl.papers.word import word_of

OPEN, CLOSE = (
    '<paper kind="公文" name="甲" version="版本 1"><caution>虚构数据</caution>',
    "</paper>",
)


def parts(markup: str) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(word_of(sheet_of(OPEN + markup + CLOSE)))) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def body(markup: str) -> str:
    return parts(markup)["word/document.xml"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("papers")
    writing.write_papers(made, sample.appraisal(), sample.edition())
    return made


def words_of_page(path: Path) -> str:
    """The text of the body alone, without tags and blanks."""
    page = path.read_text(encoding="utf-8")
    bare = re.sub(r"<[^>]*>", "", page[page.index('<p class="organ">') :])
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        bare = bare.replace(entity, sign)
    return re.sub(r"\s", "", bare)


def words_of_word(path: Path) -> str:
    texts = Document(str(path)).element.body.iter(qn("w:t"))
    return re.sub(r"\s", "", "".join(one.text for one in texts))


def test_word_and_page_say_the_same(folder: Path) -> None:
    """A blank to write on is a line of signs here, drawn there; so is a bar."""
    for page in folder.glob("*.html"):
        words = re.sub("█|_{2,}", "", words_of_word(page.with_suffix(".docx")))
        assert words == words_of_page(page), page.name


def test_openxml_audit_finds_nothing(folder: Path) -> None:
    for name in ("初评告知书_示例三街道", "考核通报"):
        assert OpenXmlValidator().validate(str(folder / f"{name}.docx")).errors == []


def test_the_page_is_that_of_the_standard() -> None:
    """225 mm hold 22 lines of 28.95 pt, 156 mm 28 signs of 15.79 pt; 3号 are 16 pt."""
    document = Document(BytesIO(word_of(sheet_of(f"{OPEN}<p>甲</p>{CLOSE}"))))
    (section,) = document.sections
    assert [round(one.mm) for one in (
        section.page_width, section.page_height, section.top_margin, section.bottom_margin,
        section.left_margin, section.right_margin)] == [210, 297, 37, 35, 28, 26]  # fmt: skip
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert (grid.get(qn("w:linePitch")), grid.get(qn("w:charSpace"))) == ("579", "-848")
    style = document.styles["公文正文"]
    assert (style.font.size.pt, style.paragraph_format.line_spacing.pt) == (16, 28.95)
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"
    assert document.styles["公文标题"].font.size.pt == 22


def test_pages_are_numbered_and_cautions_stand_on_each() -> None:
    made = parts("<p>甲</p>")
    for number in (1, 2):
        assert "虚构数据" in made[f"word/header{number}.xml"]
        assert "版本 1" in made[f"word/header{number}.xml"]
        assert re.findall(r"<w:instrText>(.*?)</w:instrText>", made[f"word/footer{number}.xml"]) \
            == ["PAGE"]  # fmt: skip


def test_typefaces_that_lack_have_others_in_their_place() -> None:
    fonts = parts("<p>甲</p>")["word/fontTable.xml"]
    assert re.search('w:name="方正小标宋简体"><w:altName w:val="[^"]*宋体|华文中宋', fonts)


def test_heads_of_tables_are_repeated_and_no_row_is_torn() -> None:
    rows = "<row><c>一</c><c>二</c></row>" * 9
    made = body(f'<table columns="30 *"><head><c>甲</c><c>乙</c></head>{rows}</table>')
    assert made.count("<w:tblHeader/>") == 1
    assert made.count("<w:cantSplit/>") == 10
    assert '<w:gridCol w:w="2653"/><w:gridCol w:w="6191"/>' in made


def test_a_signature_is_never_alone_on_a_page() -> None:
    made = body("<p>甲</p><signature><sign>乙</sign><sign>丙</sign></signature>")
    kept = re.findall(r"<w:p>(?:(?!</w:p>).)*?</w:p>", made)
    assert ["keepNext" in one for one in kept] == [True, True, False]


def paragraphs(made: str) -> list[str]:
    """Of a document's body, also those of its tables."""
    return re.findall(r"<w:p>.*?</w:p>", made)


def test_a_thin_line_keeps_a_table_and_what_follows_apart() -> None:
    """Else LibreOffice leaves a heading there alone at the foot; a signature is kept by both."""
    table = '<table columns="*"><row><c>甲</c></row></table>'
    thin = 'w:line="60" w:lineRule="exact"/>'
    below, heading = paragraphs(body(f"{table}<h1>乙</h1><p>丙</p>"))[1:3]
    assert thin in below
    assert "乙" in heading
    signed = paragraphs(body(f"{table}<signature><sign>乙</sign></signature>"))
    assert [("keepNext" in one, thin in one) for one in signed] == [
        (True, False), (True, True), (False, False),
    ]  # fmt: skip
    assert thin not in body(f"{table}{table}")


def test_a_note_stays_with_its_table_where_that_is_small() -> None:
    def kept(rows: int) -> list[bool]:
        table = f'<table columns="*">{"<row><c>甲</c></row>" * rows}</table>'
        made = paragraphs(body(f"{table}<note>乙</note>"))
        return ["keepNext" in one for one in made]

    assert kept(4) == [*[True] * 5, False]
    assert kept(5) == [*[False] * 6, False]


@pytest.mark.parametrize(
    "inner", ["<annex>乙</annex>", '<table columns="*"><row><c>乙</c></row></table>']
)
def test_a_receipt_begins_a_page_where_the_template_says_so(inner: str) -> None:
    made = body(f"<p>甲</p><newpage/><receipt>{inner}<plain>丙</plain></receipt>")
    first, second, *_ = paragraphs(made)
    assert "pageBreakBefore" not in first
    assert "pageBreakBefore" in second


def test_no_line_tears_a_place_to_write_apart() -> None:
    """Blanks in a row may be torn where they end a line; a word may not."""
    assert ">______</w:t>" in body('<p>电话<blank width="3"/></p>')


def test_what_stands_on_every_page_has_a_line_each() -> None:
    made = parts("<p>甲</p>")["word/header1.xml"]
    assert re.findall("<w:t[^>]*>(.*?)</w:t>|<w:(br)/>", made) == [
        ("虚构数据", ""), ("", "br"), ("版本 1", ""),
    ]  # fmt: skip


HOSTILE = (
    "&lt;w:p&gt;", "=1+1", "https://example.invalid/a", "{{ 7 * 7 }}", 'HYPERLINK "x"', "&amp;",
    "]]&gt;", "file:///etc/passwd",
)  # fmt: skip


def test_text_stays_text() -> None:
    made = parts("".join(f"<p>{one}</p>" for one in HOSTILE))
    document = made["word/document.xml"]
    for one in HOSTILE:
        assert one.replace("&gt;", "&gt;") in document, one
    for active in ("fldChar", "fldSimple", "instrText", "hyperlink", "w:object", "altChunk"):
        assert active not in document, active
    for name, text in made.items():
        if name.endswith(".rels"):
            assert "External" not in text
    assert not [name for name in made if "vba" in name.lower()]


def test_the_same_paper_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    writing.write_papers(tmp_path, sample.appraisal(), sample.edition())
    for path in folder.glob("*.docx"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_a_page_and_a_document_are_made_of_the_same_blocks() -> None:
    sheet = sheet_of(f"{OPEN}<p>甲<b>乙</b></p>{CLOSE}")
    assert "<p>甲<b>乙</b></p>" in html_of(sheet)
    assert "甲</w:t>" in body("<p>甲<b>乙</b></p>")


def test_a_list_to_sign_may_go_on_to_the_next_page_and_a_form_may_not() -> None:
    rows = "<row><c>一</c></row>" * 9
    head = "<head><c>甲</c></head>"
    for inner, kept in ((head + rows, 1), (rows, 8)):  # the head alone; all but the last
        made = body(f'<table columns="*" size="form">{inner}</table>')
        assert made.count("<w:keepNext/>") == kept
