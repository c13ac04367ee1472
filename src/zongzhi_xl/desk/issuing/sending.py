"""The command ``issue``: what came in earlier is read, the blanks are written."""

from pathlib import Path

from zongzhi_xl.core.appraising.received import OfficeReturn
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.appraising.tally import Tally, merge_all, settle
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Gap
from zongzhi_xl.core.returned.department_merging import merged
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.desk.issuing import prefilled
from zongzhi_xl.desk.issuing.designating import Row, is_typed, rows_to_designate
from zongzhi_xl.desk.issuing.earlier import Before, earlier_of
from zongzhi_xl.desk.issuing.recorded import has_record, recorded
from zongzhi_xl.desk.issuing.writing import Job, write_returns
from zongzhi_xl.desk.placing import put_together
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.receiving import district_hint, receive
from zongzhi_xl.desk.taking import by_edition
from zongzhi_xl.errors import OutputError, RequestError
from zongzhi_xl.record import Record
from zongzhi_xl.statements.editions import in_force
from zongzhi_xl.vba.macro_book import MacroEdition


class Wish(Record):
    """What is to be issued: a month's returns, the annual ones (no month), or the departments'."""

    year: int
    month: int | None
    departments: bool
    folder: Path
    earlier: tuple[Path, ...] = ()
    district: Path | None = None
    macros: MacroEdition | None = None

    @property
    def uses_record(self) -> bool:
        """Whether the district's record tells what came in earlier: no files were named."""
        return not self.earlier and has_record(self.district)


class Issued(Record):
    """What was written, what could not be used, whose figures so far could not be filled in."""

    files: tuple[Path, ...]
    unusable: tuple[Rejected, ...] = ()
    incomplete: tuple[tuple[str, tuple[int, ...]], ...] = ()
    hint: str = ""

    @property
    def needs_a_person(self) -> bool:
        """Whether earlier returns were missing or could not be used."""
        return bool(self.unusable or self.incomplete or self.hint)

    @property
    def report(self) -> str:
        """What was done, in words."""
        lines = [f"已写出 {len(self.files)} 份表，在 {self.files[0].parent}"]
        lines += [f"没有采用 {one.file}：{one.reason}" for one in self.unusable]
        lines += [self.hint] if self.hint else []
        for unit, months in self.incomplete:
            which = "、".join(f"{month}月" for month in months)
            lines.append(f"{unit}缺{which}报表，本年累计没有预填")
        return "\n".join(lines)


def issue(wish: Wish, track: Track = silent) -> Issued:
    """Write the prefilled.

    Raises StatementError, RequestError, RecordError, OutputError, MachineError.
    """
    edition = in_force(wish.district, wish.year)
    before = _before(wish, edition, track)
    if wish.departments:
        rows = rows_to_designate(edition, wish.year, before.returns, before.departments)
        _spare_filled_departments(wish, edition, before, rows)
        given = before.departments
        path = prefilled.write_departments(edition, wish.year, wish.folder, given, rows)
        return Issued((path,), before.unusable, hint=before.hint)
    form = FormKind.MONTHLY if wish.month else FormKind.ANNUAL
    if form not in edition.returned:
        title = edition.statement.title
        raise RequestError(f"{title}没有{form}要报；各部门的数用 --departments 发表")
    if wish.month and wish.month not in edition.months_asked:
        months = "、".join(map(str, edition.months_asked))
        raise RequestError(f"{wish.month}月没有表要报：{edition.form(form).title}只报 {months} 月")
    return _issue_returns(wish, edition, before, track)


def _before(wish: Wish, edition: Edition, track: Track) -> Before:
    """What the files that were named say; where none were, the district's record."""
    if wish.district and wish.uses_record:
        return recorded(wish.district, edition, wish.year)
    received = receive(list(wish.earlier), by_edition(edition), track=track)
    came = _usable(received, wish.year, edition)
    returns = tuple(one.submission for one in came.received)
    departments = merged(came.departments)
    carried = frozenset(one.sha256 for one in came.departments)
    hint = district_hint(received, wish.year, edition, wish.district)
    earlier = earlier_of(returns, departments)
    return Before(earlier, returns, departments, carried, came.rejected, hint)


def _issue_returns(wish: Wish, edition: Edition, before: Before, track: Track) -> Issued:
    earlier = before.earlier
    jobs = prefilled.jobs(edition, earlier, wish.year, wish.month, wish.folder)
    if wish.macros:
        jobs = [job.with_macros(wish.macros) for job in jobs]
    _spare_filled_returns(jobs, edition)
    with put_together() as made:
        aside = made.folder(wish.folder)
        write_returns([job.within(aside) for job in jobs], edition, track=track)
    asked = wish.earlier or wish.uses_record
    gaps = prefilled.incomplete(edition, earlier, wish.year, wish.month) if asked else {}
    files = tuple(job.path for job in jobs)
    return Issued(files, before.unusable, tuple(gaps.items()), before.hint)


def _spare_filled_returns(jobs: list[Job], edition: Edition) -> None:
    """A blank may be issued again; over a return that somebody filled in it is refused."""
    there = {job.path.name: job for job in jobs if job.path.exists()}
    found = _what_lies_at([job.path for job in there.values()], edition)
    for one in (each.submission for each in found.received):
        job = there[one.file]
        names = {item.name for item in edition.form(one.form).items} - job.contents.values.keys()
        entered = map(one.value, names)
        if any(not isinstance(value, Gap) or value.found for value in entered):
            raise _kept(job.path, "已经填写")


def _spare_filled_departments(
    wish: Wish, edition: Edition, before: Before, rows: list[Row]
) -> None:
    path = prefilled.departments_path(wish.folder, wish.year)
    for one in _what_lies_at([path] if path.exists() else [], edition).departments:
        filled = any(one.yearly.values()) or any(one.monthly.values()) or _designates(one, rows)
        if filled and one.sha256 not in before.carried:
            raise _kept(path, "已经填写")


def _designates(one: DepartmentReturn, rows: list[Row]) -> bool:
    """Whether somebody typed on its sheet 区认定; ``rows`` are those it was filled with."""
    return any(is_typed(row, rows) for some in one.designated.values() for row in some)


def _what_lies_at(paths: list[Path], edition: Edition) -> Tally:
    """What was issued to these places before; raises OutputError where one is no form of ours."""
    found = receive(paths, by_edition(edition))
    for other in found.rejected:
        raise _kept(next(path for path in paths if path.name == other.file), "不是空表")
    return found


def _kept(path: Path, state: str) -> OutputError:
    return OutputError(f"{path} {state}，不能用空表覆盖；请换一个文件夹，或先把它移走")


def _usable(came: Tally, year: int, edition: Edition) -> Tally:
    """The returns of this year and the last that can be built on; the others are rejected.

    Last year's form may have been another: its figures are taken by the items' names.
    """
    of_year = {
        when: tuple(one for one in came.received if one.submission.year == when)
        for when in {one.submission.year for one in came.received}
    }
    this, last = of_year.pop(year, ()), of_year.pop(year - 1, ())
    strangers = [one for returns in of_year.values() for one in returns]
    departments = tuple(one for one in came.departments if one.year == year)
    parts = [
        settle(Tally(this, departments), year, edition),
        settle(Tally(last), year - 1, edition),
        Tally(rejected=(*came.rejected, *(_of_other_year(one, year) for one in strangers))),
    ]
    return merge_all(parts)


def _of_other_year(one: OfficeReturn, year: int) -> Rejected:
    when = one.submission.year
    return Rejected(one.submission.file, f"是{when}年的表，预填只用{year}年和{year - 1}年的")
