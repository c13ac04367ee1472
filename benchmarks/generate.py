"""Returns by the thousand for ``benchmarks/speed.py``: distinct contents, the same every time.

    uv run python benchmarks/generate.py DIR --files 2600 [--seed N] [--workers N]

``DIR/district`` is the demo's district with as many invented offices as it takes (13 returns
each: 12 months and the year), ``DIR/inbox/01 … 12, annual, departments`` their year.

How the files are made: for each of the 13 papers the product's own writer
(``return_book.write``) writes one return of one office. Every other office's return is that
file with the cells changed that differ: identity, every figure, every explanation, the register
of events, the bases of 底数. Each office has its own invented year (the demo's generator, its
own random stream), so figures add up, checks pass or fail as in the demo, and no two files are
alike. Only the parts that changed are packed anew. Formulas keep the cached values of the one
office; the reader needs none of them, and a bare reader reads as many cells as ever.
"""

import argparse
import re
import struct
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, partial
from html import escape
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from zongzhi_xl.contract import EVENT_RANGE
from zongzhi_xl.core.appraising.due_days import due_date
from zongzhi_xl.core.edition.amending import unit_entries
from zongzhi_xl.core.edition.file_names import paper_name
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.register import Unit
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.addresses import letters
from zongzhi_xl.core.language.values import Value
from zongzhi_xl.core.returned.submission import reading_of
from zongzhi_xl.demo.annual import annual_figures, department_figures
from zongzhi_xl.demo.district import Office, offices, write_district
from zongzhi_xl.demo.figures import YearOfOffice
from zongzhi_xl.demo.inbox import SLIPS, signature
from zongzhi_xl.desk.issuing.earlier import Earlier, Occasion
from zongzhi_xl.desk.issuing.prefilled import contents
from zongzhi_xl.reading.package import Target, open_package
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import department_book, return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.loader import standard
from zongzhi_xl.statements.writing import register_text

YEAR, SEED = 2026, 2026
PAPERS = (*range(1, 13), None)
_MODELS = len(offices())


# ------------------------------------------------------------------ invented offices


def office(number: int) -> Office:
    """Office ``number`` from 1: one of the demo's twenty in turn, with people of its own."""
    model = offices()[(number - 1) % _MODELS]
    people = model.unit.figures["总人口"] + (number - 1) // _MODELS * 37 % 4999
    figures = {**model.unit.figures, "总人口": people}
    unit = replace(model.unit, name=f"示例{number:04}街道", figures=figures)
    return Office(number, unit, model.care)


def write_register(folder: Path, units: Iterable[Unit]) -> None:
    """The demo's district with another register."""
    write_district(folder, YEAR)
    register = register_text(map(unit_entries, units))
    (folder / "statements" / str(YEAR) / "units.yaml").write_text(register, encoding="utf-8")


@dataclass(frozen=True)
class Account:
    """One office's year as it will be handed in."""

    edition: Edition
    office: Office
    seed: int

    @cached_property
    def year(self) -> YearOfOffice:
        """This year's figures."""
        return YearOfOffice(self.office, YEAR, self.seed, self.edition)

    @cached_property
    def annual(self) -> dict[str, object]:
        """The annual return's figures; one stream of random numbers draws the months first."""
        return _annual(self.year)

    @cached_property
    def earlier(self) -> Earlier:
        """What the bases of its returns are taken from: this year and the last."""
        found = {}
        last = YearOfOffice(self.office, YEAR - 1, self.seed, self.edition)
        for year, annual in ((last, _annual(last)), (self.year, self.annual)):
            papers = [*enumerate((month.values for month in year.months), 1)]
            for month, values in [*papers, (None, annual)]:
                found[self.office.name, year.year, month] = self._read(values)
        return Earlier(found)

    def _read(self, values: Mapping[str, object]) -> dict[str, Value]:
        items = self.edition.items
        return {
            name: reading_of(value, items[name].kind)
            for name, value in values.items()
            if name in items
        }

    def paper(self, month: int | None) -> ReturnContents:
        """One return, slips of the demo's model included (about one in 25)."""
        blank = contents(self.edition, Occasion(self.earlier, self.office.name, YEAR, month))
        form = FormKind.MONTHLY if month else FormKind.ANNUAL
        signed = signature(self.year, month, due_date(self.edition.statement, form, YEAR, month))
        if month is None:
            return replace(blank, values={**blank.values, **self.annual, **signed})
        true = self.year.months[month - 1]
        slip = SLIPS.get(((self.office.number - 1) % _MODELS + 1, month))
        told = slip(self.year, month, true) if slip else true
        values = {**blank.values, **told.values, **signed}
        return replace(blank, values=values, notes=told.notes, events=told.events)


def _annual(year: YearOfOffice) -> dict[str, object]:
    return annual_figures(year) if year.months else {}


# ------------------------------------------------------------------ one file from another


@dataclass(frozen=True)
class Part:
    """A part of a zip package, packed."""

    crc: int
    packed: bytes
    size: int


def packed(data: bytes) -> Part:
    """``data`` as a zip holds it."""
    press = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Part(zlib.crc32(data), press.compress(data) + press.flush(), len(data))


def package(parts: Mapping[str, Part]) -> bytes:
    """A zip package; parts that did not change are not packed again."""
    body, directory = BytesIO(), BytesIO()
    for name, part in parts.items():
        raw = name.encode()
        facts = struct.pack(
            "<HHHHHLLLHH", 20, 0, 8, 0, 33, part.crc, len(part.packed), part.size, len(raw), 0
        )
        at = body.tell()
        body.write(b"PK\x03\x04" + facts + raw + part.packed)
        directory.write(b"PK\x01\x02" + struct.pack("<H", 20) + facts)
        directory.write(struct.pack("<HHHLL", 0, 0, 0, 0, at) + raw)
    size, count = directory.tell(), len(parts)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, size, body.tell(), 0)
    return body.getvalue() + directory.getvalue() + end


Place = tuple[str, str]


@dataclass
class Template:
    """One return that the product wrote, taken apart to be filled with other values."""

    data: bytes
    first: ReturnContents

    def __post_init__(self) -> None:
        with ZipFile(BytesIO(self.data)) as archive:
            plain = {name: archive.read(name) for name in archive.namelist()}
        opened = open_package(self.data, 1 << 28)
        self.targets, self.part_of = opened.names.targets, opened.sheets
        self.parts = {name: packed(data) for name, data in plain.items()}
        self.strings = Strings(plain["xl/sharedStrings.xml"])
        self.pieces = {
            sheet: re.split(rb'(<c r="[A-Z]+[0-9]+"[^>]*?(?:/>|>.*?</c>))', plain[part])
            for sheet, part in self.part_of.items()
            if sheet in {target.sheet for target in self.targets.values()}
        }
        self.at = {
            (sheet, _address(piece)): number
            for sheet, pieces in self.pieces.items()
            for number, piece in enumerate(pieces)
            if number % 2
        }

    def filled(self, other: ReturnContents) -> bytes:
        """The file that ``other`` makes of it."""
        added: list[str] = []
        wanted = dict.fromkeys(self._cells(self.first)) | self._cells(other)
        changed = {sheet: list(pieces) for sheet, pieces in self.pieces.items()}
        touched = set()
        for (sheet, cell), value in wanted.items():
            number = self.at[sheet, cell]
            changed[sheet][number] = _cell(
                changed[sheet][number], value, partial(self.strings.number, added=added)
            )
            touched.add(sheet)
        parts = dict(self.parts)
        for sheet in touched:
            parts[self.part_of[sheet]] = packed(b"".join(changed[sheet]))
        parts["xl/sharedStrings.xml"] = self.strings.part(added)
        return package(parts)

    def _cells(self, paper: ReturnContents) -> dict[Place, object]:
        notes = {f"说明_{name}": words for name, words in paper.notes.items()}
        named = {**paper.identity, **paper.values, **notes, **paper.bases}
        places = ((self.targets.get(name), value) for name, value in named.items())
        cells = {(target.sheet, target.address): value for target, value in places if target}
        return cells | dict(self._events(paper))

    def _events(self, paper: ReturnContents) -> Iterator[tuple[Place, object]]:
        register = self.targets.get(EVENT_RANGE, Target(""))
        for row, event in enumerate(paper.events, register.row + 1):
            for column, name in enumerate(standard().statement.events.kinds, register.column):
                yield (register.sheet, f"{letters(column)}{row}"), event.get(name)


def _address(piece: bytes) -> str:
    return piece[6 : piece.index(b'"', 6)].decode()


class Strings:
    """The shared strings of a package, and those that one file adds at the end."""

    def __init__(self, xml: bytes) -> None:
        body = xml[: xml.rindex(b"</sst>")]
        self.body = re.sub(rb' (?:uniqueC|c)ount="[0-9]+"', b"", body)
        found = re.findall(rb"<si>(?:<t(?: [^>]*)?>([^<]*)</t>|.*?)</si>", body, re.DOTALL)
        self.numbers = {text.decode(): number for number, text in enumerate(found)}
        self.count = len(found)
        self.press = zlib.compressobj(6, zlib.DEFLATED, -15)
        self.packed = self.press.compress(self.body) + self.press.flush(zlib.Z_SYNC_FLUSH)
        self.crc = zlib.crc32(self.body)

    def part(self, added: list[str]) -> Part:
        """The part with ``added`` at its end; the rest is not packed again."""
        tail = "".join(f"<si><t>{text}</t></si>" for text in added).encode() + b"</sst>"
        press = self.press.copy()
        rest = press.compress(tail) + press.flush()
        return Part(zlib.crc32(tail, self.crc), self.packed + rest, len(self.body) + len(tail))

    def number(self, text: str, added: list[str]) -> int:
        """Where ``text`` stands in the table, at the end of ``added`` if it is new."""
        clean = escape(text, quote=False)
        known = self.numbers.get(clean)
        if known is not None:
            return known
        added.append(clean)
        return self.count + len(added) - 1


def _cell(before: bytes, value: object, number_of: Callable[[str], int]) -> bytes:
    style = re.search(rb' s="[0-9]+"', before)
    start = f'<c r="{_address(before)}"{style[0].decode() if style else ""}'
    match value:
        case None:
            return f"{start}/>".encode()
        case str():
            return f'{start} t="s"><v>{number_of(value)}</v></c>'.encode()
        case datetime() | date():
            return f"{start}><v>{_serial(value)!r}</v></c>".encode()
        case _:
            return f"{start}><v>{value}</v></c>".encode()


def _serial(day: date) -> float | int:
    whole = day.toordinal() - 693594
    if not isinstance(day, datetime):
        return whole
    return whole + (day.hour * 3600 + day.minute * 60 + day.second) / 86400


# ------------------------------------------------------------------ the whole inbox


@cache
def _edition(district: Path) -> Edition:
    return loader.for_year(district, YEAR)


@cache
def _template(district: Path, seed: int, month: int | None) -> Template:
    first = Account(_edition(district), office(1), seed).paper(month)
    form = FormKind.MONTHLY if month else FormKind.ANNUAL
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "first.xlsx"
        return_book.write(path, form, _edition(district), first)
        return Template(path.read_bytes(), first)


def write_office(folder: Path, seed: int, number: int) -> int:
    """All returns of one office; how many."""
    account = Account(_edition(folder / "district"), office(number), seed)
    for month in PAPERS:
        form = FormKind.MONTHLY if month else FormKind.ANNUAL
        data = _template(folder / "district", seed, month).filled(account.paper(month))
        name = paper_name(form.value, YEAR, month, account.office.name)
        (folder / "inbox" / _folder(month) / name).write_bytes(data)
    return len(PAPERS)


def _folder(month: int | None) -> str:
    return f"{month:02}" if month else "annual"


def write_departments(folder: Path, seed: int, count: int) -> None:
    """The departments' figures of all offices, one workbook."""
    edition = _edition(folder / "district")
    accounts = [Account(edition, office(number), seed) for number in range(1, count + 1)]
    annuals = [account.annual for account in accounts]
    yearly, monthly = department_figures([one.year for one in accounts], annuals, edition)
    path = folder / "inbox" / "departments" / paper_name(FormKind.DEPARTMENTS.value, YEAR, None)
    department_book.write(path, edition, YEAR, yearly, monthly)


def generate(folder: Path, files: int, seed: int = SEED, workers: int = 2) -> None:
    """``files`` returns (a multiple of 13) under ``folder``, and the departments' workbook."""
    count = files // len(PAPERS)
    for name in (*map(_folder, PAPERS), "departments"):
        (folder / "inbox" / name).mkdir(parents=True, exist_ok=True)
    numbers = range(1, count + 1)
    write_register(folder / "district", (office(number).unit for number in numbers))
    write_departments(folder, seed, count)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        done = 0
        jobs = pool.map(
            write_office, *zip(*((folder, seed, n) for n in numbers), strict=True), chunksize=10
        )
        for made in jobs:
            done += made
            if done % 2600 == 0:
                print(f"{done} files", file=sys.stderr)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=260, help="a multiple of 13")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    generate(options.folder.resolve(), options.files, options.seed, options.workers)


if __name__ == "__main__":
    main()
