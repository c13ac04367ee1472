"""The rule keeper's commands."""

# ruff: noqa: D415  help texts are Chinese sentences
# ruff: noqa: PLC0415  what is heavy is imported by the command that needs it
# ruff: noqa: PLR0913, PLR0917  an option is an argument

from pathlib import Path

from zongzhi_xl.cli.frame import ATTENTION, CLEAN, FAILED
from zongzhi_xl.cli.options import (
    Number,
    argument,
    district_option,
    flag,
    json_option,
    option,
    workers_option,
    year_option,
)
from zongzhi_xl.cli.speech import out, refuse, say, track
from zongzhi_xl.papers.command_frame import FramedGroup
from zongzhi_xl.record import fields_of

rules = FramedGroup("rules", help="考核方案（规则）。")


@rules.command("check")
@argument(
    "folder", "[FOLDER]", Path,
    "考核方案文件夹或工作簿，或含有它的区文件夹；不给则检查标准方案。",
)  # fmt: skip
@json_option
def rules_check(folder: Path | None, as_json: bool) -> int:
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
        return FAILED
    return ATTENTION if any(one.doubts for one in examined) else CLEAN


@rules.command("new")
@argument("folder", "DIR", Path, "写到哪个文件夹，如 区文件夹/statements/2027。")
@option("--like", "DIR", Path, "照哪一套写：文件夹、standard 或 empty（空白的）。")
def rules_new(folder: Path, like: Path | None) -> None:
    """照一套现成的考核方案写出新的一套，供修改；不给 --like 照标准方案，empty 从空白写起。

    例：zongzhi-xl rules new 区文件夹/statements/2027 --like 区文件夹/statements/2026
    """
    from zongzhi_xl.desk.rulekeeping import beginning, comparing

    say(beginning.begin(folder, comparing.edition_folder(like)))


@rules.command("export")
@argument("folder", "[FOLDER]", Path, "考核方案文件夹；不给则写标准方案的。")
@option("-o --output", "XLSX", Path, "写成哪个文件。", default=Path("考核方案.xlsx"))
def rules_export(folder: Path | None, output: Path) -> None:
    """把一套考核方案写成 Excel 工作簿：限额、分值、数据项、审核关系、用语，都可以在里面改，再读回。

    例：zongzhi-xl rules export 区文件夹/statements/2027 -o 考核方案.xlsx
    """
    from zongzhi_xl.desk.rulekeeping import scheme_book

    say(scheme_book.export(folder, output))


@rules.command("import")
@argument("book", "XLSX", Path, "改好的考核方案工作簿。")
@argument("folder", "DIR", Path, "读到哪个文件夹，如 区文件夹/statements/2027。")
@flag("--replace", "文件夹里的方案后来有人改过，也用工作簿代替。")
def rules_import(book: Path, folder: Path, replace: bool) -> int:
    """把改好的考核方案工作簿读回文件夹；有写错的，一次列出全部，哪张表哪一格，文件夹不动。

    例：zongzhi-xl rules import 考核方案.xlsx 区文件夹/statements/2027
    """
    from zongzhi_xl.desk.rulekeeping import importing

    done = importing.import_book(book, folder, replace=replace)
    say("\n".join(done.lines))
    if done.refusal:
        refuse(f"做不了：{done.refusal}")
        return FAILED
    return CLEAN


@rules.command("try")
@argument("folder", "[FOLDER]", Path, "考核方案文件夹，或考核方案工作簿；不给则试标准方案。")
@option("--clause", "N", Number(1), "只试第 N 条。")
@option("--group", "组别", str, "各组不一样的，只试这一组。", default="")
@json_option
def rules_try(folder: Path | None, clause: int | None, group: str, as_json: bool) -> None:
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


@rules.command("diff")
@argument("before", "A", Path, "原来的文件夹或工作簿；写 standard 是标准方案。")
@argument("after", "B", Path, "改后的文件夹或工作簿；写 standard 是标准方案。")
@json_option
def rules_diff(before: Path, after: Path, as_json: bool) -> None:
    """两套考核方案有哪些不同，一处一行。

    例：zongzhi-xl rules diff 区文件夹/statements/2026 区文件夹/statements/2027
    """
    from zongzhi_xl.desk import output
    from zongzhi_xl.desk.rulekeeping import given

    found = given.compare(before, after)
    if as_json:
        out(output.text_of([fields_of(one) for one in found]))
    else:
        say("\n".join(one.words for one in found) or "两套考核方案没有不同")


@rules.command("replay")
@year_option
@option("--under", "DIR", Path, "改后的考核方案文件夹或工作簿。", required=True)
@argument("paths", "[PATH...]", Path, "报表文件或文件夹；不给则用区文件夹里登记过的。")
@option("--through", "M", Number(1, 12), "算到这个月。")
@flag("--final", "全年结账。")
@district_option
@workers_option
@json_option
def rules_replay(
    year: int,
    under: Path,
    paths: tuple[Path, ...],
    through: int | None,
    final: bool,
    district: Path | None,
    workers: int,
    as_json: bool,
) -> None:
    """用改后的考核方案把一年的报表重算一遍：谁的分、等次、名次会变，是哪一条引起的。

    现行的那一套：给了 --district 的是区里当年的，不给的是标准方案。只算不写，收件登记不变。

    例：zongzhi-xl rules replay 收件 --year 2026 --under 区文件夹/statements/2027 --final
    """
    from zongzhi_xl.desk import output
    from zongzhi_xl.desk.rulekeeping import replaying

    wish = replaying.Wish(year, under, paths, district, through, final, workers)
    done = replaying.replay(wish, track)
    units = [one.after.unit for one in done.units]
    if as_json:
        out(output.text_of(replaying.document(done), units))
    else:
        say("\n".join(replaying.lines(done)), *units)
