"""The rule keeper's commands."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it
# ruff: noqa: PLR0913, PLR0917  an option is an argument

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from zongzhi_xl.cli.frame import ATTENTION, CLEAN, FAILED
from zongzhi_xl.cli.options import AsJson, District, Workers, Year, argument, option
from zongzhi_xl.cli.speech import out, refuse, say, track
from zongzhi_xl.papers.command_frame import FramedCommand, FramedGroup

rules = typer.Typer(cls=FramedGroup, help="考核方案（规则）。", no_args_is_help=True)


@rules.command("check", cls=FramedCommand)
def rules_check(
    folder: Annotated[
        Path | None,
        argument("[FOLDER]", "考核方案文件夹或工作簿，或含有它的区文件夹；不给则检查标准方案。"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """检查一套考核方案有没有写错，一次列出全部：哪个文件第几行，错在哪里，应当怎么写。

    疑问是写得通、但多半不是这个意思的地方，要人看一眼。有读不通的，改好以后才试各条规则、才问疑问。

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


@rules.command("new", cls=FramedCommand)
def rules_new(
    folder: Annotated[Path, argument("DIR", "写到哪个文件夹，如 区文件夹/statements/2027。")],
    like: Annotated[
        Path | None,
        option("--like", "DIR", "照哪一套写：文件夹、standard 或 empty（空白的）。"),
    ] = None,
) -> None:
    """照一套现成的考核方案写出新的一套，供修改；不给 --like 照标准方案，empty 从空白写起。

    例：zongzhi-xl rules new 区文件夹/statements/2027 --like 区文件夹/statements/2026
    """
    from zongzhi_xl.desk.rulekeeping import beginning, comparing

    say(beginning.begin(folder, comparing.edition_folder(like)))


@rules.command("export", cls=FramedCommand)
def rules_export(
    folder: Annotated[
        Path | None, argument("[FOLDER]", "考核方案文件夹；不给则写标准方案的。")
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="XLSX", help="写成哪个文件。")
    ] = Path("考核方案.xlsx"),
) -> None:
    """把一套考核方案写成 Excel 工作簿：限额、分值、数据项、审核关系、用语，都可以在里面改，再读回。

    例：zongzhi-xl rules export 区文件夹/statements/2027 -o 考核方案.xlsx
    """
    from zongzhi_xl.desk.rulekeeping import scheme_book

    say(scheme_book.export(folder, output))


@rules.command("import", cls=FramedCommand)
def rules_import(
    book: Annotated[Path, argument("XLSX", "改好的考核方案工作簿。")],
    folder: Annotated[Path, argument("DIR", "读到哪个文件夹，如 区文件夹/statements/2027。")],
    replace: Annotated[
        bool, typer.Option("--replace", help="文件夹里的方案后来有人改过，也用工作簿代替。")
    ] = False,
) -> None:
    """把改好的考核方案工作簿读回文件夹；有写错的，一次列出全部，哪张表哪一格，文件夹不动。

    例：zongzhi-xl rules import 考核方案.xlsx 区文件夹/statements/2027
    """
    from zongzhi_xl.desk.rulekeeping import importing

    done = importing.import_book(book, folder, replace=replace)
    say("\n".join(done.lines))
    if done.refusal:
        refuse(f"做不了：{done.refusal}")
        raise typer.Exit(FAILED)


@rules.command("try", cls=FramedCommand)
def rules_try(
    folder: Annotated[
        Path | None, argument("[FOLDER]", "考核方案文件夹，或考核方案工作簿；不给则试标准方案。")
    ] = None,
    clause: Annotated[int | None, option("--clause", "N", "只试第 N 条。", min=1)] = None,
    group: Annotated[str, option("--group", "组别", "各组不一样的，只试这一组。")] = "",
    as_json: AsJson = False,
) -> None:
    """把每条扣分规则试几种情形：都做到、刚好在限额、差一步、差得很远，各扣几分、怎么算的。

    例：zongzhi-xl rules try 区文件夹/statements/2027 --clause 6
    """
    from zongzhi_xl.desk import output
    from zongzhi_xl.desk.rulekeeping import trying

    found = trying.try_rules(folder, clause, group)
    if as_json:
        out(output.text_of(trying.document(found)))
    else:
        say("\n".join(line for one in found for line in one.lines))


@rules.command("diff", cls=FramedCommand)
def rules_diff(
    before: Annotated[Path, argument("A", "原来的文件夹或工作簿；写 standard 是标准方案。")],
    after: Annotated[Path, argument("B", "改后的文件夹或工作簿；写 standard 是标准方案。")],
    as_json: AsJson = False,
) -> None:
    """两套考核方案有哪些不同，一处一行。

    例：zongzhi-xl rules diff 区文件夹/statements/2026 区文件夹/statements/2027
    """
    from zongzhi_xl.desk import output
    from zongzhi_xl.desk.rulekeeping import given

    found = given.compare(before, after)
    if as_json:
        out(output.text_of([asdict(one) for one in found]))
    else:
        say("\n".join(one.words for one in found) or "两套考核方案没有不同")


@rules.command("replay", cls=FramedCommand)
def rules_replay(
    year: Year,
    under: Annotated[Path, option("--under", "DIR", "改后的考核方案文件夹或工作簿。")],
    paths: Annotated[
        list[Path] | None,
        argument("[PATH...]", "报表文件或文件夹；不给则用区文件夹里登记过的。"),
    ] = None,
    through: Annotated[int | None, option("--through", "M", "算到这个月。", min=1, max=12)] = None,
    final: Annotated[bool, typer.Option("--final", help="全年结账。")] = False,
    district: District = None,
    workers: Workers = 0,
    as_json: AsJson = False,
) -> None:
    """用改后的考核方案把一年的报表重算一遍：谁的分、等次、名次会变，是哪一条引起的。

    现行的那一套：给了 --district 的是区里当年的，不给的是标准方案。只算不写，收件登记不变。

    例：zongzhi-xl rules replay 收件 --year 2026 --under 区文件夹/statements/2027 --final
    """
    from zongzhi_xl.desk import output
    from zongzhi_xl.desk.rulekeeping import replaying

    wish = replaying.Wish(year, under, tuple(paths or ()), district, through, final, workers)
    done = replaying.replay(wish, track)
    units = [one.after.unit for one in done.units]
    if as_json:
        out(output.text_of(replaying.document(done), units))
    else:
        say("\n".join(replaying.lines(done)), *units)
