"""Returns laid on the shelf come back as they were, whatever lies there and how often."""

import pickle
from datetime import date

from zongzhi_xl.core.items import FormKind
from zongzhi_xl.core.submission import Entry, Place, Submission
from zongzhi_xl.core.tally import of_return
from zongzhi_xl.core.values import BLANK
from zongzhi_xl.desk.shelf import Closed, Shelf, packed, shelved


def returned(number: int) -> Submission:
    """A return whose cells tell its number."""
    place = Place(f"{number}.xlsx", "月报", "D9")
    entries = {
        "刑事立案数": Entry(number, place, "说明"),
        "报出日期": Entry(date(2026, 2, 3), place),
        "刑事破案数": Entry(BLANK, place, formula=True),
    }
    return Submission(
        FormKind.MONTHLY, "示例一街道", 2026, 1, "版本", place.file, str(number), entries
    )


def test_cells_come_back_as_they_were_in_any_order_and_more_than_stay_open() -> None:
    shelf = Shelf()
    kept = [
        shelved(pickle.loads(pickle.dumps(of_return(packed(returned(n))))), shelf)
        for n in range(100)
    ]
    for n in (0, 99, 50, 0, *range(100)):
        submission = kept[n].received[0].submission
        assert isinstance(submission.entries, Closed)
        assert submission == returned(n)
        assert submission.value("刑事立案数") == n
        assert submission.value("没有的项目") == BLANK
        assert len(submission.entries) == 3


def test_a_return_on_the_shelf_can_be_sent_to_another_process() -> None:
    (kept,) = shelved(of_return(packed(returned(7))), Shelf()).received
    sent = pickle.loads(pickle.dumps(kept.submission))
    assert sent.entries == returned(7).entries
    assert isinstance(sent.entries, dict)
