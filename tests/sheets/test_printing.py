"""What comes out of the printer: the promised number of pages, and no figure cut to ###.

LibreOffice prints to PDF and pdftotext reads it back; Excel's own page breaks could not be
tried here.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.good_year import good_year, submissions
from tests.sample_appraisal import appraisal as sample
from tests.sample_appraisal import edition as sample_edition
from tests.sheets.returns import good_march
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets import department_book, district_form, return_book, summary_book

PROGRAMS = ("soffice", "pdftotext")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> dict[str, list[str]]:
    """The text of every page of every workbook, by the file's stem."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        reason = f"没有安装 {'、'.join(missing)}，不能打印"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    folder = tmp_path_factory.mktemp("printed")
    unit = edition.units[0].name
    return_book.write(folder / "月报.xlsx", FormKind.MONTHLY, edition, good_march())
    annual = return_book.ReturnContents(unit=unit, year=2026, values=annual_values(edition))
    return_book.write(folder / "年报.xlsx", FormKind.ANNUAL, edition, annual)
    department_book.write(folder / "部门提供数.xlsx", edition, 2026, {}, {})
    district_form.write(folder / "区情登记表.xlsx", edition)
    summary_book.write(folder / "区级汇总.xlsx", sample(final=True), sample_edition())
    files = sorted(folder.glob("*.xlsx"))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", str(folder), *map(str, files)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {file.stem: pages(file.with_suffix(".pdf")) for file in files}


def annual_values(edition: Edition) -> dict[str, object]:
    annual = submissions(good_year(edition.units[0]), edition)[-1]
    return {item.name: annual.value(item.name) for item in edition.form(FormKind.ANNUAL).items}


def pages(pdf: Path) -> list[str]:
    read = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True
    )
    return read.stdout.split("\f")[:-1]


@pytest.mark.parametrize("book", ["月报", "年报", "部门提供数", "区级汇总", "区情登记表"])
def test_no_figure_is_cut_to_hashes(printed: dict[str, list[str]], book: str) -> None:
    cut = [line for page in printed[book] for line in page.splitlines() if "###" in line]
    assert cut == []


def test_the_monthly_form_is_one_page(printed: dict[str, list[str]]) -> None:
    """表号, first and last item, and the signatures stand on the same page."""
    (page,) = [page for page in printed["月报"] if "综治月1表" in page]
    for words in ("刑事立案数", "按时完成任务数", "单位负责人", "报出日期", "校验码", "第1页"):
        assert words in page


def test_each_page_of_the_annual_form_says_whose_it_is(
    printed: dict[str, list[str]], edition: Edition
) -> None:
    """At most three, each with 表号, unit and check code, to be stamped; the last is signed."""
    pages = [page for page in printed["年报"] if "综治年1表" in page]
    assert 1 < len(pages) <= 3
    assert "开展平安创建" in pages[0]
    assert "全年普法宣传次数" in pages[-1]
    for number, page in enumerate(pages, 1):
        for words in (edition.units[0].name, "校验码", f"第{number}页"):
            assert words in page
    assert ["单位负责人" in page for page in pages] == [False] * (len(pages) - 1) + [True]


def test_a_department_has_pages_of_its_own(printed: dict[str, list[str]]) -> None:
    """With the year and a line to sign and stamp; no figure of another department on it."""
    pages = [page for page in printed["部门提供数"] if "提供单位（盖章）" in page]
    assert len(pages) > 6
    for page in pages:
        assert "2026年" in page
        assert not ("刑事立案数" in page and "民间纠纷受理数" in page)
        assert not ("社会违法人数" in page and "班子受处分数" in page)


def test_each_page_of_the_districts_form_has_its_headings(printed: dict[str, list[str]]) -> None:
    """One page of organs, two of offices, one of departments, one of holidays."""
    heads = ("区综治办名称", "街道名称", "街道名称", "联系科室", "起始日期")
    pages = printed["区情登记表"]
    assert len(pages) == len(heads)
    for page, head in zip(pages, heads, strict=True):
        assert head in page
        assert "区综治办（盖章）" in page


def test_the_overview_is_one_page(printed: dict[str, list[str]]) -> None:
    first = [page for page in printed["区级汇总"] if "总览" in page]
    assert len(first) == 1
    assert "各单位得分" in first[0]
