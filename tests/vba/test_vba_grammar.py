"""Our VBA is VBA: parsed by somebody else's grammar of the language ([MS-VBAL], antlr4-vba).

Excel's own compiler is not on these machines. The modules that both programs share are besides
compiled and run by LibreOffice (tests/click).
"""

import re
from pathlib import Path

import pytest
from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser

from zongzhi_xl.resources import macros_folder

#: modules that Excel compiles; runpython_libreoffice.bas is LibreOffice Basic
MODULES = ("buttons.bas", "find_python.bas", "functions.bas", "in_sheet.bas", "launcher.bas")
#: VBA's compiler takes one branch before it parses; for us this is the one for Excel
_OTHER_BRANCH = re.compile(r"^ *#Else\n.*?^ *#End If\n", re.MULTILINE | re.DOTALL)
_DIRECTIVE = re.compile(r"^ *#.*\n", re.MULTILINE)


class _Faults(ErrorListener):
    def __init__(self) -> None:
        self.found: list[str] = []

    def syntaxError(  # noqa: N802  the name that antlr4 calls
        self, recognizer: object, symbol: object, line: int, column: int, words: str, fault: object
    ) -> None:
        self.found.append(f"{line}:{column} {words}")


def faults(text: str) -> list[str]:
    """What the grammar has against a module."""
    listener = _Faults()
    body = _DIRECTIVE.sub("", _OTHER_BRANCH.sub("", text))
    lexer = vbaLexer(InputStream(f'Attribute VB_Name = "One"\n{body}'.replace("\n", "\r\n")))
    parser = vbaParser(CommonTokenStream(lexer))
    for one in (lexer, parser):
        one.removeErrorListeners()
        one.addErrorListener(listener)
    parser.startRule()
    return listener.found


@pytest.mark.parametrize("name", MODULES)
def test_the_grammar_accepts_our_module(name: str) -> None:
    assert faults((macros_folder() / name).read_text(encoding="ascii")) == []


def test_every_module_for_excel_is_parsed() -> None:
    every = {Path(file).name for file in macros_folder().glob("*.bas")}
    assert every - {*MODULES} == {"runpython_libreoffice.bas"}


@pytest.mark.parametrize(
    "wrong",
    [
        "Sub Check()\n    If True Then\nEnd Sub\n",
        "Sub Check()\n    RunPython \"a\nEnd Sub\n",
        "Sub Check()\n    Set = 3\nEnd Sub\n",
        "Sub Check(\nEnd Sub\n",
        "Function ZZ_RATE(numerator, Optional scale)\nEnd Function\n",  # Scale is a reserved word
    ],
)  # fmt: skip
def test_a_slip_is_noticed(wrong: str) -> None:
    assert faults(wrong)
