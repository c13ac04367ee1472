"""区情登记表.xlsx: given out empty, read in a supervised child when it comes back."""

from functools import partial
from pathlib import Path

from zongzhi_xl.contract import DISTRICT_FORM
from zongzhi_xl.core.edition import district_fields as asked
from zongzhi_xl.core.edition.statement import Statement
from zongzhi_xl.core.returned.district_form import telephones_of
from zongzhi_xl.desk.own_outputs import Sort
from zongzhi_xl.desk.placing import put_in_place
from zongzhi_xl.errors import RequestError
from zongzhi_xl.reading import district_form as reading
from zongzhi_xl.reading import intake
from zongzhi_xl.reading.district_form import Kept
from zongzhi_xl.sheets import district_form
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.files import STANDARD
from zongzhi_xl.statements.loader import EDITIONS, years_of

FILE = f"{DISTRICT_FORM}.xlsx"


def is_blank(path: Path) -> bool:
    """Whether it is the form, and nobody has typed anything."""
    try:
        raw = read(path, loader.standard().statement).raw
    except RequestError:
        return False
    typed = any(cell.value is not None for cell in raw.organs.values())
    return not (typed or any(raw.tables.values()) or raw.strays)


BLANK_FORM = Sort(f"空的{DISTRICT_FORM}", is_blank)


def write_blank(path: Path) -> None:
    """The empty form; what somebody filled in is not written over. Raises OutputError."""
    if path.suffix.lower() != ".xlsx":
        raise RequestError(f"空表要写成 .xlsx 文件，{path} 不是")
    with put_in_place(path, BLANK_FORM) as aside:
        district_form.write(aside, loader.standard())


def read(path: Path, statement: Statement) -> Kept:
    """The form at ``path`` with its bytes.

    Raises:
        RequestError: there is no such file, or it cannot be used, with the reason.
        MachineError: no child can be started.
    """
    if not path.exists():
        raise RequestError(f"没有文件 {path}；空表用 init --blank {FILE} 领取")
    tables = asked.tables(statement)
    ((_, result),) = intake.run([(path, path.name)], partial(_read, tables=tables))
    if isinstance(result, intake.Failure):
        raise RequestError(f"{path} 不能用：{result.reason}")
    return result


def _read(path: Path, file: str, tables: asked.Tables) -> Kept:
    return reading.read(path, file, tables)


def contacts(district: Path) -> dict[str, str]:
    """Office telephones by office and department, from the form that the folder keeps.

    They stand nowhere else: no edition, no output, no log. None where no form is kept.

    Raises:
        RequestError: the form cannot be read.
    """
    path = district / FILE
    if not path.exists():
        return {}
    return telephones_of(read(path, scheme_of(district)).raw)


def scheme_of(district: Path) -> Statement:
    """By what the form of a district asks: its newest edition's, else the standard one's."""
    years = years_of(district)
    newest = district / EDITIONS / str(max(years)) if years else STANDARD
    return loader.load(newest).statement
