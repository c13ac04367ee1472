"""Commands of the product itself: the demonstration, the standard blanks, this computer."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from zongzhi_xl.cli.frame import ATTENTION, CLEAN
from zongzhi_xl.cli.options import Folder, Host, argument, macros_for, option
from zongzhi_xl.cli.speech import draw, say, track
from zongzhi_xl.papers.command_frame import FramedCommand

product = typer.Typer()
_command = partial(product.command, cls=FramedCommand)


@_command()
def demo(
    folder: Annotated[Path, argument("[DIR]", "写到哪个文件夹。")] = Path("demo"),
    seed: Annotated[int, option("--seed", "N", "同一个数总得到同样的结果。")] = 2026,
) -> None:
    """造一个虚构的区和它的一年：20 个街道的报表、区级汇总、文书。

    例：zongzhi-xl demo 演示
    """
    from zongzhi_xl.demo import build, next_steps
    from zongzhi_xl.papers import terminal

    appraisal = build(folder, seed, track)

    draw(terminal.district_report(appraisal))
    say("\n".join(next_steps(folder, appraisal)))


@_command()
def templates(folder: Folder = Path("workbooks"), host: Host = "excel") -> None:
    """写出标准空白表：月报、年报（.xlsx 和带按钮的 .xlsm）、部门提供数、区级汇总、区情登记表。

    例：zongzhi-xl templates -o 空白表
    """
    from zongzhi_xl.desk.issuing import blanks

    for path in blanks.write(folder, macros_for(host)):
        say(f"已写出 {path}")


@_command()
def doctor(
    file: Annotated[Path | None, argument("[FILE]", "要用的工作簿，或存放工作簿的文件夹。")] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="改好本用户的设置：LibreOffice 的连接、受信任的文件夹。")
    ] = False,
    undo: Annotated[bool, typer.Option("--undo", help="把 --fix 改的还原。")] = False,
) -> None:
    """查这台电脑上按钮能不能用：Python、宏的信任、WPS、LibreOffice，以及怎么办。

    退出码 1：有会挡住按钮的问题。

    例：zongzhi-xl doctor 月报.xlsm --fix
    """
    if fix and undo:
        raise typer.BadParameter("--fix 和 --undo 只能写一个")
    from zongzhi_xl.desk.doctor import examination
    from zongzhi_xl.desk.doctor.computer import this_computer

    computer = this_computer()
    if fix or undo:
        done = examination.take_back(computer) if undo else examination.put_right(computer, file)
        say("\n".join(done))
    remarks = () if undo else examination.examine(computer, file)
    say("\n".join(map(str, remarks)) or "完成")
    raise typer.Exit(ATTENTION if examination.stops(remarks) else CLEAN)
