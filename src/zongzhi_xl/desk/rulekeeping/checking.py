"""``rules check``: everything that is wrong or doubtful in an edition, in one go."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.soundness.sense import every
from zongzhi_xl.desk.rulekeeping import given
from zongzhi_xl.errors import StatementError
from zongzhi_xl.record import Record
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.files import ANSWERS, STANDARD, answers_of


class Examined(Record):
    """An edition with its faults, for which it is refused, and its doubts (疑问)."""

    shown: str
    edition: Edition | None
    faults: tuple[StatementError, ...]
    doubts: tuple[StatementError, ...] = ()


def examine(folder: Path | None) -> tuple[Examined, ...]:
    """Each edition in ``folder``, or that of a workbook (None: the standard one).

    Raises StatementError for no folder, RequestError for no workbook.
    """
    if folder is not None and given.is_book(folder):
        return (Examined(folder.name, *given.of_book(folder)),)
    return tuple(map(_examined, loader.editions_in(folder) if folder else [STANDARD]))


def _examined(folder: Path) -> Examined:
    looked = loader.look(folder)
    answers, unclear = answers_of(folder)
    faults = (*looked.faults, *unclear)
    if not faults:  # a rule that cannot be read cannot be tried
        faults = tuple(map(looked.files.located, every.refused_on_trial(looked.edition)))
    remarks = (*looked.files.remarks,)
    if faults:
        return Examined(folder.name, None, faults, remarks)
    return Examined(folder.name, looked.edition, (), (*remarks, *_doubts(folder, looked, answers)))


def _doubts(
    folder: Path, looked: loader.Looked, answers: Mapping[str, str]
) -> Iterator[StatementError]:
    """What is asked about and not answered, and answers to what nobody asks."""
    found = [*every.doubts(looked.edition)]
    for doubt in found:
        if doubt.subject not in answers:
            yield looked.files.located(doubt.as_fault)
    asked = {doubt.subject for doubt in found}
    for name in answers:
        if name not in asked:
            shown = f"{folder.name}/{ANSWERS}"
            yield StatementError(shown, name, f"“{name}”现在没有疑问，这一行可以删去")


def said(examined: Iterable[Examined]) -> str:
    """All of it in words, a line each: faults, doubts, then what is sound."""
    return "\n".join(line for one in examined for line in _lines(one))


def refusal(examined: Iterable[Examined]) -> str:
    """How many faults stand in which files; ``""`` where there are none."""
    files = Counter(fault.file for one in examined for fault in one.faults)
    listed = "、".join(f"{file} {count}" for file, count in files.items())
    return f"共{files.total()}处错误（{listed}），改好以前这套方案不能用" if files else ""


def _lines(one: Examined) -> list[str]:
    lines = [f"错误：{fault.sentence}" for fault in one.faults]
    lines += [f"疑问：{doubt.sentence}" for doubt in one.doubts]
    if one.doubts:
        how = f"在 {ANSWERS} 里写一行“名称: 理由”（工作簿里是“疑问的理由”）"
        lines.append(f"确实是这个意思的，{how}，就不再问")
    return [*lines, _soundness(one.edition)] if one.edition else lines


def _soundness(edition: Edition) -> str:
    statement = edition.statement
    points = sum(clause.points for clause in edition.clauses)
    versions = f"{edition.id} · 名册 {edition.register_version}"
    counted = (
        f"{len(edition.clauses)} 条，{len(edition.indicators)} 项指标，"
        f"{len(edition.items)} 个数据项，共 {plain(points)} 分"
    )
    note = "" if statement.confirmation.confirmed else f"；{statement.confirmation.note}"
    return f"没有发现错误：{statement.title}（{versions}），{counted}{note}"


def document(examined: Iterable[Examined]) -> list[dict[str, object]]:
    """The same as plain data, for other programs."""
    return [
        {
            "edition": one.shown,
            "version": one.edition.id if one.edition else None,
            "faults": [*map(_fault, one.faults)],
            "doubts": [*map(_fault, one.doubts)],
        }
        for one in examined
    ]


def _fault(fault: StatementError) -> dict[str, object]:
    return {
        "file": fault.file, "line": fault.line, "path": fault.path, "problem": fault.problem,
    }  # fmt: skip
