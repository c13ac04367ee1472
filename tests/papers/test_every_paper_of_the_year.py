"""Every paper that a district's year needs: it has a template, a time, a case and a picture.

The year is written down here once more, as the district's calendar has it; lists are compared.
"""

from itertools import chain
from pathlib import Path

import pytest

from tests.papers.every_paper import every_paper
from tests.papers.test_papers import CONTEXTS
from tests.papers.test_printed_papers import LONGEST, PAGES
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.papers import board
from zongzhi_xl.papers.composing import Composer
from zongzhi_xl.papers.html import html_of
from zongzhi_xl.papers.listed import YEAR
from zongzhi_xl.record import fields_of
from zongzhi_xl.resources import templates_folder

ROOT = Path(__file__).parents[2]
#: what has to be on paper at which time of the year; workbooks (空表, 部门提供数) are none of these
NEEDED = {
    "1月1–20日": ("商请函", "基础数据核定表"),
    "2月底前": ("布置通知",),
    "2–3月": ("责任书", "布置通知"),
    "每月末": ("签收单",),
    "6日": ("催报单",),
    "6–10日": ("退回单",),
    "12日": ("月报送情况通报",),
    "季首月15日": ("季度通报", "提示函"),
    "7月20日前": ("半年通报",),
    "12月1–10日": ("会议通知", "签到表"),
    "次年1月20日": ("初评告知书",),
    "2月10日前": ("复核申请表", "复核决定书"),
    "2月中下旬": ("考核通报", "结果通知书", "否决建议书", "否决决定书", "解除告知书"),
    "3月": ("归档目录",),
}
#: what another paper serves for: the circular of the second quarter, an annex
SERVED_BY = {"半年通报": "季度通报", "复核申请表": "初评告知书"}
PAPERS = {SERVED_BY.get(name, name) for name in chain(*NEEDED.values())}
#: what other templates are made of
PARTS = {"底版", "单子", "扣分和指标"}


def test_every_paper_has_a_template_and_every_template_is_of_one() -> None:
    assert {path.stem for path in templates_folder().glob("*.jinja")} == PAPERS | PARTS
    assert CONTEXTS.keys() - {board.TEMPLATE} == PAPERS


def test_every_paper_has_its_time_and_somebody_to_go_to() -> None:
    assert {one.name for one in YEAR} == PAPERS
    assert len(YEAR) == len(PAPERS)
    assert [one.name for one in YEAR if not (one.when and one.to)] == []


def test_every_paper_has_a_case(edition: Edition) -> None:
    assert every_paper(edition).keys() == PAPERS


def test_every_paper_is_laid_out_and_has_its_picture() -> None:
    """The pictures are of ``benchmarks/paper_pictures.py``."""
    kinds = {name.partition("_")[0] for name in (*PAGES, *LONGEST)}
    assert {name.replace("上半年", "季度") for name in kinds} == PAPERS
    pictures = ROOT / "docs" / "pictures" / "文书"
    assert {path.stem for path in pictures.glob("*.png")} == PAPERS


@pytest.mark.parametrize(
    ("served", "paper"), [("上半年通报", "季度通报"), ("复核申请表", "初评告知书")]
)
def test_what_another_paper_serves_for_is_on_it(served: str, paper: str, edition: Edition) -> None:
    sheet = Composer(Gate()).sheet(paper, fields_of(every_paper(edition)[paper]))
    assert served in html_of(sheet)
