"""``rules check``: everything that is wrong or doubtful in an edition, in one go."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.errors import StatementError
from zongzhi_xl.statements import loader
from zongzhi_xl.statements.files import STANDARD


@dataclass(frozen=True)
class Examined:
    """An edition with its faults, for which it is refused, and its doubts (疑问)."""

    shown: str
    edition: Edition | None
    faults: tuple[StatementError, ...]
    doubts: tuple[StatementError, ...] = ()


def examine(folder: Path | None) -> tuple[Examined, ...]:
    """Each edition in ``folder`` (None: the standard one); raises StatementError for no folder."""
    return tuple(map(_examined, loader.editions_in(folder) if folder else [STANDARD]))


def _examined(folder: Path) -> Examined:
    looked = loader.look(folder)
    edition = None if looked.faults else looked.edition
    return Examined(folder.name, edition, looked.faults, (*looked.files.remarks,))


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
