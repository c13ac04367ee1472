"""Saved again and again, also by way of .ods and .xls: the same return, accused of nothing."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sheets.returns import good_march
from zongzhi_xl.core.appraising.scorecard import FileFindings
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.checking import Answer, Wish, examine
from zongzhi_xl.sheets import return_book

XLSX, ODS, XLS = "xlsx:Calc MS Excel 2007 XML", "ods", "xls:MS Excel 97"
ROUTES = {"一次": (XLSX,), "两次": (XLSX, XLSX), "经ODS": (ODS, XLSX), "经XLS": (XLS, XLSX)}
#: .xls holds fewer conditional formats, which is a loss and no accusation
LOST_ON_THE_WAY = {"经XLS": {"J09"}}


def saved(path: Path, folder: Path, route: tuple[str, ...]) -> Path:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("没有 LibreOffice")
    for step, kind in enumerate(route):
        out = folder / str(step)
        subprocess.run(
            [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", kind, "--outdir", str(out), str(path)],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
        path = out / f"{path.stem}.{kind.partition(':')[0]}"
    return path


def told(path: Path) -> Answer:
    return examine(Wish(inspect=True), path, path.name)


@pytest.mark.long
@pytest.mark.parametrize("route", ROUTES)
def test_an_untouched_return_stays_what_it_was(
    tmp_path: Path, edition: Edition, route: str
) -> None:
    path = tmp_path / "于楼街道.xlsx"
    return_book.write(path, FormKind.MONTHLY, edition, good_march())
    before, after = told(path), told(saved(path, tmp_path, ROUTES[route]))
    assert isinstance(after.file.said, FileFindings)
    assert before.file.said.findings == ()
    codes = {one.code for one in after.file.said.findings}
    assert codes <= LOST_ON_THE_WAY.get(route, set())
    assert after.file.check_code == before.file.check_code
    assert after.file.verdict == before.file.verdict
