"""Checking (审核) files one by one, as ``validate`` does: every finding, nothing scored."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zongzhi_xl.core.appraising.figures import DEPARTMENTS
from zongzhi_xl.core.appraising.scorecard import FileFindings, Rejected
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.returned.check_code import check_code
from zongzhi_xl.core.returned.departments import (
    DepartmentReturn,
    RawDepartments,
    department_return_of,
)
from zongzhi_xl.core.returned.findings import Verdict, verdict
from zongzhi_xl.core.returned.row_labels import in_place
from zongzhi_xl.desk.output import CheckedFile
from zongzhi_xl.desk.placing import put_in_place, seen_from
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.receiving import crew, found_under, known_district
from zongzhi_xl.errors import StatementError, UnusableFileError
from zongzhi_xl.reading import intake, reader
from zongzhi_xl.reading.rules_sheet import embedded_rules
from zongzhi_xl.statements.editions import edition_for

#: what each verdict means, in the order of gravity
_REASONS = {
    Verdict.PASS: "没有问题",
    Verdict.EXPLAIN: "有核实性问题没有写说明",
    Verdict.FAIL: "有强制性问题，改正后再报",
}


@dataclass(frozen=True)
class Checked:
    """What ``validate`` found, file by file."""

    files: tuple[CheckedFile, ...]

    @property
    def clean(self) -> bool:
        """Whether every file passed."""
        return bool(self.files) and all(one.verdict == Verdict.PASS for one in self.files)

    @property
    def usable(self) -> tuple[FileFindings, ...]:
        """The files that could be read, for a report to people."""
        return tuple(
            FileFindings(
                one.file, one.sha256, FormKind(one.kind), one.unit or DEPARTMENTS,
                one.year, one.month, one.findings,
            )
            for one in self.files
            if one.kind and one.year and one.verdict != Verdict.REJECTED
        )  # fmt: skip

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The files that could not."""
        return tuple(
            Rejected(one.file, one.reason, one.findings)
            for one in self.files
            if one.verdict == Verdict.REJECTED
        )


def check(
    paths: list[Path], district: Path | None = None, *, workers: int = 0, track: Track = silent
) -> Checked:
    """Every file under ``paths``, each by the edition of its 版本."""
    known_district(district)
    files = found_under(paths)
    work = partial(examine, district)
    results = intake.run(files, work, workers=crew(workers, len(files)))
    steps = track(results, len(files), "审核报表")
    return Checked(tuple(_outcome(file, result) for file, result in steps))


def _outcome(file: str, result: CheckedFile | intake.Failure) -> CheckedFile:
    if isinstance(result, intake.Failure):
        return _rejected(file, result.sha256, result.reason)
    return result


def _rejected(file: str, sha256: str, reason: str) -> CheckedFile:
    return CheckedFile(file, sha256, None, None, None, None, Verdict.REJECTED, reason, None, ())


def _departments(one: DepartmentReturn) -> CheckedFile:
    kind, result = FormKind.DEPARTMENTS.value, verdict(one.findings)
    return CheckedFile(
        one.file, one.sha256, kind, None, one.year, None, result, _REASONS[result], None,
        one.findings,
    )  # fmt: skip


def examine(district: Path | None, path: Path, file: str) -> CheckedFile:
    """One file; runs in a child."""
    raw = reader.read(path, file)
    try:
        edition = edition_for(raw, district, partial(embedded_rules, path))
        if isinstance(raw, RawDepartments):
            return _departments(department_return_of(raw, edition))
        one = in_place(raw, edition)
    except (UnusableFileError, StatementError) as fault:
        return _rejected(file, raw.sha256, str(fault))
    findings = validate(one, edition)
    result = verdict(findings)
    return CheckedFile(
        file, raw.sha256, one.form.value, one.unit, one.year, one.month, result,
        _REASONS[result], check_code(one, edition), findings,
    )  # fmt: skip


def write_report(checked: Checked, path: Path, paths: list[Path]) -> None:
    """校验结果 as a workbook with a link to every cell; raises OutputError."""
    from zongzhi_xl.sheets import findings_book  # noqa: PLC0415  # only where a report is wanted

    with put_in_place(path) as aside:
        folder = seen_from(path, paths)
        findings_book.write(aside, checked.usable, checked.rejected, returns=folder)
