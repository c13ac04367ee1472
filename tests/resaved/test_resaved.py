"""Saved by another program: the same values, verdict, findings and check code.

What a program takes from the sheet itself (protection, colours, drop-down lists) ``--inspect``
must say; nobody is accused of anything else.
"""

from pathlib import Path

import pytest

from tests.office import Office
from tests.resaved.papers import PAPERS, SLIPPED, held, told, written
from tests.resaved.programs import PROGRAMS, ROUTES, along
from zongzhi_xl import button
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.hosts import libreoffice_engine

#: what each program is known to lose: J06 protection, J09 lists, prompts and colours
LOST = {"SheetJS": {"J06", "J09"}, "LibreOffice经XLS": {"J09"}}
_FAST = ("openpyxl", "LibreOffice一次")
MATRIX = [
    pytest.param(program, kind, state, marks=() if fast else pytest.mark.long)
    for program in (*PROGRAMS, *ROUTES)
    for kind, state in PAPERS
    for fast in [program in _FAST and state == SLIPPED]
]


def saved(program: str, path: Path, request: pytest.FixtureRequest) -> Path:
    if program in ROUTES:
        return along(request.getfixturevalue("running"), program, path, path.parent)
    target = path.with_name(f"{path.stem}又存.xlsx")
    PROGRAMS[program](path, target)
    return target


@pytest.mark.parametrize(("program", "kind", "state"), MATRIX)
def test_a_paper_stays_what_it_was(
    tmp_path: Path, edition: Edition, request: pytest.FixtureRequest, program: str,
    kind: FormKind, state: str,
) -> None:  # fmt: skip
    path = written(tmp_path, kind, state, edition)
    again = saved(program, path, request)
    assert held(again) == held(path)
    assert told(again) == told(path)
    if kind != FormKind.DEPARTMENTS:
        (*_, before), (*_, after) = (told(one, inspect=True) for one in (path, again))
        codes = {one.code for one in after} - {one.code for one in before}
        assert codes == LOST.get(program, set())


@pytest.mark.parametrize(
    ("program", "kind"),
    [
        pytest.param(program, kind, marks=pytest.mark.long if slow else ())
        for program in (*PROGRAMS, "LibreOffice一次")
        for kind in (FormKind.MONTHLY, FormKind.ANNUAL)
        for slow in [(program, kind) != ("LibreOffice一次", FormKind.MONTHLY)]
    ],
)
def test_the_button_works_after_two_saves(
    tmp_path: Path, edition: Edition, request: pytest.FixtureRequest, program: str, kind: FormKind
) -> None:
    """Clicked in LibreOffice; the findings are those of the file as it was sent."""
    path = written(tmp_path, kind, SLIPPED, edition)
    again = saved(program, saved(program, path, request), request)
    running: Office = request.getfixturevalue("running")
    document = running.open(again)
    try:
        book = libreoffice_engine.book(running.pipe, document.getURL())
        found = button.check(book)
        assert book.app.impl.alerts == []
    finally:
        document.close(True)
    assert found == told(path)[2]
    assert found
