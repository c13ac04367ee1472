"""The edition that a workbook carries in its very hidden sheet of rules."""

import json
from functools import lru_cache

from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.soundness.parts import audit
from zongzhi_xl.errors import RecordError


@lru_cache(maxsize=8)
def carried(text: str) -> Edition | None:
    """The sound edition in ``text``, canonical JSON; None where there is none.

    Understood once a process: a district's returns all carry the same.
    """
    try:
        edition = edition_of(json.loads(text[text.index("{") :]))
        audit(edition)
    except (RecordError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return edition
