"""``rules import``: edited in Excel, read into the folder whole or not at all, faults by cell."""

import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from tests.desk.registry.districts import district_at
from tests.rulesbook.keeping import Keeper
from zongzhi_xl.core.edition.deductions import Deduction
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.rulekeeping import checking, scheme_book
from zongzhi_xl.desk.rulekeeping.given import compare
from zongzhi_xl.desk.rulekeeping.importing import Imported, import_book
from zongzhi_xl.desk.rulekeeping.trying import try_rules
from zongzhi_xl.errors import OutputError, RequestError, StatementError
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.files import EMPTY, STANDARD


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("book") / "考核方案.xlsx"
    scheme_book.export(STANDARD, file)
    return file


@pytest.fixture
def book(exported: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(exported, tmp_path / "考核方案.xlsx"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(STANDARD, tmp_path / "2027"))


def texts(folder: Path) -> dict[str, str]:
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_text("utf-8") for one in files}


def words(done: Imported) -> list[str]:
    return [one.words for one in done.faults]


def rule(edition: Edition, name: str) -> Deduction:
    rules = (one for clause in edition.clauses for one in clause.deductions)
    return next(one for one in rules if one.id == name)


# ------------------------------------------------------------------ a keeper's year


def test_a_keeper_changes_what_a_year_changes(book: Path, folder: Path) -> None:
    words_of_4 = "超过6小时上报每起扣1分，超过24小时或漏报每起扣2分，只取高档"
    with Keeper(book) as keeper:
        keeper.put("评分", "D06-1", "按步·单价", 0.25)
        keeper.put("指标", "刑事案件发案率", "限额·一类", "<= 60")
        keeper.put("指标", "刑事案件发案率", "限额·二类", "<= 45")
        keeper.put("单位", "兴海街道", "名册的数·总人口", 63000)
        keeper.put("用语", "单位称呼", "内容", "乡镇")
        keeper.put("评分", "D04-2", "分档", "扣几分：1；超过：6\n扣几分：2；超过：24")
        keeper.put("评分", "D04-2", "内容／说法", words_of_4)
        keeper.add("数据项", "破获积案数", {
            "行": "项", "表种／小标题／名称": "电信诈骗立案数", "表号／代码": "34", "类型": "计数",
            "表名／解释": "本月立案的电信网络诈骗案件。", "计量单位": "起", "来源": "公安",
            "条款": 6, "怎样成全年": "累计",
        })  # fmt: skip
        keeper.put("评分", "D06-1", "分值／封顶", 2)
        keeper.add("评分", "D06-4", {
            "行": "规则", "条号／编号": "D06-5", "分值／封顶": 1, "量": "电信诈骗立案数",
            "按步·单价": 0.1,
        })  # fmt: skip
        keeper.add("等次与结果", "优胜", {"名称": "良好", "最低分": 80})
    done = import_book(book, folder)
    assert words(done) == []
    edition = loader.load(folder)
    assert rule(edition, "D06-1").per.price == Fraction(1, 4)
    assert str(edition.indicators["刑事案件发案率"].limits["二类"]) == "<= 45"
    assert edition.statement.papers.unit == "乡镇"
    assert edition.units[0].figures["总人口"] == 63000
    assert [band.lower for band in rule(edition, "D04-2").bands] == [6, 24]
    assert [one.name for one in edition.statement.grades] == ["优胜", "良好", "合格", "不合格"]
    assert edition.form_of["电信诈骗立案数"] == "月报"
    assert rule(edition, "D06-5").of.names == ("电信诈骗立案数",)
    assert "第6条 扣分 D06-1 按步：单价 0.2 → 0.25" in [*done.lines]


def test_nothing_changed_changes_no_sign_of_any_file(book: Path, folder: Path) -> None:
    before = texts(folder)
    done = import_book(book, folder)
    assert texts(folder) == before
    assert next(iter(done.lines)).endswith("：与原来的没有不同")


def test_a_new_folder_says_the_same(book: Path, tmp_path: Path) -> None:
    import_book(book, tmp_path / "新" / "2028")
    assert loader.load(tmp_path / "新" / "2028").document == loader.standard().document


def test_remarks_in_the_files_stay(book: Path, folder: Path) -> None:
    file = next(folder.glob("clauses/06_*"))
    remarked = "# 去年是0.1\n- id: D06-1  # 常委会定的\n"
    text = file.read_text("utf-8").replace("- id: D06-1\n", remarked)
    file.write_text(f"# 第六条\n{text}", "utf-8")
    with Keeper(book) as keeper:
        keeper.put("评分", "D06-1", "按步·单价", 0.25)
        keeper.put("评分", "D07-1", "按步·单价", 0.2)
    import_book(book, folder)
    changed = file.read_text("utf-8")
    assert changed.startswith("# 第六条\nnumber: 6\n")
    assert "# 去年是0.1\n# 常委会定的\n- id: D06-1\n" in changed
    others = {line for line in text.splitlines() if "D06-1" not in line}
    assert others - {*changed.splitlines()} == {"  per: {price: 0.2}"}, "all else as it stood"


def test_a_clause_that_the_workbook_has_not_has_no_file_any_more(tmp_path: Path) -> None:
    scheme_book.export(EMPTY, tmp_path / "甲.xlsx")
    folder = Path(shutil.copytree(EMPTY, tmp_path / "2027"))
    more = "number: 2\nsubject: 另一条\nsentence: 做好\npoints: 0\nnot_scored: 只看\n"
    (folder / "clauses" / "02_另一条.yaml").write_text(more, "utf-8")
    assert len(loader.load(folder).clauses) == 2
    done = import_book(tmp_path / "甲.xlsx", folder, replace=True)
    assert texts(folder) == texts(EMPTY)
    assert [one.words for one in done.changed] == ["方案：删去第2条：另一条"]


# ------------------------------------------------------------------ looked at without a folder


def test_a_workbook_is_checked_tried_and_compared_as_it_is(book: Path) -> None:
    with Keeper(book) as keeper:
        keeper.put("指标", "刑事案件发案率", "限额·一类", "<= 60")
    (one,) = checking.examine(book)
    assert (one.shown, one.faults, one.doubts) == (book.name, (), ())
    assert [each.words for each in compare(STANDARD, book)] == [
        "第6条 指标 刑事案件发案率：限额 一类 <= 70 → <= 60"
    ]
    tried = "\n".join(line for rule in try_rules(book, 6) for line in rule.lines)
    assert "刑事案件发案率 61起/万人 → 扣 0.2" in tried


def test_faults_of_a_workbook_are_told_by_their_cells(book: Path) -> None:
    with Keeper(book) as keeper:
        cell = keeper.put("指标", "刑事破案率", "公式", "刑事破案数 / 立案数")
        other = keeper.put("数据项", "刑事立案数", "类型", "计敷")
    (one,) = checking.examine(book)
    assert [fault.file for fault in one.faults] == [f"{book.name} {at}" for at in (other, cell)]
    with pytest.raises(StatementError, match=r"计敷.*另有1处"):
        try_rules(book)


# ------------------------------------------------------------------ faults


def test_ten_faults_in_several_sheets_are_told_in_one_run(book: Path, folder: Path) -> None:
    with Keeper(book) as keeper:
        seeded = {
            keeper.put("单位", "兴海街道", "名册的数·总人口", "六万"): "“六万”应为整数",
            keeper.put("数据项", "刑事立案数", "类型", "计敷"): "是不是“计数”？",
            keeper.put("指标", "刑事破案率", "公式", "刑事破案数 / 立案数"): "是不是“刑事立案数”",
            keeper.put("指标", "治安案件查处率", "限额·全部", "95%"): "应以 <=、>=、< 或 > 开头",
            keeper.put("审核关系", "13", "级别", None): "“级别”没有填",
            keeper.put("评分", "D06-2", "按步·步长", "一"): "应为数字",
            keeper.put("评分", "D04-2", "分档", "扣几分：1；超国：12"): "不认识“超国”",
            keeper.put("评分", "D13-1", "量", "=死亡>=2"): "是公式",
            keeper.put("等次与结果", "合格", "最低分", 101): "",
            keeper.put("条款解释", "R12", "所属", 66): "没有“66”，是不是“6”",
        }  # fmt: skip
    before = texts(folder)
    done = import_book(book, folder)
    told = {one.words.partition("：")[0]: one.words.partition("：")[2] for one in done.faults}
    assert {cell: told.get(cell) for cell, said in seeded.items()
            if said not in told.get(cell, "没有")} == {}  # fmt: skip
    follows = [said for cell, said in told.items() if cell not in seeded]
    assert follows == [], "nothing that only comes of them"
    assert done.refusal.startswith(f"共{len(done.faults)}处错误")
    assert texts(folder) == before


def _taken(keeper: Keeper, sheet: str, words: str) -> None:
    keeper.head(sheet, words).value = None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.book.remove(one.book["指标"]), "指标!A1：没有工作表“指标”"),
        (lambda one: _taken(one, "评分", "量"), "“条款和扣分规则”没有“量”这一列"),
        (lambda one: _taken(one, "评分", "◆ 条款和扣分规则"), "没有“◆ 条款和扣分规则”这一行"),
        (lambda one: _taken(one, "用语", "标题"), "“方案”没有“标题”这一行"),
        (lambda one: one.book["单位"].cell(6, 12, "旁边"), "单位!L6：这一列的表头是空的"),
        (lambda one: setattr(one.head("指标", "限额·二类"), "value", "限度"), "不认识"),
        (lambda one: one.put("评分", "D01-1", "行", "规侧"), "没有“规侧”，是不是“规则”"),
        (lambda one: one.put("评分", "D01-1", "题目", "多的"), "这一行没有“题目”这一项"),
        (lambda one: one.put("用语", "标题", "项目", "标是"), "不认识“标是”这一行，是不是“标题”"),
        (lambda one: one.put("条款解释", "组织落实", "内容", None), "“组织落实”没有写理由"),
    ],
)
def test_what_is_wrong_with_the_sheet_itself_is_said(
    book: Path, folder: Path, change: Callable[[Keeper], object], said: str
) -> None:
    with Keeper(book) as keeper:
        change(keeper)
    before = texts(folder)
    found = words(import_book(book, folder))
    assert [one for one in found if said in one], found
    assert texts(folder) == before


# ------------------------------------------------------------------ nothing of others


def test_a_folder_changed_meanwhile_stays_unless_asked(book: Path, folder: Path) -> None:
    file = next(folder.glob("clauses/07_*"))
    file.write_text(file.read_text("utf-8").replace("price: 0.1", "price: 0.3", 1), "utf-8")
    before = texts(folder)
    with pytest.raises(OutputError, match=r"可能有人改过，与工作簿有 1 处不同.*--replace"):
        import_book(book, folder)
    assert texts(folder) == before
    import_book(book, folder, replace=True)
    assert loader.load(folder).document == loader.standard().document


def test_a_folder_that_cannot_be_read_is_put_right_when_asked(book: Path, folder: Path) -> None:
    next(folder.glob("clauses/07_*")).write_text("number：7\n- x: {", "utf-8")
    with pytest.raises(OutputError, match="现在读不通"):
        import_book(book, folder)
    import_book(book, folder, replace=True)
    assert loader.load(folder).document == loader.standard().document


def test_a_folder_of_something_else_is_left_alone(book: Path, tmp_path: Path) -> None:
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "信.txt").write_text("甲", "utf-8")
    with pytest.raises(OutputError, match="不是考核方案"):
        import_book(book, tmp_path / "别的")


def test_what_is_no_rules_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="没有文件"):
        import_book(tmp_path / "无.xlsx", tmp_path / "2027")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(RequestError, match="不能用"):
        import_book(tmp_path / "坏.xlsx", tmp_path / "2027")


def test_what_was_written_of_a_district_is_read_back_where_it_says(tmp_path: Path) -> None:
    """The district's folder holds more than its rules: they are read back into their own."""
    district, path = district_at(tmp_path / "区"), tmp_path / "考核方案.xlsx"
    where = scheme_book.export(district, path).split()[-1]
    assert not import_book(path, Path(where)).refusal
