"""``validate --inspect`` and ``validate --code``: the skeleton of each file, the stamped paper."""

from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.returned.code_comparison import Comparison, compare
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.core.returned.row_labels import in_place
from zongzhi_xl.core.returned.submission import RawReturn
from zongzhi_xl.desk.checking import Checked, examine
from zongzhi_xl.desk.output import CheckedFile
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.receiving import crew, found_under
from zongzhi_xl.errors import RequestError, StatementError, UnusableFileError
from zongzhi_xl.reading import intake, reader
from zongzhi_xl.reading.rules_sheet import embedded_rules
from zongzhi_xl.statements.editions import edition_for


def inspected(
    checked: Checked,
    paths: list[Path],
    district: Path | None,
    *,
    workers: int,
    track: Track = silent,
) -> Checked:
    """``checked`` with the damage of each file as further notices; verdicts stay."""
    files = found_under(paths)
    results = intake.run(files, partial(notices, district), workers=crew(workers, len(files)))
    found = dict(track(results, len(files), "检查表样"))
    return Checked(tuple(_with(one, found[one.file]) for one in checked.files))


def _with(one: CheckedFile, found: tuple[Finding, ...] | intake.Failure) -> CheckedFile:
    return one if isinstance(found, intake.Failure) else replace(one, findings=one.findings + found)


def notices(district: Path | None, path: Path, file: str) -> tuple[Finding, ...]:
    """The damage of one file; runs in a child."""
    from zongzhi_xl.mending.opened import open_book  # noqa: PLC0415  # openpyxl, too
    from zongzhi_xl.mending.recognising import (  # noqa: PLC0415  # openpyxl takes its time
        claimed_code,
        damage_of_book,
    )

    book = open_book(path)
    found = [one.finding for one in damage_of_book(book, district)]
    claim, code = claimed_code(book), _code_of(district, path, file)
    if claim and code and claim[0] != code:
        found.append(_changed_since(*claim, code))
    return tuple(found)


def _code_of(district: Path | None, path: Path, file: str) -> str | None:
    """The check code of the figures as they are now; None where they cannot be read."""
    with suppress(UnusableFileError, UnusableFileError, StatementError):
        return examine(district, path, file).check_code
    return None


def _changed_since(claimed: str, sheet: str, cell: str, code: str) -> Finding:
    return Finding(
        "J12", Severity.NOTICE, sheet, cell, "", claimed,
        f"封面上的结论是校验码为 {claimed} 时作出的，现在各数的校验码是 {code}：校验以后又改过数",
        "请填报单位重新校验、打印、签字盖章；以现在的数为准",
    )  # fmt: skip


def compare_code(code: str, paths: list[Path], district: Path | None) -> Comparison:
    """The code on paper beside the one return given; raises RequestError."""
    files = found_under(paths)
    if len(files) != 1:
        raise RequestError("--code 一次只核对一份表，请只给一个文件")
    ((_, result),) = intake.run(files, partial(_compared, code, district))
    if isinstance(result, intake.Failure):
        raise RequestError(f"{result.file}：{result.reason}")
    return result


def _compared(code: str, district: Path | None, path: Path, file: str) -> Comparison:
    raw = reader.read(path, file)
    if not isinstance(raw, RawReturn):
        raise UnusableFileError("部门提供数没有校验码", raw.sha256)
    edition = edition_for(raw, district, partial(embedded_rules, path))
    return compare(code, in_place(raw, edition), edition)
