"""``repair``: on injected damage no typed value is lost and none invented; where two places could
be meant it refuses and says which.

every value moved through the one writer; names first, then the printed
words; unambiguous proposals only, listed; the original untouched; NEW never half written.
"""

import hashlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner, Result
from python_calamine import load_workbook

from tests import damage
from tests.office import Office
from tests.places import GAP, NOTE, SO_FAR, at
from tests.resaved.programs import by_libreoffice
from tests.sheets.returns import EVENT, good_march, with_former_columns
from zongzhi_xl.cli import app
from zongzhi_xl.contract import FAULTY
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.desk import repairing
from zongzhi_xl.desk.repairing import write
from zongzhi_xl.errors import UnusableFileError
from zongzhi_xl.mending.draft import Draft, draft_of
from zongzhi_xl.mending.words import notes_of
from zongzhi_xl.reading.reader import read
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents

#: a March with texts as people type them, two explanations and an event
TYPED = {
    "刑事立案数": "２０起", "可防性案件数": 3, "治安巡逻次数": "约8", "普法宣传次数": "一",
    "综治专题会议日期": "2026年3月12日", "部署任务数": 3.5,
    "农村火灾起数": None, "本月无重大事项": "否",
}  # fmt: skip
PUT_RIGHT = {"刑事立案数": 20, "普法宣传次数": 1, "综治专题会议日期": date(2026, 3, 12)}
EVENTS = ({**EVENT, "上报时间": "2026年3月5日5时", "死亡人数": "无"},
          {"大类": "案件", "简要情况": "盗窃"})  # fmt: skip
NOTES = {"刑事立案数": "=同比下降", "治安巡逻次数": "含联防"}
MARCH = replace(good_march(**TYPED), notes=NOTES, events=EVENTS)


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in args])


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    path = tmp_path_factory.mktemp("good") / "于楼街道.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, MARCH)
    return path


@pytest.fixture
def sent(good: Path, tmp_path: Path) -> Path:
    """A copy to be damaged."""
    return Path(shutil.copy(good, tmp_path / good.name))


def as_day(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def everything(contents: ReturnContents) -> dict[object, object]:
    """Every value by where it belongs; blank ones left out, days without the hour."""
    values = {("格", name): as_day(value) for name, value in contents.values.items()}
    values |= {("说明", name): note for name, note in contents.notes.items()}
    values |= {("底数", name): value for name, value in contents.bases.items()}
    values |= {
        ("登记", row, column): value
        for row, event in enumerate(contents.events)
        for column, value in event.items()
    }
    return {key: value for key, value in values.items() if value not in (None, "")}


def typed() -> dict[object, object]:
    """What the clerk typed and the district preset, put right where there is only one meaning."""
    events = ({**EVENTS[0], "上报时间": datetime(2026, 3, 5, 5, 0)}, EVENTS[1])
    head = {"填报单位": "于楼街道", "年份": 2026, "月份": 3, "报表性质": "首报"}
    presets = dict.fromkeys(("期初未化解纠纷数", "专项斗争行动次数", "打击传销行动次数"), "不适用")
    values = {**presets, **MARCH.values, **PUT_RIGHT, **head}
    return everything(replace(MARCH, values=values, events=events))


def repaired(path: Path) -> Draft:
    return draft_of(None, path, path.name)


def assert_nothing_lost_or_invented(draft: Draft) -> None:
    assert everything(draft.contents) == typed()


# ------------------------------------------------------------------ injected damage

HARMLESS: dict[str, Callable[[Path], None]] = {
    "原样": lambda _: None,
    "别的程序存过": damage.saved_by_openpyxl,
    "插行": partial(damage.insert_rows, before=12, count=2),
    "插行而名称没有跟着走": partial(damage.insert_rows, before=12, names_follow=False),
    "顶上插行而名称没有跟着走": partial(damage.insert_rows, before=1, names_follow=False),
    "插列": partial(damage.insert_columns, before=4),
    "插列而名称没有跟着走": partial(damage.insert_columns, before=3, names_follow=False),
    "改页名": partial(damage.rename_sheet, old="月报", new="三月"),
    "改页名而名称没有跟着走": partial(
        damage.rename_sheet, old="月报", new="三月", names_follow=False
    ),
    "改登记页名": partial(damage.rename_sheet, old="重大事项", new="事项", names_follow=False),
    "剪切到空处": partial(damage.cut_and_paste, source="D10", target=f"{GAP}10"),
    "名称失效": partial(damage.point_elsewhere, name="可防性案件数", text="#REF!"),
    "名称指到文字上": partial(damage.point_elsewhere, name="可防性案件数", text="'月报'!$A$1"),
    "名称指到别的项上": partial(damage.point_elsewhere, name="可防性案件数", text="'月报'!$D$11"),
    "名称指到底数上": partial(damage.point_elsewhere, name="农村火灾起数", text="'底数'!$B$4"),
    "名称删光": damage.lose_names,
    "覆盖公式": partial(
        damage.overwrite, sheet="月报", **{SO_FAR: 77, at("可防性案件数", "累计增减%"): "无"}
    ),
    **damage.OF_THE_SKELETON,
    "校验过": lambda path: damage.write_at(path, "校验结论", "通过。校验码 ABCD2345"),
}  # fmt: skip


@pytest.mark.parametrize("mishap", HARMLESS)
def test_no_value_is_lost_and_none_invented(sent: Path, mishap: str) -> None:
    HARMLESS[mishap](sent)
    assert_nothing_lost_or_invented(repaired(sent))


#: these may follow one another in any order
COMBINED = ("插行", "改页名", "名称失效", "名称指到文字上", "拆合并", "没有下拉框", "撤销保护",
            "显示隐藏页", "页序颠倒", "别的程序存过", "删隐藏页", "1904日期",
            "名称删光")  # fmt: skip
CASES = int(os.environ.get("ZONGZHI_XL_CASES", "5"))


@pytest.mark.parametrize("seed", range(CASES))
def test_several_mishaps_at_once(sent: Path, seed: int) -> None:
    chance = Random(seed)
    for mishap in chance.sample(COMBINED[:-1], 3) + chance.choices(["原样", COMBINED[-1]]):
        try:
            HARMLESS[mishap](sent)
        except KeyError:  # a sheet or name that an earlier mishap took away
            continue
    assert_nothing_lost_or_invented(repaired(sent))


@pytest.mark.parametrize("seed", range(CASES))
def test_cells_cut_and_pasted_anywhere_are_found_or_refused(sent: Path, seed: int) -> None:
    chance = Random(1000 + seed)
    columns = at("刑事立案数")[0], NOTE[0]
    source, target = chance.sample(
        [f"{column}{row}" for column in columns for row in range(9, 16)], 2
    )
    damage.cut_and_paste(sent, source, target)
    before = typed()
    draft, reason = repaired_or_why(sent)
    if draft is None:
        assert f"月报!{target} 的" in reason, (source, target)
        return
    # what stood under the pasted cell was overwritten by the clerk himself
    after = everything(draft.contents)
    assert after.items() <= before.items(), (source, target)
    gone = before.keys() - after.keys()
    assert gone <= {("格", name) for name in before_names(target)} | {
        ("说明", name) for name in before_names(target)
    }  # fmt: skip


def repaired_or_why(path: Path) -> tuple[Draft | None, str]:
    try:
        return repaired(path), ""
    except UnusableFileError as fault:
        return None, fault.reason


def before_names(address: str) -> list[str]:
    """The item of the row of ``address`` on 月报, rows 9 to 15."""
    names = ["刑事立案数", "可防性案件数", "刑事破案数", "治安案件受理数", "治安案件查处数",
             "治安案件查结数", "破获积案数"]  # fmt: skip
    return [names[int(address[1:]) - 9]]


def test_a_cell_cut_onto_another_item_is_refused_with_both_names(sent: Path) -> None:
    damage.cut_and_paste(sent, "D10", "D11")
    with pytest.raises(UnusableFileError) as caught:
        repaired(sent)
    assert "月报!D11 的“3”可能是“可防性案件数”，也可能是“刑事破案数”" in caught.value.reason


def test_what_is_typed_and_cut_counts_though_the_same_is_printed_elsewhere(sent: Path) -> None:
    """7 is also the number of a column; neither is lost where the names are gone as well."""
    damage.overwrite(sent, "月报", D10=" 7 ")
    damage.cut_and_paste(sent, "D10", f"{GAP}10")
    assert repaired(sent).contents.values["可防性案件数"] == 7
    damage.lose_names(sent)
    assert [(one.cell, one.value) for one in repaired(sent).salvage.left] == [(f"{GAP}10", " 7 ")]


def test_two_different_values_for_one_item_are_refused(sent: Path) -> None:
    damage.cut_and_paste(sent, "D10", f"{GAP}10")
    damage.overwrite(sent, "月报", D10=4)
    words = f"“可防性案件数”有两处不同的值：月报!D10 是“4”，月报!{GAP}10 是“3”"
    with pytest.raises(UnusableFileError, match=words):
        repaired(sent)


def test_two_copies_of_the_page_that_differ_are_refused(sent: Path) -> None:
    damage.copy_form(sent)
    damage.lose_names(sent)
    assert_nothing_lost_or_invented(repaired(sent))  # they say the same
    assert repaired(sent).salvage.left == ()
    damage.overwrite(sent, "月报 Copy", D10=4)
    with pytest.raises(UnusableFileError, match="有2张“月报”页（月报、月报 Copy），填的数不同"):
        repaired(sent)


def test_lost_bases_are_said(sent: Path) -> None:
    damage.remove_sheets(sent, "底数")
    draft = repaired(sent)
    assert draft.bases_lost
    assert "“底数”页" in notes_of(draft, "a", "b").text
    assert everything(draft.contents) == {k: v for k, v in typed().items() if k[0] != "底数"}


def test_what_has_no_place_in_the_form_is_listed(sent: Path) -> None:
    damage.overwrite(sent, "月报", **{SO_FAR: 77, "M60": "问过派出所"})
    left = {(one.place, one.value) for one in repaired(sent).salvage.left}
    assert left == {(f"月报!{SO_FAR}", 77), ("月报!M60", "问过派出所")}


def test_a_return_of_an_earlier_form_keeps_its_events_and_lists_the_district_s_words(
    sent: Path,
) -> None:
    with_former_columns(sent, {"I6": "重大责任事故", "J6": "7号"})
    draft = repaired(sent)
    assert everything(draft.contents) == typed()
    left = {(one.place, one.value) for one in draft.salvage.left}
    assert left == {("重大事项!I6", "重大责任事故"), ("重大事项!J6", "7号")}


def _reason_in(path: Path) -> object:
    raw = read(path, path.name)
    assert isinstance(raw, RawReturn)
    return raw.cells[FAULTY].value


@pytest.mark.parametrize("mishap", ["原样", "名称删光", "插行"])
def test_the_reason_for_handing_in_with_faults_comes_along(
    sent: Path, tmp_path: Path, mishap: str
) -> None:
    """It stands on the cover, beside its words."""
    damage.write_at(sent, FAULTY, "系统误报，已电话说明")
    HARMLESS[mishap](sent)
    draft = repaired(sent)
    assert draft.salvage.left == ()
    write(tmp_path / "新.xlsx", draft)
    assert _reason_in(tmp_path / "新.xlsx") == "系统误报，已电话说明"


def test_a_nought_typed_for_that_reason_comes_along_too(sent: Path, tmp_path: Path) -> None:
    """It was taken for nothing when the fresh workbook was read back, and the repair refused."""
    damage.write_at(sent, FAULTY, 0)
    write(tmp_path / "新.xlsx", repaired(sent))
    assert _reason_in(tmp_path / "新.xlsx") == 0


@pytest.mark.parametrize("number", [-2.75, -1, 0, 0.5, 5, 60, 2958466])
def test_a_number_typed_for_a_day_or_an_hour_comes_along(
    tmp_path: Path, edition: Edition, number: float
) -> None:
    """In cells for days it reads as a day, or as an hour: the repair took that for a loss."""
    typed_wrong = dict.fromkeys(("发生时间", "接报时间"), number)
    contents = replace(MARCH, values={"综治专题会议日期": number}, events=(typed_wrong,))
    return_book.write(tmp_path / "坏.xlsx", FormKind.MONTHLY, edition, contents)
    write(tmp_path / "新.xlsx", repaired(tmp_path / "坏.xlsx"))
    again = repaired(tmp_path / "新.xlsx").contents
    assert again.values["综治专题会议日期"] == number
    assert again.events == (typed_wrong,)


@pytest.mark.parametrize(
    ("number", "read", "same"),
    [
        (0.5, time(12), True),
        (-2.75, time(6), True),
        (0.5, time(3), False),
        (1, time(0), False),
        (60, date(1900, 2, 28), True),
        (45000, date(2023, 3, 15), True),
        (45000.5, datetime(2023, 3, 15, 12), True),
        (45000, date(2023, 3, 14), False),
        (45000, datetime(2023, 3, 15, 0, 1), False),
    ],
)
def test_a_number_reads_as_its_own_day_and_hour_only(
    number: float, read: object, same: bool
) -> None:
    assert repairing._same(number, read) is same


def test_an_annual_return(tmp_path: Path, edition: Edition) -> None:
    path = tmp_path / "年报.xlsx"
    values = {
        "社区数": "五", "书记述职日期": date(2026, 12, 4), "开展平安创建": "是", "填表人": "甲",
    }  # fmt: skip
    contents = ReturnContents("兴海街道", 2026, None, values, notes={"社区数": "合并一个"})
    return_book.write(path, FormKind.ANNUAL, edition, contents)
    damage.insert_rows(path, 20)
    damage.lose_names(path)
    found = everything(repaired(path).contents)
    head = {"填报单位": "兴海街道", "年份": 2026, "报表性质": "首报"}
    wanted = everything(replace(contents, values={**values, "社区数": 5, **head}))
    assert found == wanted


def test_a_file_saved_by_libreoffice(sent: Path, running: Office) -> None:
    by_libreoffice(running, sent, sent)
    draft = repaired(sent)
    assert_nothing_lost_or_invented(draft)
    assert draft.salvage.left == ()


# ------------------------------------------------------------------ the command


def test_the_command_writes_a_return_that_validates_and_keeps_the_original(
    sent: Path, tmp_path: Path
) -> None:
    damage.lose_names(sent)
    damage.insert_rows(sent, 12)
    before = hashlib.sha256(sent.read_bytes()).hexdigest()
    new = tmp_path / "修复.xlsx"
    done = run("repair", sent, "-o", new)
    assert done.exit_code == 1, done.output  # texts were put right: somebody is to look
    assert "刑事立案数（月报!D9）：“２０起” → 20" in done.output
    assert "可防性案件数 = 3　取自 月报!D10（按表上的文字找到）" in done.output
    assert "上报时间（重大事项!F6）：“2026年3月5日5时” → 2026-03-05 05:00" in done.output
    assert hashlib.sha256(sent.read_bytes()).hexdigest() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["于楼街道.xlsx", "修复.xlsx"]
    again = repaired(new)
    assert_nothing_lost_or_invented(again)
    assert (again.damage, again.changes, again.salvage.left) == ((), (), ())
    assert run("validate", sent).exit_code == 1
    assert "rejected" not in run("validate", new, "--json").stdout


def test_the_original_is_never_overwritten(sent: Path) -> None:
    done = run("repair", sent, "-o", sent)
    assert done.exit_code == 2
    assert "不能覆盖" in done.output


@pytest.mark.parametrize(
    ("content", "says"),
    [("", "空"), ("PK\x03\x04 half", "损坏"), ("<html>", "网页")],
    ids=("空文件", "半个文件", "网页"),
)
def test_what_is_no_workbook_ends_in_a_sentence(tmp_path: Path, content: str, says: str) -> None:
    path, new = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    path.write_bytes(content.encode())
    done = run("repair", path, "-o", new)
    assert (done.exit_code, new.exists()) == (2, False)
    assert done.output.startswith("做不了：a.xlsx：")
    assert "Traceback" not in done.output
    assert says in done.output


def test_a_refusal_writes_nothing(sent: Path, tmp_path: Path) -> None:
    damage.cut_and_paste(sent, "D10", "D11")
    done = run("repair", sent, "-o", tmp_path / "新.xlsx")
    assert done.exit_code == 2
    assert "分不清" in done.output
    assert [one.name for one in tmp_path.iterdir()] == [sent.name]


def cells_of(path: Path) -> list[str]:
    """Every text on the first page, row by row."""
    rows = load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [str(cell) for row in rows for cell in row if cell != ""]


def test_the_report_is_a_page_to_print(sent: Path, tmp_path: Path) -> None:
    damage.overwrite(sent, "月报", E9=77, M60="=问过派出所")
    damage.lose_names(sent, "可防性案件数")
    report = tmp_path / "说明.xlsx"
    done = run("repair", sent, "-o", tmp_path / "新.xlsx", "--report", report)
    assert done.exit_code == 1, done.output
    told = cells_of(report)
    assert told[:2] == ["报表修复说明", "于楼街道 2026年3月月报"]
    for heading in ("损坏 2 处", "改写 4 处（原文只有一种意思），请核对", "找不到填报格 0 项",
                    "没有移入 2 格（不是填报格），需要的请自己补上", "遮盖个人号码 0 处",
                    "移入 72 格"):  # fmt: skip
        assert heading in told, heading
    at = told.index("登记第1行的上报时间")
    assert told[at : at + 4] == [
        "登记第1行的上报时间", "重大事项!F6", "2026年3月5日5时", "2026-03-05 05:00"
    ]  # fmt: skip
    assert "新表里没有这个问题" in told
    at = told.index("可防性案件数")
    assert told[at : at + 4] == ["可防性案件数", "3", "月报!D10", "按表上的文字"]
    with zipfile.ZipFile(report) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        texts = archive.read("xl/sharedStrings.xml").decode()
    assert "=同比下降" in texts  # words of the clerk are words here too
    assert "问过派出所" not in "".join(re.findall("<f>.*?</f>", sheet))


def test_a_refusal_is_reported_place_by_place(sent: Path, tmp_path: Path) -> None:
    damage.cut_and_paste(sent, "D10", "D11")
    report = tmp_path / "说明.xlsx"
    done = run("repair", sent, "-o", tmp_path / "新.xlsx", "--report", report)
    assert done.exit_code == 2
    told = cells_of(report)
    assert "没有写出" in told
    assert "没有修复的原因 1 条" in told
    assert any(one.startswith("月报!D11 的“3”可能是“可防性案件数”") for one in told)
    assert not (tmp_path / "新.xlsx").exists()


def test_a_report_over_a_return_is_refused(sent: Path, tmp_path: Path) -> None:
    for report in (sent, tmp_path / "新.xlsx"):
        done = run("repair", sent, "-o", tmp_path / "新.xlsx", "--report", report)
        assert done.exit_code == 2, done.output
        assert "写不了" in done.output
    assert [one.name for one in tmp_path.iterdir()] == [sent.name]


def test_the_same_repair_may_be_done_again_but_another_return_stays(
    sent: Path, good: Path, tmp_path: Path
) -> None:
    new, other = tmp_path / "新.xlsx", tmp_path / "别人的.xlsx"
    other.write_bytes(good.read_bytes())
    assert run("repair", sent, "-o", new).exit_code == 1
    assert run("repair", sent, "-o", new).exit_code == 1
    done = run("repair", sent, "-o", other)
    assert done.exit_code == 2
    assert "那里已有别的文件" in done.output
    assert other.read_bytes() == good.read_bytes()


PERSONS = ("110101199003070046", "13800138000", "139 0013 9000", "6222021234567894", "15000150000")


def test_numbers_of_persons_are_masked_and_listed(tmp_path: Path, edition: Edition) -> None:
    """Nothing that we write carries them on, the repaired return included."""
    path = tmp_path / f"甲{PERSONS[1]}.xlsx"
    contents = replace(
        MARCH,
        values={**MARCH.values, "联系电话": PERSONS[1], "治安案件受理数": int(PERSONS[4])},
        notes={"刑事立案数": f"见{PERSONS[0]}、卡{PERSONS[3]}"},
        events=({**EVENT, "简要情况": f"某人，电话{PERSONS[2]}"},),
    )
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    damage.overwrite(path, "月报", M60=f"问 {PERSONS[1]}")
    out = tmp_path / "out"
    out.mkdir()
    done = run("repair", path, "-o", out / "新.xlsx", "--report", out / "说明.xlsx")
    assert done.exit_code == 1, done.output
    assert "遮盖个人号码 4 处" in done.output
    assert "登记第1行的简要情况（重大事项!I6）：某人，电话139********00" in done.output
    everywhere = [done.output.replace(str(path), "")]
    for one in out.iterdir():
        with zipfile.ZipFile(one) as archive:
            everywhere += [archive.read(name).decode() for name in archive.namelist()]
    assert not [number for number in PERSONS for text in everywhere if number in text]
    notes = repaired(out / "新.xlsx").contents.notes
    assert notes == {"刑事立案数": "见110*************46、卡622***********94"}


# ------------------------------------------------------------------ skeleton, stamped paper


def test_damage_of_a_file_that_is_sent_back_is_shown_as_well(sent: Path, tmp_path: Path) -> None:
    """Just the files that cannot be read are those whose damage somebody must find."""
    damage.overwrite(sent, "月报", **{SO_FAR: 77})
    damage.lose_names(sent)
    report = tmp_path / "校验结果.xlsx"
    shown = run("validate", sent, "--inspect", "--report", report).output
    assert "退回" in shown
    assert "自动计算的格被改成了固定的内容" in shown
    with zipfile.ZipFile(report) as archive:
        assert "自动计算的格被改成了固定的内容" in archive.read("xl/sharedStrings.xml").decode()


def test_validate_inspects_the_skeleton_on_demand(sent: Path) -> None:
    damage.overwrite(sent, "月报", **{SO_FAR: 77})
    assert "被改成了固定的内容，不会被读取和汇总" in run("validate", sent, "--json").stdout
    shown = run("validate", sent, "--inspect", "--json").stdout
    assert f"月报!{SO_FAR}：自动计算的格被改成了固定的内容" in shown


def test_the_code_on_paper_is_compared(sent: Path, tmp_path: Path) -> None:
    changed = tmp_path / "改过.xlsx"
    shutil.copy(sent, changed)
    damage.overwrite(changed, "月报", D10=5)
    code = repaired_code(sent)
    assert "校验码一致" in run("validate", sent, "--code", code.lower()).output
    done = run("validate", changed, "--code", code)
    assert done.exit_code == 1
    assert "“可防性案件数”纸面应是3，电子件是5" in done.output


@pytest.mark.parametrize("changed", [False, True])
def test_figures_changed_after_they_were_checked_are_noticed(sent: Path, *, changed: bool) -> None:
    """The button writes the check code into its conclusion on the cover."""
    code = repaired_code(sent)
    damage.write_at(sent, "校验结论", f"通过。校验码 {code}")
    if changed:
        damage.overwrite(sent, "月报", D10=5)
    (found,) = json.loads(run("validate", sent, "--inspect", "--json").stdout)
    told = [one for one in found["findings"] if one["code"] == "J12"]
    assert len(told) == changed
    if changed:
        assert (told[0]["sheet"], told[0]["value"]) == ("封面", code)
        assert "校验以后又改过数" in told[0]["message"]


def repaired_code(path: Path) -> str:

    return str(json.loads(run("validate", path, "--json").stdout)[0]["check_code"])
