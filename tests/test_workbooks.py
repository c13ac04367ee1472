"""The committed workbooks are what the sources build, part by part."""

import zipfile
from pathlib import Path

import pytest

from zongzhi_xl.desk import blanks
from zongzhi_xl.resources import macros_folder, templates_folder, workbooks_folder

NAMES = ("月报.xlsx", "年报.xlsx", "部门提供数.xlsx")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workbooks")
    assert [path.name for path in blanks.write(folder)] == list(NAMES)
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_workbook_is_what_the_sources_build(built: Path, name: str) -> None:
    with (
        zipfile.ZipFile(built / name) as fresh,
        zipfile.ZipFile(workbooks_folder() / name) as committed,
    ):
        assert fresh.namelist() == committed.namelist()
        differing = [part for part in fresh.namelist() if fresh.read(part) != committed.read(part)]
    assert differing == [], "run: zongzhi-xl templates -o workbooks"


def test_what_ships_is_found_in_a_checkout() -> None:
    for folder in (templates_folder(), workbooks_folder(), macros_folder()):
        assert folder.is_dir()
        assert folder.parent == Path(__file__).parents[1]
