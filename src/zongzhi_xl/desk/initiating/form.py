"""区情登记表.xlsx: given out empty, read in a supervised child when it comes back."""

from pathlib import Path

from zongzhi_xl.contract import DISTRICT_FORM
from zongzhi_xl.core.returned.district_form import telephones_of
from zongzhi_xl.desk.own_outputs import Sort
from zongzhi_xl.desk.placing import put_in_place
from zongzhi_xl.errors import RequestError
from zongzhi_xl.reading import district_form as reading
from zongzhi_xl.reading import intake
from zongzhi_xl.reading.district_form import Kept
from zongzhi_xl.sheets import district_form
from zongzhi_xl.statements import loader

FILE = f"{DISTRICT_FORM}.xlsx"


def is_blank(path: Path) -> bool:
    """Whether it is the form, and nobody has typed anything."""
    try:
        raw = read(path).raw
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


def read(path: Path) -> Kept:
    """The form at ``path`` with its bytes.

    Raises:
        RequestError: there is no such file, or it cannot be used, with the reason.
        MachineError: no child can be started.
    """
    if not path.exists():
        raise RequestError(f"没有文件 {path}；空表用 init --blank {FILE} 领取")
    ((_, result),) = intake.run([(path, path.name)], _read)
    if isinstance(result, intake.Failure):
        raise RequestError(f"{path} 不能用：{result.reason}")
    return result


def _read(path: Path, file: str) -> Kept:
    return reading.read(path, file)


def contacts(district: Path) -> dict[str, str]:
    """Office telephones by office and department, from the form that the folder keeps.

    They stand nowhere else: no edition, no output, no log. None where no form is kept.

    Raises:
        RequestError: the form cannot be read.
    """
    path = district / FILE
    return telephones_of(read(path).raw) if path.exists() else {}
