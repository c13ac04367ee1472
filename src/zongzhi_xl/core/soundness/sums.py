"""Whether marks add up: caps to their clause, clauses to their part, parts to full marks.

Published schemes often do not, and mean it. A sum that is another than what it should come to is
refused until the edition says why (``differs``); a reason where nothing differs is refused too.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from zongzhi_xl.core.edition.deductions import Cap, Deduction
from zongzhi_xl.core.edition.statement import Clause, Edition, LetterPart
from zongzhi_xl.core.language.meant import meant
from zongzhi_xl.core.language.values import plain
from zongzhi_xl.core.soundness.located import each_once, located
from zongzhi_xl.errors import RecordError
from zongzhi_xl.record import Record


def audit_sums(edition: Edition) -> Iterator[RecordError]:
    """Each sum that is another and not answered for, and caps and parts that cannot be."""
    for path, clause in located(Clause, edition):
        yield from _audit_clause(clause, path)
    yield from _audit_parts(edition)
    below: list[_Sum] = []
    for level in (_of_clauses(edition), _of_parts(edition), [_of_the_whole(edition)]):
        for one in level:
            yield from one.faults(below)
        below = level or below
    yield from _audit_ends(edition)


class _Sum(Record):
    """What is added up (``of``) and comes to ``found``, and the ``wanted`` marks of the ``whole``.

    ``marks`` is where those stand, and ``why`` what is said of a difference.
    """

    of: str
    found: Fraction
    whole: str
    wanted: Fraction
    marks: str
    why: str | None

    def faults(self, below: Iterable["_Sum"]) -> Iterator[RecordError]:
        """What is wrong with it, unless marks ``below`` that do not add up are the cause."""
        off = [one.wanted - one.found for one in below if one.why is None]
        if self.found - self.wanted in {*off, sum(off)} - {0}:
            return
        differs = f"{self.marks.rpartition('.')[0]}.differs"
        wanted = f"{self.whole} {plain(self.wanted)}"
        if self.found != self.wanted and self.why is None:
            told = f"{self.of}合计为 {plain(self.found)}，应等于{wanted}"
            yield RecordError(self.marks, f"{told}；原文就是这样的，用 differs 写明理由")
        elif self.why is not None and not self.why.strip():
            yield RecordError(differs, "理由是空的")
        elif self.found == self.wanted and self.why is not None:
            yield RecordError(differs, f"{self.of}合计就是{wanted}，不用写，请删去这一行")


# ------------------------------------------------------------------ a clause


def _audit_clause(clause: Clause, path: str) -> Iterator[RecordError]:
    if clause.not_scored is None and not clause.deductions:
        yield RecordError(path, "没有扣分规则 deductions；不计分的条要用 not_scored 写明理由")
    capped: list[tuple[str, Deduction | Cap]] = [*located(Deduction, clause, path)]
    for where, one in (*capped, *located(Cap, clause, path)):
        if one.most <= 0:
            yield RecordError(f"{where}.most", "封顶分应大于0")
    yield from _audit_caps(clause, path)


def _of_clauses(edition: Edition) -> list[_Sum]:
    return [_of_clause(clause, f"{path}.points") for path, clause in located(Clause, edition)]


def _of_clause(clause: Clause, marks: str) -> _Sum:
    alone = sum(one.most for one in clause.deductions if not (one.adds or one.under))
    shared = {one.under for one in clause.deductions if one.under and not one.adds}
    caps = alone + sum(cap.most for cap in clause.caps if cap.name in shared)
    return _Sum("分项封顶", Fraction(caps), "本条分值", clause.points, marks, clause.differs)


def _audit_caps(clause: Clause, path: str) -> Iterator[RecordError]:
    """Shared caps: of several rules of one direction, and each is there."""
    known = [cap.name for cap in clause.caps]
    stray = {rule.under for rule in clause.deductions} - {*known, None}
    yield from each_once(((f"{path}.caps", name) for name in known), "合并封顶“{}”写了两次")
    for where, rule in located(Deduction, clause, path):
        if rule.under and rule.under in stray:
            problem = f"caps 里没有“{rule.under}”{meant(rule.under, known)}"
            yield RecordError(f"{where}.under", problem)
    for n, cap in enumerate(clause.caps):
        rules = [rule for rule in clause.deductions if rule.under == cap.name]
        if len(rules) < 2 and not stray:
            problem = f"“{cap.name}”下面应有两条以上规则，现有 {len(rules)} 条"
            yield RecordError(f"{path}.caps[{n}]", problem)
        if len({rule.direction for rule in rules}) > 1:
            yield RecordError(f"{path}.caps[{n}]", f"“{cap.name}”下面有扣有加，应分开写")


# ------------------------------------------------------------------ parts, and the whole


def _audit_parts(edition: Edition) -> Iterator[RecordError]:
    """Every clause in one part, and the marks of a part those of its clauses."""
    points = {clause.number for clause in edition.clauses}
    parts = [(f"statement.parts[{n}]", part) for n, part in enumerate(edition.statement.parts)]
    yield from each_once(
        ((f"{path}.title", part.title) for path, part in parts), "部分“{}”写了两次"
    )
    named = [(f"{path}.clauses", number) for path, part in parts for number in part.clauses]
    yield from each_once(named, "第{}条已经在一个部分里，每条只能在一个部分里")
    for where, number in named:
        if number not in points:
            yield RecordError(where, f"没有第{number}条")
    left = sorted(points - {number for _, number in named})
    if parts and left:
        listed = "、".join(f"第{number}条" for number in left)
        yield RecordError("statement.parts", f"{listed}不在哪个部分里，每条都要在一个部分里")
    for path, part in parts:
        yield from _audit_part(part, path)


def _of_parts(edition: Edition) -> list[_Sum]:
    points = {clause.number: clause.points for clause in edition.clauses}
    return [
        _Sum(
            f"“{one.title}”各条分值",
            sum((points.get(number, Fraction(0)) for number in one.clauses), Fraction(0)),
            "本部分分值", one.points, f"statement.parts[{n}].points", one.differs,
        )
        for n, one in enumerate(edition.statement.parts)
    ]  # fmt: skip


def _audit_part(part: LetterPart, path: str) -> Iterator[RecordError]:
    if not part.clauses:
        yield RecordError(f"{path}.clauses", "一条也没有")
    if part.points < 0:
        yield RecordError(f"{path}.points", "分值不能小于0")
    if not 0 <= part.least <= part.points:
        problem = f"至少得 {plain(part.least)} 分，应在 0 与分值 {plain(part.points)} 之间"
        yield RecordError(f"{path}.least", problem)
    if part.most is not None and part.most < part.least:
        problem = f"至多得 {plain(part.most)} 分，比至少的 {plain(part.least)} 还少"
        yield RecordError(f"{path}.most", problem)


def _of_the_whole(edition: Edition) -> _Sum:
    statement, marks = edition.statement, "statement.full_marks"
    parts = [part.points for part in statement.parts]
    what = "各部分分值" if parts else "各条分值"
    found = sum(parts or (clause.points for clause in edition.clauses), Fraction(0))
    return _Sum(what, found, "满分", statement.full_marks, marks, statement.differs)


def _audit_ends(edition: Edition) -> Iterator[RecordError]:
    whole, statement = _of_the_whole(edition), edition.statement
    if statement.ends is None and whole.found > whole.wanted and statement.differs:
        problem = "扣得到满分以下的，要写明总分的两头，如 ends: {least: 0, most: 100}"
        yield RecordError("statement.ends", problem)
