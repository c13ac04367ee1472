"""Every fault of an edition in one run, each with its file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from commands import COMMANDS
from editing import Folder

from zongzhi_xl.cli import app
from zongzhi_xl.errors import StatementError
from zongzhi_xl.statements.files import STANDARD
from zongzhi_xl.statements.loader import load, look
from zongzhi_xl.statements.slips import cut_words, understood

SEEDED = [
    ("clauses/06", "  zero: 待定", "  zero： 待定", "“zero”后面是全角冒号"),
    ("clauses/06", "limits: {全部: '>= 90%'}", "limits: {全部: >= 90%}", "要加引号：'>= 90%'"),
    ("clauses/06", "超出(可防性案件占比)", "超出(可防案件占比)", "是不是“可防性案件"),
    ("clauses/04", "price: 0.25", "prise: 0.25", "不认识的项目 prise；可用：price, step"),
    ("clauses/04", "  most: 3", "  most: 4", "分项封顶合计为 6"),
    ("clauses/13", "each: 事项", "each: 事件", "“事件”不在可选之列：事项、报表"),
    ("forms/月报", "kind: 计数", "kind: 记数", "“记数”不在可选之列：计数、日期、是否"),
    ("forms/月报", "unit: 人", "unit:人", "“unit:人”的冒号后面要空一格"),
    ("statement", "full_marks: 100", "full_marks： 100", "“full_marks”后面是全角冒号"),
    ("statement", "  quota: 30%", "  quota: 300%", "名额应大于0%、不超过100%"),
]  # fmt: skip

#: the same in a whole scheme of others
SEEDED_ELSEWHERE = [
    ("clauses/01", "price: 2.5}", "price：2.5}", "“price：2.5”里是全角冒号"),
    ("clauses/01", "under: 经费, most: 20", "under: 经非, most: 20", "caps 里没有“经非”"),
    ("clauses/03", "上年两抢案件数 - 1", "上年两抢案件 - 1", "是不是“上年两抢案件数”"),
    ("clauses/04", "超出(安全感)", "超出(安全度)", "“安全度”"),
    ("clauses/04", "名次(信息录用数, 大者先)", "名次(信息录用数, 大者前)", "大者前"),
    ("clauses/07", "direction: 加分", "direction: 加份", "“加份”不在可选之列"),
    ("forms/部门", "kind: 评分", "kind: 平分", "“平分”不在可选之列"),
    ("forms/部门", "source: 交通局", "source: 交通委", "交通委"),
    ("statement", "points: 470", "points: 740", "470"),
    ("statement", "at_best: 合格", "at_best: 及格", "及格"),
]  # fmt: skip
FOREIGN = Path(__file__).with_name("foreign")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "2026")


def told(folder: Folder) -> dict[tuple[str, int | None], str]:
    return {(one.file, one.line): one.problem for one in look(folder.path).faults}


@pytest.mark.parametrize(
    ("of", "seeded"), [(STANDARD, SEEDED), (FOREIGN / "千分", SEEDED_ELSEWHERE)], ids=["", "千分"]
)
def test_ten_faults_in_five_files_are_told_in_one_run(
    of: Path, seeded: list[tuple[str, str, str, str]], tmp_path: Path
) -> None:
    folder, wanted = Folder(tmp_path / "2026", of), {}
    for start, old, new, says in seeded:
        line = folder.change(start, old, new)
        file = folder.file(start).relative_to(folder.path.parent).as_posix()
        # caps that no longer add up are told where the points of the clause stand
        wanted[file, 4 if new == "  most: 4" else line] = says
    found = told(folder)
    assert found.keys() == wanted.keys(), "nothing that only comes of them"
    for place, says in wanted.items():
        assert says in found[place]
    assert len({file for file, _ in wanted}) >= 5
    assert len(load_fault(folder).also) == 9


def load_fault(folder: Folder) -> StatementError:
    with pytest.raises(StatementError) as caught:
        load(folder.path)
    return caught.value


def test_whoever_only_loads_hears_the_first_and_how_many_more(folder: Folder) -> None:
    folder.change("clauses/07", "points: 5", "points: 五")
    folder.change("statement", "reply_days: 5", "reply_days: 五")
    said = str(load_fault(folder))
    assert "应为整数，现为 '五'" in said
    assert said.endswith("（另有1处，用 rules check 一次看全）")


MISTAKEN = [
    # the name of what is divided by: not also that it lacks what nought of it means
    ("clauses/03", "数 / 应执行戒毒人数", "数 / 应戒毒人数", "没有“应戒毒人数”"),
    # the kind of an item: not also that no formula can be made over it
    ("forms/年报", "code: '02', kind: 是否", "code: '02', kind: 是非", "“是非”不在可选之列"),
    # the marks of a clause: not also that parts and whole no longer add up
    ("clauses/06", "points: 40", "points: 400", "分项封顶合计为 40，应等于本条分值 400"),
    ("statement", "points: 300}", "points: 30}", "各条分值合计为 300，应等于本部分分值 30；"),
    # a rule that ends nowhere: its cap has not too few
    ("clauses/07", "under: 创新, most: 10}", "under: 新创, most: 10}", "caps 里没有“新创”"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "old", "new", "says"), MISTAKEN)
def test_one_mistake_of_another_scheme_is_told_once(
    start: str, old: str, new: str, says: str, tmp_path: Path
) -> None:
    folder = Folder(tmp_path / "2026", FOREIGN / "千分")
    folder.change(start, old, new)
    (problem,) = told(folder).values()
    assert says in problem


def test_the_command_prints_all_and_refuses(folder: Folder) -> None:
    for start, old, new, _ in SEEDED:
        folder.change(start, old, new)
    done = CliRunner().invoke(app, ["rules", "check", str(folder.path)])
    assert done.exit_code == 2
    assert done.stdout.count("错误：2026/") == len(SEEDED)
    assert "共10处错误" in done.stderr


def test_the_same_as_json(folder: Folder) -> None:
    line = folder.change("clauses/07", "points: 5", "points: 五")
    done = CliRunner().invoke(app, ["rules", "check", str(folder.path), "--json"])
    assert f'"line": {line}' in done.stdout
    assert '"doubts": []' in done.stdout
    assert "--json" in [name for one in COMMANDS["rules check"].params for name in one.opts]


def test_a_fault_brings_none_of_its_consequences(folder: Folder) -> None:
    """Points that cannot be read do not also fail to add up; a file cut off leaves no holes."""
    folder.change("clauses/07", "points: 5", "points: 五")
    folder.file("forms/月报").write_text("sections: ]\n", encoding="utf-8")
    (folder.path / "units.yaml").unlink()
    assert {problem[:6] for problem in told(folder).values()} == {
        "应为数字，现",
        "多出“]”",
        "缺少这个文件",
    }


# ------------------------------------------------------------------ YAML, as it is mistyped

GOOD = """number: 6
subject: 刑事案件
deductions:
- id: D06-1
  words: 每起扣2分
  of: 甲 > 0
  per: {price: 2, most: 2}
  most: 2
"""

SLIPS: list[tuple[str, str, int, str]] = [
    ("  of: 甲", "\tof: 甲", 6, "行首是制表符（Tab 键），缩进只能用空格"),
    ("  most: 2\n", "  \tmost: 2\n", 8, "行首是制表符（Tab 键），缩进只能用空格"),
    ("subject: 刑", "subject：刑", 2, "“subject”后面是全角冒号“：”，要写半角冒号再空一格"),
    ("- id: D", "- id：D", 4, "“id”后面是全角冒号“：”，要写半角冒号再空一格"),
    ("2, most: 2", "2，most: 2", 7, "括号里的“，”是全角逗号，几项之间要用半角逗号再空一格"),
    ("subject: 刑", "subject:刑", 2, "“subject”的冒号后面要空一格"),
    ("  most: 2\n", "  most:2\n", 8, "“most”的冒号后面要空一格"),
    ("of: 甲 > 0", "of: > 0", 6, "以 > 开头的内容要加引号：'> 0'"),
    ("words: 每起扣2分", "words: >= 2分", 5, "以 > 开头的内容要加引号：'>= 2分'"),
    ("words: 每起扣2分", "words: %", 5, "以 % 开头的内容要加引号：'%'"),
    ("subject: 刑", "subject 刑", 2, "“subject”后面缺少冒号"),
    ("deductions:\n", "deductions\n", 3, "“deductions”后面缺少冒号"),
    ("  of: 甲", "  of 甲", 6, "“of”后面缺少冒号"),
    ("most: 2}", "most: 2", 7, "“{”没有对应的“}”"),
    ("most: 2}", "most: 2}}", 7, "多出“}”"),
    ("words: 每起扣2分", "words: '每起扣2分", 5, "引号没有成对"),
    ("words: 每", "words: 每: ", 5, "一行里有两个冒号：文字里带冒号的，要在整句两边加单引号"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "says"), SLIPS, ids=[one[1] for one in SLIPS])
def test_each_slip_has_its_sentence_on_its_own_line(
    old: str, new: str, line: int, says: str
) -> None:
    assert old in GOOD
    (slip,) = understood(GOOD.replace(old, new, 1)).slips
    assert (slip.line + 1, slip.problem) == (line, says)


@pytest.mark.parametrize("n", range(len(SLIPS)))
def test_what_was_meant_is_read_on(n: int) -> None:
    """Two slips at once are two sentences; behind them the text is understood."""
    old, new, line, says = SLIPS[n]
    text = GOOD.replace(old, new, 1) + "not_scored：无\n"
    found = understood(text)
    slips = [(slip.line + 1, slip.problem) for slip in found.slips]
    assert slips[0] == (line, says)
    assert [one[0] for one in slips] == [line, 9]
    assert found.data["not_scored"] == "无"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{step: 1%, price: 0.1}", "{step: 1%, price:0.1}", "“price:0.1”的冒号后面要空一格"),
        ("{step: 1%, price: 0.1}", "{step: 1%, price：0.1}", "“price：0.1”里是全角冒号"),
    ],
)
def test_what_yaml_takes_for_a_name_is_told_too(
    folder: Folder, old: str, new: str, says: str
) -> None:
    whole = "查处率)\n  per: "
    line = folder.change("clauses/07", whole + old, whole + new) + 1
    assert (
        says
        in told(folder)[
            "2026/" + folder.file("clauses/07").relative_to(folder.path).as_posix(), line
        ]
    )


def test_a_comma_inside_braces_cuts_a_sentence(folder: Folder) -> None:
    folder.change("statement", "day: 'DATE(年份, 3, 31)'", "day: DATE(年份, 3, 31)")
    (problem,) = told(folder).values()
    assert problem == "“3”、“31)”被逗号断开了：花括号里的文字带逗号的，要在整句两边加单引号"


def test_two_words_with_a_wide_comma_are_one(folder: Folder) -> None:
    folder.change(
        "statement", "[重大责任事故, 特大严重暴力案件]", "[重大责任事故，特大严重暴力案件]"
    )
    (problem,) = told(folder).values()
    assert problem.endswith("“，”是全角逗号，几项之间要用半角逗号")


def test_words_behind_a_number_sign_do_not_count() -> None:
    text = "words: 甲 #1 乙\n# 整行\nname: '丙 # 丁'\npoints: 3  # 去年2分\nunit: a#b\n"
    found = [(slip.line, slip.problem) for slip in cut_words(text)]
    assert found == [
        (0, "“#”后面的“1 乙”不算内容；要算的，在整句两边加单引号"),
        (3, "“#”后面的“去年2分”不算内容；要算的，在整句两边加单引号"),
    ]


def test_words_that_do_not_count_are_a_doubt_of_the_command(folder: Folder) -> None:
    line = folder.change("clauses/07", "words: ", "words: 发案率 # 新：")
    done = CliRunner().invoke(app, ["rules", "check", str(folder.path)])
    assert (done.exit_code, done.stderr) == (1, "")
    assert f"第{line}行：“#”后面的“新：" in done.stdout


# ------------------------------------------------------------------ signs of the wrong width

Spoil = Callable[[Folder], int]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "{全部: <= 30}",
            "{全部: ＜= 30}",
            "限额“＜= 30”应以 <=、>=、< 或 > 开头，例如 <= 70，是不是“<=30”？",
        ),
        ("{全部: <= 30}", "{全部: <= 30％}", "不认识的符号“％”，是不是“%”？"),
        ("治安案件受理数 / 总人口", "治安案件受理数 ／ 总人口", "不认识的符号“／”，是不是“/”？"),
        ("price: 0.1", "price: 0．1", "应为数字，现为 '0．1'，是不是 0.1？"),
    ],
)
def test_full_width_signs_are_hinted_at(folder: Folder, old: str, new: str, says: str) -> None:
    folder.change("clauses/07", old, new)
    assert says in "".join(told(folder).values())


def test_printed_signs_are_read_in_limits_as_in_formulas(folder: Folder) -> None:
    folder.change("clauses/07", "{全部: <= 30}", "{全部: ≤ 30}")
    assert str(load(folder.path).indicators["治安案件发案率"].limit_for("一类")) == "<= 30"


# ------------------------------------------------------------------ doubts and their answers


def check(folder: Folder) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["rules", "check", str(folder.path)])
    return done.exit_code, done.stdout


def test_a_doubt_is_asked_until_it_is_answered(folder: Folder) -> None:
    """A step of 1 for 1 % costs one step at most: asked about, or meant so for a reason."""
    line = folder.change("clauses/06", "占比)\n  per: {step: 1%", "占比)\n  per: {step: 1") + 1
    code, said = check(folder)
    assert code == 1
    assert "最坏也只扣 0.2 分，到不了封顶的 2 分" in said
    assert f"2026/clauses/06_刑事案件.yaml：第{line + 1}行" in said  # at its cap
    assert "在 answers.yaml 里写一行“名称: 理由”" in said
    answers = folder.path / "answers.yaml"
    text = answers.read_text(encoding="utf-8")
    answers.write_text(f"{text}D06-2: 只看有没有超\n", encoding="utf-8")
    assert check(folder)[0] == 0
    folder.change("clauses/06", "占比)\n  per: {step: 1,", "占比)\n  per: {step: 1%,")
    code, said = check(folder)
    assert (code, "“D06-2”现在没有疑问，这一行可以删去" in said) == (1, True)


def test_an_answer_has_a_reason(folder: Folder) -> None:
    (folder.path / "answers.yaml").write_text("组织落实:\n人员落实: 不计分\n", encoding="utf-8")
    code, said = check(folder)
    assert (code, "2026/answers.yaml：第1行" in said) == (2, True)
    assert "“组织落实”没有写理由" in said


def test_what_must_be_tried_is_refused_by_the_check(folder: Folder) -> None:
    folder.change("clauses/02", "所辖单位数 - 签订责任书单位数", "签订责任书单位数 - 所辖单位数")
    code, said = check(folder)
    assert (code, "deductions 第5项：怎么填都不扣分" in said) == (2, True)
