"""What a file is told that was issued with another form or other rules than those that judge it.

Its office could not know: nothing is refused for it. Of another form the items are taken by
name, and what it cannot say is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping

from zongzhi_xl import contract
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.items import Form, Section, Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.edition.versions import version_in
from zongzhi_xl.core.language.values import Gap
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.page import at_of, squeezed
from zongzhi_xl.core.returned.personal_data import masked
from zongzhi_xl.core.returned.submission import RawCell, RawReturn, Submission, edition_in
from zongzhi_xl.core.returned.terms import term_of
from zongzhi_xl.record import replace

Cells = Mapping[str, RawCell]

_OTHER_RULES, _OTHER_FORM, _OTHER_PRINT = "V2", "V3", "V4"
#: names that a list in a sentence gives; and signs of a wrong 版本
_MOST, _LONGEST = 8, 40


def version_notices(cells: Cells, edition: Edition, lists: str = "") -> Iterator[Finding]:
    """That form or rules are others, with both versions; ``lists`` ends the one of the form."""
    text = edition_in(cells)
    if text == edition.id:
        return
    said, ours = version_in(text), edition.version
    if said is None or said.form != ours.form:
        found = said.form if said else f"“{text[:_LONGEST]}”"
        words = f"这份表的表样是 {found}，现行表样是 {ours.form}：各项已按名称取数{lists}"
        yield _notice(_OTHER_FORM, cells, words, "核对各项；缺的项目另补，以后用区里下发的新表")
    if said and said.rules != ours.rules:
        words = f"这份表是按规则 {said.rules} 发的，现行规则是 {ours.rules}：已按现行规则审核"
        yield _notice(_OTHER_RULES, cells, words, "不用重报；想在表里看到现行规则的，请领新表")


def _notice(code: str, cells: Cells, message: str, remedy: str) -> Finding:
    cell, name = cells[contract.RULES_VERSION], contract.RULES_VERSION
    value = edition_in(cells)[:_LONGEST]
    return Finding(
        code, Severity.NOTICE, cell.sheet, cell.cell, name, value, masked(message), remedy
    )


def remarks(raw: RawReturn, submission: Submission, edition: Edition) -> Iterator[Finding]:
    """All that is to be said of a return's version, item by item where its form is another."""
    if edition.version.has_form(edition_in(raw.cells)):
        yield from version_notices(raw.cells, edition)
        return
    form, words = edition.form(submission.form), edition.statement.events
    lacking = [*_lacking(raw, form), *map(words.label, words.lost(raw.headings or words.headed))]
    lists = f"{_listed('；缺 ', lacking)}{_listed('；没有采用 ', _unknown(raw, form, words))}"
    yield from version_notices(raw.cells, edition, lists)
    yield from _printed_otherwise(raw, submission, form)


def _listed(words: str, names: Iterable[str]) -> str:
    found = list(names)
    more = f"等 {len(found)} 项" if len(found) > _MOST else ""
    return f"{words}{'、'.join(found[:_MOST])}{more}" if found else ""


def _lacking(raw: RawReturn, form: Form) -> Iterator[str]:
    """Items that the file has no cell for."""
    return (item.printed for item in form.items if item.name not in raw.cells)


def _unknown(raw: RawReturn, form: Form, words: EventWords) -> Iterator[str]:
    """Filled cells of the form page that are no item here, and headings that are no column."""
    yield from (one for one in raw.headings or () if one not in words.headed)
    ours = {one.name for one in form.items} | {one.name for one in form.derived}
    ours.update((*contract.IDENTITY, contract.NATURE, contract.REASON))
    page = raw.cells[contract.RULES_VERSION].sheet
    for name, cell in raw.cells.items():
        filled = cell.sheet == page and cell.value not in (None, "")
        if filled and name not in ours and not term_of(name).prefix:
            yield name


def _printed_otherwise(raw: RawReturn, submission: Submission, form: Form) -> Iterator[Finding]:
    """Figures beside which another label is printed than here, or another unit of measure."""
    for item in form.items:
        entry, words = submission.entries.get(item.name), _words_before(raw, item.name)
        if entry is None or isinstance(entry.value, Gap) or not words:
            continue
        measured = squeezed(item.unit) in words
        if measured and squeezed(item.row_label) in words:
            continue
        now, then = f"{item.printed}（{item.unit}）", "、".join(words)
        yield Finding(
            code=_OTHER_PRINT,
            severity=Severity.NOTICE if measured else Severity.QUERY,
            sheet=entry.place.sheet,
            cell=entry.place.cell,
            item=item.name,
            value=str(entry.value),
            message=masked(f"现行表样印的是“{now}”，这份表印的是“{then}”：已按表上的数计"),
            remedy="核对说的是不是一件事" if measured else "核对这个数要不要换算",
            clause=next(iter(item.clauses), None),
            explained="" if measured else masked(entry.note),
        )


def _words_before(raw: RawReturn, name: str) -> list[str]:
    """What is printed left of a cell in its row."""
    cell = raw.cells.get(name)
    page = raw.pages.get(cell.sheet) if cell else None
    if cell is None or page is None:
        return []
    at = at_of(cell.cell)
    row = page.rows[at.row - 1] if at.row <= len(page.rows) else ()
    return [squeezed(value) for value in row[: at.column - 1] if value and isinstance(value, str)]


def by_labels(form: Form) -> Form:
    """The form told by its labels alone: in another's print a code may be another item's."""
    return replace(form, sections=tuple(map(_without_codes, form.sections)))


def _without_codes(section: Section) -> Section:
    items = tuple(replace(item, code=item.row_label) for item in section.items)
    return replace(section, items=items)
