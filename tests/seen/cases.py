"""One case: a good return, changed by chance, printed by LibreOffice, and scored by us."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from random import Random

from openpyxl import load_workbook

from tests.seen.changes import TO_BE_TOLD, Target, changed
from tests.seen.judged import judged, silent
from tests.seen.page import seen_in
from tests.seen.printing import NotPrintedError, Printer
from tests.sheets.returns import EVENT, good_march
from zongzhi_xl.contract import CHECKS, GUIDANCE, NIL_RETURN, RESULTS, TRIAL
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NO
from zongzhi_xl.record import Record, replace
from zongzhi_xl.sheets import return_book

FORM = FormKind.MONTHLY
#: pages of the writer's own on which no figure is read; they take half of the printing
OTHER_PAGES = (GUIDANCE, TRIAL, CHECKS, RESULTS)
_EVENTS = (
    EVENT,
    {
        **EVENT, "事项编号": "2026-03-002", "大类": "案件", "事故类型": None,
        "发生时间": datetime(2026, 3, 9, 8, 15), "上报时间": datetime(2026, 3, 9, 9, 40),
    },
)  # fmt: skip


class Outcome(Record):
    """What came of a case: what was done, and each thing that counts unseen and unsaid.

    ``refused``: the words in which the file is sent back, and no paper is looked at;
    ``unprinted``: why there is none, so that nothing could be compared.
    """

    seed: int
    done: tuple[tuple[str, str], ...]
    refused: str = ""
    unprinted: str = ""
    silent: tuple[str, ...] = ()

    @property
    def compared(self) -> bool:
        """What is scored was compared with what is printed."""
        return not (self.refused or self.unprinted)

    def __str__(self) -> str:
        did = "; ".join(f"{way}: {what}" for way, what in self.done)
        return f"seed {self.seed} [{did}] {self.unprinted} {'; '.join(self.silent)}"


def good_return(path: Path, edition: Edition) -> bytes:
    """A March with two events, written to ``path``: everything on paper counts."""
    contents = good_march(**{NIL_RETURN: NO})
    noted = replace(contents, events=_EVENTS, notes={"治安巡逻次数": "两次改在四月"})
    return_book.write(path, FORM, edition, noted)
    return path.read_bytes()


def outcomes(seeds: range, printer: Printer, folder: Path, edition: Edition) -> Iterator[Outcome]:
    """Each seed's case; files lie in ``folder`` until the next one."""
    good = good_return(folder / "good.xlsx", edition)
    for seed in seeds:
        path = folder / "case.xlsx"
        done = changed_case(path, good, seed, edition)
        yield _outcome(path, Outcome(seed, done), printer, edition)


def changed_case(
    path: Path, good: bytes, seed: int, edition: Edition
) -> tuple[tuple[str, str], ...]:
    """The return ``good``, changed as the seed tells and written to ``path``; what was done."""
    items = tuple(item.name for item in edition.form(FORM).items)
    book = load_workbook(BytesIO(good))
    done = changed(Target(book, Random(seed), FORM.value, items), most=3) if seed else []
    book.save(path)
    return tuple(done)


def _outcome(path: Path, case: Outcome, printer: Printer, edition: Edition) -> Outcome:
    found, labels = judged(path, edition), labels_of(edition)
    if found.refused:
        return replace(case, refused=found.refused)
    hidden = any(way in TO_BE_TOLD for way, _ in case.done) and not found.findings
    faults = ("what the words on the pages cannot tell, no finding tells",) if hidden else ()
    try:
        seen = seen_in(printer.printed(path, without=OTHER_PAGES), labels)
    except NotPrintedError as fault:
        return replace(case, unprinted=str(fault), silent=faults)
    return replace(case, silent=(*silent(seen, found, labels), *faults))


def labels_of(edition: Edition) -> dict[str, str]:
    """The item by what is printed in its row."""
    return {**edition.form(FORM).row_words, NIL_RETURN: NIL_RETURN}
