"""Sheet 待办: one row a question, in whose open cells the officer decides."""

from collections.abc import Iterator
from datetime import date

from zongzhi_xl.contract import TASK_COLUMNS, TASK_TYPED, TASKS
from zongzhi_xl.core.chronicle.desk import Desk
from zongzhi_xl.core.chronicle.tasks import Task
from zongzhi_xl.sheets.page import PERMITTED, Book, Cell, Link, Page, height_of

#: of the columns in their order
_WIDTHS = (9.5, 8.5, 11, 8.5, 31, 6, 8, 10.5, 19, 10, 11, 8.5, 11)
INPUT = "box input wrap left"
_HOW = (
    f"只填黄色的格：选“{TASK_TYPED[0]}”，写“{TASK_TYPED[1]}”和“{TASK_TYPED[4]}”；"
    f"“{TASK_TYPED[2]}”没有的不填，“{TASK_TYPED[3]}”不填的按办理当天。"
    "填好后保存、关闭，再运行一次 desk：办好的移到“已办”，没有办成的留在这里并写明原因。"
)
_TITLE_ROWS = 3


def first_row() -> int:
    """The row of the first question, from 0."""
    return _TITLE_ROWS + 1


def write_tasks(book: Book, desk: Desk) -> None:
    """The sheet."""
    page = book.page(TASKS, _WIDTHS)
    page.title("待决定的事", desk.period)
    page.wrapped([Cell(_HOW, "note wrap", span=len(_WIDTHS))])
    head = page.headings(TASK_COLUMNS, frozen=1)
    for one in desk.tasks:
        _task(page, one)
    if not desk.tasks:
        page.line("没有要决定的事", "box center")
    page.filtered(head)
    page.sheet.protect("", PERMITTED | {"autofilter": True})


def _task(page: Page, one: Task) -> None:
    row = [*_asked(one), *_files(one), *_typed(one), Cell(one.outcome, "box wrap left warn")]
    if not one.outcome:
        row[-1] = Cell(None)
    texts = [(cell.text, width) for cell, width in zip(row, _WIDTHS, strict=True)]
    at = page.write(row, height=max(32, height_of(texts)))
    if one.answers:
        column = TASK_COLUMNS.index(TASK_TYPED[0])
        page.sheet.accept(at, column, _choice(one.answers))


def _choice(answers: tuple[str, ...]) -> dict[str, object]:
    return {
        "validate": "list", "source": list(answers), "error_title": TASKS,
        "error_message": f"请从中选一个：{'、'.join(answers)}",
    }  # fmt: skip


def _asked(one: Task) -> Iterator[Cell]:
    yield Cell(one.id, "box center small")
    for text in (one.matter, one.unit, one.period):
        yield Cell(text, "box wrap center")
    yield Cell(_words(one), "box wrap left")


def _words(one: Task) -> str:
    """Beyond the second, files have no column: they are named."""
    more = (f"第{number}份：{file}" for number, file in enumerate(one.files[2:], 3))
    return "；".join((one.words, *more))


def _files(one: Task) -> Iterator[Cell]:
    for place in range(2):
        words = f"第{place + 1}份" if len(one.files) > 1 else "打开"
        file = one.files[place] if place < len(one.files) else ""
        yield Cell(Link.to_file(file, words) if file else None, "box center link")


def typed_day(day: date | str) -> Cell:
    """The open cell of a day, with what was typed into it."""
    return Cell(day, "box input center", "yyyy-mm-dd" if isinstance(day, date) or not day else "@")


def _typed(one: Task) -> Iterator[Cell]:
    typed = one.typed
    yield Cell(typed.answer, INPUT)
    yield Cell(typed.reason, INPUT)
    yield Cell(typed.document, INPUT, "@")
    yield typed_day(typed.day)
    yield Cell(typed.by, INPUT)
