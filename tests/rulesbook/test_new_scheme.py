"""A keeper writes a scheme of his own into the empty workbook alone: 防汛考核, from rows to papers.

Sheets are filled in as the guide says: rows of the blocks, columns by heading, nothing in files.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.rulesbook.keeping import Keeper
from tests.statements.test_foreign import YEAR, Row, filled, run, words_in
from zongzhi_xl.desk.rulekeeping.importing import import_book

UNITS = {"虚山乡": "山区", "虚岭镇": "山区", "虚平镇": "平原", "虚洼镇": "平原"}
ITEMS = {
    "一、备汛": (
        "应落实责任人数 人 水利局 1", "已落实责任人数 人 水利局 1", "预案已修订 是/否 应急局 2",
        "演练次数 次 应急局 3", "应整改隐患数 处 水利局 4", "已整改隐患数 处 水利局 4",
        "应储备物资件数 件 应急局 5", "已储备物资件数 件 应急局 5",
    ),
    "二、防汛": (
        "脱岗次数 次 区防汛办 6", "预警叫应次数 次 气象局 7", "及时叫应次数 次 气象局 7",
        "迟报险情次数 次 区防汛办 8", "漏报险情次数 次 区防汛办 8", "应转移人数 人 应急局 9",
        "已转移人数 人 应急局 9", "责任性死亡人数 人 应急局 10",
    ),
    "三、加分": ("国家推广经验数 项 区防汛办 11", "省推广经验数 项 区防汛办 11",
              "成功避险起数 起 应急局 11"),
}  # fmt: skip
INDICATORS: Sequence[Row] = (
    {"条号": 1, "名称": "责任人落实率", "公式": "已落实责任人数 / 应落实责任人数", "单位": "%",
     "性质": "占比下限", "限额·全部": ">= 100%"},
    {"条号": 4, "名称": "隐患整改率", "公式": "已整改隐患数 / 应整改隐患数", "单位": "%",
     "性质": "占比下限", "限额·山区": ">= 95%", "限额·平原": ">= 98%"},
    {"条号": 9, "名称": "应转尽转率", "公式": "已转移人数 / 应转移人数", "单位": "%",
     "性质": "占比下限", "限额·全部": ">= 100%"},
)  # fmt: skip
#: number, subject, points, what is asked, and its rules: most, quantity, and how it is priced
CLAUSES: Sequence[tuple[int, str, float, Row, Sequence[tuple[float, str, Row]]]] = (
    (1, "责任落实", 10, {}, [(10, "超出(责任人落实率)", {"按步·单价": 0.5, "按步·步长": "1%"})]),
    (2, "预案", 8, {}, [(8, "预案已修订 = 否", {"按步·单价": 8})]),
    (3, "演练", 8, {}, [(8, "2 - 演练次数", {"按步·单价": 4})]),
    (4, "隐患整改", 10, {}, [(10, "超出(隐患整改率)", {
        "分档": "扣几分：2；超过：0；以下：5%\n扣几分：5；超过：5%；以下：15%\n"
        "扣几分：10；超过：15%"})]),
    (5, "物资储备", 10, {}, [(10, "已储备物资件数 / 应储备物资件数", {
        "方向": "得分", "按率": 10, "除数为零": "应储备物资件数：满分"})]),
    (6, "值班", 10, {}, [(10, "脱岗次数", {"按步·单价": 2})]),
    (7, "预警叫应", 12, {}, [(12, "及时叫应次数 / 预警叫应次数", {
        "方向": "得分", "分档": "扣几分：12；以上：98%\n扣几分：8；以上：90%；不到：98%",
        "除数为零": "预警叫应次数：满分"})]),
    (8, "险情报送", 10, {"合并封顶": "名称：报送；封顶：10"}, [
        (10, "迟报险情次数", {"按步·单价": 1, "合并封顶": "报送"}),
        (10, "漏报险情次数", {"按步·单价": 3, "合并封顶": "报送"})]),
    (9, "人员转移", 12, {}, [(12, "超出(应转尽转率)", {
        "按步·单价": 1, "按步·步长": "0.5%", "按步·不满一步": "按比例"})]),
    (10, "人员安全", 10, {}, [(10, "责任性死亡人数", {"按步·单价": 5})]),
    (11, "加分", 0, {"合并封顶": "名称：经验；封顶：5"}, [
        (5, "国家推广经验数", {"按步·单价": 2, "方向": "加分", "合并封顶": "经验"}),
        (5, "省推广经验数", {"按步·单价": 1, "方向": "加分", "合并封顶": "经验"}),
        (5, "成功避险起数", {"按步·单价": 0.5, "方向": "加分", "合并封顶": "经验"})]),
)  # fmt: skip
YEAR_OF: Mapping[str, Sequence[object]] = {
    "虚山乡": (50, 49, "是", 2, 40, 38, 200, 190, 1, 50, 49, 0, 0, 400, 399, 0, 0, 1, 3),
    "虚岭镇": (60, 60, "是", 3, 20, 20, 100, 120, 0, 20, 20, 0, 0, 1000, 1000, 0, 2, 3, 1),
    "虚平镇": (80, 70, "否", 1, 100, 92, 300, 200, 6, 100, 91, 2, 3, 2000, 1990, 1, 0, 0, 0),
    "虚洼镇": (90, 90, "是", 0, 0, 0, 100, 100, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0),
}


def written(book: Path) -> None:
    """The empty workbook filled in by a keeper."""
    with Keeper(book) as keeper:
        keeper.put("单位", "组别", "内容", "山区、平原")
        keeper.put("单位", "被考核单位", "内容", "乡镇")
        keeper.put("单位", "区里", "内容", "区防汛办")
        keeper.put("单位", "部门", "内容", "水利局、应急局、气象局")
        keeper.put("单位", "总人口", "来源", "区防汛办")
        keeper.fill("单位", "名册", [
            {"名称": name, "组别": group, "名册的数·总人口": 9000} for name, group in UNITS.items()
        ])  # fmt: skip
        keeper.fill("数据项", "表和数据项", [*items()])
        keeper.head("指标", "限额·不分组").value = "限额·山区"
        keeper.book["指标"].cell(4, 12).value = "限额·平原"  # a heading in the next free column
        keeper.fill("指标", "比率和控制数", INDICATORS)
        keeper.fill("审核关系", "审核关系", [])
        keeper.fill("评分", "条款和扣分规则", [*rules()])
        keeper.put("等次与结果", "满分", "内容", 100)
        keeper.fill("等次与结果", "等次", [
            {"名称": "优秀", "最低分": 90, "名额": "30%"}, {"名称": "良好", "最低分": 80},
            {"名称": "合格", "最低分": 60}, {"名称": "不合格", "最低分": 0},
        ])  # fmt: skip
        keeper.put("等次与结果", "最少", "内容", 0)
        keeper.put("等次与结果", "最多", "内容", 105)
        keeper.fill("等次与结果", "结果", [
            {"条件": "责任性死亡人数 >= 3", "建议否决": "是"},
            {"条件": "责任性死亡人数 >= 1", "最高评为": "良好"},
        ])  # fmt: skip
        keeper.fill("报送时限", "截止日", [{"表种": "部门提供数", "几个月后": 1, "日": 15}])
        keeper.fill("报送时限", "日历", [])
        for name, words in {
            "方案名": "防汛2026", "标题": "防汛工作考核办法", "区": "虚江区", "办公室": "区防汛办",
            "委员会": "区防汛抗旱指挥部", "单位称呼": "乡镇", "任务书": "目标责任状",
            "主送": "各乡镇党委、政府", "签发人": "乡镇党委书记、乡镇长",
        }.items():  # fmt: skip
            keeper.put("用语", name, "内容", words)


def items() -> list[Row]:
    rows: list[Row] = [{"行": "表", "表种／小标题／名称": "部门提供数", "表号／代码": "汛1表",
                        "表名／解释": "防汛考核部门提供数"}]  # fmt: skip
    codes = iter(range(1, 99))
    for title, told in ITEMS.items():
        rows.append({"行": "段", "表种／小标题／名称": title})
        for name, unit, source, clause in map(str.split, told):
            kind = "是否" if unit == "是/否" else "计数"
            rows.append({
                "行": "项", "表种／小标题／名称": name, "表号／代码": f"{next(codes):02}",
                "表名／解释": f"全年的{name}。", "类型": kind, "计量单位": unit, "来源": source,
                "条款": clause,
            })  # fmt: skip
    return rows


def rules() -> list[Row]:
    rows: list[Row] = []
    for number, subject, points, more, told in CLAUSES:
        rows.append({"行": "条", "条号／编号": number, "题目": subject, "分值／封顶": points,
                     "内容／说法": f"做好{subject}。", **more})  # fmt: skip
        for n, (most, of, priced) in enumerate(told, 1):
            rows.append({"行": "规则", "条号／编号": f"D{number:02}-{n}", "分值／封顶": most,
                         "量": of, **priced})  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("防汛")
    book, at = folder / "考核方案.xlsx", folder / "区" / "statements" / str(YEAR)
    said = run("rules", "export", "empty", "-o", book)
    assert f"rules import {book} 区文件夹/statements/年份" in said.replace("\n", "")
    written(book)
    run("rules", "import", book, at)
    said = run("rules", "check", at)
    assert said.startswith("没有发现错误"), said
    assert "疑问" not in said
    return folder / "区"


def test_ten_indicators_bands_and_a_bonus_come_to_points_and_papers(
    district: Path, tmp_path: Path
) -> None:
    blanks, came, papers = tmp_path / "空表", tmp_path / "收件", tmp_path / "文书"
    came.mkdir()
    papers.mkdir()
    run("issue", "--year", YEAR, "--departments", "-o", blanks, "--district", district)
    names = [one.split()[0] for told in ITEMS.values() for one in told]
    rows = {unit: dict(zip(names, told, strict=True)) for unit, told in YEAR_OF.items()}
    filled(next(blanks.iterdir()), rows, came / "部门提供数.xlsx")
    told = tmp_path / "out.json"
    table = run("consolidate", came, "--year", YEAR, "--final", "--district", district,
                "-o", tmp_path / "汇总.xlsx", "--reports", papers, "--json", told)  # fmt: skip
    units = {one["unit"]: one for one in json.loads(told.read_text(encoding="utf-8"))["units"]}
    lost = {
        name: {row["id"]: row["points"] for row in one["deductions"]} for name, one in units.items()
    }
    assert lost == {
        # 98 %: 2 × 0.5; 95 % keeps 95 %; 10 × 95 %; once; 98 % is all; 0.25 ÷ 0.5 × 1
        "虚山乡": {"D01-1": "1.00", "D05-1": "0.50", "D06-1": "2.00", "D09-1": "0.50"},
        "虚岭镇": {},
        # 12.5, counted as 13; 6 under 98 %; 10 × 2/3; 6 × 2, at most 10; 91 % earns 8;
        # 2 and of 3 × 3 the 8 that are left of 10; 0.5 ÷ 0.5; one dead
        "虚平镇": {
            "D01-1": "6.50", "D02-1": "8.00", "D03-1": "4.00", "D04-1": "5.00", "D05-1": "3.33",
            "D06-1": "10.00", "D07-1": "4.00", "D08-1": "2.00", "D08-2": "8.00", "D09-1": "1.00",
            "D10-1": "5.00",
        },
        # nothing to mend, to call or to move; two drills lack; three dead, at most 10
        "虚洼镇": {"D03-1": "8.00", "D10-1": "10.00"},
    }  # fmt: skip
    assert {name: (one["score"], one["grade"], one["veto"]) for name, one in units.items()} == {
        "虚山乡": ("98.50", "良好", "none"),  # 100 − 4 + 1 + 1.5; of four 30 % is one
        "虚岭镇": ("105.00", "优秀", "none"),  # 4 + 3 + 0.5, at most 5
        "虚平镇": ("43.17", "不合格", "none"),
        "虚洼镇": ("82.00", "良好", "proposed"),
    }
    working = {row["id"]: row["with_numbers"] for row in units["虚平镇"]["deductions"]}
    assert working["D04-1"] == "98% − 92 ÷ 100 = 6.00%，超5%、15%以下，扣 5，封顶 10 → 5.00"
    assert working["D08-2"] == "3 × 3 = 9，几项合计最多 10，前面已扣 2，封顶 10 → 8.00"
    assert working["D07-1"].startswith("91 ÷ 100 = 91.00%，90%以上、不到98%，得 8；")
    said = {row["id"]: row["rule"] for row in units["虚平镇"]["deductions"]}
    assert said["D06-1"] == "脱岗次数，每1次扣2分"
    assert said["D04-1"].startswith("隐患整改率比限额低的，超0个百分点、5个百分点以下扣2分，")
    # what was added is no deduction
    (best,) = (line for line in table.splitlines() if "虚岭镇" in line)
    assert best.split() == ["1", "虚岭镇", "山区", "105.00", "优秀", "0"]
    texts = dict(words_in(papers))
    assert "关于2026年度防汛工作考核情况的通报" in texts["考核通报.html"].replace("\n", "")
    assert "没有扣分，也没有加分" not in texts["初评告知书_虚岭镇.html"]
    assert {name for name in texts if name.endswith(".html")} == {
        "考核通报.html", *(f"初评告知书_{name}.html" for name in UNITS),
    }  # fmt: skip


def test_faults_are_told_in_the_words_of_the_sheet(tmp_path: Path) -> None:
    book = tmp_path / "考核方案.xlsx"
    run("rules", "export", "empty", "-o", book)
    with Keeper(book) as keeper:
        cap = keeper.put("评分", "D01-2", "合并封顶", "文书")
        whole = keeper.put("等次与结果", "满分", "内容", 20)
        keeper.put("评分", "D01-3", "量", "抽查不合格数 / 应检查数")
    done = import_book(book, tmp_path / "方案")
    told = dict(one.words.split("：", 1) for one in done.faults)
    assert told[cap].startswith("合并封顶 里没有“文书”")
    assert told[whole].endswith("用 合计不符的理由 写明理由")
    assert any("要写 除数为零: {应检查数: 满分（不扣）" in one for one in told.values())
    assert load_workbook(book)["评分"]["H4"].comment.text.count("under") == 0
