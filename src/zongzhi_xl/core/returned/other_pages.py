"""Pages that are none of the return's: a copy of the form page, of the register, a scrap page.

Nobody knows whether the page itself or its copy was printed and signed: where they differ, the
item is doubted.
"""

from collections.abc import Iterator, Mapping

from zongzhi_xl import contract
from zongzhi_xl.core.edition.event_words import EventWords
from zongzhi_xl.core.edition.items import Form, FormKind
from zongzhi_xl.core.returned.owners import Ownerless, filled, register_head
from zongzhi_xl.core.returned.page import At, Page
from zongzhi_xl.core.returned.printed import printed_on
from zongzhi_xl.core.returned.submission import RawCell, RawReturn

#: the sheets of a return; whatever else a workbook holds is not read
OF_RETURN = frozenset({*(kind.value for kind in FormKind), *contract.OF_RETURN})
#: so many cells of a scrap page are told
_MOST = 20


def other_pages(raw: RawReturn) -> Iterator[Page]:
    """The pages that a person sees and that are none of the return's."""
    read = {raw.register_sheet, *(cell.sheet for cell in raw.cells.values())}
    for page in raw.pages.values():
        if page.sheet not in OF_RETURN and page.sheet not in read and not page.hidden:
            yield page


def copied_otherwise(page: Page, raw: RawReturn, form: Form) -> Iterator[tuple[str, RawCell]]:
    """Each name whose cell on a copy of the form page holds something else, and that cell."""
    printed = printed_on(page, form)
    places: Mapping[str, At] = printed.places if printed.head else {}
    for name, at in places.items():
        cell, there = raw.cells.get(name), page.value(at)
        if cell is not None and not cell.format and cell.value != there:
            yield name, RawCell(page.sheet, at.address, there)


def scraps(page: Page, form: Form, events: EventWords) -> Iterator[Ownerless]:
    """The first filled cells of a page that is no copy of the form page."""
    if printed_on(page, form).head:
        return
    first = register_head(page, events)
    for n, one in enumerate(filled(page)):
        if n == _MOST:
            return
        if first is None or one.row > first.row:
            yield Ownerless(RawCell(page.sheet, At(one.row, one.column).address, one.value))
