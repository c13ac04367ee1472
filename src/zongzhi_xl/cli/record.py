"""The officer's commands on the district's record: take in, look back."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from zongzhi_xl.cli.frame import ATTENTION, CLEAN
from zongzhi_xl.cli.options import Workers, argument, option
from zongzhi_xl.cli.speech import say, track
from zongzhi_xl.papers.command_frame import FramedCommand

record = typer.Typer()
_command = partial(record.command, cls=FramedCommand)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise typer.BadParameter(f"“{text}”不是日期，写成 2026-04-03 这样") from fault


def _day_option(name: str, words: str) -> Any:
    return option(name, "DAY", words, parser=_day)


DistrictFolder = Annotated[Path, argument("DIR", "区文件夹。")]


@_command()
def receive(
    district: DistrictFolder,
    paths: Annotated[list[Path], argument("PATH...", "收件夹、压缩包（.zip）或单个文件。")],
    on: Annotated[
        date | None, _day_option("--on", "补登：实际收到的日期，如 2026-04-03；不给按今天。")
    ] = None,
    reason: Annotated[str, option("--reason", "WORDS", "为什么补登；--on 早于今天的要写。")] = "",
    workers: Workers = 0,
) -> None:
    """收件登记：把收到的表连同收到的日期记入区文件夹，原件另存一份，收件夹里的不动。

    可以随时运行，已登记的文件不会重复登记。按时还是迟报，以这里登记的日期为准。

    退出码 1：有不能用的、要问填报单位的文件。

    例：zongzhi-xl receive 区文件夹 收件 --on 2026-04-03 --reason "3日送到，当天停电"
    """
    from zongzhi_xl.desk.registry import arriving

    today = date.today()
    done = arriving.receive(
        arriving.Wish(district, tuple(paths), today, on or today, reason, workers), track
    )
    say(done.report)
    raise typer.Exit(ATTENTION if done.needs_a_person else CLEAN)
