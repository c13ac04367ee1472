"""What tests of repair share."""

from collections.abc import Iterator

import pytest

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.mending import recognising
from zongzhi_xl.mending.opened import OpenBook
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.sheets.returns.book_plan import BookPlan

_ISSUED: dict[tuple[str, FormKind, str, bool], OpenBook] = {}


@pytest.fixture(autouse=True, scope="module")
def issued_once() -> Iterator[None]:
    """The blank beside which nearly every damaged return is held is the same: written once.

    It takes a third of an inspection, and a program that repairs one file writes it once anyway.
    """
    written = recognising.issued

    def issued(plan: BookPlan, contents: ReturnContents, macros: bytes = b"") -> OpenBook:
        key = plan.edition.canonical, plan.kind, repr(contents), bool(macros)
        if key not in _ISSUED:
            _ISSUED[key] = written(plan, contents, macros)
        return _ISSUED[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recognising, "issued", issued)
        yield
