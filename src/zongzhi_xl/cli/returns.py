"""Commands on single returns, for whoever has the files: checked, mended, reckoned."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it
# ruff: noqa: PLR0913, PLR0917  an option is an argument

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from zongzhi_xl.cli.frame import ATTENTION, CLEAN
from zongzhi_xl.cli.options import AsJson, District, Paths, Workers, argument, option
from zongzhi_xl.cli.speech import draw, note, out, say, track
from zongzhi_xl.papers.command_frame import FramedCommand

returns = typer.Typer()
_command = partial(returns.command, cls=FramedCommand)


@_command()
def validate(
    files: Paths,
    as_json: AsJson = False,
    report: Annotated[
        Path | None, option("--report", "XLSX", "另写一份校验结果工作簿，带链接。")
    ] = None,
    inspect: Annotated[
        bool, typer.Option("--inspect", help="另查表样：公式、名称、隐藏页、保护有没有被动过。")
    ] = False,
    code: Annotated[
        str | None, option("--code", "校验码", "盖章件上的校验码：与这份电子件核对。")
    ] = None,
    district: District = None,
    workers: Workers = 0,
) -> None:
    """逐份审核报表：哪个单元格、为什么、怎么办。

    第一行写明按哪套规则审核：给了 --district 的按区里的；不给的按表里自带的，本程序不认得的会提示。

    退出码 1：有没通过、读不出的表，没有找到表，或 --code 与表不一致。

    例：zongzhi-xl validate 收件/04/示例一街道.xlsx --report 校验结果.xlsx
    """
    from zongzhi_xl.desk import checking, output
    from zongzhi_xl.desk.own_outputs import FINDINGS
    from zongzhi_xl.desk.placing import check_output

    if report:
        check_output(report, FINDINGS)
    wish = checking.Wish(district, inspect, code)
    checked = checking.check(files, wish, workers=workers, track=track)
    if report:
        checking.write_report(checked, report, files)
        note(f"已写出 {report}")
    if as_json:
        units = (one.unit for one in checked.usable)
        out(output.text_of(output.validation(checked.files), units))
    else:
        from zongzhi_xl.papers import terminal

        draw(terminal.findings_report(checked.usable, checked.rejected, checked.rules))
    if not checked.files:
        note("没有找到报表文件")
    agrees = code is None or checked.compared.agrees
    if code is not None:
        note(f"校验码{checked.compared.words}")
    raise typer.Exit(CLEAN if checked.clean and agrees else ATTENTION)


@_command()
def repair(
    file: Annotated[Path, argument("FILE", "损坏的月报或年报；原件不动。")],
    new: Annotated[
        Path, typer.Option("-o", "--output", metavar="NEW", help="修复后的表，另起文件名。")
    ],
    report: Annotated[
        Path | None, option("--report", "XLSX", "另写一份修复说明，可打印，附在新表后面。")
    ] = None,
    district: District = None,
) -> None:
    """把损坏的表里填过的数，全部移到一份新表里；分不清的不猜，会说明是哪一格。

    退出码 1：有改正的、没有移过去的、丢失的数，要按修复说明核对。

    例：zongzhi-xl repair 收件/04/示例一街道.xlsx -o 修复/示例一街道.xlsx --report 修复/说明.xlsx
    """
    from zongzhi_xl.desk import repairing

    done = repairing.repair(file, new, district, report)
    say(done.notes.text)
    say(f"已写出 {new}，原件没有动")
    raise typer.Exit(ATTENTION if done.needs_a_person else CLEAN)


@_command()
def appraise(
    files: Paths, as_json: AsJson = False, district: District = None, workers: Workers = 0
) -> None:
    """按几份报表算出各项指标和扣分（年份按报表里最新的一年；没有给出的月份按没有报算）。

    退出码 1：有缺报、退回、没通过审核的表，或提出了一票否决建议。

    例：zongzhi-xl appraise 收件/*/示例一街道*.xlsx
    """
    from zongzhi_xl.desk import consolidation, output

    outcome = consolidation.appraise_files(files, district, workers=workers, track=track)
    if as_json:
        units = (one.unit for one in outcome.appraisal.units)
        out(output.text_of(outcome.document, units))
    else:
        from zongzhi_xl.papers import terminal

        draw(terminal.rules_line(outcome.appraisal))
        for unit in outcome.appraisal.units:
            draw(terminal.scorecard_report(unit))
        draw(terminal.aside(outcome.appraisal))
    if not outcome.appraisal.units:
        note("没有找到能用的报表")
    note(outcome.hint)
    raise typer.Exit(ATTENTION if outcome.needs_a_person else CLEAN)
