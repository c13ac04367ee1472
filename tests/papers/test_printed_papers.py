"""Word papers as LibreOffice lays them out: 22 lines of 28 signs, pages as meant, none empty.

Word and WPS themselves could not be tried here.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from tests import sample_appraisal as sample
from tests.office import require
from tests.papers import test_slips as slips
from tests.papers.test_year import PUBLISHED, calendar, issue, reviewed, rules, settled, through
from zongzhi_xl.core.appraising.rulings import Decision, RuledVeto, Rulings
from zongzhi_xl.core.appraising.scorecard import Appraisal, VetoState
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.papers import writing
from zongzhi_xl.papers.calendar import Year, due_on
from zongzhi_xl.papers.markup import sheet_of
from zongzhi_xl.papers.word import word_of
from zongzhi_xl.record import replace

pytestmark = pytest.mark.long

UNIT = sample.UNITS[5][0]
VETO = {UNIT: RuledVeto(True, Decision(5, date(2027, 2, 18), "审定"))}
#: how many pages each paper of the sample has; 责任书 of the standard letter's 26 clauses
PAGES = {
    "月报送情况通报": 1, "提示函_示例一街道": 1, "考核通报": 2, "否决决定书_示例六街道": 1,
    "复核决定书_示例三街道": 1, "结果通知书_示例三街道": 2, "解除告知书_示例六街道": 1,
    "基础数据核定表": 1, "归档目录": 1, "布置通知": 2, "责任书_于楼街道": 5, "商请函_司法行政": 1,
    "签收单_2026年5月月报": 1, "会议通知": 2, "签到表": 1,
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
    for day in (date(2026, 1, 5), date(2026, 3, 5), date(2026, 4, 28), date(2026, 12, 5)):
        writing.write_due(folder, [*due_on(day, Year(2026, edition, {}, (), 0))], units, None)
    later = calendar(publications=(PUBLISHED,), vetoes=VETO)
    for day in (date(2027, 3, 5), date(2028, 3, 1)):
        writing.write_due(folder, [*due_on(day, later)], [UNIT], None)
    return laid_out(folder, {*PAGES, "满", "多一字"})


def laid_out(folder: Path, names: Collection[str]) -> dict[str, list[str]]:
    """The text of every page of these papers of ``folder``."""
    files = [path for path in sorted(folder.glob("*.docx")) if path.stem in names]
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
    assert {name: len(found) for name, found in printed.items() if name in PAGES} == PAGES


def test_no_page_is_all_but_empty_and_each_has_its_number(
    printed: dict[str, list[str]],
) -> None:
    for name in PAGES.keys() & printed.keys():
        for number, page in enumerate(printed[name], 1):
            assert f"—{number}—" in "".join(page.split()), (name, number)
            assert len(own_words(page)) > _FEW, (name, number, page)


#: three words and their signs
_FEW = 20
#: what stands on every page: cautions, by which rules it was made, its number
_EVERYWHERE = re.compile(r".*(未经确认|版本 |，名册 ).*|\s*—\s*\d+\s*—\s*")


def own_words(page: str) -> str:
    """What a page says beyond its head and its number, without blanks."""
    lines = page.splitlines()
    return "".join("".join(line.split()) for line in lines if not _EVERYWHERE.fullmatch(line))


# ------------------------------------------------------------------ the longest of everything

LONG = "示例经济技术开发区高新技术产业园区综合保税区街道"
#: the best office, the one that lost most, the one with a veto; slips to be mended for long reasons
LONGEST = {
    "月报送情况通报": 1, "上半年通报": 2, f"提示函_{LONG}1": 1, "考核通报": 2,
    f"初评告知书_{LONG}1": 3, f"初评告知书_{LONG}3": 3, f"初评告知书_{LONG}6": 4,
    f"结果通知书_{LONG}1": 2, f"结果通知书_{LONG}6": 2, f"否决决定书_{LONG}6": 2,
    f"否决建议书_{LONG}6": 2, "催报单_兴海街道_2027-01-11": 2, "退回单_兴海街道_2027-01-11": 4,
    "签收单_2026年5月月报": 2, "签到表": 2,
}  # fmt: skip


def renamed(appraisal: Appraisal) -> Appraisal:
    """The same district, its offices under the longest name."""
    names = {one.unit: f"{LONG}{number}" for number, one in enumerate(appraisal.units, 1)}
    return replace(
        appraisal,
        units=tuple(replace(one, unit=names[one.unit]) for one in appraisal.units),
        deliveries=tuple(
            replace(one, unit=names.get(one.unit, one.unit)) for one in appraisal.deliveries
        ),
        files=(),
    )


@pytest.fixture(scope="module")
def longest(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    """Every paper with the longest names and with explanations of a hundred signs."""
    require("soffice", "pdftotext")
    folder = tmp_path_factory.mktemp("longest")
    vetoes = Rulings(vetoes={f"{LONG}6": VETO[UNIT]})
    writing.write_published(folder, issue(renamed(settled(VetoState.PROPOSED))))
    writing.write_published(folder, issue(renamed(settled(VetoState.IMPOSED)), rulings=vetoes))
    writing.write_papers(folder, renamed(sample.appraisal(final=True)), rules())
    writing.write_published(folder, issue(renamed(through(6))))
    how = slips.sending(edition, "综治科 0000-1000001")
    owed = [replace(slips.OVERDUE[0], month=month) for month in range(1, 13)]
    faults = [
        replace(one, value="一百二十三万四千五百六十七起", message="没" * 100, remedy="改" * 50)
        for one in (slips.FAULT, replace(slips.QUERY, explained="说" * 100)) * 6
    ]
    long = replace(slips.DECEMBER, reasons=(), findings=tuple(faults), correction=1, keeps=None)
    asked = how.reminder(slips.UNIT, owed), how.returned(slips.UNIT, [slips.DECEMBER, long])
    writing.write_slips(folder, asked, how)
    units = [replace(edition.units[0], name=f"{LONG}{number}") for number in range(1, 21)]
    year = Year(2026, replace(edition, units=tuple(units)), {}, (), 0)
    for day in (date(2026, 4, 28), date(2026, 12, 5)):
        writing.write_due(folder, due_on(day, year), [unit.name for unit in units], None)
    return folder


@pytest.fixture(scope="module")
def found(longest: Path) -> dict[str, list[str]]:
    """The text of every page of these."""
    return laid_out(longest, LONGEST)


def test_the_longest_papers_lose_no_sign_and_no_signature_stands_alone(
    longest: Path, found: dict[str, list[str]]
) -> None:
    assert {name: len(told) for name, told in found.items()} == LONGEST
    for name, told in found.items():
        body = Document(str(longest / f"{name}.docx")).element.body
        meant = "".join(one.text or "" for one in body.iter() if one.tag.endswith("}t"))
        assert not signs(meant) - signs("".join(told)), name
        for page in told:
            before, seal, _ = page.partition("（印章）")
            assert not seal or len(own_words(before)) > _FEW, (name, page)
            assert len(own_words(page)) > _FEW, (name, page)


def test_no_heading_stands_alone_at_the_foot_and_no_table_is_empty(
    longest: Path, found: dict[str, list[str]]
) -> None:
    for name, told in found.items():
        document = Document(str(longest / f"{name}.docx"))
        headings = {
            "".join(one.text.split()) for one in document.paragraphs if one.style.name in _HEADINGS
        }
        for page in told:
            lines = [own_words(line) for line in page.splitlines()]
            assert [line for line in lines if line][-1] not in headings, (name, page)
        assert [one for one in document.tables if len(one.rows) < _HEAD_AND_ROW] == [], name


_HEADINGS = {"一级标题", "二级标题", "附件标题", "表单标题"}
_HEAD_AND_ROW = 2


def signs(text: str) -> Counter[str]:
    """How often each Chinese character stands there."""
    return Counter(re.findall(r"[一-鿿]", text))
