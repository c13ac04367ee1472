"""Loading an edition: strictness beyond the museum of faults, and which edition is in force."""

import pickle
import shutil
from pathlib import Path

import pytest

from tests.statements.editing import Folder
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.errors import StatementError
from zongzhi_xl.record import replace
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.loader import for_year, load, standard

STANDARD = Path(loader.__file__).parent / "standard"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(STANDARD, tmp_path / "2026")
    return tmp_path / "2026"


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_standard_edition_is_loaded_once() -> None:
    assert standard() is standard()
    assert standard().id == str(standard().version)


def test_the_edition_does_not_depend_on_where_it_lies(folder: Path) -> None:
    assert load(folder).canonical == standard().canonical


def test_a_changed_limit_is_another_edition(folder: Path) -> None:
    _replace(folder / "clauses" / "07_治安案件.yaml", "{全部: <= 30}", "{全部: <= 28}")
    edition = load(folder)
    assert str(edition.indicators["治安案件发案率"].limit_for("三类")) == "<= 28"
    assert edition.id != standard().id


def test_words_are_never_taken_for_days_numbers_or_yes_and_no(folder: Path) -> None:
    """YAML would make 12-10 a word, 2026-03-05 a day, 010 eight and ``no`` false."""
    _replace(folder / "statement.yaml", "contact: ''", "contact: 010")
    _replace(folder / "statement.yaml", "document_number: ''", "document_number: no")
    _replace(
        folder / "statement.yaml", "reference: 标准版", "replaces: 2026-03-05\nreference: 标准版"
    )
    statement = load(folder).statement
    assert (statement.contact, statement.document_number) == ("010", "no")
    assert statement.replaces == "2026-03-05"


def test_holidays_are_days(folder: Path) -> None:
    _replace(folder / "statement.yaml", "tie_breaks:", "holidays: [2026-10-01]\ntie_breaks:")
    (holiday,) = load(folder).statement.holidays
    assert holiday.isoformat() == "2026-10-01"


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    """Windows Notepad writes one."""
    file = folder / "units.yaml"
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert load(folder).id == standard().id


def test_a_register_of_a_city_reads_as_if_in_one_piece(folder: Path) -> None:
    """It is parsed part by part; a fault in a late part is named by its own line."""
    lines = [
        f"- {{name: 示例{n:04}街道, group: 一类, figures: {{总人口: {n + 1}, "
        "名册_社区数: 1, 名册_行政村数: 1, 上年农村火灾起数: 0}}\n"
        for n in range(450)
    ]
    (folder / "units.yaml").write_text("\n".join(["", *lines]), encoding="utf-8")
    assert [unit.figures["总人口"] for unit in load(folder).units] == list(range(1, 451))
    lines[440] = lines[440].replace("{", "{name: 重复, ")
    (folder / "units.yaml").write_text("\n".join(["", *lines]), encoding="utf-8")
    with pytest.raises(StatementError, match="第882行：项目 name 写了两次"):
        load(folder)


def test_a_long_register_may_refer_to_itself(folder: Path) -> None:
    figures = "总人口: 1, 名册_社区数: 1, 名册_行政村数: 1, 上年农村火灾起数: 0"
    rest = f"figures: {{{figures}}}}}\n"
    lines = [f"- {{name: 示例{n}街道, group: *group, {rest}" for n in range(450)]
    first = "- {name: 甲街道, group: &group 一类, " + rest
    (folder / "units.yaml").write_text("".join([first, *lines]), encoding="utf-8")
    assert {unit.group for unit in load(folder).units} == {"一类"}


def test_a_table_within_itself_is_one_sentence(folder: Path) -> None:
    (folder / "units.yaml").write_text("[" * 5000, encoding="utf-8")
    with pytest.raises(StatementError, match=r"2026/units\.yaml"):
        load(folder)


def test_a_list_as_key_is_one_sentence(folder: Path) -> None:
    (folder / "units.yaml").write_text("? [a]\n: 2\n", encoding="utf-8")
    with pytest.raises(StatementError, match="第1行：不是合格的 YAML"):
        load(folder)


def test_the_error_tells_its_parts(folder: Path) -> None:
    _replace(folder / "clauses" / "07_治安案件.yaml", "price: 0.1", "prise: 0.1")
    with pytest.raises(StatementError) as caught:
        load(folder)
    assert caught.value.file == "2026/clauses/07_治安案件.yaml"
    assert caught.value.path == "deductions[0].per"
    assert caught.value.problem.startswith("不认识的项目 prise；可用：price, step")


def test_other_files_in_the_folder_are_left_alone(folder: Path) -> None:
    (folder / "clauses" / "Thumbs.db").write_bytes(b"\0")
    (folder / "forms" / "~$月报.yaml").write_bytes(b"\0")
    assert load(folder).id == standard().id


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(StatementError, match="没有这个考核方案文件夹"):
        load(tmp_path / "2030")


def test_a_folder_without_forms(folder: Path) -> None:
    shutil.rmtree(folder / "forms")
    with pytest.raises(StatementError, match="2026/forms：缺少这个文件夹"):
        load(folder)


def test_without_a_district_the_standard_edition_is_in_force() -> None:
    assert for_year(None, 2026) is standard()


def test_a_district_without_editions_uses_the_standard_one(tmp_path: Path) -> None:
    assert for_year(tmp_path, 2026) is standard()


def test_a_districts_own_edition_of_the_year_is_in_force(tmp_path: Path) -> None:
    own = tmp_path / "statements" / "2026"
    shutil.copytree(STANDARD, own)
    _replace(own / "statement.yaml", "name: standard", "name: example")
    assert for_year(tmp_path, 2026).statement.name == "example"


def test_a_year_without_an_edition_is_not_scored_by_another(tmp_path: Path) -> None:
    shutil.copytree(STANDARD, tmp_path / "statements" / "2026")
    with pytest.raises(StatementError, match="没有2027年的考核方案，现有：2026"):
        for_year(tmp_path, 2027)


def test_a_district_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StatementError, match="没有这个区文件夹"):
        for_year(tmp_path / "nowhere", 2026)


def test_what_is_made_of_an_edition_is_made_once_and_stays_at_home() -> None:
    edition = standard()
    made: list[Edition] = []

    def counted(one: Edition) -> int:
        made.append(one)
        return len(made)

    assert [edition.once(counted), edition.once(counted)] == [1, 1]
    sent = pickle.loads(pickle.dumps(edition))
    assert sent == edition
    assert sent.id == edition.id
    assert replace(edition, units=()).once(counted) == 2


def test_a_form_that_there_is_not_is_told_how_to_be_written(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "方案")
    (folder.path / "forms" / "季报.yaml").write_text("kind: 季报\n", encoding="utf-8")
    with pytest.raises(StatementError, match=r"季报.*写成月报，每项都写 months: \[3, 6, 9, 12\]"):
        load(folder.path)
