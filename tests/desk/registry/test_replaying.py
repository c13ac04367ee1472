"""A year of the record reckoned under a changed edition: nothing is entered, nothing is guessed."""

from datetime import date
from pathlib import Path

import pytest

from tests.desk.registry.districts import YEAR, day, district_at, month_return
from zongzhi_xl.archive.record_book import opened
from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.registry import arriving
from zongzhi_xl.desk.registry.known import Moment, known
from zongzhi_xl.desk.rulekeeping.beginning import begin
from zongzhi_xl.desk.rulekeeping.replaying import Wish, replay

EAST, WEST = "兴海街道", "于楼街道"


@pytest.fixture
def district(tmp_path: Path, edition: Edition) -> Path:
    """January of two offices; that of the second came a day late."""
    folder = district_at(tmp_path / "区")
    for unit, on in ((EAST, "2-04"), (WEST, "2-06")):
        file = month_return(tmp_path / f"{unit}.xlsx", edition, 1, unit)
        arriving.receive(arriving.Wish(folder, (file,), day(on), day(on)))
    return folder


@pytest.fixture
def dearer(tmp_path: Path, district: Path) -> Path:
    """The same edition; a late 月报 costs 0.4 where it cost 0.1."""
    folder = tmp_path / "2027"
    begin(folder, district / "statements" / str(YEAR))
    (file,) = folder.glob("clauses/26*")
    text = file.read_text(encoding="utf-8").replace("月报迟报: 0.1,", "月报迟报: 0.4,")
    file.write_text(text.replace("月报迟报每次扣0.1分", "月报迟报每次扣0.4分"), encoding="utf-8")
    return folder


def scores(appraisal: Appraisal) -> dict[str, tuple[str, int | None]]:
    return {one.unit: (str(one.score), one.rank) for one in appraisal.units}


def test_the_records_own_year_and_who_changes_by_which_rule(district: Path, dearer: Path) -> None:
    with opened(district) as book:
        last = book.last
        outcome = known(book, Moment(YEAR, last, date.max, 1)).outcome
        done = replay(Wish(YEAR, dearer, district=district, through=1, workers=1))
        assert book.last == last
    assert scores(done.results[0]) == scores(outcome.appraisal)
    ((unit, rule),) = [(one.after.unit, rule) for one in done.units for rule in one.rules]
    assert (unit, rule.id) == (WEST, "D26-2")
    assert (str(rule.before), str(rule.after)) == ("0.10", "0.40")
