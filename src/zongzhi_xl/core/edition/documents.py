"""A district's editions as the texts that its record keeps, each told when it is asked for."""

import hashlib
import json
from collections.abc import Collection, Mapping
from functools import cached_property, lru_cache

from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.record import Record


class Editions(Record):
    """The document of the edition of each year, as canonical JSON."""

    documents: Mapping[int, str]

    @property
    def years(self) -> Collection[int]:
        """The years that have an edition."""
        return self.documents.keys()

    def of(self, year: int) -> Edition:
        """The edition of a year that has one."""
        return edition_told_by(self.documents[year])

    @cached_property
    def marks(self) -> Mapping[int, str]:
        """By year a hash by which the document is told from others."""
        return {
            year: hashlib.sha256(document.encode()).hexdigest()
            for year, document in self.documents.items()
        }


@lru_cache(maxsize=4)
def edition_told_by(document: str) -> Edition:
    """The edition of that text, which is always the same; raises RecordError."""
    return edition_of(json.loads(document))
