"""区级汇总: the workbook that the district officer opens.

Written from an :class:`~zongzhi_xl.core.appraising.scorecard.Appraisal` alone; nothing is judged
or scored here. Reproducible, without the clock. A district's is written with shared strings: a
streamed workbook holds inline strings, which Excel rewrites on the first save (openxml-audit says
so). A city's (:data:`~zongzhi_xl.sheets.summary.district.MANY` units) is streamed, and its sheets
say what they leave out.
"""

from pathlib import Path

from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.core.appraising.wording import cautions
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.outgoing import gate_for
from zongzhi_xl.sheets.page import Book, workbook_at
from zongzhi_xl.sheets.summary.accounts import write_accounts
from zongzhi_xl.sheets.summary.district import District
from zongzhi_xl.sheets.summary.ledger import write_evidence, write_ledger
from zongzhi_xl.sheets.summary.matrix import write_matrix, write_missed
from zongzhi_xl.sheets.summary.notes import register_top, write_findings, write_notes
from zongzhi_xl.sheets.summary.overview import write_deliveries, write_overview, write_ranking
from zongzhi_xl.sheets.summary.totals import write_totals


def write(path: Path, appraisal: Appraisal, edition: Edition, *, returns: str = "") -> None:
    """The summary at ``path``.

    ``returns`` is the folder to which the files' names are relative, as seen from the summary
    (``inbox/``; empty: the same folder); all links hang on that one cell of 总览.
    """
    district = District(appraisal, edition, register_top(edition))
    statement = edition.statement
    title = f"{statement.district}{statement.appraised}汇总（{appraisal.year}年）"
    with workbook_at(path, title, constant_memory=district.is_large) as workbook:
        gate = gate_for(unit.unit for unit in appraisal.units)
        book = Book(workbook, cautions(edition), gate)
        write_overview(book, district, returns)
        write_ranking(book, district)
        write_ledger(book, district)
        if not district.is_large:
            write_evidence(book, district)
        write_matrix(book, district)
        write_missed(book, district)
        write_totals(book, district)
        write_deliveries(book, district)
        write_findings(book, district)
        write_accounts(book, district)
        write_notes(book, district)
