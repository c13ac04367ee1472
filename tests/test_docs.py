"""The pages say what the program does: generated parts are current, and nothing is left out.

Lists are taken from the program, never from this file, so that whoever adds a command, an option
or a finding code is told where it is not yet described.
"""

import ast
import inspect
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import COMMANDS
from zongzhi_xl.core.edition.statement import Edition

ROOT = Path(__file__).parents[1]
README, REFERENCE, RELATIONS, SCHEME = (
    ROOT / name
    for name in ("README.md", "docs/commands.md", "docs/审核关系.md", "docs/考核方案.md")
)
GENERATED = sorted((ROOT / "docs").glob("*.md"))
PAGES = (
    README, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *GENERATED,
    *sorted((ROOT / "tests").rglob("*.md")),
)  # fmt: skip


def said(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def test_the_generated_parts_are_what_the_program_says() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "cogapp", "--check", "-I", "docs", README, *GENERATED],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    again = "stale; write it anew with: uv run cog -r -I docs README.md docs/*.md"
    assert run.returncode == 0, f"{run.stdout}{run.stderr}\n{again}"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_described(name: str) -> None:
    assert f"\n| `{name}" in said(README)
    section = re.search(rf"^## {name}\n(.*?)(?=^## |\Z)", said(REFERENCE), re.M | re.S)
    assert section, f"{name} is not in docs/commands.md"
    spelt = re.findall(r"(?<=[`\s])-[-\w]+", section[1])
    options = [name for one in COMMANDS[name].params for name in one.opts if name[0] == "-"]
    assert [option for option in options if option not in spelt] == []
    assert f"例：`zongzhi-xl {name}" in section[1]


def test_a_command_that_may_call_for_a_person_says_when() -> None:
    """Exit code 1 is told in the help, and so on the page."""
    attentive = {
        name: command.help
        for name, command in COMMANDS.items()
        if "ATTENTION" in inspect.getsource(inspect.unwrap(command.callback))
    }
    assert "consolidate" in attentive
    assert [name for name, words in attentive.items() if "退出码 1：" not in words] == []


def test_every_finding_code_is_described(edition: Edition) -> None:
    page = said(RELATIONS)
    general = {check.id for form in edition.forms for check in form.checks}
    of_clauses = {check.id for clause in edition.clauses for check in clause.checks}
    codes = general | of_clauses | codes_in_the_source()
    assert {"01", "S1", "J12"} <= codes
    assert [code for code in sorted(codes) if f"\n| {code} |" not in page] == []


def codes_in_the_source() -> set[str]:
    """Codes that no edition gives: S1, J04, V2. The others are numbers of checks in the YAML."""
    return {
        node.value
        for file in (ROOT / "src").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"[JSV]\d{1,2}", node.value)
    }


def test_every_indicator_deduction_and_reading_is_described(edition: Edition) -> None:
    page = said(SCHEME)
    names = [*edition.indicators, *(one.id for one in edition.readings)]
    names += [one.id for clause in edition.clauses for one in clause.deductions]
    assert [name for name in names if f"\n| {name} |" not in page] == []


LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_links_only_to_what_is_there(page: Path) -> None:
    targets = LINK.findall(said(page))
    assert [one for one in targets if not (page.parent / one).exists()] == []


#: what looks like a path of ours, in backquotes
PATH = re.compile(r"`((?:src|tests|docs|benchmarks|macros|templates|workbooks|\.ci)/[^`\s*…<>]*)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_files_that_are_there(page: Path) -> None:
    named = PATH.findall(said(page))
    assert [one for one in named if not (ROOT / one.partition("::")[0]).exists()] == []


#: as each of them would be started from a folder of its own, but what all import is imported once
ONE_AFTER_ANOTHER = """
import os, runpy, sys
import zongzhi_xl.desk.consolidation, zongzhi_xl.desk.issuing.writing, zongzhi_xl.cli.rules
for script in sys.argv[1:]:
    if not os.fork():
        sys.path[0], sys.argv = os.path.dirname(script), [script, "--help"]
        runpy.run_path(script, run_name="__main__")
    os.wait()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork 只在 POSIX 上有")
def test_a_script_that_evidence_names_starts_from_anywhere(tmp_path: Path) -> None:
    scripts = sorted((ROOT / "benchmarks").glob("*.py"))
    run = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_ANOTHER, *scripts],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.stderr == ""
    started = re.findall(r"^usage: (\S+)", run.stdout, re.MULTILINE)
    assert started == [script.name for script in scripts]


def test_the_readme_is_short() -> None:
    assert len(said(README).splitlines()) <= 120


#: ``desk/receiving.py::receive`` in a page
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_what_the_source_holds(page: Path) -> None:
    named = [(ROOT / "src" / "zongzhi_xl" / file, name) for file, name in NAMED.findall(said(page))]
    assert [f"{file}::{name}" for file, name in named if name not in defined_in(file)] == []


def defined_in(file: Path) -> set[str]:
    """Functions and classes of a module; none where the module is not there."""
    if not file.exists():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
