"""Sheet = engine also over a register that is a district's own: columns of every kind."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.office import Office
from tests.own_register import FIRE, begun, contents
from tests.proof.recorder import recorded
from tests.proof.routes import findings_of, live_codes, said_in_sheet
from tests.proof.spreadsheet import differences, opened
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.sheets.return_book import ReturnContents, write
from zongzhi_xl.sheets.returns.book_plan import plan_of
from zongzhi_xl.statements.loader import load

#: what stands otherwise in two rows that are alike but for their numbers
ODD: tuple[Mapping[str, object], ...] = (
    {},
    {"大类": "大火", "受伤人数": "4人"},
    {"结案日期": date(2027, 3, 1), "受伤人数": 3},
    {"结案日期": "三月", "伤情": None},
    {"受伤人数": None, "大类": "不适用"},
    {"文字": "13912345678"},
)


def test_the_sheet_finds_by_itself_what_the_program_finds(running: Office, tmp_path: Path) -> None:
    begun(tmp_path / "2027")
    edition, path = load(tmp_path / "2027"), tmp_path / "a.xlsx"
    write(path, FormKind.MONTHLY, edition, ReturnContents())
    sheet = opened(running, path, recorded(FormKind.MONTHLY, edition, ReturnContents()))
    plan, seen = plan_of(edition, FormKind.MONTHLY), set[str]()
    for odd in ODD:
        rows = {**FIRE, **odd}, {**FIRE, **odd, "事项编号": "甲3"}
        recording = recorded(FormKind.MONTHLY, edition, contents(3, *rows))
        sheet.become(recording)
        found = sheet.recalculated()
        assert list(differences(recording, found))[:5] == [], odd
        codes = findings_of(recording, plan, edition)
        assert codes is not None
        assert said_in_sheet(found, plan) == codes & live_codes(edition, FormKind.MONTHLY), odd
        seen |= said_in_sheet(found, plan)
    sheet.document.close(True)
    assert {"38", "39", "40", "44"} <= seen
