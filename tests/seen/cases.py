"""One case: a good return, changed by chance, printed by LibreOffice, and scored by us."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from random import Random

from openpyxl import load_workbook

from tests.office import Office, properties
from tests.seen.changes import TO_BE_TOLD, Target, changed
from tests.seen.judged import judged, silent
from tests.seen.page import seen_in
from tests.sheets.returns import EVENT, good_march
from zongzhi_xl.contract import NIL_RETURN
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import NO
from zongzhi_xl.hosts.office_link import uno_module
from zongzhi_xl.sheets import return_book

FORM = FormKind.MONTHLY
#: cover, form and register are the first pages; a copy of the form comes last
_EVENTS = (
    EVENT,
    {
        **EVENT, "事项编号": "2026-03-002", "大类": "案件", "事故类型": None,
        "发生时间": datetime(2026, 3, 9, 8, 15), "上报时间": datetime(2026, 3, 9, 9, 40),
    },
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What came of a case: what was done, and each thing that counts unseen and unsaid."""

    seed: int
    done: tuple[tuple[str, str], ...]
    refused: str
    silent: tuple[str, ...]

    def __str__(self) -> str:
        did = "; ".join(f"{way}: {what}" for way, what in self.done)
        return f"seed {self.seed} [{did}] {'; '.join(self.silent)}"


def good_return(path: Path, edition: Edition) -> bytes:
    """A March with two events, written to ``path``: everything on paper counts."""
    contents = good_march(**{NIL_RETURN: NO})
    noted = replace(contents, events=_EVENTS, notes={"治安巡逻次数": "两次改在四月"})
    return_book.write(path, FORM, edition, noted)
    return path.read_bytes()


def outcomes(seeds: range, office: Office, folder: Path, edition: Edition) -> Iterator[Outcome]:
    """Each seed's case; files lie in ``folder`` until the next one."""
    good = good_return(folder / "good.xlsx", edition)
    for seed in seeds:
        yield _outcome(seed, good, office, folder, edition)


def _outcome(seed: int, good: bytes, office: Office, folder: Path, edition: Edition) -> Outcome:
    path, items = folder / "case.xlsx", tuple(item.name for item in edition.form(FORM).items)
    book = load_workbook(BytesIO(good))
    done = changed(Target(book, Random(seed), FORM.value, items), most=3) if seed else []
    book.save(path)
    labels = {**edition.form(FORM).row_words, NIL_RETURN: NIL_RETURN}
    found = judged(path, edition)
    faults = list(silent(seen_in(printed(office, path), labels), found, labels))
    if not (found.refused or found.findings) and any(way in TO_BE_TOLD for way, _ in done):
        faults.append("what the words on the pages cannot tell, no finding tells")
    return Outcome(seed, tuple(done), found.refused, tuple(faults))


def printed(office: Office, path: Path) -> Path:
    """All pages that LibreOffice prints of a workbook, as PDF beside it."""
    document, pdf = office.open(path), path.with_suffix(".pdf")
    try:
        url = uno_module().systemPathToFileUrl(str(pdf))
        document.storeToURL(url, properties(FilterName="calc_pdf_Export", Overwrite=True))
    finally:
        document.close(True)
    return pdf
