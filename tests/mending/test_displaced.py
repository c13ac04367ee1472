"""Rows that moved without their names: never taken in one row off, told what to do, repaired.

names that point elsewhere; an identity check is made by ``consolidate``
and ``validate`` as well, because a figure in the wrong row corrupts a result silently.
"""

import json
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests import damage
from tests.places import GAP
from tests.sheets.returns import EVENT, good_march
from zongzhi_xl.cli import app
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.reading import reader
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book

UNIT = "于楼街道"


def run(*args: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in args])


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    path = tmp_path_factory.mktemp("good") / f"{UNIT}.xlsx"
    contents = replace(good_march(本月无重大事项="否"), events=(EVENT,))
    return_book.write(path, FormKind.MONTHLY, edition, contents)
    return path


@pytest.fixture
def sent(good: Path, tmp_path: Path) -> Path:
    """A copy to be damaged."""
    (tmp_path / "收件").mkdir()
    return Path(shutil.copy(good, tmp_path / "收件" / good.name))


Mishaps = dict[str, tuple[Callable[[Path], None], str]]
#: the mishap, and what is said of the first cell that is read from the wrong row
OF_FORM: Mishaps = {
    "插行": (partial(damage.insert_rows, before=12, names_follow=False),
             "“治安案件受理数”按名称读的是 月报!D12（空），表上印给它的格是 月报!D13（30）"),
    "插在末行之前": (partial(damage.insert_rows, before=45, names_follow=False),
                     "“按时完成任务数”按名称读的是 月报!D45（空），表上印给它的格是 月报!D46（3）"),
    "排序": (partial(damage.swap_rows, one=12, other=9),
             "“刑事立案数”按名称读的是 月报!D9（30），表上印给它的格是 月报!D12（20）"),
    "名称改指": (partial(damage.point_elsewhere, name="可防性案件数", text="'月报'!$D$11"),
                 "“可防性案件数”按名称读的是 月报!D11（18），表上印给它的格是 月报!D10（3）"),
}  # fmt: skip
OF_BASES: Mishaps = {
    "底数插行": (partial(damage.insert_rows_in, sheet="底数", before=7),
                 "底数!B8 是“近和_刑事立案数”的格，这一行印的却是“上年累计_刑事立案数”"),
    "底数排序": (partial(damage.swap_rows, one=4, other=10, sheet="底数"),
                 "底数!B4 是“承前_刑事立案数”的格"),
}  # fmt: skip
DISPLACED = OF_FORM | OF_BASES


@pytest.mark.parametrize("mishap", OF_FORM)
def test_a_figure_of_another_row_is_said_and_not_scored(
    sent: Path, tmp_path: Path, mishap: str
) -> None:
    change, words = OF_FORM[mishap]
    change(sent)
    out = tmp_path / "o.json"
    run("consolidate", sent.parent, "--year", 2026, "-o", tmp_path / "s.xlsx", "--json", out)
    (unit,) = [one for one in json.loads(out.read_text("utf-8"))["units"] if one["unit"] == UNIT]
    assert unit["provisional"]
    (checked,) = json.loads(run("validate", sent, "--json").stdout)
    assert checked["verdict"] == "fail"
    told = [one["message"] for one in checked["findings"] if one["code"] == "S6"]
    assert any(one.startswith(words) for one in told), told
    assert not [one for one in checked["findings"] if one["code"] == "04"]


@pytest.mark.parametrize("mishap", OF_BASES)
def test_a_base_is_never_taken_from_another_row(sent: Path, tmp_path: Path, mishap: str) -> None:
    change, words = OF_BASES[mishap]
    change(sent)
    out = tmp_path / "o.json"
    done = run("consolidate", sent.parent, "--year", 2026, "-o", tmp_path / "s.xlsx", "--json", out)
    assert done.exit_code == 1
    (rejected,) = json.loads(out.read_text("utf-8"))["rejected"]
    (checked,) = json.loads(run("validate", sent, "--json").stdout)
    assert checked["verdict"] == "rejected"
    assert checked["reason"] == rejected["reason"]
    assert words in rejected["reason"]
    assert "行被插入、删除、排序或移动过" in rejected["reason"]
    assert "repair" in rejected["reason"]


@pytest.mark.parametrize(
    "mishap",
    [
        pytest.param(one, marks=() if one in {"插行", "底数排序"} else pytest.mark.long)
        for one in DISPLACED
    ],
)
def test_repair_gives_back_the_return_as_it_was_typed(
    sent: Path, good: Path, tmp_path: Path, mishap: str
) -> None:
    DISPLACED[mishap][0](sent)
    new = tmp_path / "新.xlsx"
    assert run("repair", sent, "-o", new).exit_code in (0, 1)
    before, after = reader.read(good, "a"), reader.read(new, "a")
    values = {name: cell.value for name, cell in before.cells.items()}
    assert {name: cell.value for name, cell in after.cells.items()} == values


HARMLESS: dict[str, Callable[[Path], None]] = {
    "原样": lambda _: None,
    "插行而名称跟着走": partial(damage.insert_rows, before=12),
    "插列而名称跟着走": partial(damage.insert_columns, before=2),
    "剪切到空处": partial(damage.cut_and_paste, source="D10", target=f"{GAP}10"),
    "剪切到别的行的旁边": partial(damage.cut_and_paste, source="D10", target=f"{GAP}12"),
    "改了印好的文字": partial(damage.overwrite, sheet="月报", A9="立案", A10="其中:可防性"),
    "表头旁写字": partial(damage.overwrite, sheet="月报", B9="刑" * 30_000),
}


@pytest.mark.parametrize("mishap", HARMLESS)
def test_what_kept_its_names_is_read(sent: Path, mishap: str) -> None:
    HARMLESS[mishap](sent)
    (checked,) = json.loads(run("validate", sent, "--json").stdout)
    assert checked["verdict"] != "rejected", checked["reason"]
