"""One tree of refusals: whatever a person may see derives from it, and the module draws it."""

import ast
import builtins
import re
from pathlib import Path

from click.testing import CliRunner

from zongzhi_xl import cli, errors
from zongzhi_xl.errors import Refusal, RequestError, StatementError

PACKAGE = Path(errors.__file__).parent
#: steps on the way to an answer, caught before anybody sees one
PRIVATE = {
    "NoValue": "core/language/formula_answers.py",
    "NotUnderstoodError": "statements/yaml_text.py",
    "OldRecordsError": "reading/old_records.py",
    "_MismatchError": "core/soundness/vocabulary.py",
    "_WrongError": "core/returned/district_form.py",
    "UnusableRowError": "core/returned/table_rows.py",
    "UnsureError": "reading/shared_texts.py",
}


def exceptions_of(source: str) -> dict[str, list[str]]:
    """The classes of a module that are exceptions by their own name or a base's; their bases."""
    return {
        node.name: bases
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
        and (bases := [ast.unparse(base).rpartition(".")[2] for base in node.bases])
        and any(map(is_exception, bases))
    }


def is_exception(name: str) -> bool:
    known = getattr(builtins, name, None) or getattr(errors, name, None)
    return name.endswith("Error") or (isinstance(known, type) and issubclass(known, BaseException))


def test_every_exception_is_of_the_tree_or_private() -> None:
    found = {
        name: file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        if file.name != "errors.py"
        for name in exceptions_of(file.read_text(encoding="utf-8"))
    }
    assert {name: file for name, file in found.items() if name not in PRIVATE} == {}
    assert found.items() <= PRIVATE.items()


def test_an_exception_outside_the_tree_is_noticed() -> None:
    source = "class A(ValueError): ...\nclass B(yaml.MarkedYAMLError): ...\nclass C(str): ..."
    assert exceptions_of(source) == {"A": ["ValueError"], "B": ["MarkedYAMLError"]}


def test_the_docstring_draws_the_tree_as_it_is() -> None:
    drawn = re.findall(r"^ {4}(?:([│ ]*)[├└]── )?(\w+)", errors.__doc__ or "", re.MULTILINE)
    path: list[str] = []
    parents = {}
    for indent, name in drawn:
        depth = 0 if name == "Refusal" else len(indent) // 4 + 1
        path[depth:] = [name]
        parents[name] = path[depth - 1] if depth else "Exception"
    assert parents == {
        name: kind.__mro__[1].__name__
        for name, kind in vars(errors).items()
        if isinstance(kind, type) and issubclass(kind, Exception)
    }
    assert len(parents) == 13


def test_the_command_line_knows_ours_by_type(monkeypatch) -> None:
    """A refusal says what cannot be done; anything else asks for whoever repairs the program."""

    class NobodyHeardOfError(Exception):
        """Of a module of ours by its name, and still no refusal."""

        __module__ = "zongzhi_xl.cli"

    def answer(fault: Exception) -> tuple[int, str]:
        monkeypatch.setattr("zongzhi_xl.desk.rulekeeping.checking.examine", raising(fault))
        result = CliRunner().invoke(cli.app, ["rules", "check"])
        return result.exit_code, result.stderr.strip()

    assert answer(RequestError("没有这个单位")) == (2, "做不了：没有这个单位")
    fault = StatementError("2026/units.yaml", "[0].group", "应为一类、二类或三类")
    assert answer(fault) == (2, "做不了：2026/units.yaml：第1项的 group：应为一类、二类或三类")
    code, said = answer(NobodyHeardOfError("x"))
    assert code == 2
    assert said.startswith("程序出错，请把这一行交给维护人员：NobodyHeardOfError: x")


def raising(fault: Exception):
    def act(*_):
        raise fault

    return act


def test_every_refusal_ends_the_command_line_with_two() -> None:
    assert Refusal.exit_code == 2
