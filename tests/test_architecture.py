"""The promises of the structure, kept by a machine: direction of imports, sizes, purity, style.

- layers by import-linter; YAML, xlwings and the file system each in their place;
- sizes in code lines: without blanks, comments and docstrings;
- ruff and mypy are clean.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

from zongzhi_xl import contract

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "zongzhi_xl"
FILES = sorted(PACKAGE.rglob("*.py"))
FUNCTION_MEDIAN, FUNCTION_TENTH, FUNCTION_MOST, FILE_MOST = 5, 14, 45, 350
#: the whole package, in thousands, so that a page or a command needs no edit here; whoever needs
#: the next says what it buys, and raises it: 2,000 lines tell what
#: of a return a person sees, and to whom each filled cell belongs, 600 are the gates of what goes
#: out, 2,000 set up a district and give its officer's commands a room, 2,000 decide which file
#: counts, whose day, and what the district ruled, 1,000 are the officer's desk, 1,000 the
#: district's own sheet of events, 2,000 tell a rule keeper all that is mistyped or not meant, and
#: try, compare and replay editions, 400 price any quantity by steps, bands or words,
#: 500 make and check the kit, 300 read old workbooks,
#: 1,000 let the sheet alone tell what a return can tell, 800 list that
#: with one click where there is no Python, 1,800 make the year's papers, pages and Word alike,
#: 600 are the officer's page and the city's summary,
#: 600 let an edition name its own groups, sources, figures of units, forms, prices by group and
#: columns of events, 10 point an event's points at every cell that decided them, 50 read and print
#: shares of a thousand and ten thousand, 30 try a rule in each group,
#: 60 lay the long parts of a city's result on a shelf,
#: the rest is room for what rules are still to say, their workbook and a cluster
PACKAGE_MOST = 41_000

Function = ast.FunctionDef | ast.AsyncFunctionDef
_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
            tokenize.ENDMARKER, tokenize.ENCODING}  # fmt: skip


def module_of(file: Path) -> str:
    """``src/zongzhi_xl/cli.py`` → ``cli``."""
    return ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


# ------------------------------------------------------------------ code lines


@cache
def tree_of(source: str) -> ast.Module:
    """The code, parsed once for all that is asked of it."""
    return ast.parse(source)


@cache
def code_lines(source: str) -> set[int]:
    """Line numbers that hold code: no blank line, no comment, no docstring."""
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type not in _NO_CODE:
            lines.update(range(token.start[0], token.end[0] + 1))
    return lines - {line for node in _docstrings(source) for line in _span(node)}


def _docstrings(source: str) -> Iterator[ast.stmt]:
    for node in ast.walk(tree_of(source)):
        if isinstance(node, Function | ast.ClassDef | ast.Module) and ast.get_docstring(node):
            yield node.body[0]


def _span(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def function_sizes(file: Path) -> dict[str, int]:
    """Code lines of every function and method, nested ones counted in the outer one as well."""
    source = file.read_text(encoding="utf-8")
    lines = code_lines(source)
    return {
        f"{module_of(file)}.{node.name}:{node.lineno}": len(lines.intersection(_span(node)))
        for node in ast.walk(tree_of(source))
        if isinstance(node, Function)
    }


def test_code_lines_leave_out_blanks_comments_and_docstrings() -> None:
    lines = [
        '"""Module."""', "# comment", "def f():", '    """Doc', '    string."""', "",
        "    return (1,  # one", "            2)",
    ]  # fmt: skip
    assert code_lines("\n".join(lines)) == {3, 7, 8}


def test_functions_are_small() -> None:
    sizes = {name: size for file in FILES for name, size in function_sizes(file).items()}
    assert {name: size for name, size in sizes.items() if size > FUNCTION_MOST} == {}
    assert median(sizes.values()) <= FUNCTION_MEDIAN
    assert quantiles(sizes.values(), n=10)[-1] <= FUNCTION_TENTH


def test_files_are_small() -> None:
    sizes = {module_of(file): len(code_lines(file.read_text(encoding="utf-8"))) for file in FILES}
    assert {name: size for name, size in sizes.items() if size > FILE_MOST} == {}
    assert sum(sizes.values()) <= PACKAGE_MOST


# ------------------------------------------------------------------ who may import what


@cache
def imports(file: Path) -> tuple[str, ...]:
    """Every module that ``file`` imports, as a dotted name, wherever in the file it does so."""
    return tuple(_imports(file))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names, level=level):
                assert level == 0, f"{file}: relative import"
                yield from (f"{module}.{alias.name}" for alias in names)


def importers(package: str) -> set[str]:
    """Modules of ours that import ``package`` or a part of it."""
    return {
        module_of(file)
        for file in FILES
        if any(name == package or name.startswith(f"{package}.") for name in imports(file))
    }


def reached(module: str, graph: dict[str, set[str]]) -> set[str]:
    """Every module that ``module`` imports, directly or by others."""
    found, ahead = set[str](), [module]
    while ahead:
        fresh = graph.get(ahead.pop(), set()) - found
        found |= fresh
        ahead += fresh
    return found


def test_no_module_imports_itself_by_others() -> None:
    modules = {module_of(file) for file in FILES}
    graph = {module_of(file): _ours(file, modules) for file in FILES}
    assert graph["cli"], "the graph is read"
    assert sorted(module for module in modules if module in reached(module, graph)) == []


def _ours(file: Path, modules: set[str]) -> set[str]:
    """The modules of ours that ``file`` names: ``a.b.name`` is ``a.b`` or a module itself."""
    names = (name.removeprefix("zongzhi_xl.") for name in imports(file))
    return {part for name in names for part in (name, name.rpartition(".")[0]) if part in modules}


def test_a_circle_would_be_noticed() -> None:
    graph = {"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}
    assert [module for module in graph if module in reached(module, graph)] == ["a", "b", "c"]


def test_layers_hold() -> None:
    run = _run("lint-imports", "--config", "pyproject.toml", "--no-cache")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("yaml", {"statements.yaml_text"}),
        ("xlwings", {"hosts.live_book", "hosts.libreoffice_engine", "functions"}),
        ("msgspec", {"record"}),
        ("dataclasses", {"record"}),  # for mypy alone
        ("xlrd", set()),
    ],
)
def test_a_library_is_used_in_its_place_only(package: str, allowed: set[str]) -> None:
    assert importers(package) <= allowed


def test_yaml_is_read_somewhere() -> None:
    assert importers("yaml") == {"statements.yaml_text"}


CORE = [file for file in FILES if module_of(file).split(".")[0] == "core"]
IMPURE_MODULES = {
    "os", "io", "pathlib", "time", "shutil", "tempfile", "glob", "subprocess", "socket", "random",
    "secrets", "uuid", "locale", "logging", "sqlite3", "threading", "multiprocessing", "asyncio",
    "urllib", "http", "sys",
}  # fmt: skip
IMPURE_CALLS = {"open", "print", "input", "eval", "exec", "compile", "__import__"}
CLOCK = {"now", "today", "utcnow"}


def test_core_imports_only_itself_and_the_pure_standard_library() -> None:
    found = {module_of(file): sorted(_foreign(file)) for file in CORE}
    assert {module: names for module, names in found.items() if names} == {}


def _foreign(file: Path) -> set[str]:
    own = ("zongzhi_xl.core", *map("zongzhi_xl.{}".format, ("contract", "errors", "record")))
    roots = {name.split(".")[0] for name in imports(file) if not name.startswith(own)}
    return {root for root in roots if root not in sys.stdlib_module_names or root in IMPURE_MODULES}


def test_core_knows_no_clock_and_no_file() -> None:
    found = [
        f"{module_of(file)}:{node.lineno}"
        for file in CORE
        for node in ast.walk(tree_of(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and _is_impure(node.func)
    ]
    assert found == []


def _is_impure(function: ast.expr) -> bool:
    match function:
        case ast.Name(name):
            return name in IMPURE_CALLS
        case ast.Attribute(ast.Name("datetime" | "date"), name):
            return name in CLOCK
    return False


def test_the_purity_checks_would_notice() -> None:
    def called(text: str) -> bool:
        call = ast.parse(text, mode="eval").body
        assert isinstance(call, ast.Call)
        return _is_impure(call.func)

    assert all(map(called, ("open('x')", "datetime.now()", "date.today()")))
    assert not any(map(called, ("date(2026, 1, 1)", "self.open()")))


def test_nothing_of_core_changes_once_it_is_made() -> None:
    users = importers("zongzhi_xl.record.Workpiece")
    assert {module.split(".")[0] for module in users} & {"core", "reading"} == {"reading"}


# ------------------------------------------------------------------ names agreed upon, once

CONTRACT = PACKAGE / "contract.py"
#: words of the contract that are also words of the field, and mean something else there
ORDINARY = {
    "年份", "月份", "单位", "说明", "名册", "汇总", "年度", "月度", "排名", "未达标", "重大事项",
    "名称", "行", "列", "级别", "表页", "单元格", "指标", "填报值", "问题", "怎么办", "条款",
    "大类", "事项编号", "事故类型", "发生时间", "接报时间", "上报时间", "死亡人数", "终报死亡人数",
    "区认定", "通报文号", "简要情况", "规则", "街道", "部门", "节假日",
    "编号", "事由", "报表", "内容", "理由", "文号", "日期", "经办人",
    "考核方案", "数据项", "评分", "情形", "条款解释",
}  # fmt: skip


def agreed_words() -> set[str]:
    """Every text that the contract gives a name."""
    return {
        text
        for value in vars(contract).values()
        for text in (value if isinstance(value, tuple) else (value,))
        if isinstance(text, str) and not text.startswith(("zongzhi", "/", "_")) and "\n" not in text
    }


def words_in_code(file: Path) -> Iterator[str]:
    """Texts of the code, docstrings apart."""
    tree = tree_of(file.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def test_what_files_and_programs_agree_on_stands_once() -> None:
    agreed = agreed_words() - ORDINARY
    assert {"校验结果", "带错上报原因", "填报单位", "说明_"} <= agreed
    found = {
        module_of(file): sorted(agreed.intersection(words_in_code(file)))
        for file in FILES
        if file != CONTRACT
    }
    assert {module: words for module, words in found.items() if words} == {}


VAGUE = re.compile(r"util|helper|manager|misc|common|stuff", re.IGNORECASE)


def test_modules_are_named_from_the_field() -> None:
    assert [module_of(file) for file in FILES if VAGUE.search(file.stem)] == []


def test_macros_are_ascii() -> None:
    macros = sorted((ROOT / "macros").glob("*.bas"))
    assert [file.name for file in macros if not file.read_bytes().isascii()] == []


# ------------------------------------------------------------------ what lines refer to

#: pages as lines cite them, by a path or by a name
_PAGE = re.compile(r"[\w./-]+\.md\b")
_ELSEWHERE = re.compile(r"DESIG[N]|\bissue [\d]")


def test_no_line_cites_what_is_not_in_the_repository() -> None:
    pages = {path.name for path in ROOT.rglob("*.md") if not set(path.parts) & {".venv", ".git"}}
    texts = [
        path
        for folder in ("src", "tests", "benchmarks", "macros")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".yaml", ".bas", ".html", ".md"} and path != Path(__file__)
    ]
    cited = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in (*texts, ROOT / "pyproject.toml")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _ELSEWHERE.search(line)
        or any(Path(page).name not in pages for page in _PAGE.findall(line))
    ]
    assert len(texts) > 200
    assert cited == []


# ------------------------------------------------------------------ style and types


def test_ruff_is_clean() -> None:
    run = _run("ruff", "check", "--quiet", "--no-cache", ".")
    assert run.returncode == 0, run.stdout


def test_mypy_is_clean() -> None:
    run = _run("mypy")
    assert run.returncode == 0, run.stdout


def _run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / tool, *arguments],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
