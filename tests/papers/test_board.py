"""看板: the same as 工作台, on one page that needs no network and no script."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from tests import sample_appraisal as sample
from tests.sheets.test_desk_book import MOBILE, desk
from zongzhi_xl.core.appraising.scorecard import IndicatorResult
from zongzhi_xl.core.chronicle.desk import Desk
from zongzhi_xl.core.language.values import BLANK, Value
from zongzhi_xl.papers import board
from zongzhi_xl.papers.board import NO_TREND, trend_of
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import desk_book


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> str:
    return _page(desk(), tmp_path_factory.mktemp("board"))


def _page(one: Desk, folder: Path) -> str:
    board.write(folder / "看板.html", one)
    return (folder / "看板.html").read_text(encoding="utf-8")


def _words(page: str) -> str:
    """What a person reads."""
    body = page[page.index("<body>") :]
    return unescape(re.sub(r"<[^>]+>", "\n", body))


# ------------------------------------------------------------------ by itself


def test_it_needs_no_network_and_no_script(shown: str) -> None:
    assert not re.search(r"<(?:script|iframe|img|link|object)\b|@import|url\(|\bon[a-z]+=", shown)


def test_every_link_leads_somewhere(shown: str) -> None:
    """Within the page to what is there; out of it to the originals, and nowhere else."""
    anchors = set(re.findall(r'id="([^"]+)"', shown))
    links = re.findall(r'href="([^"]+)"', shown)
    inside = {link[1:] for link in links if link.startswith("#")}
    outside = {unquote(link) for link in links if not link.startswith("#")}
    assert inside <= anchors
    offices = {unit for unit, _, _ in sample.UNITS}
    counting = {one.file for one in desk().appraisal.deliveries if one.unit in offices}
    assert outside == {f"originals/{file}" for file in counting if file}


def test_each_anchor_and_heading_stands_once(shown: str) -> None:
    anchors = re.findall(r'id="([^"]+)"', shown)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', shown)) <= set(anchors)


def test_what_offices_typed_stays_text(shown: str) -> None:
    assert sample.TAGGED not in shown
    assert sample.NASTY not in shown  # its quotes are escaped
    assert MOBILE not in shown


# ------------------------------------------------------------------ the same as the workbook


def test_it_says_what_the_workbook_says(shown: str, tmp_path: Path) -> None:
    """The three numbers, what is due, who owes what, and every warning, word for word."""
    desk_book.write(tmp_path / "工作台.xlsx", desk())
    book = openpyxl.load_workbook(tmp_path / "工作台.xlsx", data_only=True)
    words, flat = set(_words(shown).split("\n")), re.sub(r"\s", "", _words(shown))
    today = [str(cell.value) for row in book["今天"].iter_rows() for cell in row if cell.value]
    for told in (one for one in today if re.search(r"月报.*[到须]|下一个截止日|（[份件]）", one)):
        assert re.sub(r"\s", "", told) in flat, told
    warned = [row for row in book["预警"].iter_rows(values_only=True) if isinstance(row[1], int)]
    assert warned
    for unit, _, name, limit, _, now, *_, why in (row[:10] for row in warned):
        assert {unit, name, limit, now, why} <= words


def test_each_office_is_told_with_its_points_and_their_evidence(shown: str) -> None:
    one = next(office for office in board.board_of(desk()).offices if office.unit.losses)
    part = shown[shown.index(f'id="{one.anchor}"') :]
    part = _words("<body>" + part[: part.index("</article>")])
    assert f"{one.unit.score:f}" in part
    for rule in one.rules:
        assert rule.points in part
        assert all(line in part for entry in rule.entries for line in entry.evidence)


def test_offices_stand_by_rank_and_the_longest_bar_is_that_of_most_lost() -> None:
    offices = board.board_of(desk()).offices
    ranks = [one.unit.rank for one in offices if one.unit.rank]
    assert ranks == sorted(ranks)
    most = max(offices, key=lambda one: float(one.lost))
    assert [one.share for one in offices if one.lost == most.lost] == [100]


def test_a_question_beyond_the_first_is_counted(tmp_path: Path) -> None:
    """15 are told at once; of 17 open ones two are only counted."""
    task = desk().tasks[0]
    many = replace(desk(), tasks=tuple(replace(task, id=f"{n:08X}") for n in range(17)))
    page = _page(many, tmp_path)
    assert "还有 2 件，见工作台的“待办”" in page
    assert "0000000E" in page
    assert "0000000F" not in page


# ------------------------------------------------------------------ the course of the year


def _month(value: Value) -> IndicatorResult:
    one = sample.indicator("刑事案件发案率", 1, "<= 70", True, (1, 1))
    return replace(one, value=value, unit="起/万人")


def test_a_course_under_a_ceiling_stands_on_nought() -> None:
    """0, 35, 70 of at most 70: the drawing is 20 high with a margin of 3, so 17, 10 and 3."""
    trend = trend_of([_month(0), _month(35), _month(70)])
    assert trend.runs == ("3,17 11,10 19,3",)
    assert (trend.limit, trend.x, trend.y) == (3.0, 19.0, 3.0)
    assert trend.words == "1月0.00，2月35.00，3月70.00；限额≤70"


def test_a_month_without_a_figure_breaks_the_line() -> None:
    trend = trend_of([_month(70), _month(BLANK), _month(70)])
    assert trend.runs == ("3,3", "19,3")


def test_without_any_figure_nothing_is_drawn() -> None:
    assert trend_of([]) == NO_TREND
    assert trend_of([_month(BLANK)]) == NO_TREND
