"""A paper as a Word document after GB/T 9704: to be edited, stamped and filed in Word or WPS.

A program that lacks a typeface takes the next one that ``word/fontTable.xml`` names. Everything is
text: no field but the page number, no link, no macro. The same paper gives the same bytes.
"""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from zongzhi_xl.papers.blocks import (
    Align,
    Block,
    Cell,
    Look,
    NewPage,
    Paragraph,
    Role,
    Row,
    Run,
    Sheet,
    Size,
    Table,
    Together,
    Tone,
)
from zongzhi_xl.papers.word_shell import (
    FANGSONG,
    HEI,
    KAI,
    LINE_WIDTH,
    NAMES,
    SIZES,
    SONG,
    TABLES,
    TITLE,
    in_table,
    shell_of,
    write_header,
)
from zongzhi_xl.record import Record, replace

#: what tells a paper of ours from any other document: its core property ``keywords``
GENERATOR = "zongzhi-xl"

#: the clock is no part of a paper
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
#: how many signs a property of a document holds
_PROPERTY = 255
_GROUND = {Tone.HEAD: "EEF1F5", Tone.GOOD: "E8F4E1", Tone.BAD: "F9D9C9", Tone.WAIT: "EEEEEE",
           Tone.OWN: "FBF3D9"}  # fmt: skip


def word_of(sheet: Sheet) -> bytes:
    """The whole document."""
    document = Document(BytesIO(shell_of(sheet.kind)))
    page = document.sections[0]
    for header in (page.header, page.even_page_header):
        write_header(header.paragraphs[0], sheet)
    core = document.core_properties
    core.title, core.keywords = sheet.name[:_PROPERTY], GENERATOR
    core.author = core.comments = ""
    core.last_modified_by, core.created, core.modified = "", _EPOCH, _EPOCH
    body = document.element.body
    for element in parse_xml(f"<w:body {nsdecls('w')}>{_body(sheet)}</w:body>"):
        body.insert(len(body) - 1, element)
    return _packed(document)


# ------------------------------------------------------------------ blocks


class _Placed(Record):
    """A block with how it stands to its neighbours: on one page with the next, on a new page.

    A ``thin`` one is no higher than what keeps its neighbours apart.
    """

    block: Paragraph | Table
    with_next: bool = False
    new_page: bool = False
    thin: bool = False


def _flow(blocks: Iterable[Block]) -> list[_Placed]:
    """The blocks one after another; tables are kept apart by an empty line."""
    placed: list[_Placed] = []
    new_page = False
    for block in blocks:
        match block:
            case NewPage():
                new_page = True
                continue
            case Together(inner, follows):
                if follows and placed:
                    placed[-1] = replace(placed[-1], with_next=True)
                some = _flow((NewPage(), *inner) if new_page else inner)
                placed += [replace(one, with_next=True) for one in some[:-1]] + some[-1:]
            case Table():
                if new_page or (placed and isinstance(placed[-1].block, Table)):
                    placed.append(_Placed(_GAP, with_next=True, new_page=new_page))
                    new_page = False
                placed.append(_Placed(block))
            case Paragraph():
                if placed and _belongs(block, placed[-1].block):
                    placed[-1] = replace(placed[-1], with_next=True)
                placed.append(_Placed(block, new_page=new_page))
        new_page = False
    return placed


_GAP = Paragraph(Role.NOTE, ((),))


def _belongs(one: Paragraph, before: Paragraph | Table) -> bool:
    """Copies stand on the page of the signature, a note on that of a small table."""
    of_table = isinstance(before, Table) and _is_small(before)
    return one.role == Role.COPIES or (one.role == Role.NOTE and of_table)


def _spaced(flow: list[_Placed]) -> Iterator[_Placed]:
    """A thin line below each table that a paragraph follows.

    Without it LibreOffice 7.4 leaves a heading that comes soon after a table by itself at the foot
    of the page.
    """
    for one, after in zip(flow, [*flow[1:], None], strict=True):
        yield one
        of_text = after and isinstance(after.block, Paragraph) and after.block is not _GAP
        if of_text and isinstance(one.block, Table):
            yield _Placed(_GAP, with_next=one.with_next, thin=True)


def _body(sheet: Sheet) -> str:
    """The blocks as WordprocessingML, the last one followed by a line where it is a table."""
    flow = list(_spaced(_flow(sheet.blocks)))
    if not flow or isinstance(flow[-1].block, Table):
        flow.append(_Placed(_GAP))
    points, _, _, _ = SIZES[sheet.kind]
    return "".join(_placed(one, points) for one in flow)


def _placed(one: _Placed, points: float) -> str:
    if isinstance(one.block, Table):
        return _table(one.block, with_next=one.with_next)
    style, role = NAMES[one.block.role], one.block.role
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{_twentieths(LINE_WIDTH)}"/></w:tabs>'
    more = (
        "<w:keepNext/>" * one.with_next,
        "<w:pageBreakBefore/>" * one.new_page,
        _BORDERS.get(role, ""),
        tabs * bool(one.block.beside),
        '<w:spacing w:before="0" w:line="60" w:lineRule="exact"/>' * one.thin,
    )
    return _paragraph(style, one.block, points, "".join(more))


def _paragraph(style: str, one: Paragraph, points: float, more: str = "", look: str = "") -> str:
    """A paragraph of that style; ``more`` of its own properties, ``look`` of each of its runs."""
    runs: list[str] = []
    for number, line in enumerate(one.lines):
        runs += ["<w:r><w:br/></w:r>"] * bool(number)
        runs += [_run(run, points, look) for run in line]
        if one.beside and not number:
            runs.append(f"<w:r><w:tab/>{_text(one.beside)}</w:r>")
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{"".join(runs)}</w:p>'


def _run(run: Run, points: float, look: str) -> str:
    match run.look:
        case Look.BLANK:
            words = "_" * 2 * run.measure  # one word, which no line tears apart
        case Look.BAR:
            words, look = "█" * round(run.measure / 100 * _BAR), f'<w:color w:val="{_BLUE}"/>'
        case Look.STRONG:
            words, look = run.text, _fonts(HEI)
        case Look.SMALL:
            words, look = run.text, f'<w:sz w:val="{round(points * 2 * _SMALLER)}"/>'
        case _:
            words = run.text
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}{_text(words)}</w:r>" if words else ""


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(words)}</w:t>'


def _fonts(font: str) -> str:
    told = " ".join(f'w:{script}="{font}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f"<w:rFonts {told}/>"


def _twentieths(millimetres: float) -> int:
    """Of a point."""
    return round(millimetres / 25.4 * 1440)


def _border(side: str, line: str, size: int, colour: str) -> str:
    return f'<w:{side} w:val="{line}" w:sz="{size}" w:space="4" w:color="{colour}"/>'


_BLACK = ("single", 6, "000000")
#: the lines of a paragraph: red under the number, dashed where the receipt is cut off
_BORDERS = {
    Role.NUMBER: f"<w:pBdr>{_border('bottom', 'single', 18, 'C00000')}</w:pBdr>",
    Role.CUT: f"<w:pBdr>{_border('top', 'dashed', 6, '666666')}</w:pBdr>",
    Role.COPIES: f"<w:pBdr>{_border('top', *_BLACK)}{_border('bottom', *_BLACK)}</w:pBdr>",
}
#: a bar of 100 % in characters, small signs in parts of the others
_BAR, _BLUE, _SMALLER = 10, "7D97B8", 0.92


# ------------------------------------------------------------------ tables


def _table(one: Table, *, with_next: bool) -> str:
    widths = [_twentieths(LINE_WIDTH * width / 100) for width in one.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = (*one.head, *one.rows)
    heads = len(one.head)
    kept = len(rows) if with_next else len(rows) - 1 if _is_small(one) else heads
    told = (
        _row(row, widths, one.size, "<w:tblHeader/>" * (number < heads), keep=number < kept)
        for number, row in enumerate(rows)
    )
    return (
        f"<w:tbl><w:tblPr>{_table_look(one.size, sum(widths))}</w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(told)}</w:tbl>"
    )


def _table_look(size: Size, width: int) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="555555"/>' for side in sides
    )
    inside = 40 if size in (Size.FINE, Size.TIGHT) else 80
    margins = "".join(f'<w:{side} w:w="{inside}" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
    )


def _is_small(one: Table) -> bool:
    """Whether no page should tear it apart: a form, or few rows; a list to sign may be long."""
    return (one.size == Size.FORM and not one.head) or len(one.rows) <= _FEW


_FEW = 4


def _row(row: Row, widths: list[int], size: Size, head: str, *, keep: bool) -> str:
    height = f'<w:trHeight w:val="{_twentieths(row.height)}" w:hRule="atLeast"/>'
    cells, at = list[str](), 0
    for cell in row.cells:
        cells.append(_cell(cell, sum(widths[at : at + cell.across]), size, keep=keep))
        at += cell.across
    properties = f"<w:cantSplit/>{height * bool(row.height)}{head}"
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int, size: Size, *, keep: bool) -> str:
    across = f'<w:gridSpan w:val="{cell.across}"/>' * (cell.across > 1)
    ground = _GROUND.get(cell.tone, "")
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' * bool(ground)
    middle = '<w:vAlign w:val="center"/>' * (cell.tone == Tone.HEAD or size in _MIDDLE)
    points, _ = TABLES[size]
    look = _fonts(HEI) if cell.tone == Tone.HEAD else ""
    inner = "".join(
        _paragraph(in_table(size), one, points, "<w:keepNext/>" * keep + _side(cell, one), look)
        for one in cell.paragraphs
    )
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{across}{fill}{middle}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


_MIDDLE = (Size.LARGE, Size.FORM)


def _side(cell: Cell, one: Paragraph) -> str:
    side = Align.RIGHT if one.role == Role.SIGN else cell.align
    return f'<w:jc w:val="{side}"/>' * (side != Align.LEFT)


# ------------------------------------------------------------------ the file

_DAY, _FONTS = (2026, 1, 1, 0, 0, 0), "word/fontTable.xml"


def _packed(document: WordDocument) -> bytes:
    """The parts in their order, with a day of no meaning and the typefaces of ours."""
    made, packed = BytesIO(), BytesIO()
    document.save(made)
    with (
        zipfile.ZipFile(made) as parts,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        for name in parts.namelist():
            data = _font_table().encode() if name == _FONTS else parts.read(name)
            entry = zipfile.ZipInfo(name, _DAY)
            entry.create_system = 0
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


#: by typeface, what is taken where it is not installed
_INSTEAD = {
    FANGSONG: "仿宋,FangSong,STFangsong,华文仿宋", KAI: "楷体,KaiTi,STKaiti,华文楷体",
    TITLE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,SimSun",
    HEI: "SimHei,微软雅黑", SONG: "SimSun,NSimSun",
}  # fmt: skip


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in _INSTEAD.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{fonts}</w:fonts>"
    )
