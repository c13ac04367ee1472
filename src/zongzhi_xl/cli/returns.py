"""Commands on single returns, for whoever has the files: checked, mended, reckoned."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it
# ruff: noqa: PLR0913, PLR0917  an option is an argument

from pathlib import Path

from zongzhi_xl.cli.frame import ATTENTION, CLEAN
from zongzhi_xl.cli.options import (
    argument,
    district_option,
    flag,
    json_option,
    option,
    paths_argument,
    workers_option,
)
from zongzhi_xl.cli.speech import draw, note, out, say, track
from zongzhi_xl.papers.command_frame import FramedGroup

returns = FramedGroup()


@returns.command()
@paths_argument
@json_option
@option("--report", "XLSX", Path, "另写一份校验结果工作簿，带链接。")
@flag("--inspect", "另查表样：公式、名称、隐藏页、保护有没有被动过。")
@option("--code", "校验码", str, "盖章件上的校验码：与这份电子件核对。")
@district_option
@workers_option
def validate(
    paths: tuple[Path, ...],
    as_json: bool,
    report: Path | None,
    inspect: bool,
    code: str | None,
    district: Path | None,
    workers: int,
) -> int:
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
    files, wish = list(paths), checking.Wish(district, inspect, code)
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
    return CLEAN if checked.clean and agrees else ATTENTION


@returns.command()
@argument("file", "FILE", Path, "损坏的月报或年报；原件不动。")
@option("-o --output new", "NEW", Path, "修复后的表，另起文件名。", required=True)
@option("--report", "XLSX", Path, "另写一份修复说明，可打印，附在新表后面。")
@district_option
def repair(file: Path, new: Path, report: Path | None, district: Path | None) -> int:
    """把损坏的表里填过的数，全部移到一份新表里；分不清的不猜，会说明是哪一格。

    退出码 1：有改正的、没有移过去的、丢失的数，要按修复说明核对。

    例：zongzhi-xl repair 收件/04/示例一街道.xlsx -o 修复/示例一街道.xlsx --report 修复/说明.xlsx
    """
    from zongzhi_xl.desk import repairing

    done = repairing.repair(file, new, district, report)
    say(done.notes.text)
    say(f"已写出 {new}，原件没有动")
    return ATTENTION if done.needs_a_person else CLEAN


@returns.command()
@paths_argument
@json_option
@district_option
@workers_option
def appraise(paths: tuple[Path, ...], as_json: bool, district: Path | None, workers: int) -> int:
    """按几份报表算出各项指标和扣分（年份按报表里最新的一年；没有给出的月份按没有报算）。

    退出码 1：有缺报、退回、没通过审核的表，或提出了一票否决建议。

    例：zongzhi-xl appraise 收件/*/示例一街道*.xlsx
    """
    from zongzhi_xl.desk import consolidation, output

    outcome = consolidation.appraise_files(list(paths), district, workers=workers, track=track)
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
    return ATTENTION if outcome.needs_a_person else CLEAN
