"""Every place of the package that gives text or a file to the outside is known, and has its gate.

The places are found in the source by what they call. A new one fails here until it is listed with
the gate that its text passes, or with the reason why it needs none.
"""

import ast
from collections.abc import Iterator
from functools import cache

import pytest

from tests.test_architecture import FILES, module_of

#: calls by which text or a file leaves, on whatever they are called
LEAVING = {
    "print", "echo", "alert", "emit", "write", "writelines", "write_text", "write_bytes",
    "write_string", "write_formula", "write_url", "write_rich_string", "write_comment", "write_row",
    "write_column", "set_header", "set_footer", "set_properties", "insert_textbox",
    "data_validation", "dump", "dumps", "JSONEncoder", "to_csv", "to_excel", "to_json", "to_html",
    "render", "copyfile", "copy", "copy2", "copytree", "save", "hardlink_to",
}  # fmt: skip
#: a page of a report writes row by row; each of its cells goes through Page._put. Pickles go to
#: our own children and to files without a name
_INSIDE = {
    *(("write", owner) for owner in ("page", "self", "self._file", "pipe", "outgoing")),
    ("dumps", "pickle"),
}

GATED = {
    "cli.speech.say": "_passed",
    "cli.speech.note": "_passed",
    "cli.speech._passed": "lines",
    "desk.output.text_of": "gate_for",
    "desk.facts.write": "tables",
    "desk.facts.tables": "cell",
    "desk.output.streamed": "document",
    "papers.composing.environment_of": "_passed",
    "papers.composing._passed": "lines",
    "papers.terminal._text": "lines",
    "sheets.page.Page.__init__": "line",
    "sheets.page.Page._put": "passed",
    "sheets.page.Page.jump": "passed",
    "sheets.page.Book._address": "line",
    "sheets.page.Book._passed": "lines",
    "core.returned.results.row_of": "lines",
    "hosts.live_book.write": "lines",
    "reading.inbox._hidden": "line",
}
#: what these write passed a gate before, or is no text from outside
KNOWN = {
    "cli.speech.out": "the text of output.text_of",
    "cli.speech.draw": "reports of papers.terminal, every Text of which is made by _text",
    "desk.output": "the encoder of streamed, whose documents passed",
    "archive.originals.taken_aside": "the bytes of a file that came in, unchanged",
    "archive.seen.Seen.keep": "paths of an inbox and numbers, for ourselves",
    "archive.turn._wait": "the computer's name and a number, for a refusal that is printed",
    "desk.registry.workbench._place": "the desk as it was left, and desk_book with a path aside",
    "desk.registry.publishing._written": "the outputs of desk.consolidation.write",
    "desk.placing.write_pieces": "the pieces of desk.output.streamed",
    "desk.city.write": "the city's workbook, by its Page, and the text of output.text_of",
    "desk.placing._second_name": "a file that lies there already",
    "papers.board.write": "rendered by the environment, which passes every value",
    "papers.composing.Composer.sheet": "rendered by the environment, which passes every value",
    "papers.composing.keep": "blocks of what was rendered, escaped by each writer",
    "papers.help_page.draw": "words of ours, and the name by which the program was started",
    "papers.word_shell.shell_of": "an empty document with our styles",
    "papers.word._packed": "the parts of a document of ours",
    "button._hand_in": "our own words",
    "button._show": "our own words and counts",
    "button._tell": "a refusal, whose texts from cells were masked where they were read",
    "button._note_down": "kind and place of a fault, never its text",
    "hosts.libreoffice_engine._note": "a prompt of ours, for the tests that click",
    "hosts.libreoffice_engine.run": "a refusal of ours",
    "hosts.live_book._put_words": "the verdict, which passed; paths that a macro opens",
    "core.edition.versions.canonical": "the edition itself, hashed and carried along",
    "statements.writing._write": "the edition itself, which is sound",
    "desk.rulekeeping.beginning.begin": "the files of an edition that was found sound",
    "statements.writing.write_edition": "forms and clauses of an edition as they are",
    "desk.initiating.district._write": "the form as it was handed in",
    "demo.inbox._befall": "an invented return, broken on purpose",
    "desk.kit.listed.write_list": "hashes, and names of the kit's own files",
    "desk.kit.embedded.Embedded.unpack": "Python as it was handed in, proved by its hash",
    "desk.kit.libraries._fetch": "names and versions of the libraries that are installed here",
    "desk.kit.libraries._copy_program": "this program itself",
    "desk.kit.making._write_page": "a page as it is shipped",
    "desk.kit.making._fill": "workbooks as they are shipped",
    "__main__": "names of the kit's own files",
    "desk.doctor.office_settings._replace": "the user's own settings of LibreOffice",
    "desk.doctor.office_settings._write": "the same, as they were before",
    "sheets.page.put": "always a string; of a report from Page._put, in a form what was typed",
    "sheets.page.paper": "words of the edition, which is sound",
    "sheets.page.workbook_at": "titles of ours",
    "sheets.department.page.on_paper": "words of the edition",
    "sheets.district_form._printing": "words of ours",
    "sheets.department.page.show_year": "a formula of ours",
    "sheets.department.designations_page._write_units": "names of the register of units",
    "sheets.returns.page.PlainSheet.show": "a formula tree of ours",
    "sheets.page.Sheet.accept": "words of the edition",
    "sheets.returns.hidden_sheets.write_rules": "the edition as JSON, read by programs",
    "sheets.returns.cover_page._links": "a link of ours inside the workbook",
    "sheets.returns.found_page._show_address": "a formula of ours",
    "sheets.returns.hidden_sheets.write_directory": "names and formulas of ours",
    "sheets.scheme.block_page.SheetWriter._part": "notes of ours, and what the edition says",
    "sheets.scheme.block_page.SheetWriter._offer": "words of closed sets",
    "sheets.scheme.choosing._put_down": "words of closed sets",
    "vba.macro_book.write_settings": "our own settings",
}
#: what writes a whole workbook is called with a path that desk.placing gave
BOOKS = {
    "button._show": "live_book", "button._tell": "live_book", "demo._made_in": "",
    "cli.district.consolidate": "consolidation", "cli.district._city": "city",
    "cli.product.templates": "blanks",
    "demo.inbox.write_inbox": "department_book",
    "desk.initiating.form.write_blank": "district_form",
    "desk.rulekeeping.scheme_book.export": "", "desk.rulekeeping.scheme_book.write": "scheme_book",
    "desk.checking.write_report": "findings_book", "desk.consolidation.write": "summary_book",
    "desk.issuing.prefilled.write_departments": "department_book",
    "desk.issuing.writing._write": "return_book", "desk.repairing.write": "return_book",
    "desk.repairing._write_report": "notes_book", "desk.repairing.repair": "",
    "mending.recognising.issued": "return_book",
    "mending.return_copy.write_copy": "",
}  # fmt: skip


def calls_in(name: str, node: ast.AST) -> Iterator[tuple[str, str, str]]:
    """Every call with the function in which it stands: where, what, on what."""
    for inner in ast.iter_child_nodes(node):
        within = name
        if isinstance(inner, ast.FunctionDef | ast.ClassDef):
            within = f"{name}.{inner.name}"
        match inner:
            case ast.Call(func=ast.Attribute(value=owner, attr=called)):
                yield name, called, ast.unparse(owner)
            case ast.Call(func=ast.Name(id=called)):
                yield name, called, ""
            case ast.Assign(targets=[ast.Attribute(attr="value", value=owner)]):
                yield name, "value =", ast.unparse(owner)
        yield from calls_in(within, inner)


@cache
def trees() -> dict[str, ast.Module]:
    return {module_of(file): ast.parse(file.read_text(encoding="utf-8")) for file in FILES}


@cache
def writers() -> set[str]:
    """Every function that gives something away."""
    return {
        where
        for module, tree in trees().items()
        for where, called, owner in calls_in(module, tree)
        if called in LEAVING | {"value ="} and (called, owner) not in _INSIDE
    }


@cache
def functions() -> dict[str, ast.FunctionDef]:
    found: dict[str, ast.FunctionDef] = {}

    def collect(name: str, node: ast.AST) -> None:
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.FunctionDef | ast.ClassDef):
                collect(f"{name}.{inner.name}", inner)
                if isinstance(inner, ast.FunctionDef):
                    found[f"{name}.{inner.name}"] = inner

    for module, tree in trees().items():
        collect(module, tree)
    return found


def names_in(function: ast.FunctionDef) -> set[str]:
    return {
        one.id if isinstance(one, ast.Name) else one.attr
        for one in ast.walk(function)
        if isinstance(one, ast.Name | ast.Attribute)
    }


def test_every_writer_is_listed_with_its_gate_or_why_it_needs_none() -> None:
    assert sorted(writers() - GATED.keys() - KNOWN.keys() - BOOKS.keys()) == []


def test_nothing_is_listed_that_writes_no_more() -> None:
    assert sorted((KNOWN.keys() | BOOKS.keys()) - writers()) == []


@pytest.mark.parametrize(("writer", "gate"), GATED.items(), ids=GATED)
def test_a_writer_passes_what_it_gives_through_its_gate(writer: str, gate: str) -> None:
    assert gate in names_in(functions()[writer])


def test_a_report_is_shown_by_text_that_passed_only() -> None:
    """No Text of papers.terminal is made of anything but fixed words, apart from _text."""
    made = [
        (where, ast.unparse(inner))
        for where, function in functions().items()
        if where.startswith("papers.terminal.") and where != "papers.terminal._text"
        for inner in ast.walk(function)
        if isinstance(inner, ast.Call) and ast.unparse(inner.func) in ("Text", "Text.assemble")
    ]
    fixed = {
        "Text(title)",  # year and month, numbers of points
        "Text(f'还有 {left} 条，用 --report 或 --json 看全部', style='bold')",
        "Text(one.severity.value, style=_COLOUR[one.severity])",
        "Text(VETO[one.veto], style='red')",
        "Text(nothing_lost(bool(unit.provisional_reasons)))",  # one of two fixed sentences
        "Text(words)",  # no return could be used: a year and a month
    }
    assert [one for one in made if one[1] not in fixed and "len(" not in one[1]
            and not one[0].endswith("_counted")] == []  # fmt: skip


def test_a_new_writer_would_be_noticed() -> None:
    tree = ast.parse(
        "def tell(words):\n    print(words)\n    page.write(words)\n    x.value = words"
    )
    assert [one[:2] for one in calls_in("a", tree)] == [
        ("a.tell", "print"), ("a.tell", "write"), ("a.tell", "value =")]  # fmt: skip


def test_nothing_is_written_to_a_sheet_by_a_call_that_guesses() -> None:
    """XlsxWriter's own ``write`` makes a formula of ``=…`` and a link of ``https://…``."""
    guessing = [
        (where, owner)
        for module, tree in trees().items()
        if module.split(".")[0] in ("sheets", "vba", "mending")
        for where, called, owner in calls_in(module, tree)
        if called == "write" and owner in ("sheet", "self.sheet", "worksheet", "directory")
    ]
    assert guessing == []
