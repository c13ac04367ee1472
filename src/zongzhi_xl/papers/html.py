"""A paper as one HTML file: prints on A4, needs no network, shows text as text."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from zongzhi_xl.papers.blocks import (
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
    Table,
    Together,
    Tone,
)

#: what tells a paper of ours from any other page
GENERATOR = '<meta name="generator" content="zongzhi-xl">'
_CLASSES = {Kind.DOCUMENT: "document", Kind.NOTICE: "notice", Kind.SLIP: "slip"}
_TAGS = {Role.TITLE: "h1", Role.HEADING: "h2", Role.SUBHEADING: "h3", Role.TEXT: "p"}


def html_of(sheet: Sheet) -> str:
    """The whole page."""
    cautions = "；".join(sheet.cautions)
    banner = f'<p class="banner">{escape(cautions)}</p>\n' if cautions else ""
    rules = f'<p class="rules">{escape(sheet.rules)}</p>\n' if sheet.rules else ""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"{GENERATOR}\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(sheet.name)}</title>\n"
        f"<style>\n{_style(cautions, sheet.version)}</style>\n</head>\n"
        f'<body class="{_CLASSES[sheet.kind]}">\n{rules}{banner}'
        f"{''.join(map(_block, sheet.blocks))}</body>\n</html>\n"
    )


def _style(cautions: str, version: str) -> str:
    style = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")
    told = (("{cautions}", cautions), ("{version}", version))
    for place, words in told:
        style = style.replace(place, css_string(words))
    return style


def css_string(text: str) -> str:
    """``text`` for a string in a style sheet: every sign by its number, so none can end it."""
    return "".join(f"\\{ord(sign):x} " for sign in text)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"{_paragraph(block)}\n"
        case Table():
            return _table(block)
        case NewPage():
            return '<div class="newpage"></div>\n'
        case Together(blocks, follows):
            name = "together follows" if follows else "together"
            return f'<div class="{name}">\n{"".join(map(_block, blocks))}</div>\n'


def _paragraph(one: Paragraph) -> str:
    tag = _TAGS.get(one.role, "p")
    name = "" if one.role in _TAGS else f' class="{one.role}"'
    beside = f'<span class="beside">{escape(one.beside)}</span>' if one.beside else ""
    return f"<{tag}{name}>{beside}{_lines(one.lines)}</{tag}>"


def _lines(lines: tuple[Line, ...]) -> str:
    return "<br>".join("".join(map(_run, line)) for line in lines)


def _run(run: Run) -> str:
    match run.look:
        case Look.PLAIN:
            return escape(run.text)
        case Look.BLANK:
            return f'<span class="blank" style="min-width:{run.measure}em"></span>'
        case Look.BAR:
            return f'<span class="bar" style="width:{run.measure}%"></span>'
        case look:
            return f"<{look}>{escape(run.text)}</{look}>"


def _table(table: Table) -> str:
    columns = "".join(f'<col style="width:{width:g}%">' for width in table.widths)
    head = f"<thead>\n{''.join(map(_row, table.head))}</thead>\n" if table.head else ""
    rows = "".join(map(_row, table.rows))
    return (
        f'<table class="{table.size}">\n<colgroup>{columns}</colgroup>\n{head}'
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _row(row: Row) -> str:
    height = f' style="height:{row.height:g}mm"' if row.height else ""
    return f"<tr{height}>{''.join(map(_cell, row.cells))}</tr>\n"


def _cell(cell: Cell) -> str:
    tag = "th" if cell.tone == Tone.HEAD else "td"
    across = f' colspan="{cell.across}"' if cell.across > 1 else ""
    return f"<{tag}{_class(cell, tag)}{across}>{''.join(_inside(cell))}</{tag}>"


def _class(cell: Cell, tag: str) -> str:
    usual = "center" if tag == "th" else "left"
    align = "" if cell.align == usual else cell.align.value
    tone = "" if tag == "th" else cell.tone.value
    names = " ".join(filter(None, (align, tone)))
    return f' class="{names}"' if names else ""


def _inside(cell: Cell) -> Iterator[str]:
    if len(cell.paragraphs) == 1 and cell.paragraphs[0].role == Role.PLAIN:
        yield _lines(cell.paragraphs[0].lines)
    else:
        yield from map(_paragraph, cell.paragraphs)
