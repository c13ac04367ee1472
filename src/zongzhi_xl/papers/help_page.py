"""The help page of a command as it is drawn on the terminal."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import click
from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

_OPTION, _METAVAR, _ASIDE = "bold cyan", "yellow", "dim"
_SPELT = r"(?<![\w-])--?[a-z][\w-]*"
_EXAMPLE = "例："
#: what stays together at the end of a line: a word of Latin letters, or one character of Chinese,
#: each with the brackets before it and the punctuation behind it
_PIECE = re.compile(r"\s+|[（《“[]*(?:[!-~]+|.)[，。；：、！？）》”…\]]*")


def draw(command: click.Command, ctx: click.Context) -> None:
    """Usage, what the command does, and a panel each of arguments, options and commands."""
    console = Console()
    usage = " ".join((ctx.command_path, *command.collect_usage_pieces(ctx)))
    console.print(Padding(Text(f"用法：{usage}", "bold", overflow="fold"), 1))
    for paragraph in _paragraphs(command):
        console.print(Padding(_said(paragraph), (0, 1, 1, 1)))
    for title, rows in _panels(command, ctx):
        console.print(Panel(_table(rows), title=title, title_align="left", border_style=_ASIDE))


def _paragraphs(command: click.Command) -> list[str]:
    return inspect.cleandoc(command.help or "").split("\n\n")


def _panels(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, list[list[Text]]]]:
    """Title and rows of each panel."""
    params = command.get_params(ctx)
    arguments = [one for one in params if isinstance(one, click.Argument)]
    if arguments:
        yield (
            "参数",
            [[Text(one.human_readable_name, _METAVAR), _meaning(one)] for one in arguments],
        )
    options = [one for one in params if isinstance(one, click.Option)]
    yield "选项", [[*_spelt(one), _meaning(one)] for one in options]
    if isinstance(command, click.Group):
        yield (
            "命令",
            [
                [Text(name, _OPTION), _said(_paragraphs(one)[0])]
                for name, one in command.commands.items()
            ],
        )


def _table(rows: list[list[Text]]) -> Table:
    """Rows whose last column takes what the others leave."""
    table = Table(box=None, show_header=False, expand=True, padding=(0, 1), pad_edge=False)
    for _ in rows[0][:-1]:
        table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for row in rows:
        table.add_row(*row)
    return table


def _spelt(option: click.Option) -> Iterator[Text]:
    """The names of an option, long ones under each other; and what follows them."""
    indent = "" if len(option.opts) > 1 else " " * len("-o, ")
    yield Text(indent + ", ".join(option.opts), _OPTION)
    yield Text("" if option.is_flag else option.metavar or "", _METAVAR)


def _meaning(param: click.Parameter) -> Text:
    """What a parameter is for, within which bounds, and what holds when it is left out."""
    text = _said(param.help or "")
    for remark in _remarks(param):
        text.append(f" [{remark}]", _ASIDE)
    return text


def _remarks(param: click.Parameter) -> Iterator[str]:
    match param.type:
        case click.IntRange(min=int(least), max=int(most)):
            yield f"{least} 至 {most}"
        case click.IntRange(min=int(least)):
            yield f"{least} 起"
    default = param.to_info_dict()["default"]
    if param.required:
        yield "必写"
    elif default not in (None, "", ()) and default is not False:
        yield f"不写时：{default}"


# ------------------------------------------------------------------ words in lines


class _Chinese(Text):
    """Words of which a line may end behind any Chinese character, and none begins with a stop."""

    def wrap(self, console: Console, width: int, **given: Any) -> Lines:
        """The lines of the text, none of them cut."""
        lines = Lines()
        for line in self.split(allow_blank=True):
            for part in line.divide(_ends(line.plain, width)):
                lines.extend(part.wrap(console, width, **{**given, "overflow": "fold"}))
        return lines


def _ends(text: str, width: int) -> Iterator[int]:
    """Where lines end that are no wider."""
    used = 0
    for piece in _PIECE.finditer(text):
        if used and used + cell_len(piece[0].rstrip()) > width:
            yield piece.start()
            used = 0
        used += cell_len(piece[0])


def _said(text: str) -> Text:
    """Words with their options marked; an example is copied, so it is parted at blanks only."""
    said = Text(text, overflow="fold") if text.startswith(_EXAMPLE) else _Chinese(text)
    said.highlight_regex(_SPELT, _OPTION)
    return said
