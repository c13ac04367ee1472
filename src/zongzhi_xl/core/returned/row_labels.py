"""Whether each named cell still stands in the row that is printed for it.

Defined names move along with cells in Excel. Sorting, programs that know no names, and names
edited by hand leave them behind; then every figure is read one row off and nothing looks wrong.
The words printed left of a cell tell: the row of another item is no place for this one.
"""

from collections import Counter
from collections.abc import Iterable
from string import digits

from zongzhi_xl.contract import NIL_RETURN
from zongzhi_xl.core.edition.items import Form
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.submission import RawReturn, Submission, submission_of
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.errors import UnusableFileError

#: no label is longer; a whole letter beside a cell need not be looked at
_LONGEST_LABEL = 80


def in_place(raw: RawReturn, edition: Edition) -> Submission:
    """``raw`` understood by ``edition``, if no cell stands in a row printed for another one.

    Raises :class:`UnusableFileError`. A return of another edition may be printed otherwise; what
    does not belong to this one is told by its 版本, later.
    """
    submission = submission_of(raw, edition)
    if submission.edition_id == edition.id:
        fault = displaced(raw, edition.form(submission.form))
        if fault:
            raise UnusableFileError(fault)
    return submission


def displaced(raw: RawReturn, form: Form) -> str | None:
    """What is wrong with the first cell that stands in another one's row; None where none does.

    ``raw`` must be of the edition of ``form``. On the form page only the column of figures is
    looked at: a cell that was cut and pasted aside took its name along, whatever is printed there.
    """
    for name in _looked_at(raw, form):
        owners = _owners(raw.beside[name], form, raw)
        if owners and name not in owners:
            return _words(raw, name, min(owners))
    return None


def _looked_at(raw: RawReturn, form: Form) -> Iterable[str]:
    """The cells of items in the column of most items, and the district's bases."""
    items = [name for name in form.row_words.values() if name in raw.cells]
    columns = Counter(_column(raw, name) for name in items)
    usual = columns.most_common(1)[0][0] if columns else ""
    own = dict.fromkeys([*items, *([NIL_RETURN] if NIL_RETURN in raw.cells else [])])
    figures = (name for name in own if _column(raw, name) == usual)
    bases = (name for name in raw.beside if name not in own and term_of(name).item in own)
    return (name for name in (*figures, *bases) if name in raw.beside)


def _column(raw: RawReturn, name: str) -> str:
    return raw.cells[name].cell.rstrip(digits)


def _owners(texts: Iterable[str], form: Form, raw: RawReturn) -> set[str]:
    """Whose row it is by what is printed: labels and codes of items, names of bases."""
    short = ("".join(text.split()) for text in texts if len(text) <= _LONGEST_LABEL)
    found = set()
    for text in short:
        if text in form.row_words:
            found.add(form.row_words[text])
        elif text == NIL_RETURN or (text in raw.beside and term_of(text).prefix):
            found.add(text)
    return found


def _words(raw: RawReturn, name: str, owner: str) -> str:
    cell = raw.cells.get(name)
    where = f"{cell.sheet}!{cell.cell} " if cell else "“底数”页有一格"
    return (
        f"{where}是“{name}”的格，这一行印的却是“{owner}”：行被插入、删除、排序或移动过，"
        "读出的数会错位，没有采用。请重新领取空白表填报；区综治办也可用 repair 命令修复这份表"
    )
