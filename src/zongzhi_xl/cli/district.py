"""The district officer's commands: setting up, sending out, adding up, explaining."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it
# ruff: noqa: PLR0913, PLR0917  an option is an argument

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from zongzhi_xl.cli.frame import ATTENTION, CLEAN
from zongzhi_xl.cli.options import (
    District,
    Folder,
    Host,
    OnCluster,
    Paths,
    Workers,
    Year,
    argument,
    macros_for,
    option,
)
from zongzhi_xl.cli.speech import draw, note, say, track
from zongzhi_xl.errors import RequestError
from zongzhi_xl.papers.command_frame import FramedCommand

district = typer.Typer()
_command = partial(district.command, cls=FramedCommand)


@_command()
def init(
    folder: Annotated[Path | None, argument("[DIR]", "区文件夹。")] = None,
    blank: Annotated[
        Path | None, option("--blank", "XLSX", "只写一份空的区情登记表，填好后再用 --from。")
    ] = None,
    source: Annotated[
        Path | None,
        option("--from", "XLSX", "填好的区情登记表；不给则用区文件夹里留的那一份。"),
    ] = None,
    change: Annotated[
        bool, typer.Option("--change", help="区文件夹已有考核方案的：写入变动。不加只列出变动。")
    ] = False,
) -> None:
    """建一个区：按填好的区情登记表写出区文件夹（考核方案、名册）；以后有变动也用它改。

    先用 --blank 领一份空的区情登记表，填好四页再建。有不合要求的，一次全部列出，什么也不写。

    街道的电话只留在区文件夹的区情登记表里，不进考核方案，不印在任何表上。

    退出码 1：有变动，还没有写入（没有加 --change）。

    例：zongzhi-xl init 区文件夹 --from 区情登记表.xlsx
    """
    from zongzhi_xl.desk.initiating import district as initiating
    from zongzhi_xl.desk.initiating import form

    if blank and not (folder or source or change):
        form.write_blank(blank)
        say(f"已写出 {blank}：填好后运行 zongzhi-xl init 区文件夹 --from {blank}")
        return
    if blank or not folder:
        raise typer.BadParameter("写区文件夹，或者只写 --blank 和空表的文件名")
    done = initiating.initiate(folder, source, change=change)
    say("\n".join(done.lines), *done.units)
    raise typer.Exit(ATTENTION if done.waits else CLEAN)


@_command()
def issue(
    year: Year,
    folder: Folder,
    month: Annotated[int | None, option("--month", "M", "发这个月的月报。", min=1, max=12)] = None,
    annual: Annotated[bool, typer.Option("--annual", help="发年报。")] = False,
    departments: Annotated[
        bool,
        typer.Option("--departments", help="发部门提供数表，列出单位登记的重大事项。"),
    ] = False,
    earlier: Annotated[
        list[Path] | None,
        option(
            "--from", "PATH", "以前收到的报表（今年和去年的），可写多次；不写的，从区的登记里取。"
        ),
    ] = None,
    macros: Annotated[
        bool, typer.Option("--macros", help="写带按钮的 .xlsm，代替 .xlsx（月报、年报）。")
    ] = False,
    host: Host = "excel",
    district: District = None,
) -> None:
    """给每个单位发一份预填好的空表：承前数、上年数从以前的报表里取。

    从区的登记里取的，是算数的数：部门核定的、区里决定的优先，更正件代替首报。

    退出码 1：以前的报表有不能用的或缺的（本年累计没有预填）。

    例：zongzhi-xl issue --year 2026 --month 4 -o 空表 --district 区文件夹
    """
    if (month is not None) + annual + departments != 1:
        raise typer.BadParameter("--month、--annual、--departments 要写一个，也只能写一个")
    if macros and departments:
        raise typer.BadParameter("部门提供数没有按钮：--macros 只用于 --month 和 --annual")
    from zongzhi_xl.desk.issuing import sending

    wish = sending.Wish(
        year, month, departments, folder, tuple(earlier or ()), district,
        macros_for(host) if macros else None,
    )  # fmt: skip
    issued = sending.issue(wish, track)
    say(issued.report)
    raise typer.Exit(ATTENTION if issued.needs_a_person else CLEAN)


_Summary = Annotated[
    Path, typer.Option("-o", "--output", metavar="SUMMARY.xlsx", help="区级汇总。")
]
_Through = Annotated[
    int | None, option("--through", "M", "算到几月；不给按收到的最新月份。", min=0, max=12)
]
_Final = Annotated[bool, typer.Option("--final", help="关账：缺的按缺报算，等次不再暂定。")]
_Json = Annotated[Path | None, option("--json", "FILE", "另写一份 JSON。")]
_Ledger = Annotated[
    Path | None,
    option("--ledger", "FILE", "另写一份可由别人复算的扣分账（JSON，zongzhi.ledger/1）。"),
]
_Facts = Annotated[Path | None, option("--facts", "CSV", "另写一份逐格数据（CSV）。")]
_Reports = Annotated[
    Path | None,
    option("--reports", "DIR", "写当月通报、初评告知书、考核通报（未满一年的是暂定稿）。"),
]
_Results = Annotated[
    bool, typer.Option("--results", help="PATH 是各区汇总用 --json 写出的结果：汇总成一个市。")
]


@_command()
def consolidate(
    paths: Paths,
    year: Year,
    summary: _Summary,
    through: _Through = None,
    final: _Final = False,
    json_file: _Json = None,
    ledger: _Ledger = None,
    facts: _Facts = None,
    reports: _Reports = None,
    results: _Results = False,
    district: District = None,
    workers: Workers = 0,
    cluster: OnCluster = None,
) -> None:
    """汇总一个区的报表：得分、等次、排名、每一分的依据、谁没有报；或汇总各区的结果。

    一律按区里现行的考核方案算；表样或规则是以前的表照收，在问题清单里写明两个版本。
    同一单位同一期有更正的，算次数最大的更正件；几份部门提供数逐格合成一份。

    退出码 1：有缺报、退回、没通过审核的表，或提出了一票否决建议。

    --cluster 要先装 zongzhi-xl[cluster]，各机按同一路径看得到收件；结果与不用集群时逐字节相同。

    --results 汇总一个市：各区、各单位排名，指标由各单位的分子、分母相加另算；计分不同的区分开列。

    例：zongzhi-xl consolidate 收件 --year 2026 -o 区级汇总.xlsx --json 结果.json --reports 文书
    """
    if results:
        more = (through, final, ledger, facts, reports, district, cluster)
        return _city(paths, year, summary, json_file, more)
    from zongzhi_xl.desk import consolidation
    from zongzhi_xl.desk.placing import seen_from
    from zongzhi_xl.desk.receiving import readers
    from zongzhi_xl.resources import own_templates

    own = own_templates(district)
    outputs = consolidation.Outputs(summary, json_file, facts, ledger, reports, templates=own)
    outputs.check()
    asked = consolidation.Question(
        tuple(paths), year, district, through, final, readers(cluster, workers), outputs.ours
    )
    outcome = consolidation.consolidate(asked, track)
    consolidation.write(outcome, outputs, seen_from(summary, paths), track)
    from zongzhi_xl.papers import terminal

    draw(terminal.district_report(outcome.appraisal))
    say(f"已写出 {summary}")
    if reports and not outcome.appraisal.has_returns:
        say("没有评分，没有写文书")
    note(outcome.hint)
    raise typer.Exit(ATTENTION if outcome.needs_a_person else CLEAN)


def _city(
    paths: list[Path], year: int, summary: Path, json_file: Path | None, more: tuple[object, ...]
) -> None:
    """Add up districts; ``more`` are the options that only their own results could use."""
    from zongzhi_xl.desk import city

    if any(one is not None and one is not False for one in more):
        raise RequestError("--results 只和 --year、-o、--json 一起用：各区的结果已经算好了")
    outputs = city.Outputs(summary, json_file)
    outputs.check()
    added_up = city.add_up(paths, year)
    city.write(added_up, outputs)
    results = list(added_up.results)
    offices = sum(len(one.offices) for one in results)
    say(f"汇总了 {len(results)} 个区、{offices} 个单位，已写出 {summary}")
    if len(added_up.parts) > 1:
        note(f"计分办法、月份或关账不同，分成 {len(added_up.parts)} 部分，不能互相比较")
    raise typer.Exit(CLEAN)


@_command()
def explain(
    unit: Annotated[str, argument("UNIT", "单位全称。")],
    clause: Annotated[int | None, argument("[CLAUSE]", "只看这一条（条号）。", min=1)] = None,
    source: Annotated[
        Path | None, option("--from", "OUT.json", "consolidate --json 写出的文件。")
    ] = None,
    district: District = None,
) -> None:
    """说明一个街道为什么扣分：条款、公式、代入的数、在哪份表的哪一格。

    结果从 --from 的文件里取；只给 --district 的，用区文件夹里（或它旁边的 out.json）最新的一份。

    例：zongzhi-xl explain 示例三街道 6 --from demo/out.json
    """
    from zongzhi_xl.desk import explaining

    say("\n".join(explaining.explain(unit, clause, source, district)), unit)
