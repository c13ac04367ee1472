"""The edition that ``rules new --like empty`` begins with: who reports, and a year handed in."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from zongzhi_xl.cli import app
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets import department_book, return_book
from zongzhi_xl.sheets.return_book import ReturnContents

UNIT, YEAR = "示例一单位", 2027
SIGNED = {"填表人": "甲", "单位负责人": "乙", "联系电话": "0427-1234567"}


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in words])


def hand_in(
    inbox: Path, edition: Edition, came: Mapping[int, date], *, checked: int, plan: str, unfit: int
) -> None:
    """A return for each month on its day, ``checked`` of ten, the annual one, the departments'."""
    inbox.mkdir()
    for month, day in came.items():
        values = {
            "应检查数": 10,
            "已检查数": checked,
            "报出日期": day,
            "本月无重大事项": "是",
            **SIGNED,
        }
        paper = ReturnContents(unit=UNIT, year=YEAR, month=month, values=values)
        return_book.write(inbox / f"{month:02}.xlsx", FormKind.MONTHLY, edition, paper)
    values = {"预案已修订": plan, "报出日期": date(YEAR + 1, 1, 5), **SIGNED}
    paper = ReturnContents(unit=UNIT, year=YEAR, values=values)
    return_book.write(inbox / "年报.xlsx", FormKind.ANNUAL, edition, paper)
    given = {UNIT: {"抽查不合格数": unfit}}
    department_book.write(inbox / "部门.xlsx", edition, YEAR, given, {})
