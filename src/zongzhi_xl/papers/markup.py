"""The small markup that templates are written in, read into blocks, strictly.

    <paper kind="单子" name="催报单（甲街道）" rules="按…评分" version="版本 …">
    <caution>虚构数据</caution>
    <organ>甲区综治办</organ>
    <title>催报单</title>
    <to beside="办公电话：0000-1">甲街道：</to>
    <p>请于<blank width="4"/>前报来：</p>
    <table columns="* 34" size="normal"><head><c>报表</c><c>截止日</c></head>
    <row><c>月报</c><c align="center">2月5日</c></row></table>
    <signature><sign>甲区综治办</sign></signature>
    <receipt>…</receipt><newpage/>
    </paper>

What the templates are given was escaped by their environment, so no text of a return is a tag. A
tag or an attribute that is not known is a fault of the template. Blanks and line breaks are one
blank, as in HTML. ``<br/>`` ends a line; at ``<wbr/>`` it ends where it is too long for a title, so
that a letter of a long name is not torn in the middle of a word.
"""

import re
from collections.abc import Iterator
from enum import Enum, StrEnum
from itertools import chain
from typing import TypeVar
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from zongzhi_xl.errors import MarkupError
from zongzhi_xl.papers.blocks import (
    Align,
    Block,
    Cell,
    Kind,
    Line,
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

#: what may stand in a tag
_ATTRIBUTES = {
    "paper": {"kind", "name", "rules", "version"},
    "to": {"beside"},
    "table": {"columns", "size"},
    "head": {"height"},
    "row": {"height"},
    "c": {"align", "tone", "across"},
    "blank": {"width"},
    "bar": {"percent"},
}


class _Tree(TreeBuilder):
    """Refuses what a template has no use for, and what could blow it up (entities, other files)."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Raises MarkupError; entities are declared nowhere else."""
        raise MarkupError("不能写 <!DOCTYPE>，也不能自己定义 &…; 这样的实体：请删去，要的字直接写")


def sheet_of(text: str) -> Sheet:
    """The paper that ``text`` describes; raises MarkupError."""
    reader = XMLParser(target=_Tree())  # noqa: S314  # declares nothing, and what is given was escaped
    try:
        reader.feed(text)
        root = reader.close()
    except ParseError as fault:
        raise MarkupError(f"标记不成对，或写错了符号（{fault}）") from fault
    if root.tag != "paper":
        raise MarkupError(f"最外面应是 <paper>，不是 <{root.tag}>")
    told = _attributes(root)
    cautions = tuple(_plain_paragraph(one).text for one in root if one.tag == "caution")
    blocks = tuple(_block(one) for one in _children(root) if one.tag != "caution")
    kind = _one_of(Kind, told.get("kind", ""))
    return Sheet(
        kind, told.get("name", ""), cautions, told.get("rules", ""), told.get("version", ""), blocks
    )


def _attributes(one: Element) -> dict[str, str]:
    unknown = one.attrib.keys() - _ATTRIBUTES.get(one.tag, set())
    if unknown:
        raise MarkupError(f"<{one.tag}> 没有 {'、'.join(sorted(unknown))} 这种写法")
    return one.attrib


def _children(one: Element) -> Iterator[Element]:
    """What stands in a block that holds blocks, and no words between them."""
    loose = [part for part in (one.text, *(child.tail for child in one)) if part and part.strip()]
    if loose:
        raise MarkupError(f"<{one.tag}> 里的“{loose[0].strip()[:20]}”不在任何一段中")
    yield from one


E = TypeVar("E", bound=StrEnum)


def _one_of(names: type[E], value: str) -> E:
    try:
        return names(value)
    except ValueError as fault:
        allowed = "、".join(filter(None, names))
        raise MarkupError(f"“{value}”不能用，可以写：{allowed}") from fault


def _number(one: Element, name: str, usual: int = 1) -> int:
    value = _attributes(one).get(name, str(usual))
    if not value.isdecimal():
        raise MarkupError(f"<{one.tag}> 的 {name} 应是整数，不是“{value}”")
    return int(value)


# ------------------------------------------------------------------ blocks

_ROLES = {role.value: role for role in Role}


def _block(one: Element) -> Block:
    _attributes(one)
    match one.tag:
        case "table":
            return _table(one)
        case "newpage":
            return NewPage()
        case "signature":
            return Together(tuple(map(_block, _children(one))), follows=True)
        case "receipt":
            return Together(tuple(map(_block, _children(one))))
    return _paragraph(one)


def _paragraph(one: Element) -> Paragraph:
    if one.tag not in _ROLES:
        raise MarkupError(f"没有 <{one.tag}> 这种标记")
    return Paragraph(_ROLES[one.tag], _lines(one), one.get("beside", ""))


def _table(one: Element) -> Table:
    children = [*_children(one)]
    strange = [child.tag for child in children if child.tag not in ("head", "row")]
    if strange:
        raise MarkupError(f"<table> 里只有 <head> 和 <row>，没有 <{strange[0]}>")
    head = tuple(_row(child, Tone.HEAD) for child in children if child.tag == "head")
    rows = tuple(_row(child) for child in children if child.tag == "row")
    widths = _widths(one.get("columns", ""))
    for row in (*head, *rows):
        if (found := sum(cell.across for cell in row.cells)) != len(widths):
            raise MarkupError(f"表有{len(widths)}列，其中一行有{found}格")
    return Table(_one_of(Size, one.get("size", Size.NORMAL)), widths, head, rows)


def _widths(columns: str) -> tuple[float, ...]:
    """Per cent; what ``*`` marks shares the rest alike."""
    marks = columns.split()
    if not marks or not all(re.fullmatch(r"\*|\d+(\.\d+)?", mark) for mark in marks):
        raise MarkupError(f"<table> 的 columns 写各列的宽度（百分数或 *），不是“{columns}”")
    given = sum(float(mark) for mark in marks if mark != "*")
    rest = (100 - given) / (marks.count("*") or 1)
    return tuple(round(rest, 3) if mark == "*" else float(mark) for mark in marks)


def _row(one: Element, tone: Tone = Tone.NONE) -> Row:
    return Row(tuple(_cell(child, tone) for child in _children(one)), _number(one, "height", 0))


def _cell(one: Element, tone: Tone) -> Cell:
    if one.tag != "c":
        raise MarkupError(f"表的一行里只有 <c>，没有 <{one.tag}>")
    told = _attributes(one)
    inner = one.find("p") is not None or one.find("sign") is not None
    paragraphs = tuple(map(_paragraph, _children(one))) if inner else (_plain_paragraph(one),)
    usual = Align.CENTER if tone == Tone.HEAD else Align.LEFT
    own = _one_of(Tone, told.get("tone", tone))
    if own == Tone.HEAD:
        usual = Align.CENTER
    return Cell(paragraphs, _one_of(Align, told.get("align", usual)), own, _number(one, "across"))


def _plain_paragraph(one: Element) -> Paragraph:
    return Paragraph(Role.PLAIN, _lines(one))


# ------------------------------------------------------------------ lines

_BLANKS = re.compile(r"[ \t\r\n]+")
_LOOKS = {look.value: look for look in (Look.STRONG, Look.SMALL)}


class _End(Enum):
    """Where a line ends, always or if it is too long."""

    LINE = "br"
    PART = "wbr"


#: columns of a line of 公文标题, of which a Chinese sign takes two: 20 signs of size 2号 on 156 mm,
#: less one for the gaps that programs leave beside digits
_LINE_OF_TITLE = 38


def _lines(one: Element) -> tuple[Line, ...]:
    if one.tag != Role.TITLE and one.find(f".//{_End.PART.value}") is not None:
        raise MarkupError("<wbr/> 只能写在 <title> 里：正文自己会换行")
    lines: list[list[list[Run]]] = [[[]]]
    for run in _runs(one, Look.PLAIN):
        match run:
            case Run():
                lines[-1][-1].append(run)
            case _End.LINE:
                lines.append([[]])
            case _End.PART:
                lines[-1].append([])
    parts = chain.from_iterable(map(_in_parts, lines))
    return tuple(tuple(_trimmed(part)) for part in parts)


def _in_parts(parts: list[list[Run]]) -> list[list[Run]]:
    """The parts of a line, as many side by side as a line of a title holds."""
    lines = parts[:1]
    for part in parts[1:]:
        if _breadth([*lines[-1], *part]) > _LINE_OF_TITLE:
            lines.append(part)
        else:
            lines[-1] = [*lines[-1], *part]
    return lines


def _breadth(runs: list[Run]) -> int:
    return sum(1 if sign.isascii() else 2 for run in runs for sign in run.text)


def _runs(one: Element, look: Look) -> Iterator[Run | _End]:
    """The runs inside a tag, and where lines end."""
    yield Run(one.text or "", look)
    for child in one:
        _attributes(child)
        match child.tag:
            case "br" | "wbr":
                yield _End(child.tag)
            case "blank":
                yield Run("", Look.BLANK, _number(child, "width", 9))
            case "bar":
                yield Run("", Look.BAR, min(_number(child, "percent", 0), 100))
            case tag if tag in _LOOKS:
                yield from _runs(child, _LOOKS[tag])
            case _:
                raise MarkupError(f"<{one.tag}> 里不能有 <{child.tag}>")
        yield Run(child.tail or "", look)


def _trimmed(line: list[Run]) -> Iterator[Run]:
    """Every blank is one, none at the ends of the line or after another."""
    before = " "
    runs: list[Run] = []
    for run in line:
        text = _BLANKS.sub(" ", run.text)
        text = text[1:] if before == " " and text.startswith(" ") else text
        before = text[-1:] or ("" if run.measure else before)
        runs.append(Run(text, run.look, run.measure))
    while runs and not runs[-1].measure and not runs[-1].text.rstrip(" "):
        runs.pop()
    for place, run in enumerate(runs):
        text = run.text.rstrip(" ") if place == len(runs) - 1 else run.text
        if text or run.measure:
            yield Run(text, run.look, run.measure)
