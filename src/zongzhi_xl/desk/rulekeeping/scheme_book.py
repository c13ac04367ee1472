"""The rules workbook on its way: written of an edition, read again in a supervised child."""

from functools import partial
from pathlib import Path

from zongzhi_xl.contract import SCHEME
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.own_outputs import Sort
from zongzhi_xl.desk.placing import put_in_place
from zongzhi_xl.desk.rulekeeping.comparing import edition_folder
from zongzhi_xl.errors import RequestError
from zongzhi_xl.reading import intake
from zongzhi_xl.reading import scheme_book as reading
from zongzhi_xl.reading.scheme_book import Kept
from zongzhi_xl.sheets import scheme_book
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.book.layout import SHEETS
from zongzhi_xl.statements.book.rows import seal_of
from zongzhi_xl.statements.files import EMPTY, STANDARD, answers_of

FILE = f"{SCHEME}.xlsx"


def export(folder: Path | None, path: Path) -> str:
    """``rules export``: the edition in ``folder`` as a workbook; says what to do next.

    Raises OutputError where a workbook lies there in which something was changed, StatementError.
    """
    if path.suffix.lower() != ".xlsx":
        raise RequestError(f"工作簿要写成 .xlsx 文件，{path} 不是")
    chosen = edition_folder(folder)
    edition = loader.load(chosen)
    with put_in_place(path, UNCHANGED) as aside:
        write(edition, chosen, aside)
    where = "区文件夹/statements/年份" if chosen in (STANDARD, EMPTY) else chosen
    return f"已写出 {path}；改好以后读回：zongzhi-xl rules import {path} {where}"


def write(edition: Edition, folder: Path, path: Path) -> None:
    """The workbook of the edition that stands in ``folder``; raises StatementError, OutputError."""
    answers, unclear = answers_of(folder)
    if unclear:
        raise unclear[0]
    scheme_book.write(path, edition, answers)


def read(path: Path) -> Kept:
    """What stands in the workbook at ``path``.

    Raises:
        RequestError: there is no such file, or it cannot be used, with the reason.
        MachineError: no child can be started.
    """
    if not path.exists():
        raise RequestError(f"没有文件 {path}；用 zongzhi-xl rules export 写出一份再改")
    ((_, result),) = intake.run([(path, path.name)], partial(reading.read, sheets=SHEETS))
    if isinstance(result, intake.Failure):
        raise RequestError(f"{path} 不能用：{result.reason}")
    return result


def is_unchanged(path: Path) -> bool:
    """Whether it is a rules workbook in which nobody has changed anything since it was written."""
    try:
        kept = read(path)
    except RequestError:
        return False
    return seal_of(kept.cells) == kept.as_written


UNCHANGED = Sort(f"没有改过的{SCHEME}工作簿", is_unchanged)
