"""``rules import``: a rules workbook becomes an edition's folder, all of it or nothing.

The workbook says of which edition it was written. A folder that says something else by now was
changed by somebody meanwhile, and is written over only where that is asked for.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from zongzhi_xl.core.soundness.consequences import Doubtful
from zongzhi_xl.core.soundness.sense import every
from zongzhi_xl.desk.placing import put_together, write_pieces
from zongzhi_xl.desk.rulekeeping import scheme_book
from zongzhi_xl.desk.rulekeeping.comparing import Difference, differences
from zongzhi_xl.errors import OutputError, RecordError
from zongzhi_xl.record import Record
from zongzhi_xl.statements.book.found import Fault, Found
from zongzhi_xl.statements.book.layout import ANSWERS, records_at
from zongzhi_xl.statements.book.rows import Document, book_of, mark_of
from zongzhi_xl.statements.book.understood import understand
from zongzhi_xl.statements.edition_text import texts_of
from zongzhi_xl.statements.fields import in_labels
from zongzhi_xl.statements.files import answers_of, is_yaml
from zongzhi_xl.statements.loader import faults_in, look
from zongzhi_xl.statements.writing import STATEMENT


class Imported(Record):
    """What became of it: ``faults`` for which nothing was written, else what is another now.

    ``doubts`` are asked about, each with its cell, and stop nothing.
    """

    folder: Path
    faults: tuple[Fault, ...] = ()
    changed: tuple[Difference, ...] = ()
    doubts: tuple[Fault, ...] = ()
    new: bool = False

    @property
    def lines(self) -> Iterator[str]:
        """All of it in words, a line each."""
        yield from (f"错误：{one.words}" for one in self.faults)
        if self.faults:
            return
        yield from (one.words for one in self.changed)
        yield from (f"疑问：{one.words}" for one in self.doubts)
        told = f"改了 {len(self.changed)} 处" if self.changed else "与原来的没有不同"
        yield f"已写出 {self.folder}：{'新的一套' if self.new else told}"
        yield f"再试一试：zongzhi-xl rules try {self.folder}"

    @property
    def refusal(self) -> str:
        """Why nothing was written; empty where it was."""
        count = len(self.faults)
        return f"共{count}处错误，改好再读；{self.folder} 没有动" if count else ""


def import_book(path: Path, folder: Path, *, replace: bool = False) -> Imported:
    """The workbook at ``path`` becomes the edition in ``folder``; ``replace`` whatever is there.

    Raises:
        RequestError: the workbook cannot be read at all.
        OutputError: what lies in ``folder`` is no edition, or was changed since the workbook was
            written of it.
    """
    kept = scheme_book.read(path)
    found = understand(kept.sheets)
    faults, doubts = examine(found)
    if faults:
        return Imported(folder, faults)
    book = found.document
    old = _standing(folder)
    if old and not replace:
        _require_unchanged(old, book, kept.written_of, folder)
    _write(folder, texts_of(book, book[ANSWERS], _texts_in(folder)))
    return Imported(folder, (), tuple(_changes(old, book)), doubts, not (old and old.sound))


def examine(found: Found) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Every fault of what was read, each at its cell, in order; then what is asked about."""
    document = {name: one for name, one in found.document.items() if name != ANSWERS}
    edition, unfit = faults_in(document)
    spoilt = Doubtful((*found.spoilt,), edition)
    faults = [*found.faults]
    faults += [_located(found, fault) for fault in unfit if not spoilt.explain(fault)]
    faults += [
        Fault(found.at(f"{ANSWERS}.{name}"), f"“{name}”没有写理由")
        for name, why in found.document[ANSWERS].items()
        if not why.strip()
    ]
    if faults:
        return tuple(sorted(faults, key=lambda fault: fault.at.order)), ()
    refused = tuple(_located(found, fault) for fault in every.refused_on_trial(edition))
    if refused:
        return refused, ()
    asked = (one for one in every.doubts(edition) if one.subject not in found.document[ANSWERS])
    return (), tuple(_located(found, one.as_fault) for one in asked)


def _located(found: Found, fault: RecordError) -> Fault:
    return Fault(found.at(fault.path), in_labels(fault.problem, *records_at(fault.path)))


# ------------------------------------------------------------------ the folder


class _Standing(Record):
    """The book of an edition that is there already; not ``sound``: as far as it can be read."""

    book: Document
    sound: bool


def _standing(folder: Path) -> _Standing | None:
    """What lies in ``folder``; None where nothing does, OutputError where it is no edition."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    if not (folder / STATEMENT).is_file():
        raise OutputError(f"{folder} 里有别的内容，不是考核方案，请另给一个文件夹")
    looked = look(folder)
    answers, unclear = answers_of(folder)
    return _Standing(book_of(looked.files.document(), answers), not (looked.faults or unclear))


def _require_unchanged(old: _Standing, book: Document, written_of: str, folder: Path) -> None:
    if old.sound and mark_of(old.book) in (written_of, mark_of(book)):
        return
    count = len([*_changes(old, book)])
    told = f"与工作簿有 {count} 处不同" if old.sound else "现在读不通"
    raise OutputError(
        f"{folder} 里的方案不是写出这份工作簿时的那一套，可能有人改过，{told}："
        "先用 rules export 另写一份比一比；确实要用工作簿代替的，加 --replace"
    )


def _changes(old: _Standing | None, book: Document) -> Iterator[Difference]:
    if not (old and old.sound):
        return
    yield from differences(old.book, book)
    before, after = old.book[ANSWERS], book[ANSWERS]
    for name in dict.fromkeys((*after, *before)):
        if before.get(name) != after.get(name):
            yield Difference("疑问的理由", name, before.get(name, ""), after.get(name, ""))


def _texts_in(folder: Path) -> Mapping[str, str]:
    """The files of an edition as they are, by their places in the folder; unreadable ones blank."""
    files = sorted(folder.rglob("*")) if folder.is_dir() else ()
    return {
        file.relative_to(folder).as_posix(): _text_of(file)
        for file in files
        if is_yaml(file) and file.is_file()
    }


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """The files of the edition in place as one; those that it has no more go away."""
    left = _texts_in(folder).keys() - texts.keys()
    with put_together() as together:
        aside = together.folder(folder)
        for name, text in texts.items():
            (aside / name).parent.mkdir(exist_ok=True)
            write_pieces(aside / name, [text])
        for name in left:
            together.without(folder / name)
