"""Three routes to a finding: the command line, the button, and the sheet alone.

Command line and button give the same bytes; what the sheet can do alone is listed for people in
docs/审核关系.md.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live_hosts import libreoffice
from tests.proof.cases import generated
from tests.proof.spreadsheet import ERROR
from zongzhi_xl import button
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.findings import Verdict
from zongzhi_xl.desk.output import CheckedFile, text_of, validation
from zongzhi_xl.sheets.return_book import write

FORMS = (FormKind.MONTHLY, FormKind.ANNUAL)


@pytest.fixture(scope="module")
def some_returns(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    """Returns of every sort, as files."""
    folder = tmp_path_factory.mktemp("三条路")
    for form in FORMS:
        for n, contents in enumerate(_some(form, edition)):
            path = folder / str(n % 2) / f"{form.value}{n:02}.xlsx"
            path.parent.mkdir(exist_ok=True)
            write(path, form, edition, contents)
    return folder


def _some(form: FormKind, edition: Edition) -> Iterator[object]:
    """One from the middle and the last of each sort."""
    cases = [case for case in generated(form, edition, 0) if not _unusual(case.contents)]
    for sort in dict.fromkeys(case.sort for case in cases):
        of_sort = [case.contents for case in cases if case.sort == sort]
        yield of_sort[len(of_sort) // 2]
        yield of_sort[-1]


def _unusual(contents) -> bool:
    typed = (*contents.values.values(), *(v for one in contents.events for v in one.values()))
    return ERROR in typed


@pytest.mark.long
@pytest.mark.parametrize("half", ["1", "0"])
def test_the_button_in_a_spreadsheet_program_and_the_command_line(half, some_returns, running, say):
    """The last of each sort, and those from the middle; in every run tests/hosts has a few."""
    files = some_returns / half
    run = subprocess.run(
        [sys.executable, "-m", "zongzhi_xl", "validate", str(files), "--json"],
        capture_output=True, check=False, timeout=300,
    )  # fmt: skip
    findings = returns = 0
    opened = libreoffice(running)
    for file in json.loads(run.stdout):
        host = opened(files / file["file"])
        by_button = button.check(host.book)
        if file["verdict"] == Verdict.REJECTED:
            assert by_button is None, file["file"]
            continue
        assert by_button is not None, file["file"]
        assert _bytes(by_button) == text_of(file["findings"]).encode(), file["file"]
        findings += len(by_button)
        returns += 1
    assert returns >= 10
    assert findings > 25
    say(f"按钮（LibreOffice 中）与命令行：{returns} 份，{findings} 条问题逐字节相同")


def _bytes(findings) -> bytes:
    one = CheckedFile(Rejected("", "", findings))
    return text_of(validation([one])[0]["findings"]).encode()
