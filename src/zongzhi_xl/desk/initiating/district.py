"""A district's folder made from its form, or changed by it: all of it, or nothing."""

from collections.abc import Iterator
from pathlib import Path

from zongzhi_xl.contract import DISTRICT_FORM
from zongzhi_xl.core.edition.amending import (
    District,
    changes,
    document_with,
    entries_of,
    entries_of_new,
    register_of,
)
from zongzhi_xl.core.edition.statement import Edition, edition_of
from zongzhi_xl.core.edition.versions import canonical
from zongzhi_xl.core.returned.district_form import district_of
from zongzhi_xl.core.soundness.parts import audit
from zongzhi_xl.desk.initiating import form
from zongzhi_xl.desk.own_outputs import Sort
from zongzhi_xl.desk.placing import put_together
from zongzhi_xl.desk.shares import caution
from zongzhi_xl.errors import OutputError, RequestError, StatementError
from zongzhi_xl.reading.district_form import Kept
from zongzhi_xl.record import Record, replace
from zongzhi_xl.statements import editions, loader
from zongzhi_xl.statements.files import STANDARD
from zongzhi_xl.statements.loader import EDITIONS, years_of
from zongzhi_xl.statements.writing import STATEMENT, write_edition

#: what a district's folder holds beside its editions: what came in, what was published
_ROOMS = ("originals", "papers")


class Initiated(Record):
    """What was done or would be; ``waits``: a person must agree before anything is written.

    ``units`` are those that may be named.
    """

    units: tuple[str, ...]
    lines: tuple[str, ...]
    waits: bool = False


class _Plan(Record):
    """An edition about to be written: from which folder, to which, and with which entries."""

    district: Path
    said: District
    kept: Kept

    @property
    def target(self) -> Path:
        return self._of(self.said.year)

    def _of(self, year: int) -> Path:
        return self.district / EDITIONS / str(year)

    @property
    def names(self) -> tuple[str, ...]:
        """The offices, as they are called now."""
        return tuple(unit.name for unit in self.said.units)

    @property
    def copy(self) -> Path:
        """Where the form is kept."""
        return self.district / form.FILE

    @property
    def base(self) -> Path:
        """The edition of that year, else the district's newest of the years before."""
        if self.target.is_dir():
            return self.target
        earlier = [year for year in years_of(self.district) if year < self.said.year]
        return self._of(max(earlier)) if earlier else STANDARD

    def edition(self, base: Edition) -> tuple[Edition, dict[str, object]]:
        """The edition as it will be, and its entries of the statement; raises RecordError."""
        new = self.base == STANDARD
        entries = (entries_of_new if new else entries_of)(self.said, base.document)
        edition = edition_of(document_with(base.document, entries, register_of(self.said)))
        audit(edition)
        return edition, entries


def initiate(folder: Path, source: Path | None, *, change: bool = False) -> Initiated:
    """Make ``folder`` a district's by the form ``source`` (default: the one that it keeps).

    Over a district that is there nothing is written before ``change`` is asked for.

    Raises:
        RequestError: no form, or what in it does not fit, all of it.
        StatementError: the district's own edition cannot be used.
        OutputError: the folder is somebody else's, or cannot be written.
    """
    scheme = form.scheme_of(folder)
    kept = form.read(source or folder / form.FILE, scheme)
    plan = _Plan(folder, district_of(kept.raw, scheme), kept)
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} 不是文件夹，请给出区文件夹")
    if years_of(folder):
        return _told(_amended(plan, change=change), folder)
    _check_room(plan, source)
    return _told(_founded(plan), folder)


def _told(done: Initiated, folder: Path) -> Initiated:
    """With a word about where the folder lies, where that is no good place."""
    warned = caution(folder)
    return replace(done, lines=(*done.lines, warned)) if warned else done


def _check_room(plan: _Plan, source: Path | None) -> None:
    """A folder that is not there yet, or holds at most this form; raises OutputError."""
    allowed = {form.FILE, *_ROOMS} | ({source.name} if source else set())
    others = sorted(one.name for one in plan.district.glob("*") if one.name not in allowed)
    if others:
        raise OutputError(f"{plan.district} 里已有别的内容（{others[0]}），请另给一个文件夹")
    if plan.copy.exists() and not (_is_kept(plan) or form.is_blank(plan.copy)):
        raise OutputError(f"{plan.copy} 是另一份填过的登记表，不能覆盖；请先移走，或用 --from 指它")


#: over what may be put where no edition was: an empty form, the form itself
_FORM = Sort(DISTRICT_FORM, lambda path: path.name == form.FILE)


def _founded(plan: _Plan) -> Initiated:
    edition, entries = plan.edition(loader.load(STANDARD))
    _write(plan, edition, entries, _FORM)
    return Initiated(plan.names, tuple(_words(plan, edition)))


def _words(plan: _Plan, edition: Edition) -> Iterator[str]:
    year, folder = plan.said.year, plan.district
    yield f"已建好 {folder}：{plan.said.name} {year} 年考核方案，{len(edition.units)} 个街道"
    yield f"  {edition.id} · 名册 {edition.register_version}"
    yield f"  {plan.copy.name}  留了一份；以后有变动，改这一份，再运行 init {folder} --change"
    yield "  originals/、papers/  放收到的原件和发出的文书"
    yield f"接着发空表：zongzhi-xl issue --year {year} --month 1 -o 空表 --district {folder}"


def _amended(plan: _Plan, *, change: bool) -> Initiated:
    base = loader.load(plan.base)
    _check_merged(plan.said, base)
    edition, entries = plan.edition(base)
    lines = [*_compared(plan, base, edition)]
    if not lines:
        return Initiated(plan.names, (f"没有变动：{plan.target} 与登记表一致",))
    if not change:
        asks = "以上还没有写入：核对无误后，加 --change 再运行一次"
        return Initiated(plan.names, (*lines, asks), waits=True)
    _write(plan, edition, entries)
    versions = f"{edition.id} · 名册 {edition.register_version}"
    return Initiated(plan.names, (*lines, f"已写入 {plan.target}（{versions}）"))


def _check_merged(said: District, base: Edition) -> None:
    """Two offices of now do not become one by name: each month would have two returns."""
    for unit in said.units:
        before = {known.name for name in unit.names if (known := base.unit(name))}
        if len(before) > 1:
            both = "、".join(sorted(before))
            raise RequestError(
                f"{unit.name}的名称和曾用名里有现在的 {len(before)} 个街道（{both}）：合并的街道，"
                "曾用名只写其中一个，另一个的报表不会算在它名下"
            )


def _compared(plan: _Plan, base: Edition, edition: Edition) -> Iterator[str]:
    """What would be different, a line each; nothing where all is as it was."""
    if plan.base == STANDARD:
        yield f"{plan.said.year} 年还没有考核方案：按标准方案编制，{len(edition.units)} 个街道"
        return
    if plan.base != plan.target:
        yield f"{plan.said.year} 年还没有考核方案：按 {plan.base.name} 年的编制，变动如下"
    found = changes(base, edition)
    yield from map(str, found)
    if any(one.what == "删去" for one in found):
        yield "删去的街道若是改了名：在新名称一行的“曾用名”里写上原名，以前的报表才还是它的"
    if not found and not _is_kept(plan):
        yield f"{plan.copy.name}（电话、部门等）有改动，考核方案不变"


def _is_kept(plan: _Plan) -> bool:
    return plan.copy.is_file() and plan.copy.read_bytes() == plan.kept.data


_UNUSUAL = "写法与本程序写的不同，逐项改不了，什么也没有写：请先改成一行一项，不加引号"


def _says(folder: Path, edition: Edition) -> bool:
    """Whether what was written is read back as it was meant."""
    try:
        return canonical(loader.load(folder).document) == canonical(edition.document)
    except StatementError:
        return False


def _write(
    plan: _Plan, edition: Edition, entries: dict[str, object], sort: Sort | None = None
) -> None:
    """Edition and form put in place as one, the rooms beside them."""
    with put_together() as made:
        aside = made.folder(plan.district, sort)
        folder = aside / plan.target.relative_to(plan.district)
        write_edition(folder, plan.base, entries, register_of(plan.said))
        if not _says(folder, edition):
            raise StatementError(str(plan.base / STATEMENT), "", _UNUSUAL)
        (aside / plan.copy.name).write_bytes(plan.kept.data)
    for room in _ROOMS:
        (plan.district / room).mkdir(exist_ok=True)
    editions.in_force.cache_clear()
