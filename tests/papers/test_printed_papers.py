"""Word papers as LibreOffice lays them out: 22 lines of 28 signs, pages as meant, none empty.

Word and WPS themselves could not be tried here.
"""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests import sample_appraisal as sample
from tests.office import require
from tests.papers.test_year import calendar, issue, reviewed, settled, through
from zongzhi_xl.core.appraising.rulings import Decision, RuledVeto, Rulings
from zongzhi_xl.core.appraising.scorecard import VetoState
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.papers import writing
from zongzhi_xl.papers.calendar import Year, due_on
from zongzhi_xl.papers.markup import sheet_of
from zongzhi_xl.papers.word import word_of

pytestmark = pytest.mark.long

UNIT = sample.UNITS[5][0]
VETO = {UNIT: RuledVeto(True, Decision(5, date(2027, 2, 18), "审定"))}
#: how many pages each paper of the sample has; 责任书 of the standard letter's 26 clauses
PAGES = {
    "月报送情况通报": 1, "提示函_示例一街道": 1, "考核通报": 2, "否决决定书_示例六街道": 1,
    "复核决定书_示例三街道": 1, "结果通知书_示例三街道": 2, "解除告知书_示例六街道": 1,
    "基础数据核定表": 1, "归档目录": 1, "布置通知": 2, "责任书_于楼街道": 6, "商请函_司法行政": 1,
}  # fmt: skip


def full(signs: int) -> bytes:
    return word_of(sheet_of(f'<paper kind="公文" name="满"><plain>{"国" * signs}</plain></paper>'))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> dict[str, list[str]]:
    """The text of every page by the paper's name."""
    require("soffice", "pdftotext")
    folder = tmp_path_factory.mktemp("printed")
    (folder / "满.docx").write_bytes(full(22 * 28))
    (folder / "多一字.docx").write_bytes(full(22 * 28 + 1))
    for one in (
        issue(through(6)), issue(settled(VetoState.IMPOSED), rulings=Rulings(vetoes=VETO)),
        reviewed(),
    ):  # fmt: skip
        writing.write_published(folder, one)
    units = [unit.name for unit in edition.units]
    for day in (date(2026, 1, 5), date(2026, 3, 5)):
        writing.write_due(folder, [*due_on(day, Year(2026, edition, {}, (), 0))], units, None)
    later = calendar(vetoes=VETO)
    writing.write_due(folder, [*due_on(date(2028, 3, 1), later)], [UNIT], None)
    files = [
        path for path in sorted(folder.glob("*.docx")) if path.stem in {*PAGES, "满", "多一字"}
    ]
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {file.stem: pages(file.with_suffix(".pdf")) for file in files}


def pages(pdf: Path) -> list[str]:
    read = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    )
    return read.stdout.split("\f")[:-1]


def test_a_page_holds_22_lines_of_28_signs_and_not_one_more(
    printed: dict[str, list[str]],
) -> None:
    (page,) = printed["满"]
    lines = [line.strip() for line in page.splitlines() if "国" in line]
    assert lines == ["国" * 28] * 22
    assert len(printed["多一字"]) == 2


def test_every_paper_has_the_pages_that_it_is_meant_to_have(
    printed: dict[str, list[str]],
) -> None:
    counted = {name: len(found) for name, found in printed.items() if name in PAGES}
    assert counted == {name: count for name, count in PAGES.items() if name in counted}
    assert PAGES.keys() - counted.keys() <= {"归档目录"}  # nothing is filed before it is published


def test_no_page_is_all_but_empty_and_each_has_its_number(
    printed: dict[str, list[str]],
) -> None:
    for name in PAGES.keys() & printed.keys():
        for number, page in enumerate(printed[name], 1):
            assert f"—{number}—" in "".join(page.split()), (name, number)
            assert len("".join(page.split())) > 100, (name, number, page)
