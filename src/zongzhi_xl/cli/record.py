"""The officer's commands on the district's record: take in, publish, look back."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it
# ruff: noqa: PLR0913, PLR0917  an option is an argument

from datetime import date
from pathlib import Path

import click

from zongzhi_xl.cli.clock import current_day
from zongzhi_xl.cli.frame import ATTENTION, CLEAN
from zongzhi_xl.cli.options import (
    Number,
    argument,
    cluster_option,
    flag,
    option,
    output_option,
    workers_option,
    year_option,
)
from zongzhi_xl.cli.speech import say, track
from zongzhi_xl.papers.command_frame import FramedGroup

record = FramedGroup()

district_argument = argument("district", "DIR", Path, "区文件夹。")
reason_option = option("--reason", "WORDS", str, "为什么补登；--on 早于今天的要写。", default="")


def day(text: str) -> date:
    """The day that was typed; the library tells of which option it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ValueError(f"“{text}”不是日期，写成 2026-04-03 这样") from fault


@record.command()
@district_argument
@argument("paths", "PATH...", Path, "收件夹、压缩包（.zip）或单个文件。")
@option("--on", "DAY", day, "补登：实际收到的日期，如 2026-04-03；不给按今天。")
@reason_option
@workers_option
@cluster_option
def receive(
    district: Path,
    paths: tuple[Path, ...],
    on: date | None,
    reason: str,
    workers: int,
    cluster: str | None,
) -> int:
    """收件登记：把收到的表连同收到的日期记入区文件夹，原件另存一份，收件夹里的不动。

    可以随时运行，已登记的文件不会重复登记。按时还是迟报，以这里登记的日期为准。

    --cluster 要先装 zongzhi-xl[cluster]，各机按同一路径看得到区文件夹；登记的与不用集群时相同。

    退出码 1：有不能用的、要问填报单位的文件。

    例：zongzhi-xl receive 区文件夹 收件 --on 2026-04-03 --reason "3日送到，当天停电"
    """
    from zongzhi_xl.desk.receiving import readers
    from zongzhi_xl.desk.registry import arriving

    today, many = current_day(), readers(cluster, workers)
    done = arriving.receive(arriving.Wish(district, paths, today, on or today, reason, many), track)
    say(done.report)
    return ATTENTION if done.needs_a_person else CLEAN


@record.command()
@district_argument
@year_option
@option("--as-of", "DAY", day, "看这一天结束时的情况；不给按今天。")
def status(district: Path, year: int, as_of: date | None) -> int:
    """看今天的情况：谁到期没有报，哪些退回了没有重报，哪些待决定。

    退出码 1：有到期没有报的、退回没有重报的、待决定的。

    例：zongzhi-xl status 区文件夹 --year 2026
    """
    from zongzhi_xl.desk.registry import standing

    stands = standing.status(district, year, as_of or current_day())
    say(stands.report, *(one.unit for one in stands.appraisal.units))
    return ATTENTION if stands.needs_a_person else CLEAN


@record.command()
@district_argument
@year_option
@output_option(required=True)
@option("--as-of", "DAY", day, "按这一天结束时的情况；不给按今天。")
def remind(district: Path, year: int, folder: Path, as_of: date | None) -> int:
    """写催报单和退回单：过了截止日没有报的催报，退回的、要改正或说明的退回，带回执。

    一个街道每种一份，网页和 Word 各一个，打印后送出。文号留空，由区里编。
    截止日没有过的不催，没有要改的不退。

    退出码 1：写了单子，等着送出。

    例：zongzhi-xl remind 区文件夹 --year 2026 -o 单子
    """
    from zongzhi_xl.desk.registry import reminding

    wish = reminding.Wish(district, year, as_of or current_day(), folder)
    done = reminding.remind(wish)
    say(done.report, *done.units)
    return ATTENTION if done.slips else CLEAN


@record.command()
@district_argument
@year_option
@output_option(required=True)
@option("--as-of", "DAY", day, "写这一天该出的文书；不给按今天。")
def papers(district: Path, year: int, folder: Path, as_of: date | None) -> int:
    """写到了时间的文书：责任书、布置通知、商请函、签收单、会议通知、归档目录等。

    1月写商请函、基础数据核定表，2月、3月写责任书、布置通知，每月最后七天写下月空表的签收单，
    年底开会的写会议通知、签到表，次年3月写归档目录，否决期满写解除告知书。没有到时间的不写。
    网页和 Word 各一个，文号留空，由区里编。

    退出码 1：写了文书，等着送出。

    例：zongzhi-xl papers 区文件夹 --year 2026 -o 文书
    """
    from zongzhi_xl.desk.registry import preparing

    today = current_day()
    wish = preparing.Wish(district, year, today, as_of or today, folder)
    done = preparing.prepare(wish, track)
    say(done.report)
    return ATTENTION if done.papers else CLEAN


@record.command()
@district_argument
@option("--year", "Y", Number(), "哪一年的；不给按现有工作台的年份。")
@option("--inbox", "PATH", Path, "先收件：收件夹、压缩包或单个文件，可写几个。", multiple=True)
@option("--on", "DAY", day, "补登：实际收到的日期；不给按今天。")
@reason_option
@workers_option
def desk(
    district: Path,
    year: int | None,
    inbox: tuple[Path, ...],
    on: date | None,
    reason: str,
    workers: int,
) -> int:
    """写工作台：收新到的表，办理“待办”和“另作决定”里填好的，重写区文件夹里的工作台.xlsx和看板.html。

    今天要做什么、谁没有报、报送情况、待办、另作决定、变动、预警、已办，各有一页。
    在“待办”“另作决定”的黄色格里填好，保存、关闭，再运行一次：办好的移到“已办”，没有办成的留在原行并写明原因。
    填过的工作台另存在 工作台_备份，填的内容不会丢。看板用浏览器打开，只看不填。

    退出码 1：有没办成的、到期没有报的、退回没有重报的、待决定的。

    例：zongzhi-xl desk 区文件夹 --inbox 收件
    """
    from zongzhi_xl.desk.registry import arriving, workbench

    today = current_day()
    receipt = arriving.Wish(district, inbox, today, on or today, reason, workers)
    done = workbench.lay_out(receipt, year, track)
    say(done.report, *(one.unit for one in done.standing.appraisal.units))
    return ATTENTION if done.needs_a_person else CLEAN


@record.command()
@district_argument
@year_option
@option("--through", "M", Number(1, 12), "算到几月；不给按收到的最新月份。")
@flag("--final", "年终关账：缺的按缺报算，等次不再暂定。")
@option("--as-of", "DAY", day, "只用这一天以前（含当天）收到的；不给按今天。")
def publish(district: Path, year: int, through: int | None, final: bool, as_of: date | None) -> int:
    """发布：把登记的结果定下来，编号存入区文件夹的 papers/，以后收到的进下一次。

    写出区级汇总、结果（JSON）和到了时间的文书；已发布的不会改动。一个月一个月按顺序发布。
    每月有报送情况通报，3、6、9月有季度（半年）通报和提示函，算到12月的有初评告知书，
    关账的有考核通报、结果通知书、复核决定书和一票否决的建议书、决定书。

    退出码 1：有缺报、退回、没通过审核的表，或提出了一票否决建议。

    例：zongzhi-xl publish 区文件夹 --year 2026 --through 3
    """
    from zongzhi_xl.desk.registry import publishing

    today = current_day()
    wish = publishing.Wish(district, year, today, as_of or today, through, final)
    done = publishing.publish(wish, track)
    changed = publishing.changes_report(publishing.changes_of_last(district, done.published))
    told = "\n".join(filter(None, (done.report, changed)))
    say(told, *(one.unit for one in done.outcome.appraisal.units))
    return ATTENTION if done.outcome.needs_a_person else CLEAN


@record.command()
@district_argument
@option("--unit", "UNIT", str, "只看这个单位的。", default="")
@option("--again", "NUMBER", str, "按登记重新生成这一次发布，并核对是否逐字节相同。", default="")
@option("-o --output folder", "DIR", Path, "重新生成到哪个文件夹。")
def history(district: Path, unit: str, again: str, folder: Path | None) -> int:
    """看登记：什么时候收到了什么、决定了什么、发布了什么；也可以把发布过的重新生成一遍。

    退出码 1：登记被改动过，或重新生成的与发布的不同。

    例：zongzhi-xl history 区文件夹 --unit 兴海街道
    """
    if bool(again) != bool(folder):
        raise click.UsageError("--again 和 -o 要一起写：重新生成哪一次，写到哪里")
    from zongzhi_xl.desk.registry import looking_back, publishing

    if folder:
        made = publishing.made_again(district, again, folder)
        say(made.report)
        return ATTENTION if made.different else CLEAN
    looked = looking_back.look_back(district, unit)
    say("\n".join(looked.lines), unit)
    return CLEAN if looked.unbroken else ATTENTION


@record.command()
@district_argument
@year_option
@option("--reason", "WORDS", str, "理由，要写。", required=True)
@option("--by", "NAME", str, "经办人，要写。", required=True)
@option("--question", "ID", str, "答复待办：status 列出的编号，与 --answer 一起写。", default="")
@option("--answer", "WORDS", str, "怎么处理，如“接受”。", default="")
@option("--unit", "UNIT", str, "单位全称。", default="")
@option("--month", "M", Number(1, 12), "几月的月报；不给是年报。")
@option(
    "--item", "ITEM", str, "哪一项：复核后认定的（同时写 --value），或接受口头说明的。", default=""
)
@option("--value", "VALUE", str, "认定的数。", default="")
@option("--received", "DAY", day, "认定的收件日期，代替登记的日期。")
@flag("--word", "接受对 --item 的口头说明；几处的 --value 写审核号。")
@option("--revoke", "N", Number(1), "撤销第几号决定。")
@option("--on", "DAY", day, "决定的日期；不给按今天。")
@option("--document", "NO", str, "文号，没有的不写。", default="")
def decide(
    district: Path,
    year: int,
    reason: str,
    by: str,
    question: str,
    answer: str,
    unit: str,
    month: int | None,
    item: str,
    value: str,
    received: date | None,
    word: bool,
    revoke: int | None,
    on: date | None,
    document: str,
) -> None:
    """区里的决定：答复一件待办，认定一个数或收件日期，接受口头说明，或撤销以前的决定。

    决定代替的是依据（数、日期、说明），不是分数；记入登记，只能用新的决定撤销。

    例：zongzhi-xl decide 区 --year 2026 --question 4F2BF860 --answer 接受 --reason 属实 --by 甲某
    """
    from zongzhi_xl.desk.registry import deciding
    from zongzhi_xl.papers.history import decision_words

    today, period = current_day(), deciding.Period(unit, month)
    sayings = (
        deciding.Answered(question, answer) if question else None,
        deciding.Reviewed(period, item, value) if item and not word else None,
        deciding.OnTheirWord(period, item, value) if word else None,
        deciding.ReceivedOn(period, received) if received else None,
        deciding.Revoking(revoke) if revoke else None,
    )
    said = [one for one in sayings if one]
    if len(said) != 1:
        raise click.UsageError("--question、--item、--word、--received、--revoke 只写一个")
    grounds = deciding.Grounds(reason, by, on or today, today, document)
    done = deciding.enter(district, year, said[0], grounds)
    say(f"已记为第{done.number}号决定：{decision_words(done.decided)}", done.decided.unit)
