"""The district officer's commands: setting up, sending out, adding up, explaining."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it
# ruff: noqa: PLR0913, PLR0917  an option is an argument

from pathlib import Path

import click

from zongzhi_xl.cli.frame import ATTENTION, CLEAN
from zongzhi_xl.cli.options import (
    Number,
    argument,
    cluster_option,
    district_option,
    flag,
    host_option,
    macros_for,
    option,
    output_option,
    paths_argument,
    workers_option,
    year_option,
)
from zongzhi_xl.cli.speech import draw, note, say, track
from zongzhi_xl.errors import RequestError
from zongzhi_xl.papers.command_frame import FramedGroup

district = FramedGroup()


@district.command()
@argument("folder", "[DIR]", Path, "区文件夹。")
@option("--blank", "XLSX", Path, "只写一份空的区情登记表，填好后再用 --from。")
@option("--from source", "XLSX", Path, "填好的区情登记表；不给则用区文件夹里留的那一份。")
@flag("--change", "区文件夹已有考核方案的：写入变动。不加只列出变动。")
def init(folder: Path | None, blank: Path | None, source: Path | None, change: bool) -> int:
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
        return CLEAN
    if blank or not folder:
        raise click.UsageError("写区文件夹，或者只写 --blank 和空表的文件名")
    done = initiating.initiate(folder, source, change=change)
    say("\n".join(done.lines), *done.units)
    return ATTENTION if done.waits else CLEAN


@district.command()
@year_option
@output_option(required=True)
@option("--month", "M", Number(1, 12), "发这个月的月报。")
@flag("--annual", "发年报。")
@flag("--departments", "发部门提供数表，列出单位登记的重大事项。")
@option(
    "--from earlier", "PATH", Path,
    "以前收到的报表（今年和去年的），可写多次；不写的，从区的登记里取。", multiple=True,
)  # fmt: skip
@flag("--macros", "写带按钮的 .xlsm，代替 .xlsx（月报、年报）。")
@host_option
@district_option
def issue(
    year: int,
    folder: Path,
    month: int | None,
    annual: bool,
    departments: bool,
    earlier: tuple[Path, ...],
    macros: bool,
    host: str,
    district: Path | None,
) -> int:
    """给每个单位发一份预填好的空表：承前数、上年数从以前的报表里取。

    从区的登记里取的，是算数的数：部门核定的、区里决定的优先，更正件代替首报。

    退出码 1：以前的报表有不能用的或缺的（本年累计没有预填）。

    例：zongzhi-xl issue --year 2026 --month 4 -o 空表 --district 区文件夹
    """
    if (month is not None) + annual + departments != 1:
        raise click.UsageError("--month、--annual、--departments 要写一个，也只能写一个")
    if macros and departments:
        raise click.UsageError("部门提供数没有按钮：--macros 只用于 --month 和 --annual")
    from zongzhi_xl.desk.issuing import sending

    wish = sending.Wish(
        year, month, departments, folder, earlier, district,
        macros_for(host) if macros else None,
    )  # fmt: skip
    issued = sending.issue(wish, track)
    say(issued.report)
    return ATTENTION if issued.needs_a_person else CLEAN


@district.command()
@paths_argument
@year_option
@option("-o --output summary", "SUMMARY.xlsx", Path, "区级汇总。", required=True)
@option("--through", "M", Number(0, 12), "算到几月；不给按收到的最新月份。")
@flag("--final", "关账：缺的按缺报算，等次不再暂定。")
@option("--json json_file", "FILE", Path, "另写一份 JSON。")
@option("--ledger", "FILE", Path, "另写一份可由别人复算的扣分账（JSON，zongzhi.ledger/1）。")
@option("--facts", "CSV", Path, "另写一份逐格数据（CSV）。")
@option("--reports", "DIR", Path, "写当月通报、初评告知书、考核通报（未满一年的是暂定稿）。")
@flag("--results", "PATH 是各区汇总用 --json 写出的结果：汇总成一个市。")
@district_option
@workers_option
@cluster_option
def consolidate(
    paths: tuple[Path, ...],
    year: int,
    summary: Path,
    through: int | None,
    final: bool,
    json_file: Path | None,
    ledger: Path | None,
    facts: Path | None,
    reports: Path | None,
    results: bool,
    district: Path | None,
    workers: int,
    cluster: str | None,
) -> int:
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
        paths, year, district, through, final, readers(cluster, workers), outputs.ours
    )
    outcome = consolidation.consolidate(asked, track)
    consolidation.write(outcome, outputs, seen_from(summary, paths), track)
    from zongzhi_xl.papers import terminal

    draw(terminal.district_report(outcome.appraisal))
    say(f"已写出 {summary}")
    if reports and not outcome.appraisal.has_returns:
        say("没有评分，没有写文书")
    note(outcome.hint)
    return ATTENTION if outcome.needs_a_person else CLEAN


def _city(
    paths: tuple[Path, ...],
    year: int,
    summary: Path,
    json_file: Path | None,
    more: tuple[object, ...],
) -> int:
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
    return CLEAN


@district.command()
@argument("unit", "UNIT", str, "单位全称。")
@argument("clause", "[CLAUSE]", Number(1), "只看这一条（条号）。")
@option("--from source", "OUT.json", Path, "consolidate --json 写出的文件。")
@district_option
def explain(unit: str, clause: int | None, source: Path | None, district: Path | None) -> None:
    """说明一个街道为什么扣分：条款、公式、代入的数、在哪份表的哪一格。

    结果从 --from 的文件里取；只给 --district 的，用区文件夹里（或它旁边的 out.json）最新的一份。

    例：zongzhi-xl explain 示例三街道 6 --from demo/out.json
    """
    from zongzhi_xl.desk import explaining

    say("\n".join(explaining.explain(unit, clause, source, district)), unit)
