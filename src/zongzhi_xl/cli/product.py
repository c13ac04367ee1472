"""Commands of the product itself: demonstration, standard blanks, this computer, the kit."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it

from pathlib import Path

import click

from zongzhi_xl.cli.frame import ATTENTION, CLEAN
from zongzhi_xl.cli.options import (
    Number,
    argument,
    flag,
    host_option,
    macros_for,
    option,
    output_option,
)
from zongzhi_xl.cli.speech import draw, say, track
from zongzhi_xl.papers.command_frame import FramedGroup

product = FramedGroup()


@product.command()
@argument("folder", "[DIR]", Path, "写到哪个文件夹。", default=Path("demo"))
@option("--seed", "N", Number(), "同一个数总得到同样的结果。", default=2026)
def demo(folder: Path, seed: int) -> None:
    """造一个虚构的区和它的一年：20 个街道的报表、区级汇总、文书。

    例：zongzhi-xl demo 演示
    """
    from zongzhi_xl.demo import build, next_steps
    from zongzhi_xl.papers import terminal

    appraisal = build(folder, seed, track)

    draw(terminal.district_report(appraisal))
    say("\n".join(next_steps(folder, appraisal)))


@product.command()
@output_option(default=Path("workbooks"))
@host_option
def templates(folder: Path, host: str) -> None:
    """写出标准空白表：月报、年报（也有带按钮的）、部门提供数、区级汇总、区情登记表、考核方案。

    例：zongzhi-xl templates -o 空白表
    """
    from zongzhi_xl.desk.issuing import blanks

    for path in blanks.write(folder, macros_for(host)):
        say(f"已写出 {path}")


@product.command()
@argument("file", "[FILE]", Path, "要用的工作簿，或存放工作簿的文件夹。")
@flag("--fix", "改好本用户的设置：LibreOffice 的连接、受信任的文件夹。")
@flag("--undo", "把 --fix 改的还原。")
def doctor(file: Path | None, fix: bool, undo: bool) -> int:
    """查这台电脑上按钮能不能用：Python、宏的信任、WPS、LibreOffice，以及怎么办。

    退出码 1：有会挡住按钮的问题。

    例：zongzhi-xl doctor 月报.xlsm --fix
    """
    if fix and undo:
        raise click.UsageError("--fix 和 --undo 只能写一个")
    from zongzhi_xl.desk.doctor import examination
    from zongzhi_xl.desk.doctor.computer import this_computer

    computer = this_computer()
    if fix or undo:
        done = examination.take_back(computer) if undo else examination.put_right(computer, file)
        say("\n".join(done))
    remarks = () if undo else examination.examine(computer, file)
    say("\n".join(map(str, remarks)) or "完成")
    return ATTENTION if examination.stops(remarks) else CLEAN


@product.command()
@option("-o --output folder", "DIR", Path, "写到哪个新文件夹。")
@option("--python", "ZIP", Path, "python.org 的 Windows embeddable package (64-bit)，3.11 起。")
@option("--sha256", "HEX", str, "这个文件应有的 SHA-256；不写则告诉现有的，供核对。", default="")
@option("--check", "DIR", Path, "核对一个随身包：缺了、改了、多了哪些文件。")
def kit(folder: Path | None, python: Path | None, sha256: str, check: Path | None) -> int:
    """做随身包：一个文件夹和同样的 .zip，拷到 Windows 电脑上就能用，不安装、不联网、不要管理员。

    里面有 Python、报表程序、空白工作簿、使用说明；没有 pandas（不能用 --facts）。
    做的这台电脑要能联网，要有 uv。

    退出码 1：--check 发现缺了、改了、多了文件。

    例：zongzhi-xl kit -o 随身包 --python python-3.11.9-embed-amd64.zip --sha256 64位十六进制数
    """
    if check is not None:
        from zongzhi_xl.desk.kit.listed import differences

        found = differences(check)
        say(found.report)
        return ATTENTION if found.spoilt else CLEAN
    if folder is None or python is None:
        raise click.UsageError("做随身包要写 -o 和 --python；核对随身包写 --check")
    from zongzhi_xl.desk.kit.making import Wish, make

    say(make(Wish(folder, python, sha256)).report)
    return CLEAN
