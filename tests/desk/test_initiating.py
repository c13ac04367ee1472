"""A district is set up from 区情登记表: written whole or not at all, changed only when asked."""

import errno
import shutil
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from tests.district_forms import HOLIDAYS, OFFICES, ORGANS, filled
from tests.good_year import unit_of
from tests.hostile import specimens
from tests.office import Office
from tests.resaved.programs import along
from zongzhi_xl.cli import app
from zongzhi_xl.core.edition.district_fields import tables
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Due, Edition
from zongzhi_xl.core.returned.district_form import district_of
from zongzhi_xl.desk.initiating.form import contacts
from zongzhi_xl.errors import RequestError
from zongzhi_xl.reading.district_form import read
from zongzhi_xl.record import replace
from zongzhi_xl.resources import workbooks_folder
from zongzhi_xl.statements import loader

FORM = "区情登记表.xlsx"


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in args])


def refused(result: Result) -> list[str]:
    """The lines of a refusal."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(("做不了：", "命令写得不对："))
    return result.stderr.splitlines()


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A form that was filled in, 表.xlsx, and the district that it set up, 甲区."""
    folder = tmp_path_factory.mktemp("first")
    form = filled(folder / "表.xlsx")
    assert run("init", folder / "甲区", "--from", form).exit_code == 0
    return folder


@pytest.fixture
def district(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path, dirs_exist_ok=True)) / "甲区"


def edition_in(district: Path, year: int = 2026) -> Edition:
    return loader.for_year(district, year)


# ------------------------------------------------------------------ set up


def test_the_edition_says_what_the_form_says_and_is_the_standard_one_else(
    district: Path, edition: Edition
) -> None:
    made = edition_in(district)
    assert made.units == (
        unit_of("虚一街道", "一类", 50000, 8, 0, 0),
        unit_of("虚二街道", "三类", 20000, 3, 4, 2, formerly=("老二街道", "旧二街道")),
    )
    assert made.statement == replace(
        edition.statement,
        name="虚构区",
        district="虚构区",
        office="区综治中心",
        commission="区平安委",
        contact="0000-1234567",
        document_number="虚平安委〔2026〕1号",
        reference=made.statement.reference,
        due={
            FormKind.MONTHLY: Due(1, 6), FormKind.ANNUAL: Due(1, 12),
            FormKind.DEPARTMENTS: Due(1, 18),
        },
        holidays=(
            date(2026, 10, 1), date(2026, 10, 2), date(2026, 10, 3), date(2027, 1, 1),
        ),
        due_moves_past_holidays=True,
        resubmission_days=4,
    )  # fmt: skip
    assert "区情登记表" in made.statement.reference
    assert (made.forms, made.clauses) == (edition.forms, edition.clauses)


def test_the_folder_has_its_rooms_and_keeps_the_form(district: Path, tmp_path: Path) -> None:
    assert {one.name for one in district.iterdir()} == {FORM, "originals", "papers", "statements"}
    assert [*(district / "originals").iterdir(), *(district / "papers").iterdir()] == []
    assert (district / FORM).read_bytes() == (tmp_path / "表.xlsx").read_bytes()


def test_the_year_is_the_folders_name_and_stands_nowhere_in_the_edition(tmp_path: Path) -> None:
    organs = {**ORGANS, "考核方案文号": None, "遇节假日顺延": "否"}
    form = filled(tmp_path / FORM, organs, holidays=())
    assert run("init", tmp_path / "甲区", "--from", form).exit_code == 0
    (edition,) = (tmp_path / "甲区" / "statements").iterdir()
    assert edition.name == "2026"
    assert [path for path in files(edition) if "2026" in files(edition)[path].decode()] == []


def test_what_may_be_blank_is_left_as_it_is_in_the_standard_edition(tmp_path: Path) -> None:
    organs = {**ORGANS, "联系电话": None, "考核方案文号": None, "遇节假日顺延": "否"}
    form = filled(tmp_path / FORM, organs, OFFICES[:1], ())
    assert run("init", tmp_path / "甲区", "--from", form).exit_code == 0
    statement = edition_in(tmp_path / "甲区").statement
    assert (statement.contact, statement.document_number) == ("", "")
    assert (statement.holidays, statement.due_moves_past_holidays) == ((), False)


def test_the_district_can_go_on_at_once(district: Path, tmp_path: Path) -> None:
    issued = run(
        "issue", "--year", 2026, "--month", 1, "-o", tmp_path / "空表", "--district", district
    )
    assert issued.exit_code == 0
    assert sorted(one.name for one in (tmp_path / "空表").iterdir()) == [
        "虚一街道_2026年01月_月报.xlsx", "虚二街道_2026年01月_月报.xlsx",
    ]  # fmt: skip
    assert run("rules", "check", district).exit_code == 0


def test_a_form_that_another_program_saved_says_the_same(tmp_path: Path, running: Office) -> None:
    form = filled(tmp_path / FORM)
    again = along(running, "LibreOffice一次", form, tmp_path)
    for folder, source in (("甲", form), ("乙", again)):
        assert run("init", tmp_path / folder, "--from", source).exit_code == 0
    assert files(tmp_path / "甲" / "statements") == files(tmp_path / "乙" / "statements")
    assert contacts(tmp_path / "甲") == contacts(tmp_path / "乙") != {}


def test_the_form_may_lie_in_the_folder_already(tmp_path: Path) -> None:
    folder = tmp_path / "甲区"
    folder.mkdir()
    filled(folder / FORM)
    assert run("init", folder).exit_code == 0
    assert edition_in(folder).units[0].name == "虚一街道"


def test_the_blank_form_is_given_out_and_never_written_over_a_filled_one(tmp_path: Path) -> None:
    path = tmp_path / FORM
    assert run("init", "--blank", path).exit_code == 0
    blank = path.read_bytes()
    assert run("init", "--blank", path).exit_code == 0
    assert path.read_bytes() == blank
    kept = filled(path).read_bytes()
    assert "不是空的区情登记表" in refused(run("init", "--blank", path))[0]
    assert path.read_bytes() == kept
    assert ".xlsx" in refused(run("init", "--blank", tmp_path / "表.csv"))[0]


# ------------------------------------------------------------------ telephones


def test_telephones_of_offices_stay_in_the_form(district: Path) -> None:
    assert contacts(district) == {"虚一街道": "0000-7654321"}
    elsewhere = {name: data for name, data in files(district).items() if name != FORM}
    assert [name for name, data in elsewhere.items() if b"7654321" in data] == []


def test_departments_have_telephones_too(tmp_path: Path) -> None:
    form = filled(tmp_path / FORM, cells={"部门!E6": "0000-110110转2"})
    result = run("init", tmp_path / "甲区", "--from", form)
    assert contacts(tmp_path / "甲区")["公安"] == "0000-110110转2"
    assert "110110" not in result.output
    assert "7654321" not in result.output


def test_a_folder_without_a_form_has_no_telephones(tmp_path: Path) -> None:
    assert contacts(tmp_path) == {}


# ------------------------------------------------------------------ refused

NOT_FITTING: Mapping[str, tuple[str, object, str]] = {
    "没有区名": ("单位!B4", None, "单位!B4：区名没有填。本区全称"),
    "年份是汉字": ("单位!B9", "二〇二六", "单位!B9：年份填了“二〇二六”，不是数字"),
    "期限31日": ("单位!B10", 31, "单位!B10：月报期限填了 31。应为 1 至 28"),
    "期限0日": ("单位!B11", 0, "单位!B11：年报期限填了 0。应为 1 至 28"),
    "顺延不是是否": ("单位!B13", "顺延", "单位!B13：遇节假日顺延填了“顺延”"),
    "补正期空着": ("单位!B14", None, "单位!B14：补正期没有填。退回的表在几天内重报"),
    "补正期61天": ("单位!B14", 61, "单位!B14：补正期填了 61。应为 0 至 60"),
    "没有街道名称": ("街道!B6", None, "街道!B6：街道名称没有填"),
    "名称写了两次": ("街道!B7", "虚一街道", "街道!B7：“虚一街道”写了两次，另一处在 B6"),
    "名称看起来一样": ("街道!B7", "虚一 街道", "与“虚一街道”看起来一样"),
    "曾用名是别人的名称": ("街道!C6", "虚二街道", "街道!C6：“虚二街道”写了两次，另一处在 B7"),
    "名称不能作文件名": ("街道!B6", "虚一/街道", "街道!B6：街道名称“虚一/街道”里有“/”"),
    "名称只有数字": ("街道!B6", 12, "街道!B6：街道名称“12”不像名称"),
    "没有这个组": ("街道!D6", "四类", "没有这个组。从下拉框里选：一类、二类、三类"),
    "没有组别": ("街道!D6", None, "街道!D6：组别没有填"),
    "人口空着": ("街道!E6", None, "街道!E6：总人口没有填"),
    "人口是0": ("街道!E6", 0, "街道!E6：总人口填了 0。应为 1 至 999999"),
    "人口不是整数": ("街道!E6", 50000.5, "街道!E6：总人口填了“50000.5”，不是整数"),
    "人口带单位": ("街道!E6", "5万", "街道!E6：总人口填了“5万”，不是数字"),
    "人口像电话": ("街道!E6", "0000-7654321", "街道!E6：总人口填的像是电话号码（000*-*******）"),
    "社区数像电话": ("街道!F6", 7654321, "街道!F6：社区数填的 765**** 太大，像是电话号码"),
    "社区数空着": ("街道!F6", None, "街道!F6：社区数没有填。现有社区个数；没有的填0"),
    "社区数是日期": ("街道!F6", date(2026, 3, 5), "街道!F6：社区数填了“2026-03-05”，是日期"),
    "名称像电话": ("街道!B6", "0000-7654321", "街道!B6：街道名称填的像是电话号码"),
    "火灾是负数": ("街道!H6", -1, "街道!H6：上年农村火灾起数填了“-1”，是负数"),
    "电话是手机": ("街道!I6", "138 0013 8000", "街道!I6：联系电话里有手机号（138"),
    "电话是人名": ("街道!I6", "某某", "街道!I6：联系电话填的不是电话号码"),
    "日期少年份": ("节假日!B6", "10月1日", "节假日!B6：起始日期填了“10月1日”，不是日期"),
    "没有这一天": ("节假日!C6", "2026-10-32", "节假日!C6：结束日期填了“2026-10-32”，不是日期"),
    "先后颠倒": ("节假日!C6", date(2026, 9, 1), "节假日!C6：2026-10-01 至 2026-09-01 的先后"),
    "不是这两年": ("节假日!B7", date(2028, 1, 1), "2028-01-01 至 2028-01-01 不在 2026 年和"),
    "写在表外": ("街道!L6", "备注", "街道!L6：这里写了“备注”，不在表内"),
    "顺延没有日子": ("节假日!B6", None, "单位!B13：遇节假日顺延选了“是”，“节假日”页一个日子也没有"),
    "没有这个部门": ("部门!C13", "市容局", "部门!A13：没有部门“”"),
    "部门电话": ("部门!E6", "问老张", "部门!E6：联系电话填的不是电话号码"),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "value", "said"), NOT_FITTING.values(), ids=NOT_FITTING.keys())
def test_what_does_not_fit_is_told_with_its_cell(
    tmp_path: Path, cell: str, value: object, said: str
) -> None:
    holidays = () if cell == "节假日!B6" and value is None else HOLIDAYS
    form = filled(tmp_path / FORM, holidays=holidays, cells={cell: value})
    scheme = loader.standard().statement
    with pytest.raises(RequestError) as caught:
        district_of(read(form, form.name, tables(scheme)).raw, scheme)
    head, *lines = str(caught.value).splitlines()
    assert head.startswith("区情登记表有 ")
    assert any(said in line for line in lines), lines


def test_all_that_does_not_fit_is_told_at_once(tmp_path: Path) -> None:
    wrong = {"单位!B4": None, "街道!D6": "四类", "街道!E7": 0, "节假日!B6": "国庆"}
    form = filled(tmp_path / FORM, cells=wrong)
    head, *lines = refused(run("init", tmp_path / "甲区", "--from", form))
    assert head == "做不了：区情登记表有 4 处要改，什么也没有写："
    assert [line.strip().partition("：")[0] for line in lines] == [*wrong]
    assert not (tmp_path / "甲区").exists()


def test_a_number_that_is_refused_is_not_repeated(tmp_path: Path) -> None:
    cells = {"街道!I6": "13800138000", "街道!E6": "0000-7654321", "街道!B7": "00007654321"}
    said = run("init", tmp_path / "甲区", "--from", filled(tmp_path / FORM, cells=cells)).output
    assert "8001380" not in said
    assert "7654321" not in said


def test_a_form_without_any_office_is_refused(tmp_path: Path) -> None:
    form = filled(tmp_path / FORM, offices=())
    (_, line) = refused(run("init", tmp_path / "甲区", "--from", form))
    assert line == "  街道：一个街道也没有填。一个街道填一行"


BLANK = workbooks_folder() / FORM


def without_sheet(path: Path, good: bytes, sheet: str) -> None:
    book = load_workbook(BytesIO(good))
    del book[sheet]
    book.save(path)


BROKEN = {
    "空文件": lambda path, good: path.write_bytes(b""),
    "半个文件": lambda path, good: path.write_bytes(good[: len(good) // 2]),
    "文本": lambda path, good: path.write_bytes("区名,甲区".encode()),
    "月报": lambda path, good: path.write_bytes((BLANK.parent / "月报.xlsx").read_bytes()),
    "一页两百兆": specimens.huge_sheet,
    "说小了的大小": lambda path, good: specimens.lying_size(path, BLANK.read_bytes()),
    "离表太远": lambda path, good: filled(path, cells={"街道!XFD1048576": "x"}),
    "少一页": lambda path, good: without_sheet(path, good, "节假日"),
    "少一列": lambda path, good: filled(path, cells={"街道!E3": "人口"}),
    "少一行": lambda path, good: filled(path, cells={"单位!A9": "年度"}),
    "文件夹": lambda path, good: path.mkdir(),
}


@pytest.mark.parametrize("make", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_or_hostile_file_ends_in_a_sentence(tmp_path: Path, make) -> None:
    path = tmp_path / FORM
    make(path, filled(tmp_path / "good.xlsx").read_bytes())
    (said,) = refused(run("init", tmp_path / "甲区", "--from", path))
    assert said.startswith(f"做不了：{path} 不能用：")
    assert not (tmp_path / "甲区").exists()


def test_somebody_elses_folder_is_not_touched(tmp_path: Path) -> None:
    folder = tmp_path / "别人的"
    folder.mkdir()
    (folder / "总结.docx").write_text("别人的", encoding="utf-8")
    form = filled(tmp_path / FORM)
    assert "已有别的内容（总结.docx）" in refused(run("init", folder, "--from", form))[0]
    assert files(folder) == {"总结.docx": "别人的".encode()}
    assert "不是文件夹" in refused(run("init", form, "--from", form))[0]


def test_another_filled_form_in_the_folder_is_not_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "甲区"
    folder.mkdir()
    kept = filled(folder / FORM, offices=OFFICES[:1]).read_bytes()
    other = filled(tmp_path / "另一份.xlsx")
    assert "另一份填过的登记表" in refused(run("init", folder, "--from", other))[0]
    assert files(folder) == {FORM: kept}


@pytest.mark.parametrize(
    "words", [(), ("--change",), ("甲区", "--blank", "空.xlsx"), ("--from", "表.xlsx")]
)
def test_what_is_asked_for_must_be_clear(words: tuple[str, ...]) -> None:
    assert "写区文件夹" in refused(run("init", *words))[0]


def test_a_form_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "init --blank" in refused(run("init", tmp_path / "甲区"))[0]


# ------------------------------------------------------------------ changed

RENAMED = (
    ("新一街道", "虚一街道", "二类", 51000, 8, 0, 0, "0000-7654321"),
    ("虚三街道", None, "二类", 30000, 4, 1, 0, None),
)


def test_a_change_is_shown_and_written_only_when_asked(district: Path, tmp_path: Path) -> None:
    before = files(district)
    organs = {**ORGANS, "月报期限": 8, "联系电话": None, "补正期": 0}
    form = filled(tmp_path / "新表.xlsx", organs, RENAMED, HOLIDAYS[:1])
    shown = run("init", district, "--from", form)
    assert shown.exit_code == 1
    assert shown.stdout.splitlines() == [
        "单位 联系电话：0000-1234567 → （空）",
        "单位 月报期限：6日 → 8日",
        "单位 补正期：4天 → 0天",
        "单位 节假日：2026-10-01、2026-10-02、2026-10-03、2027-01-01"
        " → 2026-10-01、2026-10-02、2026-10-03",
        "虚一街道 改名：虚一街道 → 新一街道",
        "新一街道 曾用名：（空） → 虚一街道",
        "新一街道 组别：一类 → 二类",
        "新一街道 总人口：50000 → 51000",
        "虚三街道 新增：（空） → 组别二类，总人口30000，社区数4，行政村数1，上年农村火灾起数0",
        "虚二街道 删去：组别三类，总人口20000，社区数3，行政村数4，上年农村火灾起数2 → （空）",
        "删去的街道若是改了名：在新名称一行的“曾用名”里写上原名，以前的报表才还是它的",
        "以上还没有写入：核对无误后，加 --change 再运行一次",
    ]
    assert files(district) == before
    assert run("init", district, "--from", form, "--change").exit_code == 0
    made = edition_in(district)
    assert made.units == (
        unit_of("新一街道", "二类", 51000, 8, 0, 0, formerly=("虚一街道",)),
        unit_of("虚三街道", "二类", 30000, 4, 1, 0),
    )
    assert made.statement.due[FormKind.MONTHLY] == Due(1, 8)
    assert (district / FORM).read_bytes() == form.read_bytes()


def test_two_offices_do_not_become_one_by_their_names(district: Path, tmp_path: Path) -> None:
    before = files(district)
    merged = (("新街道", "虚一街道、虚二街道", "二类", 70000, 11, 4, 2, None),)
    form = filled(tmp_path / "新表.xlsx", offices=merged)
    (said,) = refused(run("init", district, "--from", form, "--change"))
    assert "新街道的名称和曾用名里有现在的 2 个街道（虚一街道、虚二街道）" in said
    assert files(district) == before


def test_the_same_form_again_changes_nothing(district: Path) -> None:
    before = files(district)
    for words in ((), ("--change",)):
        again = run("init", district, *words)
        assert (again.exit_code, again.stdout.startswith("没有变动")) == (0, True)
    assert files(district) == before


def test_a_telephone_alone_changes_the_form_and_no_edition(district: Path, tmp_path: Path) -> None:
    form = filled(tmp_path / "新表.xlsx", cells={"街道!I7": "0000-1111111"})
    version = edition_in(district).register_version
    shown = run("init", district, "--from", form)
    assert (shown.exit_code, "考核方案不变" in shown.stdout) == (1, True)
    assert "1111111" not in shown.output
    assert run("init", district, "--from", form, "--change").exit_code == 0
    assert contacts(district)["虚二街道"] == "0000-1111111"
    assert edition_in(district).register_version == version


def test_what_the_rule_keeper_wrote_stays(district: Path, tmp_path: Path) -> None:
    clause = next((district / "statements/2026/clauses").glob("06_*"))
    clause.write_text(clause.read_text("utf-8").replace("<= 70", "<= 65"), "utf-8")
    statement = district / "statements/2026/statement.yaml"
    text = statement.read_text("utf-8").replace("confirmed: false", "confirmed: true")
    statement.write_text(text, "utf-8")
    form = filled(tmp_path / "新表.xlsx", cells={"街道!E6": 51000})
    assert run("init", district, "--from", form, "--change").exit_code == 0
    assert statement.read_text("utf-8") == text
    assert "<= 65" in clause.read_text("utf-8")
    assert edition_in(district).units[0].figures["总人口"] == 51000


def test_a_new_year_begins_with_the_rules_of_the_last(district: Path, tmp_path: Path) -> None:
    statement = district / "statements/2026/statement.yaml"
    statement.write_text(
        statement.read_text("utf-8").replace("at_least: 90", "at_least: 92"), "utf-8"
    )
    form = filled(tmp_path / "新表.xlsx", {**ORGANS, "年份": 2027}, holidays=HOLIDAYS[1:])
    before = files(district / "statements/2026")
    shown = run("init", district, "--from", form)
    assert shown.exit_code == 1
    assert shown.stdout.startswith("2027 年还没有考核方案：按 2026 年的编制，变动如下\n")
    assert not (district / "statements/2027").exists()
    assert run("init", district, "--from", form, "--change").exit_code == 0
    assert edition_in(district, 2027).statement.grades[0].at_least == 92
    assert files(district / "statements/2026") == before


def test_a_broken_edition_of_the_district_is_said(district: Path, tmp_path: Path) -> None:
    (district / "statements/2026/units.yaml").write_text("- {name: 甲}\n", encoding="utf-8")
    form = filled(tmp_path / "新表.xlsx", cells={"街道!E6": 51000})
    assert "2026/units.yaml" in refused(run("init", district, "--from", form))[0]


def test_what_cannot_be_read_has_no_telephones_but_a_reason(tmp_path: Path) -> None:
    (tmp_path / FORM).write_bytes(b"not a workbook")
    with pytest.raises(RequestError, match="不能用"):
        contacts(tmp_path)


def test_a_full_disk_leaves_the_district_as_it_was(
    district: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(folder: Path, *_: object) -> None:
        folder.mkdir(parents=True)
        (folder / "statement.yaml").write_text("name: 半份\n", encoding="utf-8")
        raise OSError(errno.ENOSPC, "", str(folder))

    before = files(district)
    monkeypatch.setattr("zongzhi_xl.desk.initiating.district.write_edition", half)
    form = filled(tmp_path / "新表.xlsx", cells={"街道!E6": 51000})
    assert "磁盘已满" in refused(run("init", district, "--from", form, "--change"))[0]
    assert files(district) == before
    fresh = tmp_path / "乙区"
    assert "磁盘已满" in refused(run("init", fresh, "--from", form))[0]
    assert files(fresh) == {}


def test_an_edition_written_in_an_unusual_way_is_not_spoilt(district: Path, tmp_path: Path) -> None:
    statement = district / "statements/2026/statement.yaml"
    text = statement.read_text("utf-8").replace("district: 虚构区\n", '"district": 虚构区\n')
    statement.write_text(text, "utf-8")
    form = filled(tmp_path / "新表.xlsx", {**ORGANS, "区名": "新区"})
    (said,) = refused(run("init", district, "--from", form, "--change"))
    assert "statement.yaml：写法与本程序写的不同" in said
    assert statement.read_text("utf-8") == text
