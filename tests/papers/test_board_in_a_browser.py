"""看板 in a browser: usable by ear and by keyboard, on a common screen and on A4."""

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from tests import sample_appraisal as sample
from tests.sheets.test_desk_book import desk
from zongzhi_xl.papers import board
from zongzhi_xl.record import replace

pytestmark = pytest.mark.long

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
AXE = Path(os.environ.get("ZONGZHI_XL_OTHER_PROGRAMS", "."), "node_modules/axe-core/axe.min.js")
#: what the page is asked, by itself; the answer takes the place of what it shows
_ASKED = "<script>(async () => { QUESTION })()</script></body>"
_TOLD = "document.body.innerHTML = '<pre>' + JSON.stringify({}).replace(/</g, '&lt;') + '</pre>'"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not BROWSER:
        pytest.skip("没有 chromium：这台机器上没有用浏览器看看板")
    made = tmp_path_factory.mktemp("board") / "看板.html"
    months = {one.unit: (one.indicators,) * 6 for one in desk().appraisal.units}
    board.write(made, replace(desk(), course=months))
    return made


def run(*words: object) -> str:
    assert BROWSER
    return subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", *map(str, words)],
        check=True, capture_output=True, text=True, timeout=300,
    ).stdout  # fmt: skip


def told_by(page: Path, question: str, *options: str) -> object:
    """What the page says of itself when it is asked."""
    asked = page.with_name("asked.html")
    text = page.read_text(encoding="utf-8")
    asked.write_text(
        text.replace("</body>", _ASKED.replace("QUESTION", question)), encoding="utf-8"
    )
    shown = run("--virtual-time-budget=200000", "--dump-dom", *options, asked.as_uri())
    found = re.search(r"<pre>(.*?)</pre>", shown, re.DOTALL)
    assert found, shown[-500:]
    return json.loads(unescape(found[1]))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Path, scheme: str) -> None:
    if not AXE.exists():
        pytest.skip("没有 axe-core（ZONGZHI_XL_OTHER_PROGRAMS）")
    dark = ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"]
    found = "found.violations.map(one => [one.id, one.impact, one.nodes[0].html])"
    asked = f"const found = await axe.run(document); {_TOLD.format(found)}"
    library = AXE.read_text(encoding="utf-8")
    told = told_by(page, f"{library}; {asked}", *(dark if scheme == "dark" else []))
    assert told == []


def test_nobody_has_to_scroll_sideways_on_a_common_screen(page: Path) -> None:
    asked = _TOLD.format("[document.documentElement.scrollWidth, window.innerWidth]")
    width, screen = told_by(page, asked, "--window-size=1366,768")  # type: ignore[misc]
    assert width <= screen


def test_it_prints_on_a4_without_a_network(page: Path, tmp_path: Path) -> None:
    """It has no script either: ``test_board`` reads it."""
    made = tmp_path / "看板.pdf"
    run(
        "--proxy-server=127.0.0.1:9", "--no-pdf-header-footer", f"--print-to-pdf={made}",
        page.as_uri(),
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", made, "-"], check=True, capture_output=True, text=True
    ).stdout
    sheets = text.split("\f")[:-1]
    assert all(len(sheet.split()) > 20 for sheet in sheets)
    for unit, _, _ in sample.UNITS:
        assert unit in text
