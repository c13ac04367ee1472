"""The rule keeper's commands."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it

from pathlib import Path
from typing import Annotated

import typer

from zongzhi_xl.cli.options import argument
from zongzhi_xl.cli.speech import say
from zongzhi_xl.papers.command_frame import FramedCommand, FramedGroup

rules = typer.Typer(cls=FramedGroup, help="考核方案（规则）。", no_args_is_help=True)


@rules.command("check", cls=FramedCommand)
def rules_check(
    folder: Annotated[
        Path | None,
        argument("[FOLDER]", "考核方案文件夹，或含有它的区文件夹；不给则检查标准方案。"),
    ] = None,
) -> None:
    """检查一套考核方案有没有写错：名称、限额、分值、公式、漏掉的条款。

    例：zongzhi-xl rules check 区文件夹
    """
    from zongzhi_xl.statements import editions

    say(editions.soundness_of(folder))
