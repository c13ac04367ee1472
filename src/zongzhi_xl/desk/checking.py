"""Checking (审核) files one by one, as ``validate`` does: every finding, nothing scored."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import FileFindings, Rejected
from zongzhi_xl.core.appraising.tally import file_findings
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.rulebook import rulebook
from zongzhi_xl.core.returned.code_comparison import Comparison, compare
from zongzhi_xl.core.returned.departments import DepartmentReturn
from zongzhi_xl.core.returned.findings import Verdict
from zongzhi_xl.desk.output import CheckedFile
from zongzhi_xl.desk.own_outputs import FINDINGS
from zongzhi_xl.desk.placing import put_in_place, seen_from
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.desk.receiving import crew, found_under, known_district, refused
from zongzhi_xl.desk.understanding import understood
from zongzhi_xl.errors import RequestError, UnusableFileError
from zongzhi_xl.reading import intake
from zongzhi_xl.reading.inbox import Inbox
from zongzhi_xl.reading.reader import HandedIn, handed_in
from zongzhi_xl.record import Record, replace
from zongzhi_xl.statements.editions import in_force, of_file


class Wish(Record):
    """What is asked of every file: by whose edition, its skeleton too, the code on paper."""

    district: Path | None = None
    inspect: bool = False
    code: str | None = None


class Answer(Record):
    """What is said of one file, and of the code on paper beside it."""

    file: CheckedFile
    compared: Comparison | None = None


class Checked(Record):
    """What ``validate`` found, file by file."""

    answers: tuple[Answer, ...]

    @property
    def files(self) -> tuple[CheckedFile, ...]:
        """What is said of each file."""
        return tuple(one.file for one in self.answers)

    @property
    def clean(self) -> bool:
        """Whether every file passed."""
        return bool(self.files) and all(one.verdict == Verdict.PASS for one in self.files)

    @property
    def rules(self) -> str:
        """Which rules judged, in one line; where they were several, how many files by each."""
        found = Counter(one.rules for one in self.files if one.rules)
        several = len(found) > 1
        counted = (
            f"{count} 份按{rules}" if several else f"按{rules}" for rules, count in found.items()
        )
        return f"{'，'.join(counted)}审核" if found else ""

    @property
    def compared(self) -> Comparison:
        """The code on paper beside the one file; raises RequestError where it has none."""
        (one,) = self.answers
        if one.compared is None:
            said = one.file.said
            reason = said.reason if isinstance(said, Rejected) else "部门提供数没有校验码"
            raise RequestError(f"{said.file}：{reason}")
        return one.compared

    @property
    def usable(self) -> tuple[FileFindings, ...]:
        """The files that could be read, for a report to people."""
        return tuple(one.said for one in self.files if isinstance(one.said, FileFindings))

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The files that could not."""
        return tuple(one.said for one in self.files if isinstance(one.said, Rejected))


def check(paths: list[Path], wish: Wish, *, workers: int = 0, track: Track = silent) -> Checked:
    """Every file under ``paths``, each by the district's edition, without one by that of its 版本.

    Raises RequestError where a path is not there, or a code is to be compared with several files.
    """
    known_district(wish.district)
    files = found_under(paths)
    if wish.code is not None and len(files) != 1:
        raise RequestError("--code 一次只核对一份表，请只给一个文件")
    answers = _answers(files, wish, crew(workers, len(files)))
    return Checked(tuple(track(answers, len(files), "审核报表")))


def _answers(files: Inbox, wish: Wish, workers: int) -> Iterator[Answer]:
    """A file whose inspection took too much is looked at once more, without it."""
    work = partial(examine, wish)
    for place, (file, result) in enumerate(intake.run(files, work, workers=workers)):
        if isinstance(result, Answer):
            yield result
        elif wish.inspect:
            again = _answers(files[place : place + 1], replace(wish, inspect=False), 1)
            yield from (_uninspected(one, result.reason) for one in again)
        else:
            yield Answer(CheckedFile(refused(file, result)))


def _uninspected(answer: Answer, reason: str) -> Answer:
    """The answer, and that nobody looked at the skeleton."""
    from zongzhi_xl.desk.inspecting import not_inspected  # noqa: PLC0415  # writing a blank takes time

    said = answer.file.said
    if isinstance(said, Rejected) and said.reason == reason:
        return answer
    more = replace(said, findings=(*said.findings, not_inspected(reason)))
    return replace(answer, file=replace(answer.file, said=more))


# ------------------------------------------------------------------ one file, in a child


def examine(wish: Wish, path: Path, file: str) -> Answer:
    """What is said of one file, which is opened once."""
    one = handed_in(path, file)
    answer = _answer(one, wish)
    said, code = answer.file.said, answer.file.check_code
    if not wish.inspect:
        return answer
    if isinstance(said, FileFindings) and said.form == FormKind.DEPARTMENTS:
        return _uninspected(answer, "这一项只检查月报和年报，不检查部门提供数")
    from zongzhi_xl.desk.inspecting import notices  # noqa: PLC0415  # writing a blank takes time

    known = said.reason if isinstance(said, Rejected) else ""
    more = replace(said, findings=said.findings + notices(one, wish.district, code, known))
    return replace(answer, file=replace(answer.file, said=more))


def _answer(one: HandedIn, wish: Wish) -> Answer:
    try:
        alone = wish.district is None
        found = understood(one, partial(of_file, wish.district), carried=alone)
    except UnusableFileError as fault:
        return Answer(CheckedFile(refused(one.file, fault)))
    if isinstance(found, DepartmentReturn):
        rules = rulebook(in_force(wish.district, found.year))
        return Answer(CheckedFile(file_findings(found), rules=rules))
    said = file_findings(Received(found.submission, found.findings))
    paper = wish.code and compare(wish.code, found.submission, found.edition)
    return Answer(CheckedFile(said, found.code, found.rules), paper or None)


# ------------------------------------------------------------------ a report for people


def write_report(checked: Checked, path: Path, paths: list[Path]) -> None:
    """校验结果 as a workbook with a link to every cell; raises OutputError."""
    from zongzhi_xl.sheets import findings_book  # noqa: PLC0415  # only where a report is wanted

    with put_in_place(path, FINDINGS) as aside:
        folder = seen_from(path, paths)
        result = checked.usable, checked.rejected
        findings_book.write(aside, *result, rules=checked.rules, returns=folder)
