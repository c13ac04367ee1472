"""The commands from outside: exit codes, JSON shapes, words instead of tracebacks.

Requirements: commands · exit codes 0/1/2 · progress on stderr, JSON on stdout · help with an
example · never a traceback for bad input · outputs put in place whole.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from rich.cells import cell_len

from tests.commands import COMMANDS
from tests.good_year import month_figures, reported
from zongzhi_xl.cli import app
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.departments import department_return_of
from zongzhi_xl.desk.rulekeeping import checking
from zongzhi_xl.reading import reader
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import department_book, return_book
from zongzhi_xl.sheets.return_book import ReturnContents

ROOT = Path(__file__).parents[1]
STANDARD = ROOT / "src" / "zongzhi_xl" / "statements" / "standard"
SIGNED = {"填表人": "甲", "单位负责人": "乙", "联系电话": "0000-2000001", "本月无重大事项": "是"}


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in args])


def write_return(
    path: Path, edition: Edition, month: int, year: int = 2026, **changes: object
) -> Path:
    """A return of 兴海街道, clean unless something is changed."""
    values = {**month_figures(month), **SIGNED, "报出日期": reported(month), **changes}
    contents = ReturnContents(unit="兴海街道", year=year, month=month, values=values)
    path.parent.mkdir(parents=True, exist_ok=True)
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    return path


def lay_inbox(folder: Path, edition: Edition) -> Path:
    """January clean; February with a count typed as words; a file that is no workbook."""
    write_return(folder / "01" / "一月.xlsx", edition, 1)
    write_return(folder / "02" / "二月.xlsx", edition, 2, 刑事立案数="12起")
    (folder / "02" / "坏.xlsx").write_bytes(b"PK\x03\x04 half a file")
    return folder


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    return lay_inbox(tmp_path_factory.mktemp("returns") / "收件", edition)


@pytest.fixture(scope="module")
def consolidated(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of one run over ``inbox``."""
    out = tmp_path_factory.mktemp("out")
    result = run(
        "consolidate", inbox, "--year", 2026, "-o", out / "汇总.xlsx", "--json", out / "out.json",
        "--facts", out / "facts.csv", "--reports", out / "文书", "--workers", 1,
    )  # fmt: skip
    assert result.exit_code == 1, result.output
    return out


# ------------------------------------------------------------------ help, start


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.exit_code == 0
    shown = re.sub(r"\s+", " ", result.output)
    assert f"例：zongzhi-xl {command}" in shown
    assert "显示这份说明" in shown
    assert "…" not in shown
    assert not re.search(
        r"Usage|Options|Arguments|Commands|Show this|default|required|<bool>", shown
    )


def help_lines(command: str, columns: int) -> list[str]:
    shown = CliRunner(env={"COLUMNS": str(columns)}).invoke(app, [*command.split(), "--help"])
    return shown.output.splitlines()


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("command", ["", "rules", *COMMANDS])
def test_help_fits_and_no_line_begins_with_a_stop(command: str, columns: int) -> None:
    lines = help_lines(command, columns)
    assert max(map(cell_len, lines)) == columns  # the panels fill it
    assert [one for one in lines if re.match(r"[ │]+[，。；：、！？）》”\]]", one)] == []


def test_help_tells_bounds_what_must_be_written_and_what_holds_otherwise() -> None:
    shown = "".join(one.strip("│ ") for one in help_lines("consolidate", 120))
    for words in (
        "consolidate [选项] PATH...", "年份，如 2026。 [2000 至 2099] [必写]",
        "0 按处理器个数。 [0 至 64] [不写时：0]", "要先装 zongzhi-xl[cluster]，各机",
    ):  # fmt: skip
        assert words in shown
    assert "[1 起]" in "".join(help_lines("rules try", 80))


def test_an_example_is_parted_at_blanks_only() -> None:
    shown = "\n".join(one.strip() for one in help_lines("rules new", 60))
    assert "区文件夹/statements/2027 --like\n区文件夹/statements/2026\n" in shown


def test_without_a_command_the_help_is_shown_and_said_to_be_what_is_missing() -> None:
    result = run("rules")
    assert (result.exit_code, result.stderr) == (2, "没有写要做什么：命令见上\n")
    assert "replay" in result.stdout


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("--", "没有写要做什么。用法见 zongzhi-xl --help"),
        ("statu", "没有命令 statu（有 status）。用法见 zongzhi-xl --help"),
        ("rules 汇总", "没有命令 汇总。用法见 zongzhi-xl rules --help"),
        ("issue --yea 2026", "没有选项 --yea（有 --year）。用法见 zongzhi-xl issue --help"),
        ("issue --year", "选项 --year 后面要写内容。用法见 zongzhi-xl issue --help"),
        ("issue --annual=1", "选项 --annual 后面不写内容。用法见 zongzhi-xl issue --help"),
        ("issue --year 2026", "缺少 -o、--output。用法见 zongzhi-xl issue --help"),
        ("issue --year 1999", "--year 不能小于 2000。用法见 zongzhi-xl issue --help"),
        ("issue --year 二〇", "--year 应为整数。用法见 zongzhi-xl issue --help"),
        ("explain 甲 0", "CLAUSE 不能小于 1。用法见 zongzhi-xl explain --help"),
        ("rules diff 甲 乙 丙 丁", "多写了 丙 丁。用法见 zongzhi-xl rules diff --help"),
        ("status 甲区 --year 2026 --as-of 昨天",
         "--as-of “昨天”不是日期，写成 2026-04-03 这样。用法见 zongzhi-xl status --help"),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_is_named_with_the_command_whose_help_tells(
    typed: str, said: str
) -> None:
    result = run(*typed.split())
    assert (result.exit_code, result.output) == (2, f"命令写得不对：{said}\n")


def python(*args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """A fresh interpreter, as a user starts it."""
    return subprocess.run(
        [sys.executable, *args],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=120,
    )


HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "docx", "docxtpl", "jinja2", "xlwings")
#: nobody's help needs a rule, a return or a thread
UNNEEDED = ("yaml", "python_calamine", "zongzhi_xl.core.edition.statement", "zongzhi_xl.reading",
            "zongzhi_xl.sheets", "zongzhi_xl.hosts", "zongzhi_xl.statements")  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (["--help"], HEAVY + UNNEEDED),
        (["consolidate", "--help"], HEAVY + UNNEEDED),
        (["validate", "一月.xlsx"], HEAVY),
        (
            ["validate", "一月.xlsx", "--json"],
            (*HEAVY, "zongzhi_xl.core.appraising.scoring", "rich"),
        ),
        (["issue"], (*HEAVY, *UNNEEDED, "rich")),
        (["appraise", "一月.xlsx"], HEAVY),
    ],
)
def test_a_command_loads_nothing_that_it_does_not_need(
    inbox: Path, arguments: list[str], unneeded: tuple[str, ...]
) -> None:
    given = [str(inbox / "01" / one) if one.endswith("xlsx") else one for one in arguments]
    code = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print('LOADED', [m for m in {unneeded!r} if m in sys.modules]))\n"
        "from zongzhi_xl.cli import app\n"
        f"app({given!r})"
    )
    shown = python("-c", code, PYTHONIOENCODING="utf-8").stdout.decode()
    assert "LOADED []" in shown


def test_the_program_starts_as_a_module_and_json_is_utf8_whatever_the_console(inbox: Path) -> None:
    done = python(
        "-m", "zongzhi_xl", "validate", str(inbox / "01"), "--json",
        PYTHONIOENCODING="gbk",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout.decode("utf-8"))[0]["unit"] == "兴海街道"
    assert done.stderr == b""


# ------------------------------------------------------------------ validate


def test_validate_writes_a_report_and_says_what_to_do(inbox: Path, tmp_path: Path) -> None:
    report = tmp_path / "校验结果.xlsx"
    result = run("validate", inbox / "02" / "二月.xlsx", "--report", report)
    assert result.exit_code == 1
    assert "不通过" in result.output
    assert "12起" in result.output
    assert report.stat().st_size > 0
    assert [one.name for one in tmp_path.iterdir()] == ["校验结果.xlsx"]


def test_a_return_of_another_edition_is_judged_by_the_rules_it_carries(
    tmp_path: Path, edition: Edition
) -> None:
    document = {**edition.document, "statement": {**edition.document["statement"], "name": "外区"}}
    other = replace(edition, statement=replace(edition.statement, name="外区"), document=document)
    path = write_return(tmp_path / "外区.xlsx", other, 1)
    result = run("validate", path, "--json")
    assert result.exit_code == 0, result.output
    (one,) = json.loads(result.stdout)
    assert (one["verdict"], one["unit"]) == ("pass", "兴海街道")
    assert [finding["code"] for finding in one["findings"]] == ["S9", "V1"]
    assert one["rules"].startswith(f"表中所带的考核方案（规则 {other.version.rules}，")


def test_a_return_that_claims_another_edition_is_rejected_in_words(
    tmp_path: Path, edition: Edition
) -> None:
    path = write_return(tmp_path / "假.xlsx", edition, 1, 版本="标准版-000000000000")
    result = run("validate", path, "--json")
    (one,) = json.loads(result.stdout)
    assert (result.exit_code, one["verdict"]) == (1, "rejected")
    assert "版本" in one["reason"]


# ------------------------------------------------------------------ consolidate, explain


def test_consolidate_json_has_the_promised_shape(consolidated: Path, edition: Edition) -> None:
    data = json.loads((consolidated / "out.json").read_text(encoding="utf-8"))
    assert (data["year"], data["through"], data["final"]) == (2026, 2, False)
    assert [unit["unit"] for unit in data["units"]] == [unit.name for unit in edition.units]
    assert [one["file"] for one in data["rejected"]] == ["02/坏.xlsx"]
    assert {"unit": "兴盛街道", "kind": "月报", "month": 1} in data["missing"]
    assert {"unit": "兴海街道", "kind": "月报", "month": 1} not in data["missing"]
    unit = data["units"][0]
    keys = ["group", "score", "grade", "veto", "rank", "provisional", "indicators", "deductions"]
    assert set(keys) <= unit.keys()
    assert (unit["group"], unit["veto"], unit["provisional"]) == ("一类", "none", True)
    assert [one["name"] for one in unit["indicators"]] == list(edition.indicators)


def test_numbers_in_json_are_exact_text_or_whole(consolidated: Path) -> None:
    data = json.loads((consolidated / "out.json").read_text(encoding="utf-8"))
    for unit in data["units"]:
        assert re.fullmatch(r"\d+\.\d\d", unit["score"])
        lost = [float(one["points"]) for one in unit["deductions"]]
        assert sum(lost) == pytest.approx(100 - float(unit["score"]))
        for one in unit["indicators"]:
            assert one["value"] is None or re.fullmatch(r"-?\d+(\.\d+)?", one["value"])
            assert one["met"] in (True, False, None)
            assert one["limit"] is None or re.fullmatch(r"(<=|>=) \d+(\.\d+)?", one["limit"])
            for key in ("numerator", "denominator", "headroom", "shortfall"):
                assert one[key] is None or type(one[key]) is int
        for one in unit["deductions"]:
            assert one["sources"]
            assert re.fullmatch(r"\d+\.\d\d", one["points"])


def test_limits_are_plain_decimals(consolidated: Path) -> None:
    data = json.loads((consolidated / "out.json").read_text(encoding="utf-8"))
    limits = {one["name"]: one["limit"] for one in data["units"][0]["indicators"]}
    assert limits["刑事案件发案率"] == "<= 70"
    assert limits["可防性案件占比"] == "<= 0.3"
    assert limits["刑事破案率"] == ">= 0.9"
    assert limits["民间纠纷调解成功率"] == ">= 0.95"


def test_consolidate_writes_all_that_was_asked_and_nothing_half(consolidated: Path) -> None:
    names = sorted(one.name for one in consolidated.iterdir())
    assert names == ["facts.csv", "out.json", "文书", "汇总.xlsx"]
    papers = sorted(one.name for one in (consolidated / "文书").iterdir())
    # eight notices, the bulletin and the circular on the month, as pages and in Word
    assert len(papers) == 2 * 10
    facts = (consolidated / "facts.csv").read_text(encoding="utf-8-sig").splitlines()
    assert facts[0].startswith("单位,组别,年份,月份,指标")
    assert any(line.startswith("兴海街道,一类,2026,1,刑事立案数,起,10,") for line in facts)


def test_an_empty_folder_still_gives_summary_and_json(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    result = run(
        "consolidate", tmp_path / "空", "--year", 2026, "-o", tmp_path / "汇总.xlsx",
        "--json", tmp_path / "out.json",
    )  # fmt: skip
    assert result.exit_code == 1
    data = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (data["through"], data["missing"], data["rejected"]) == (0, [], [])
    assert (tmp_path / "汇总.xlsx").exists()


def test_what_lies_among_the_returns_from_the_last_run_changes_nothing(
    inbox: Path, tmp_path: Path
) -> None:
    """The officer keeps the summary in the folder of returns and runs the command again."""
    folder = tmp_path / "收件"
    shutil.copytree(inbox, folder)
    paths = folder / "汇总.xlsx", folder / "结果.json", folder / "逐格.csv"
    arguments = (
        folder, "--year", 2026, "-o", paths[0], "--json", paths[1], "--facts", paths[2],
        "--reports", folder / "文书",
    )  # fmt: skip
    written = []
    for _ in range(2):
        assert run("consolidate", *arguments).exit_code == 1
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]


def test_no_summary_is_written_over_what_may_be_a_return(inbox: Path, tmp_path: Path) -> None:
    """A damaged return can be repaired; what was written over it is lost."""
    folder = tmp_path / "收件"
    shutil.copytree(inbox, folder)
    handed_in = folder / "02" / "坏.xlsx"
    before = handed_in.read_bytes()
    result = run("consolidate", folder, "--year", 2026, "-o", handed_in)
    assert (result.exit_code, handed_in.read_bytes()) == (2, before)
    assert "不是汇总的文件，可能是交来的表" in result.output
    result = run(
        "consolidate", folder, "--year", 2026, "-o", tmp_path / "a.xlsx", "--json", handed_in
    )
    assert (result.exit_code, handed_in.read_bytes()) == (2, before)


def test_the_departments_figures_alone_earn_nobody_a_score(
    tmp_path: Path, edition: Edition
) -> None:
    folder = tmp_path / "收件"
    folder.mkdir()
    department_book.write(folder / "部门.xlsx", edition, 2026, {"兴海街道": {}}, {})
    out = tmp_path / "out.json"
    result = run(
        "consolidate", folder, "--year", 2026, "-o", tmp_path / "汇总.xlsx", "--json", out,
        "--reports", tmp_path / "文书",
    )  # fmt: skip
    assert "没有收到可用的报表，不评分、不排名" in result.output
    assert "没有评分，没有写文书" in result.output
    assert not (tmp_path / "文书").exists()
    assert run("explain", "兴海街道", "--from", out).output.strip().endswith("不评分")


def test_explain_reads_what_consolidate_wrote(consolidated: Path) -> None:
    result = run("explain", "兴盛街道", "--from", consolidated / "out.json")
    assert result.exit_code == 0
    assert "缺报：1月月报" in result.output
    result = run("explain", "兴海街道", 6, "--from", consolidated / "out.json")
    assert "第6条没有扣分" in result.output


# ------------------------------------------------------------------ issue, templates, rules


def test_issue_writes_a_blank_again_but_never_over_a_filled_return(
    tmp_path: Path, edition: Edition
) -> None:
    month = ["issue", "--year", 2026, "--month", 1, "-o", tmp_path]
    assert run(*month).exit_code == 0
    assert run(*month).exit_code == 0
    mine = write_return(tmp_path / "兴海街道_2026年01月_月报.xlsx", edition, 1)
    filled = mine.read_bytes()
    result = run(*month)
    assert result.exit_code == 2
    assert "已经填写" in result.stderr
    assert mine.read_bytes() == filled


def test_issue_wants_exactly_one_kind(tmp_path: Path) -> None:
    for kinds in ([], ["--month", 2, "--annual"]):
        result = run("issue", "--year", 2026, "-o", tmp_path / "空表", *kinds)
        assert result.exit_code == 2
        assert "只能写一个" in result.output
    assert not (tmp_path / "空表").exists()


def test_issue_departments_is_one_file(tmp_path: Path) -> None:
    result = run("issue", "--year", 2026, "--departments", "-o", tmp_path / "部门")
    assert result.exit_code == 0, result.output
    assert [one.name for one in (tmp_path / "部门").iterdir()] == ["2026年_部门提供数.xlsx"]


def test_issue_carries_on_what_the_departments_gave(tmp_path: Path, edition: Edition) -> None:
    given = tmp_path / "收件" / "部门.xlsx"
    given.parent.mkdir()
    monthly = {("兴海街道", 1): {"刑事立案数": 12}}
    department_book.write(given, edition, 2026, {"兴海街道": {"调查人数": 100}}, monthly)
    issue = ["issue", "--year", 2026, "--departments", "-o", tmp_path / "部门"]
    assert run(*issue, "--from", given.parent).exit_code == 0
    again = tmp_path / "部门" / "2026年_部门提供数.xlsx"
    read = department_return_of(reader.read(again, "again"), edition)
    assert read.yearly["兴海街道"]["调查人数"].value == 100
    assert read.monthly["兴海街道", 1]["刑事立案数"].value == 12
    refused = run(*issue)  # a blank would wipe out what is in it
    assert refused.exit_code == 2
    assert "已经填写" in refused.stderr


EVENT = {
    "事项编号": "兴-1", "大类": "案件", "事故类型": "不适用", "死亡人数": 0,
    "发生时间": datetime(2026, 1, 5, 8), "接报时间": datetime(2026, 1, 5, 10),
    "上报时间": datetime(2026, 1, 5, 21),
}  # fmt: skip


def with_event(path: Path, edition: Edition, **changes: object) -> Path:
    """January of 兴海街道 with an event: reported 13 hours after it, 11 after the call."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = {**month_figures(1), **SIGNED, "报出日期": reported(1), "本月无重大事项": "否"}
    event = EVENT | changes
    contents = ReturnContents("兴海街道", 2026, 1, values, events=(event,))
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    return path


def designated(path: Path, edition: Edition) -> list[dict[str, object]]:
    """The rows of 区认定 as they are read."""
    found = department_return_of(reader.read(path, path.name), edition).designated
    return [
        {name: cell.value for name, cell in one.cells.items()}
        for rows in found.values()
        for one in rows
    ]


def designate(path: Path, **said: object) -> None:
    """As an officer does: the last columns of the first row."""
    book = load_workbook(path)
    for name, cell in (("接报时间认可", "F7"), ("区认定", "G7"), ("通报文号", "H7")):
        book["区认定"][cell] = said.get(name)
    book.save(path)


NAMED = {"事项编号": "兴-1", "大类": "案件", "发生时间": datetime(2026, 1, 5, 8)}


def test_issue_lists_the_events_that_offices_registered(tmp_path: Path, edition: Edition) -> None:
    """Issued again it keeps what was designated, and a blank does not wipe it out."""
    inbox, folder = tmp_path / "收件", tmp_path / "部门"
    with_event(inbox / "一月.xlsx", edition)
    issue = ["issue", "--year", 2026, "--departments", "-o", folder]
    for _ in range(2):  # nothing was typed: it may be issued again
        assert run(*issue, "--from", inbox).exit_code == 0
    issued = folder / "2026年_部门提供数.xlsx"
    assert designated(issued, edition) == [NAMED]
    designate(issued, 接报时间认可="是", 区认定="无")
    refused = run(*issue, "--from", inbox)
    assert (refused.exit_code, "已经填写" in refused.stderr) == (2, True)
    assert run(*issue, "--from", inbox, "--from", issued).exit_code == 0
    assert designated(issued, edition) == [{**NAMED, "接报时间认可": "是", "区认定": "无"}]


def test_what_the_district_designates_decides(tmp_path: Path, edition: Edition) -> None:
    """13 hours after the event cost 1 point, 11 after the call none; the mark proposes a veto."""
    inbox, out = tmp_path / "收件", tmp_path / "out.json"
    with_event(inbox / "一月.xlsx", edition)
    run("issue", "--year", 2026, "--departments", "-o", inbox, "--from", inbox)

    def office() -> dict[str, Any]:
        arguments = ("--year", 2026, "-o", tmp_path / "汇总.xlsx", "--json", out)
        assert run("consolidate", inbox, *arguments).exit_code == 1
        units = json.loads(out.read_text(encoding="utf-8"))["units"]
        return next(one for one in units if one["unit"] == "兴海街道")

    def late(unit: dict[str, Any]) -> list[str]:
        return [one["points"] for one in unit["deductions"] if one["id"].startswith("D04-2")]

    assert (late(office()), office()["veto"]) == (["1.00"], "none")
    designate(inbox / "2026年_部门提供数.xlsx", 接报时间认可="是", 区认定="特大严重暴力案件")
    assert (late(office()), office()["veto"]) == ([], "proposed")
    # the office corrects its number: the designation outlives it, as an event not reported
    with_event(inbox / "一月.xlsx", edition, 事项编号="兴-9")
    unit = office()
    assert sorted(late(unit)) == ["1.00", "2.00"]
    assert unit["veto"] == "proposed"
    files = json.loads(out.read_text(encoding="utf-8"))["files"]
    told = [one for file in files for one in file["findings"] if one["code"] == "S12"]
    assert [(one["sheet"], one["cell"], one["value"]) for one in told] == [("区认定", "C7", "兴-1")]
    assert "登记了编号 兴-9" in told[0]["message"]


def test_one_bad_row_of_the_departments_is_a_finding_and_the_others_count(
    tmp_path: Path, edition: Edition
) -> None:
    folder, out = tmp_path / "收件", tmp_path / "out.json"
    write_return(folder / "一月.xlsx", edition, 1)
    given = folder / "部门.xlsx"
    monthly = {("兴海街道", 1): {"刑事立案数": 12}, ("于楼街道", 1): {"刑事立案数": "9起"}}
    department_book.write(given, edition, 2026, {}, monthly)
    (checked,) = json.loads(run("validate", given, "--json").stdout)
    assert (checked["verdict"], [one["code"] for one in checked["findings"]]) == ("fail", ["S5"])
    assert "于楼街道1月的刑事立案数填了“9起”" in checked["findings"][0]["message"]
    summary = tmp_path / "汇总.xlsx"
    done = run("consolidate", folder, "--year", 2026, "-o", summary, "--json", out)
    assert done.exit_code == 1
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["rejected"] == []
    (of_departments,) = [one for one in document["files"] if one["kind"] == "部门提供数"]
    assert of_departments["findings"] == checked["findings"]
    rates = {
        unit["unit"]: one["numerator"]
        for unit in document["units"]
        for one in unit["indicators"]
        if one["name"] == "刑事案件发案率"
    }
    assert (rates["兴海街道"], rates["于楼街道"]) == (12, None)


def test_templates_writes_the_standard_workbooks(tmp_path: Path) -> None:
    assert run("templates", "-o", tmp_path / "空白").exit_code == 0
    names = sorted(one.name for one in (tmp_path / "空白").iterdir())
    assert names == [
        "区情登记表.xlsx", "区级汇总.xlsm", "年报.xlsm", "年报.xlsx", "月报.xlsm", "月报.xlsx",
        "考核方案.xlsx", "部门提供数.xlsx",
    ]  # fmt: skip


def test_templates_for_another_program(tmp_path: Path) -> None:
    assert run("templates", "--host", "libreoffice", "-o", tmp_path).exit_code == 0
    with zipfile.ZipFile(tmp_path / "月报.xlsm") as package:
        assert "xl/vbaProject.bin" in package.namelist()
    unknown = run("templates", "--host", "wps", "-o", tmp_path)
    assert unknown.exit_code == 2
    assert "--host 写 excel 或 libreoffice" in unknown.stderr


def test_issue_with_buttons_writes_xlsm_and_nothing_else(tmp_path: Path, edition: Edition) -> None:
    folder = tmp_path / "空表"
    asked = ("issue", "--year", 2026, "--annual", "--macros", "-o", folder)
    assert run(*asked).exit_code == 0
    names = sorted(one.name for one in folder.iterdir())
    assert names == sorted(f"{unit.name}_2026年_年报.xlsm" for unit in edition.units)
    assert run(*asked).exit_code == 0  # still empty, so it may be issued again
    departments = run("issue", "--year", 2026, "--departments", "--macros", "-o", folder)
    assert departments.exit_code == 2
    assert "--macros 只用于" in departments.stderr


def test_rules_check_says_sound_or_the_fault(tmp_path: Path) -> None:
    sound = run("rules", "check")
    assert sound.exit_code == 0
    assert "26 条" in sound.output
    (tmp_path / "statement.yaml").write_text("name: [", encoding="utf-8")
    broken = run("rules", "check", tmp_path)
    assert broken.exit_code == 2
    assert tmp_path.name in broken.output


def test_rules_check_finds_the_editions_of_a_district(tmp_path: Path) -> None:
    for year in (2025, 2026):
        shutil.copytree(STANDARD, tmp_path / "甲区" / "statements" / str(year))
    sound = run("rules", "check", tmp_path / "甲区")
    assert (sound.exit_code, sound.stdout.count("没有发现错误")) == (0, 2)
    (tmp_path / "甲区" / "statements" / "2025" / "units.yaml").write_text("- 甲", encoding="utf-8")
    broken = run("rules", "check", tmp_path / "甲区")
    assert broken.exit_code == 2
    assert "2025/units.yaml" in broken.stdout
    assert "共1处错误（2025/units.yaml 1）" in broken.stderr


def test_rules_check_says_what_it_looked_for(tmp_path: Path) -> None:
    nothing = run("rules", "check", tmp_path)
    assert nothing.exit_code == 2
    assert "这里没有 statement.yaml，也没有 statements/年份/ 文件夹" in nothing.stderr


HINT = "请加 --district 区文件夹 再运行一次"


def test_a_forgotten_district_is_hinted_at(inbox: Path, tmp_path: Path) -> None:
    """Returns of a district's own edition are none of the standard one's."""
    district = tmp_path / "甲区"
    edition = district / "statements" / "2026"
    shutil.copytree(STANDARD, edition)
    units = edition / "units.yaml"
    first, second, *_ = units.read_text(encoding="utf-8").splitlines(keepends=True)
    units.write_text(first.replace("兴海", "新海") + second, encoding="utf-8")
    issued = tmp_path / "空表"
    assert run("issue", "--year", 2026, "--month", 1, "-o", issued, "--district", district)
    file = next(issued.glob("新海*"))
    summary = ("--year", 2026, "-o", tmp_path / "汇总.xlsx")
    for forgetful in (
        ("consolidate", file, *summary),
        ("appraise", file),
        ("issue", "--year", 2026, "--month", 2, "-o", tmp_path / "二月", "--from", file),
    ):
        assert HINT in run(*forgetful).output
        assert HINT not in run(*forgetful, "--district", district).output
    (tmp_path / "x.xlsx").write_text("不是表", encoding="utf-8")
    wrong = run("consolidate", tmp_path / "x.xlsx", inbox / "01", *summary)
    assert "退回" in wrong.output
    assert HINT not in wrong.output  # of the standard edition, and one file that is none


# ------------------------------------------------------------------ what a person can do wrong

WRONG = {
    "no such path": ["consolidate", "没有的文件夹", "--year", 2026, "-o", "{tmp}/s.xlsx"],
    "validate no such file": ["validate", "没有的.xlsx"],
    "appraise no such file": ["appraise", "没有的.xlsx"],
    "no year": ["consolidate", "{inbox}", "-o", "{tmp}/s.xlsx"],
    "a month that is none": ["issue", "--year", 2026, "--month", 13, "-o", "{tmp}/x"],
    "a year that is none": ["consolidate", "{inbox}", "--year", "今年", "-o", "{tmp}/s.xlsx"],
    "no output": ["consolidate", "{inbox}", "--year", 2026],
    "output is a folder": ["consolidate", "{inbox}", "--year", 2026, "-o", "{tmp}"],
    "output in no folder": ["consolidate", "{inbox}", "--year", 2026, "-o", "{tmp}/没有/s.xlsx"],
    "json in no folder": [
        "consolidate", "{inbox}", "--year", 2026, "-o", "{tmp}/s.xlsx", "--json", "{tmp}/没有/o",
    ],
    "report in no folder": ["validate", "{inbox}", "--report", "{tmp}/没有/r.xlsx"],
    "folder where a file is": ["templates", "-o", "{tmp}/file"],
    "no such district": ["consolidate", "{inbox}", "--year", 2026, "-o", "{tmp}/s.xlsx",
                         "--district", "没有的区"],
    "no such unit": ["explain", "没有的街道", "--from", "{out}/out.json"],
    "no such results": ["explain", "兴海街道", "--from", "{tmp}/没有.json"],
    "results that are none": ["explain", "兴海街道", "--from", "{tmp}/file"],
    "nothing to explain from": ["explain", "兴海街道"],
    "a district without results": ["explain", "兴海街道", "--district", "{tmp}"],
    "no such rules": ["rules", "check", "没有的方案"],
    "a clause that is none": ["explain", "兴海街道", "0", "--from", "{out}/out.json"],
    "a clause beyond the letter": ["explain", "兴海街道", "99", "--from", "{out}/out.json"],
    "one word too many": ["rules", "check", "甲", "乙"],
    "a word behind a flag": ["validate", "{inbox}", "--json=3"],
    "nothing behind an option": ["validate", "{inbox}", "--report"],
    "a program that has no buttons": ["templates", "-o", "{tmp}/x", "--host", "wps"],
    "no such command": ["汇总"],
    "no such option": ["validate", "{inbox}", "--jsno"],
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_done_is_one_chinese_sentence_and_2(
    case: str, inbox: Path, consolidated: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("不是文件夹", encoding="utf-8")
    places = {"inbox": inbox, "out": consolidated, "tmp": tmp_path}
    result = run(*[str(one).format(**places) for one in WRONG[case]])
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    lines = result.stderr.splitlines()
    assert len(lines) == 1, lines
    assert re.search(r"[\u4e00-\u9fff]", lines[0])
    # names of options, files and programs apart, no English
    assert not re.search(r"\b(?:Got|Invalid|Input|Missing|No such|Option|not)\b", lines[0])
    assert "程序出错" not in lines[0]
    assert "Traceback" not in result.output
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_bad_files_are_reasons_and_the_run_goes_on(tmp_path: Path, edition: Edition) -> None:
    folder = tmp_path / "收件"
    good = write_return(folder / "好.xlsx", edition, 1)
    (folder / "副本.xlsx").write_bytes(good.read_bytes())
    (folder / "截断.xlsx").write_bytes(good.read_bytes()[:4000])
    (folder / "旧.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "~$好.xlsx").write_bytes(b"x")
    write_return(folder / "去年.xlsx", edition, 1, year=2025, 报出日期=date(2025, 2, 3))
    out = tmp_path / "out.json"
    result = run("consolidate", folder, "--year", 2026, "-o", tmp_path / "s.xlsx", "--json", out)
    assert result.exit_code == 1
    data = json.loads(out.read_text(encoding="utf-8"))
    reasons = {one["file"]: one["reason"] for one in data["rejected"]}
    assert set(reasons) == {"好.xlsx", "截断.xlsx", "旧.xls", "空.xlsx", "~$好.xlsx", "去年.xlsx"}
    assert "2025" in reasons["去年.xlsx"]
    assert "副本.xlsx" in reasons["好.xlsx"]  # the first by path counts
    assert [one["file"] for one in data["files"]] == ["副本.xlsx"]


def test_an_unexpected_fault_ends_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> str:
        raise ZeroDivisionError("没有料到")

    monkeypatch.setattr(checking, "examine", broken)
    result = run("rules", "check")
    assert result.exit_code == 2
    assert "程序出错" in result.stderr
    assert "没有料到" in result.stderr


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("-o", "可能是交来的表；请换一个文件名"),
        ("--json", "写的不是工作簿"),
        ("--facts", "写的不是工作簿"),
    ],
)
def test_a_result_is_never_written_over_a_return(
    tmp_path: Path, edition: Edition, option: str, words: str
) -> None:
    handed_in = tmp_path / "月报.xlsx"
    write_return(handed_in, edition, 1)
    before = handed_in.read_bytes()
    outputs = {"-o": tmp_path / "汇总.xlsx"} | {option: handed_in}
    given = [word for pair in outputs.items() for word in map(str, pair)]
    result = run("consolidate", handed_in, "--year", 2026, *given)
    assert result.exit_code == 2
    assert words in result.stderr
    assert handed_in.read_bytes() == before
    assert run("validate", handed_in, "--report", handed_in).exit_code == 2
    assert handed_in.read_bytes() == before


def test_two_results_want_two_files(tmp_path: Path) -> None:
    same = tmp_path / "x.json"
    result = run(
        "consolidate", tmp_path, "--year", 2026,
        "-o", tmp_path / "x.xlsx", "--json", same, "--facts", same,
    )  # fmt: skip
    assert result.exit_code == 2
    assert "不同的文件" in result.stderr
