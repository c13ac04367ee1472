"""What stands in a return is built from one tree: nobody writes the text of a formula by hand."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import zongzhi_xl

PACKAGE = Path(zongzhi_xl.__file__).parent
#: what writes returns and the department workbook, and all that it is made from
MODULES = sorted(
    [
        *(PACKAGE / "core").rglob("*.py"),
        *(PACKAGE / "sheets" / "returns").glob("*.py"),
        *(PACKAGE / "sheets" / name for name in ("return_book.py", "department_book.py")),
    ]
)
_CALLED = re.compile(r"\b[A-Z][A-Z0-9]*\(")
#: words that the program shows to nobody's spreadsheet
_NO_FORMULA = {r"(?<![A-Za-z])X(?![A-Za-z])", r"D(\d+)-(\d+)(?:/(.+))?"}
#: how a cell looks is read like what stands in it; the facts of the return answer
_READ = {'CELL("protect",', 'LEFT(CELL("format",'}


def functions_called_in_texts(source: str) -> Iterator[str]:
    """Every text of a program, docstrings apart, that calls a function of a sheet."""
    tree = ast.parse(source)
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in said:
            text = node.value if isinstance(node.value, str) else ""
            if _CALLED.search(text) and text not in _NO_FORMULA | _READ:
                yield text


def test_no_module_writes_the_text_of_a_formula() -> None:
    found = {
        file.relative_to(PACKAGE).as_posix(): list(
            functions_called_in_texts(file.read_text("utf-8"))
        )
        for file in MODULES
    }
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "line", ['x = f"IF({cell}>0,1,2)"', "x = '=SUM(A1:A3)'", 'live(f"MAX({a},{b})")']
)
def test_a_formula_written_by_hand_is_noticed(line: str) -> None:
    assert len(list(functions_called_in_texts(line))) == 1


def test_the_words_of_a_docstring_are_not_a_formula() -> None:
    assert list(functions_called_in_texts('def f():\n    """As SUM(A1) does."""\n')) == []
