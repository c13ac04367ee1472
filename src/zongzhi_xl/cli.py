"""The command line: each command reads its options, makes one call to the desk and reports.

Whatever a person can do wrong ends in one Chinese sentence on stderr and exit code 2; results go
to stdout, progress to stderr. What is heavy is imported by the command that needs it.
"""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it
# ruff: noqa: PLR0913, PLR0917  an option is an argument

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any

import typer

from zongzhi_xl.core.returned.outgoing import Gate, gate_for
from zongzhi_xl.desk.stopping import end_in_order
from zongzhi_xl.errors import Refusal, in_words
from zongzhi_xl.papers.command_frame import FramedCommand, FramedGroup, refusal

_CLEAN, _ATTENTION, _FAILED, _INTERRUPTED = 0, 1, 2, 130
#: set, an unexpected fault ends in Python's own words, for whoever repairs it
_DEBUG = "ZONGZHI_XL_DEBUG"


class Plainly(FramedGroup):
    """Commands whose every refusal is one Chinese sentence on stderr and exit code 2."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run, and leave with 0, 1 or 2 whatever happens."""
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except Exception as fault:
            if os.environ.get(_DEBUG):
                raise
            _refuse(_sentence(fault))
            code = fault.exit_code if isinstance(fault, Refusal) else _FAILED
        except KeyboardInterrupt:
            code = _INTERRUPTED
        except SystemExit:  # the library leaves so, and silently, where nobody takes the output
            _refuse(_sentence(BrokenPipeError(errno.EPIPE, "")))
            code = _FAILED
        if code == _INTERRUPTED:
            _note("已中断。写到一半的文件已清除，其余没有动。")
        code = code if _all_is_out() else _FAILED
        sys.exit(code if code in (_CLEAN, _ATTENTION) else _FAILED if code else _CLEAN)


def _all_is_out() -> bool:
    """Whether what was printed arrived; said here, because the interpreter says it in English."""
    try:
        sys.stdout.flush()
    except OSError as fault:
        _note(_sentence(fault))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return False
    return True


_WIDE, _LONGEST = 150, 4000
#: a new line in a path or a cell, as it is shown; the line of a reason begins so
_NEW_LINE, _REASON = "␊", "\n  "


def _sentence(fault: Exception) -> str:
    """What went wrong, for the person at the keyboard."""
    if hasattr(fault, "format_message"):  # a wrong option or argument, found by typer
        return refusal(fault)
    if isinstance(fault, Refusal):
        return f"做不了：{fault}"
    if isinstance(fault, MemoryError):
        return "做不了：内存不够，请关闭别的程序，或分几次做"
    if isinstance(fault, RecursionError):
        return "做不了：文件里的内容套得太深，读不下去"
    if isinstance(fault, OSError):
        return f"做不了：{fault.filename or ''} {in_words(fault)}".replace("： ", "：")
    return (
        f"程序出错，请把这一行交给维护人员：{type(fault).__name__}: {fault}"
        f"（设 {_DEBUG}=1 再运行可得到详情）"
    )


app = typer.Typer(
    name="zongzhi-xl",
    cls=Plainly,
    help="综治责任书考核：发空表、审核报表、汇总算分、说明每一分为什么扣。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules = typer.Typer(cls=FramedGroup, help="考核方案（规则）。", no_args_is_help=True)
app.add_typer(rules, name="rules")
_command = partial(app.command, cls=FramedCommand)


def _option(name: str, metavar: str, words: str, **limits: Any) -> Any:
    return typer.Option(name, metavar=metavar, help=words, **limits)


def _argument(metavar: str, words: str, **limits: Any) -> Any:
    return typer.Argument(metavar=metavar, help=words, **limits)


# options that several commands share
District = Annotated[
    Path | None,
    _option(
        "--district", "DIR", "区文件夹，用其中 statements/年份/ 的考核方案；不给则用标准方案。"
    ),
]
Year = Annotated[int, _option("--year", "Y", "年份，如 2026。", min=2000, max=2099)]
Folder = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="写到哪个文件夹。")]
AsJson = Annotated[bool, typer.Option("--json", help="结果按 JSON 输出，供其他程序读取。")]
Paths = Annotated[list[Path], _argument("PATH...", "报表文件或文件夹（含下级文件夹）。")]
Host = Annotated[
    str, _option("--host", "PROGRAM", "按钮给哪个程序用：excel 或 libreoffice（.xlsm）。")
]
Workers = Annotated[
    int, _option("--workers", "N", "同时读表的进程数；0 按处理器个数。", min=0, max=64)
]


@_command()
def demo(
    folder: Annotated[Path, _argument("[DIR]", "写到哪个文件夹。")] = Path("demo"),
    seed: Annotated[int, _option("--seed", "N", "同一个数总得到同样的结果。")] = 2026,
) -> None:
    """造一个虚构的区和它的一年：20 个街道的报表、区级汇总、文书。

    例：zongzhi-xl demo 演示
    """
    from zongzhi_xl.demo import build, next_steps
    from zongzhi_xl.papers import terminal

    appraisal = build(folder, seed, _track)

    _print(terminal.district_report(appraisal))
    _say("\n".join(next_steps(folder, appraisal)))


@_command()
def templates(folder: Folder = Path("workbooks"), host: Host = "excel") -> None:
    """写出标准空白表：月报、年报（.xlsx，以及带按钮的 .xlsm）、部门提供数和区级汇总.xlsm。

    例：zongzhi-xl templates -o 空白表
    """
    from zongzhi_xl.desk.issuing import blanks

    for path in blanks.write(folder, _macros_for(host)):
        _say(f"已写出 {path}")


@_command()
def issue(
    year: Year,
    folder: Folder,
    month: Annotated[int | None, _option("--month", "M", "发这个月的月报。", min=1, max=12)] = None,
    annual: Annotated[bool, typer.Option("--annual", help="发年报。")] = False,
    departments: Annotated[bool, typer.Option("--departments", help="发部门提供数表。")] = False,
    earlier: Annotated[
        list[Path] | None, _option("--from", "PATH", "以前收到的报表（今年和去年的），可写多次。")
    ] = None,
    macros: Annotated[
        bool, typer.Option("--macros", help="写带按钮的 .xlsm，代替 .xlsx（月报、年报）。")
    ] = False,
    host: Host = "excel",
    district: District = None,
) -> None:
    """给每个街道发一份预填好的空表：承前数、上年数从以前的报表里取。

    退出码 1：以前的报表有不能用的或缺的（本年累计没有预填）。

    例：zongzhi-xl issue --year 2026 --month 4 -o 空表 --from 收件 --district 区文件夹
    """
    if (month is not None) + annual + departments != 1:
        raise typer.BadParameter("--month、--annual、--departments 要写一个，也只能写一个")
    if macros and departments:
        raise typer.BadParameter("部门提供数没有按钮：--macros 只用于 --month 和 --annual")
    from zongzhi_xl.desk.issuing import sending

    wish = sending.Wish(
        year, month, departments, folder, tuple(earlier or ()), district,
        _macros_for(host) if macros else None,
    )  # fmt: skip
    issued = sending.issue(wish, _track)
    _say(issued.report)
    raise typer.Exit(_ATTENTION if issued.needs_a_person else _CLEAN)


@_command()
def validate(
    files: Paths,
    as_json: AsJson = False,
    report: Annotated[
        Path | None, _option("--report", "XLSX", "另写一份校验结果工作簿，带链接。")
    ] = None,
    inspect: Annotated[
        bool, typer.Option("--inspect", help="另查表样：公式、名称、隐藏页、保护有没有被动过。")
    ] = False,
    code: Annotated[
        str | None, _option("--code", "校验码", "盖章件上的校验码：与这份电子件核对。")
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
    checked = checking.check(files, wish, workers=workers, track=_track)
    if report:
        checking.write_report(checked, report, files)
        _note(f"已写出 {report}")
    if as_json:
        units = (one.unit for one in checked.usable)
        _out(output.text_of(output.validation(checked.files), units))
    else:
        from zongzhi_xl.papers import terminal

        _print(terminal.findings_report(checked.usable, checked.rejected, checked.rules))
    if not checked.files:
        _note("没有找到报表文件")
    agrees = code is None or checked.compared.agrees
    if code is not None:
        _note(f"校验码{checked.compared.words}")
    raise typer.Exit(_CLEAN if checked.clean and agrees else _ATTENTION)


@_command()
def repair(
    file: Annotated[Path, _argument("FILE", "损坏的月报或年报；原件不动。")],
    new: Annotated[
        Path, typer.Option("-o", "--output", metavar="NEW", help="修复后的表，另起文件名。")
    ],
    report: Annotated[
        Path | None, _option("--report", "XLSX", "另写一份修复说明，可打印，附在新表后面。")
    ] = None,
    district: District = None,
) -> None:
    """把损坏的表里填过的数，全部移到一份新表里；分不清的不猜，会说明是哪一格。

    退出码 1：有改正的、没有移过去的、丢失的数，要按修复说明核对。

    例：zongzhi-xl repair 收件/04/示例一街道.xlsx -o 修复/示例一街道.xlsx --report 修复/说明.xlsx
    """
    from zongzhi_xl.desk import repairing

    done = repairing.repair(file, new, district, report)
    _say(done.notes.text)
    _say(f"已写出 {new}，原件没有动")
    raise typer.Exit(_ATTENTION if done.needs_a_person else _CLEAN)


@_command()
def appraise(
    files: Paths, as_json: AsJson = False, district: District = None, workers: Workers = 0
) -> None:
    """按几份报表算出各项指标和扣分（年份按报表里最新的一年；没有给出的月份按没有报算）。

    退出码 1：有缺报、退回、没通过审核的表，或提出了一票否决建议。

    例：zongzhi-xl appraise 收件/*/示例一街道*.xlsx
    """
    from zongzhi_xl.desk import consolidation, output

    outcome = consolidation.appraise_files(files, district, workers=workers, track=_track)
    if as_json:
        units = (one.unit for one in outcome.appraisal.units)
        _out(output.text_of(outcome.document, units))
    else:
        from zongzhi_xl.papers import terminal

        _print(terminal.rules_line(outcome.appraisal))
        for unit in outcome.appraisal.units:
            _print(terminal.scorecard_report(unit))
        _print(terminal.rejections(outcome.appraisal.rejected))
    if not outcome.appraisal.units:
        _note("没有找到能用的报表")
    _note(outcome.hint)
    raise typer.Exit(_ATTENTION if outcome.needs_a_person else _CLEAN)


@_command()
def consolidate(
    paths: Paths,
    year: Year,
    summary: Annotated[
        Path, typer.Option("-o", "--output", metavar="SUMMARY.xlsx", help="区级汇总。")
    ],
    through: Annotated[
        int | None, _option("--through", "M", "算到几月；不给按收到的最新月份。", min=0, max=12)
    ] = None,
    final: Annotated[
        bool, typer.Option("--final", help="关账：缺的按缺报算，等次不再暂定。")
    ] = False,
    json_file: Annotated[Path | None, _option("--json", "FILE", "另写一份 JSON。")] = None,
    facts: Annotated[Path | None, _option("--facts", "CSV", "另写一份逐格数据（CSV）。")] = None,
    reports: Annotated[
        Path | None, _option("--reports", "DIR", "写初评告知书和考核通报（网页，可打印）。")
    ] = None,
    district: District = None,
    workers: Workers = 0,
) -> None:
    """汇总一个区的报表：得分、等次、排名、每一分的依据、谁没有报。

    一律按区里现行的考核方案算；表样或规则是以前的表照收，在问题清单里写明两个版本。

    退出码 1：有缺报、退回、没通过审核的表，或提出了一票否决建议。

    例：zongzhi-xl consolidate 收件 --year 2026 -o 区级汇总.xlsx --json 结果.json --reports 文书
    """
    from zongzhi_xl.desk import consolidation

    outputs = consolidation.Outputs(summary, json_file, facts, reports)
    outputs.check()
    asked = consolidation.Question(
        tuple(paths), year, district, through, final, workers, outputs.ours
    )
    outcome = consolidation.consolidate(asked, _track)
    consolidation.write(outcome, outputs, paths)
    from zongzhi_xl.papers import terminal

    _print(terminal.district_report(outcome.appraisal))
    _say(f"已写出 {summary}")
    if reports and not outcome.appraisal.has_returns:
        _say("没有评分，没有写文书")
    _note(outcome.hint)
    raise typer.Exit(_ATTENTION if outcome.needs_a_person else _CLEAN)


@_command()
def explain(
    unit: Annotated[str, _argument("UNIT", "街道全称。")],
    clause: Annotated[int | None, _argument("[CLAUSE]", "只看这一条（条号）。", min=1)] = None,
    source: Annotated[
        Path | None, _option("--from", "OUT.json", "consolidate --json 写出的文件。")
    ] = None,
    district: District = None,
) -> None:
    """说明一个街道为什么扣分：条款、公式、代入的数、在哪份表的哪一格。

    结果从 --from 的文件里取；只给 --district 的，用区文件夹里（或它旁边的 out.json）最新的一份。

    例：zongzhi-xl explain 示例三街道 6 --from demo/out.json
    """
    from zongzhi_xl.desk import explaining

    _say("\n".join(explaining.explain(unit, clause, source, district)), unit)


@_command()
def doctor(
    file: Annotated[
        Path | None, _argument("[FILE]", "要用的工作簿，或存放工作簿的文件夹。")
    ] = None,
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
        _say("\n".join(done))
    remarks = () if undo else examination.examine(computer, file)
    _say("\n".join(map(str, remarks)) or "完成")
    raise typer.Exit(_ATTENTION if examination.stops(remarks) else _CLEAN)


@rules.command("check", cls=FramedCommand)
def rules_check(
    folder: Annotated[
        Path | None,
        _argument("[FOLDER]", "考核方案文件夹，或含有它的区文件夹；不给则检查标准方案。"),
    ] = None,
) -> None:
    """检查一套考核方案有没有写错：名称、限额、分值、公式、漏掉的条款。

    例：zongzhi-xl rules check 区文件夹
    """
    from zongzhi_xl.statements import editions

    _say(editions.soundness_of(folder))


def _macros_for(host: str) -> Any:
    """The edition of macros for a program, by its name."""
    from zongzhi_xl.vba.macro_book import MacroEdition

    try:
        return MacroEdition(host)
    except ValueError as fault:
        raise typer.BadParameter("--host 写 excel 或 libreoffice") from fault


# ------------------------------------------------------------------ talking to the person


def _out(text: str) -> None:
    """Exactly this text as UTF-8, whatever the console's own code page."""
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def _say(text: str, *public: str) -> None:
    """The result in words; ``public`` are names of units that may look like a person's number."""
    typer.echo(_passed(text, gate_for(public)))


def _note(words: str) -> None:
    """A line beside the result, where there is something to say."""
    if words:
        typer.echo(_passed(words.replace("\n", _NEW_LINE), Gate()), err=True)


def _refuse(words: str) -> None:
    """As :func:`_note`; the reasons of a repair that is refused have a line each."""
    first, *reasons = words.split(_REASON)
    _note(first)
    for reason in reasons:
        _note(f"  {reason}")


def _passed(text: str, gate: Gate) -> str:
    """Through the gate, no line longer than anybody reads."""
    lines = gate.lines(text).split("\n")
    return "\n".join(line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…" for line in lines)


def _print(renderable: Any) -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal:  # into a file or a pipe: room for whole sentences
        console = Console(width=_WIDE)
    console.print(renderable)


def _track(work: Iterable[Any], steps: int, words: str) -> Iterator[Any]:
    """Draw how far the work is, on stderr and only where a person looks at it."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return iter(
        track(work, words, steps, console=console, transient=True, disable=not console.is_terminal)
    )


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    end_in_order()
    app()


if __name__ == "__main__":
    main()
