"""Programs that open a workbook and save it again, as a clerk's or an IT department's tool does.

LibreOffice runs as a clerk has it. What comes from npm or PyPI is looked for in the folder that
``ZONGZHI_XL_OTHER_PROGRAMS`` names (``node_modules`` and ``python`` in it; ``.ci/run`` fills one);
where it is missing the test is skipped and says so.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.office import Office, properties
from zongzhi_xl.hosts.office_link import uno_module

OTHER_PROGRAMS = "ZONGZHI_XL_OTHER_PROGRAMS"
_HERE = Path(__file__).parent
_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8", ".xls": "MS Excel 97"}

#: saves the workbook at the first path as the second
Program = Callable[[Path, Path], None]


def by_libreoffice(running: Office, source: Path, target: Path) -> None:
    """Opened and saved in the format that the ending of ``target`` tells."""
    document = running.open(source)
    try:
        url = uno_module().systemPathToFileUrl(str(target))
        document.storeToURL(url, properties(FilterName=_FILTERS[target.suffix], Overwrite=True))
    finally:
        document.close(True)


def by_openpyxl(source: Path, target: Path) -> None:
    """Opened with its formulas and saved."""
    book = load_workbook(source)
    book.save(target)
    book.close()


def by_node(program: str, source: Path, target: Path) -> None:
    """A package of npm."""
    packages = _installed(f"node_modules/{program}").parent
    if shutil.which("node") is None:
        pytest.skip("没有 node")
    command = ["node", str(_HERE / "resave.js"), program, str(source), str(target)]
    _run(command, {"NODE_PATH": str(packages)})


_EXCELIZE = """
import sys
import excelize
book = excelize.open_file(sys.argv[1])
sheet = book.get_sheet_list()[0]
book.set_cell_value(sheet, "C18", book.get_cell_value(sheet, "C18") or None)
book.save_as(sys.argv[2])
book.close()
"""


def by_excelize(source: Path, target: Path) -> None:
    """Excelize, by its Python package."""
    packages = _installed("python/excelize.py").parent
    command = [sys.executable, "-c", _EXCELIZE, str(source), str(target)]
    _run(command, {"PYTHONPATH": str(packages)})


def _installed(what: str) -> Path:
    folder = os.environ.get(OTHER_PROGRAMS)
    path = Path(folder, what) if folder else None
    if path is None or not path.exists():
        pytest.skip(f"没有 {what}（{OTHER_PROGRAMS} 里没有装）")
    return path


def _run(command: list[str], environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")


#: without LibreOffice
PROGRAMS: Mapping[str, Program] = {
    "openpyxl": by_openpyxl,
    "exceljs": partial(by_node, "exceljs"),
    "SheetJS": partial(by_node, "xlsx"),
    "xlsx-populate": partial(by_node, "xlsx-populate"),
    "excelize": by_excelize,
}
#: the formats in which LibreOffice saves it, one after the other
ROUTES: Mapping[str, tuple[str, ...]] = {
    "LibreOffice一次": (".xlsx",),
    "LibreOffice两次": (".xlsx", ".xlsx"),
    "LibreOffice经ODS": (".ods", ".xlsx"),
    "LibreOffice经XLS": (".xls", ".xlsx"),
}


def along(running: Office, route: str, source: Path, folder: Path) -> Path:
    """The workbook after all saves of the route."""
    for step, suffix in enumerate(ROUTES[route]):
        target = folder / f"{source.stem}{step}{suffix}"
        by_libreoffice(running, source, target)
        source = target
    return source
