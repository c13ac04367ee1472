"""What hundreds of tests make anew in the same way: made once by each worker.

Districts of the tests are copies of the standard edition, and their returns are those of a few
good months.
"""

import copyreg
import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl.reader import excel
from openpyxl.worksheet.dimensions import DimensionHolder

from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.files import is_yaml
from zongzhi_xl.vba.macro_book import MacroEdition

#: files and folders whose tests ask how a return is written
WRITTEN_ANEW = {"hostile", "proof", "sheets", "vba", "test_demo.py", "test_workbooks.py"}
#: so many workbooks are kept, a tenth of a megabyte each
_MOST = 300


@contextmanager
def editions_read_once() -> Iterator[None]:
    """The edition of the same files is the same, wherever the folder lies.

    Faults are told anew: they name the folder.
    """
    load, known = loader.load, dict[bytes, Edition]()

    def loaded(folder: Path) -> Edition:
        mark = _mark_of(folder)
        if mark not in known:
            known[mark] = load(folder)
        return known[mark]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "load", loaded)
        yield


def _mark_of(folder: Path) -> bytes:
    """A hash over the names and contents of all that may be a part of an edition."""
    files = hashlib.sha256()
    for path in sorted(filter(is_yaml, folder.rglob("*"))):
        told = path.read_bytes() if path.is_file() else b""
        files.update(f"{path.relative_to(folder)} {path.is_file()} {len(told)}\n".encode() + told)
    return files.digest()


_WRITTEN: dict[tuple[str, FormKind, str], bytes] = {}


@contextmanager
def returns_written_once() -> Iterator[None]:
    """The same contents give the same bytes (tests/sheets/test_same_bytes.py): they are copied."""
    write = return_book.write

    def written(
        path: Path | BytesIO,
        form: FormKind,
        edition: Edition,
        contents: ReturnContents,
        macros: MacroEdition | None = None,
    ) -> None:
        if macros:
            write(path, form, edition, contents, macros)
            return
        key = edition.canonical, form, repr(contents)
        if key not in _WRITTEN:
            write(made := BytesIO(), form, edition, contents)
            if len(_WRITTEN) == _MOST:
                del _WRITTEN[next(iter(_WRITTEN))]
            _WRITTEN[key] = made.getvalue()
        path.write(_WRITTEN[key]) if isinstance(path, BytesIO) else path.write_bytes(_WRITTEN[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(return_book, "write", written)
        yield


#: so many workbooks are kept, one and a half megabytes each
_MOST_PARSED = 40
_PARSED: dict[tuple[bytes, bool, bool, bool], bytes] = {}


class _ParsedOnce(excel.ExcelReader):  # type: ignore[misc]  # openpyxl has no types
    """What openpyxl finds in the same bytes is the same: whoever opens them gets a copy of it."""

    wb: Any

    def read(self) -> None:
        if self.read_only or self.keep_vba:  # these hold the file open
            super().read()
            return
        self.archive.fp.seek(0)
        digest = hashlib.sha256(self.archive.fp.read()).digest()
        mark = digest, self.data_only, self.keep_links, self.rich_text
        if (known := _PARSED.pop(mark, None)) is None:
            super().read()
            known = pickle.dumps(self.wb, pickle.HIGHEST_PROTOCOL)
        else:
            self.wb = pickle.loads(known)
            self.archive.close()
        _PARSED[mark] = known
        if len(_PARSED) > _MOST_PARSED:
            del _PARSED[next(iter(_PARSED))]


def _whole(one: DimensionHolder) -> tuple[Any, ...]:
    """Rows or columns of a sheet as a copy needs them; as a plain dictionary it has no sheet."""
    made_of = one.worksheet, one.reference, one.default_factory
    return type(one), made_of, {"max_outline": one.max_outline}, None, iter(one.items())


@contextmanager
def workbooks_parsed_once() -> Iterator[None]:
    """Workbooks that tests open with openpyxl, mostly the same good return."""
    copyreg.pickle(DimensionHolder, _whole)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(excel, "ExcelReader", _ParsedOnce)
        yield
