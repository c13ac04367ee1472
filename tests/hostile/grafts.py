"""Grafts: one part of a return replaced by that of another workbook; does anything look better?

The other workbook is of another office, month, year or edition, or filled in otherwise. Whoever
pastes a form page over another hands in what that page shows: judged as if it had been typed.
What nobody sees (底数 of another period, 规则, names, formats) must change nothing, or a finding
says so. Points follow from figures and events alone, so these are compared.
"""

import copy
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook

from tests.proof.cases import good
from tests.sheets.returns import EVENT, many
from zongzhi_xl import contract
from zongzhi_xl.core.checking.examined import Examined, examined
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.submission import RawCell, RawReturn
from zongzhi_xl.core.soundness.parts import audit
from zongzhi_xl.desk.understanding import understood
from zongzhi_xl.errors import Refusal
from zongzhi_xl.reading import reader
from zongzhi_xl.reading.reader import HandedIn
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book
from zongzhi_xl.sheets.return_book import ReturnContents
from zongzhi_xl.statements.editions import of_file

#: the pages of which a person sees what is read
_SEEN = (*FormKind, contract.EVENTS)
#: parts that are no sheet
_TEXTS = "xl/sharedStrings.xml"
OTHER_PARTS = (_TEXTS, "xl/styles.xml", "xl/workbook.xml")
#: what of a finding tells that the reading, the rules or the bases are doubted
_DOUBTS = ("S", "V", "J", "02", "11")
_LIMIT = ("clauses", 5, "indicators", 0, "limits", "二类")


@dataclass(frozen=True)
class Source:
    """A workbook from which parts are taken: what it is, and its parts."""

    kind: FormKind
    words: str
    path: Path

    @cached_property
    def parts(self) -> Mapping[str, bytes]:
        """Every part of the zip."""
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def sheets(self) -> Mapping[str, str]:
        """The part of each sheet, which our writer numbers in the order of the tabs."""
        names = re.findall('<sheet name="([^"]+)"', self.parts["xl/workbook.xml"].decode())
        return {name: f"xl/worksheets/sheet{n}.xml" for n, name in enumerate(names, 1)}

    @cached_property
    def texts(self) -> list[bytes]:
        """The shared texts, as they stand in the XML."""
        return re.findall(b"<si>(.*?)</si>", self.parts["xl/sharedStrings.xml"], re.DOTALL)

    def alone(self, sheet: str) -> bytes:
        """The part of a sheet with its texts inside, so that it can stand in another workbook."""
        return re.sub(
            rb' t="s"><v>(\d+)</v>',
            lambda hit: b' t="inlineStr"><is>' + self.texts[int(hit[1])] + b"</is>",
            self.parts[self.sheets[sheet]],
        )


# ------------------------------------------------------------------ the workbooks


def editions(standard: Edition) -> Mapping[str, Edition]:
    """The standard one, one with a limit that nobody breaks, one with two rows exchanged."""
    lax, other = (copy.deepcopy(standard.document) for _ in range(2))
    part: Any = lax
    for key in _LIMIT[:-1]:
        part = part[key]
    part[_LIMIT[-1]] = "<= 5000"
    forms: Any = other["forms"]
    for form in forms:
        for section in form.get("sections", ()):
            first, second = section["items"][:2] if len(section["items"]) > 1 else ({}, {})
            if first and "part_of" not in second:
                codes = first["code"], second["code"]
                section["items"][:2] = [{**second, "code": codes[0]}, {**first, "code": codes[1]}]
    found = {"标准": standard, "宽限": edition_of(lax), "换行": edition_of(other)}
    for one in found.values():
        audit(one)
    return found


_OFFICES, _MONTHS, _YEARS = ("于楼街道", "兴海街道"), (3, 4), (2026, 2025)


#: every third workbook is an annual return
_KINDS = (FormKind.MONTHLY, FormKind.MONTHLY, FormKind.ANNUAL)


def source(folder: Path, number: int, known: Mapping[str, Edition]) -> Source:
    """The workbook of that number, drawn by chance; it is written once."""
    kind, chance = _KINDS[number % len(_KINDS)], Random(f"source {number}")
    office, month, year = (
        chance.choice(_OFFICES), chance.choice(_MONTHS), chance.choice(_YEARS)
    )  # fmt: skip
    name, filling = chance.choice(list(known)), chance.choice(["清白", "空", *range(12)])
    period = month if kind == FormKind.MONTHLY else None
    words = f"{number}：{office}{year}年{period or ''}{kind}，{name}版，填法{filling}"
    path = folder / f"{number}.xlsx"
    if not path.exists():
        contents = _filled(kind, known[name], filling)
        issued = {"填报单位": office, "年份": year, **({"月份": period} if period else {})}
        bases = {**contents.bases, **{f"{contract.ISSUED}{n}": one for n, one in issued.items()}}
        here = replace(contents, unit=office, year=year, month=period, bases=bases)
        return_book.write(path, kind, known[name], here)
    return Source(kind, words, path)


def _filled(kind: FormKind, edition: Edition, filling: object) -> ReturnContents:
    if filling == "空":
        return ReturnContents(None, 2026, None)
    start = good(kind)
    if filling == "清白":
        events = (EVENT,) if kind == FormKind.MONTHLY else ()
        return replace(start, values={**start.values, "本月无重大事项": "否"}, events=events)
    assert isinstance(filling, int)
    slipped = list(many(edition, kind, filling + 1))[filling]
    return replace(slipped, bases={**start.bases, **slipped.bases})


# ------------------------------------------------------------------ one graft


@dataclass(frozen=True)
class Outcome:
    """What came of one graft: the parts of whom in whom, and what became better unsaid."""

    seed: int
    host: str
    donor: str
    part: str
    refused: str = ""
    told: bool = False
    silent: tuple[str, ...] = ()

    @property
    def came_of_it(self) -> str:
        """In two words."""
        if self.silent:
            return "silent"
        return "sent back" if self.refused else "told" if self.told else "as it was"

    def __str__(self) -> str:
        return (
            f"seed {self.seed}: {self.part} of [{self.donor}] in [{self.host}]"
            f"{': ' if self.silent else ''}{'; '.join(self.silent)}"
        )


@dataclass(frozen=True)
class Graft:
    """A part of ``donor`` in the place of that of ``host``; ``raw``: as it lies in the zip."""

    host: Source
    donor: Source
    part: str
    raw: bool = False

    def write(self, path: Path) -> Path:
        """The grafted workbook at ``path``."""
        parts = dict(self.host.parts)
        if self.part in OTHER_PARTS:
            parts[self.part] = self.donor.parts[self.part]
        elif self.raw:
            parts[self.host.sheets[self.part]] = self.donor.parts[self.donor.sheets[self.part]]
        else:
            parts[self.host.sheets[self.part]] = self.donor.alone(self.part)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        return path


def drawn(seed: int, folder: Path, known: Mapping[str, Edition], workbooks: int) -> Graft:
    """The graft of that number: two of so many ``workbooks``, of one form, and a part."""
    chance = Random(f"graft {seed}")
    first = chance.randrange(workbooks)
    annual = first % len(_KINDS) == len(_KINDS) - 1
    alike = [
        n for n in range(workbooks) if n != first and (n % len(_KINDS) == len(_KINDS) - 1) == annual
    ]
    host, donor = (source(folder, n, known) for n in (first, chance.choice(alike)))
    both = [sheet for sheet in host.sheets if sheet in donor.sheets]
    part = chance.choice([*both, *both, contract.BASES, contract.BASES, *OTHER_PARTS])
    # as it lies in the zip its texts are others: nobody could say what a page that is read shows
    return Graft(host, donor, part, raw=part not in _SEEN and chance.random() < 0.3)


def outcome(seed: int, folder: Path, known: Mapping[str, Edition], workbooks: int = 300) -> Outcome:
    """Draw, graft, judge."""
    graft = drawn(seed, folder, known, workbooks)
    part = f"{graft.part}{'（原样）' if graft.raw and graft.part in graft.host.sheets else ''}"
    told = partial(Outcome, seed, graft.host.words, graft.donor.words, part)
    path = graft.write(folder / "嫁接.xlsx")
    try:
        after = judged(path)
    except Refusal as fault:
        return told(refused=str(fault))
    try:
        expected = as_typed(graft, path)
    except Refusal as fault:
        return told(silent=(f"taken, though nobody knows what it is: {fault}",))
    if _fresh(judged_or_none(graft.host.path), after):
        return told(told=True)
    return told(silent=tuple(better(expected, after)))


def judged(path: Path) -> Examined:
    """As ``validate`` judges the file; raises a Refusal."""
    one = reader.handed_in(path, path.name)
    found = understood(one, partial(of_file, None), carried=True)
    assert isinstance(found, Examined)
    return found


@lru_cache(maxsize=512)
def judged_or_none(path: Path) -> Examined | None:
    """The same; None where it is sent back."""
    try:
        return judged(path)
    except Refusal:
        return None


def as_typed(graft: Graft, path: Path) -> Examined:
    """What the host would be if somebody had typed what the grafted page at ``path`` shows.

    底数 that were issued to the same office for the same period are the district's newer ones.
    """
    (host, one), there = _raw(graft.host.path), graft.part
    edition = of_file(None, host, one)
    donor = _raw.__wrapped__(path)[0] if there == contract.BASES else _raw(graft.donor.path)[0]
    reissued = there == contract.BASES and _issued(host) == _issued(donor)
    if there == _TEXTS:
        host = replace(host, cells=_with_texts(host.cells, path))
    if there not in _SEEN and not reissued:
        return examined(host, edition, carried=True)
    raw = replace(
        host,
        cells=_of(host.cells, donor.cells, there),
        notes=_of(host.notes, donor.notes, there),
        pages={**host.pages, there: donor.pages[there]},
        register=donor.register if there == contract.EVENTS else host.register,
    )
    return examined(raw, edition, carried=True)


def _with_texts(cells: Mapping[str, RawCell], path: Path) -> dict[str, RawCell]:
    """The cells with the texts that another reader finds there: a person sees them as well."""
    book = load_workbook(path)
    return {
        name: replace(one, value=book[one.sheet][one.cell].value)
        if isinstance(one.value, str) and not one.formula
        else one
        for name, one in cells.items()
    }


def _issued(raw: RawReturn) -> list[object]:
    """To whom and for which period the district issued it."""
    names = (contract.REPORTING_UNIT, contract.REPORTING_YEAR, contract.REPORTING_MONTH)
    cells = (raw.cells.get(f"{contract.ISSUED}{name}") for name in names)
    return [cell and cell.value for cell in cells]


@lru_cache(maxsize=64)
def _raw(path: Path) -> tuple[RawReturn, HandedIn]:
    one = reader.handed_in(path, path.name)
    raw = reader.facts_of(one)
    assert isinstance(raw, RawReturn)
    return raw, one


def _of(host: Mapping[str, Any], donor: Mapping[str, Any], sheet: str) -> dict[str, Any]:
    kept = {name: cell for name, cell in host.items() if cell.sheet != sheet}
    return kept | {name: cell for name, cell in donor.items() if cell.sheet == sheet}


def _fresh(before: Examined | None, after: Examined) -> list[Finding]:
    """Findings that doubt something, and that the host had not."""
    known = {_key(one) for one in before.findings} if before else set()
    return [
        one for one in after.findings if one.code.startswith(_DOUBTS) and _key(one) not in known
    ]


def _key(one: Finding) -> tuple[str, str, str]:
    return one.code, one.item, one.message


def better(expected: Examined, after: Examined) -> list[str]:
    """In what the graft looks better than what it shows, or otherwise."""
    said = {(one.code, one.item) for one in after.findings}
    lost = {(one.code, one.item) for one in expected.findings} - said
    found = [f"finding {code} {item} is gone" for code, item in sorted(lost)]
    found += [
        f"{name} was {one.value}, is {after.submission.value(name)}"
        for name, one in expected.submission.entries.items()
        if not name.startswith(_PRESET) and one.value != after.submission.value(name)
    ]
    if _events(expected) != _events(after):
        found.append("events are others")
    return found


def _events(found: Examined) -> list[dict[str, object]]:
    return [
        {name: one.value for name, one in event.cells.items()} for event in found.submission.events
    ]


#: what stands in 底数 is no figure of the return's
_PRESET = (
    contract.BROUGHT_FORWARD, contract.LAST_MONTH, contract.MEAN_SUM, contract.MEAN_COUNT,
    contract.SAME_MONTH_LAST_YEAR, contract.THIS_QUARTER, contract.SO_FAR_LAST_YEAR,
    contract.MONTHS_SUM, contract.MONTHS_COUNT, contract.LAST_YEAR, contract.ISSUED,
)  # fmt: skip
