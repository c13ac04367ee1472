"""The rule keeper's commands."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it

from pathlib import Path
from typing import Annotated

import typer

from zongzhi_xl.cli.frame import ATTENTION, CLEAN, FAILED
from zongzhi_xl.cli.options import AsJson, argument
from zongzhi_xl.cli.speech import out, refuse, say
from zongzhi_xl.papers.command_frame import FramedCommand, FramedGroup

rules = typer.Typer(cls=FramedGroup, help="考核方案（规则）。", no_args_is_help=True)


@rules.command("check", cls=FramedCommand)
def rules_check(
    folder: Annotated[
        Path | None,
        argument("[FOLDER]", "考核方案文件夹，或含有它的区文件夹；不给则检查标准方案。"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """检查一套考核方案有没有写错，一次列出全部：哪个文件第几行，错在哪里，应当怎么写。

    疑问是写得通、但多半不是这个意思的地方，要人看一眼。

    退出码 1：有疑问。退出码 2：有错误，这套方案不能用。

    例：zongzhi-xl rules check 区文件夹
    """
    from zongzhi_xl.desk import output
    from zongzhi_xl.desk.rulekeeping import checking

    examined = checking.examine(folder)
    if as_json:
        out(output.text_of(checking.document(examined)))
    else:
        say(checking.said(examined))
    if refused := checking.refusal(examined):
        refuse(f"做不了：{refused}")
        raise typer.Exit(FAILED)
    raise typer.Exit(ATTENTION if any(one.doubts for one in examined) else CLEAN)
