"""The page of GB/T 9704 in Word, and its styles: an empty document to write a paper into.

Margins 37, 35, 28 and 26 mm, 22 lines of 28 characters of 3号仿宋, title 2号小标宋, page numbers.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from zongzhi_xl.papers.blocks import Kind, Role, Sheet, Size
from zongzhi_xl.record import Record, replace

FANGSONG, SONG, HEI, KAI, TITLE = "仿宋_GB2312", "宋体", "黑体", "楷体_GB2312", "方正小标宋简体"
_RED, _GREY = RGBColor(0xC0, 0, 0), RGBColor(0x66, 0x66, 0x66)
_LEFT, _CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
_RIGHT, _BOTH = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY

# ------------------------------------------------------------------ the page of GB/T 9704

_TOP, _BOTTOM, _INNER, _OUTER, _WIDTH, _HEIGHT = 37, 35, 28, 26, 210, 297
LINE_WIDTH = _WIDTH - _INNER - _OUTER
_LINES, _CHARACTERS = 22, 28
#: whole twentieths of a point from line to line, so that all lines fit
_PITCH = int((_HEIGHT - _TOP - _BOTTOM) / 25.4 * 72 * 20 / _LINES)
_FOOT, _HEAD = 24, 18


class _Style(Record):
    """A paragraph's typeface, size and line in points, place; ``indent`` in characters."""

    font: str = FANGSONG
    size: float = 16
    line: float = _PITCH / 20
    align: WD_ALIGN_PARAGRAPH = _BOTH
    indent: float = 0
    before: float = 0
    after: float = 0
    colour: RGBColor | None = None
    with_next: bool = False


#: body, its line, title, organ
SIZES = {
    Kind.DOCUMENT: (16, _PITCH / 20, 22, 34),
    Kind.NOTICE: (14, 24, 20, 28),
    Kind.SLIP: (12, 20, 20, 24),
}
NAMES = {
    Role.ORGAN: "发文机关标志", Role.NUMBER: "发文字号", Role.TITLE: "公文标题",
    Role.SUBTITLE: "副标题", Role.TO: "主送机关", Role.TEXT: "公文正文", Role.PLAIN: "公文无缩进",
    Role.HEADING: "一级标题", Role.SUBHEADING: "二级标题", Role.NOTE: "公文附注",
    Role.ANNEX: "附件标题", Role.FORM_TITLE: "表单标题", Role.CUT: "剪切线", Role.SIGN: "署名",
    Role.COPIES: "抄送机关",
}  # fmt: skip


def _styles(kind: Kind) -> Mapping[Role, _Style]:
    size, line, title, organ = SIZES[kind]
    body = _Style(size=size, line=line)
    gap = line / 2
    return {
        Role.ORGAN: _Style(TITLE, organ, organ * 1.4, _CENTER, after=gap, colour=_RED),
        Role.NUMBER: replace(body, align=_CENTER, after=gap),
        Role.TITLE: _Style(TITLE, title, title * 1.5, _CENTER, before=gap, after=gap,
                           with_next=True),
        Role.SUBTITLE: replace(body, align=_CENTER, after=gap, with_next=True),
        Role.TO: replace(body, align=_LEFT),
        Role.TEXT: replace(body, indent=2),
        Role.PLAIN: replace(body, align=_LEFT),
        Role.HEADING: replace(body, font=HEI, indent=0 if kind == Kind.SLIP else 2, with_next=True),
        Role.SUBHEADING: replace(body, font=KAI, indent=2, with_next=True),
        Role.NOTE: _Style(SONG, 9, 12.5, _BOTH, before=2),
        Role.ANNEX: _Style(HEI, size, line, _LEFT, before=4, after=2, with_next=True),
        Role.FORM_TITLE: _Style(HEI, 17, 26, _CENTER, after=4, with_next=True),
        Role.CUT: _Style(SONG, 9, 14, _CENTER, before=10, colour=_GREY, with_next=True),
        Role.SIGN: replace(body, align=_RIGHT),
        Role.COPIES: _Style(FANGSONG, 14 if kind == Kind.DOCUMENT else 12, 22, _LEFT, indent=1,
                            before=gap),
    }  # fmt: skip


#: size and line of a table's text in points
TABLES = {
    Size.LARGE: (12, 17), Size.NORMAL: (10.5, 15), Size.FINE: (9, 11.5), Size.TIGHT: (8, 10),
    Size.FORM: (10.5, 15),
}  # fmt: skip


@cache
def shell_of(kind: Kind) -> bytes:
    """An empty document with its page, its page numbers and its styles."""
    document = Document()
    _leave_out(document)
    _set_up(document, kind)
    for role, style in _styles(kind).items():
        _add_style(document, NAMES[role], style)
    for size, (points, line) in TABLES.items():
        _add_style(document, in_table(size), _Style(SONG, points, line, _LEFT))
    made = BytesIO()
    document.save(made)
    return made.getvalue()


# ------------------------------------------------------------------ page and styles


def _leave_out(document: WordDocument) -> None:
    """What python-docx's own template has besides: a picture, styles of 2010 that contradict."""
    for related in (document.part.rels, document.part.package.rels):
        for key in [key for key, one in related.items() if one.reltype.endswith(_NOT_NEEDED)]:
            del related[key]


_NOT_NEEDED = ("/stylesWithEffects", "/thumbnail", "/customXml")


def _set_up(document: WordDocument, kind: Kind) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(_WIDTH), Mm(_HEIGHT)
    page.top_margin, page.bottom_margin = Mm(_TOP), Mm(_BOTTOM)
    page.left_margin, page.right_margin = Mm(_INNER), Mm(_OUTER)
    page.header_distance, page.footer_distance = Mm(_HEAD), Mm(_FOOT)
    _set_grid(page._sectPr, kind)  # python-docx has no name for the grid
    document.settings.odd_and_even_pages_header_footer = True
    normal = document.styles["Normal"]
    _set_font(normal, FANGSONG, 16)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1
    for footer, align in ((page.footer, _RIGHT), (page.even_page_footer, _LEFT)):
        _write_number(footer.paragraphs[0], align)
    page.header.is_linked_to_previous = page.even_page_header.is_linked_to_previous = False


def _set_grid(section: Any, kind: Kind) -> None:
    grid = section.find(qn("w:docGrid"))
    size, _, _, _ = SIZES[kind]
    if kind == Kind.DOCUMENT:
        pitch = LINE_WIDTH / 25.4 * 72 / _CHARACTERS
        grid.set(qn("w:type"), "linesAndChars")
        grid.set(qn("w:charSpace"), str(round((pitch - size) * 4096)))
    grid.set(qn("w:linePitch"), str(_PITCH))


def write_header(paragraph: WordParagraph, sheet: Sheet) -> None:
    """What stands on every page: cautions in red, by which rules it was made."""
    paragraph.alignment = _CENTER
    paragraph.paragraph_format.line_spacing = Pt(11)
    paragraph.style = "Normal"
    for words, font, colour in (
        ("；".join(sheet.cautions), HEI, _RED),
        (sheet.rules, SONG, _GREY),
        (sheet.version, SONG, _GREY),
    ):
        if words:
            if paragraph.runs:
                paragraph.runs[-1].add_break()
            _set_font(run := paragraph.add_run(words), font, 7.5)
            run.font.color.rgb = colour


def _write_number(paragraph: WordParagraph, align: WD_ALIGN_PARAGRAPH) -> None:
    """``— 1 —``, one character from the edge."""
    paragraph.style = "Normal"
    paragraph.alignment = align
    paragraph.paragraph_format.line_spacing = Pt(16)
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    for words in ("— ", "PAGE", " —"):
        run = paragraph.add_run("" if words == "PAGE" else words)
        _set_font(run, SONG, 14)
        if words == "PAGE":
            for part in _field(words):
                run._r.append(part)  # python-docx has no fields


def _field(instruction: str) -> Iterator[Any]:
    for kind in ("begin", instruction, "end"):
        if kind == instruction:
            part = OxmlElement("w:instrText")
            part.text = kind
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        yield part


def _set_font(owner: Any, font: str, size: float) -> None:
    """The typeface for all scripts: quotation marks and figures are of the same one."""
    owner.font.name, owner.font.size = font, Pt(size)
    fonts = owner.element.rPr.rFonts
    for script in ("w:eastAsia", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), font)


def _add_style(document: WordDocument, name: str, one: _Style) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    _set_font(style, one.font, one.size)
    if one.colour is not None:
        style.font.color.rgb = one.colour
    form = style.paragraph_format
    form.alignment, form.first_line_indent = one.align, Pt(one.indent * one.size)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(one.line)
    form.space_before, form.space_after = Pt(one.before), Pt(one.after)
    form.keep_with_next, form.widow_control = one.with_next, True
    if name == NAMES[Role.SIGN]:
        form.right_indent = Pt(4 * one.size)
    snap = OxmlElement("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    style.element.get_or_add_pPr().insert_element_before(snap, "w:spacing", "w:ind", "w:jc")
    if one.size == SIZES[Kind.DOCUMENT][0]:  # 28 to a line, also where a program knows no grid
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), "-6")
        style.element.rPr.insert_element_before(closer, "w:sz", "w:szCs")


def in_table(size: Size) -> str:
    """The style of a table's text."""
    return f"表格文字-{size}"
