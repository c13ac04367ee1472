"""What other programs read: the JSON of ``validate``, ``appraise`` and ``consolidate``.

Keys stand in a fixed order, so the same appraisal always gives the same bytes. Numbers that must
stay exact are decimal strings or whole numbers; a gap is null.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import chain

from zongzhi_xl.core.appraising.bounds import Bound
from zongzhi_xl.core.appraising.scorecard import (
    NOT_COUNTING,
    Appraisal,
    ClauseScore,
    Delivery,
    FileFindings,
    IndicatorResult,
    LedgerRow,
    PartScore,
    Rejected,
    Replaced,
    Source,
    UnitAppraisal,
)
from zongzhi_xl.core.appraising.sources import written
from zongzhi_xl.core.appraising.wording import limit_words, sentence, working_words
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.values import Number, Value, exactly, significant
from zongzhi_xl.core.returned.findings import Finding, Verdict, verdict
from zongzhi_xl.core.returned.outgoing import gate_for
from zongzhi_xl.record import Record, fields_of, replace

Document = dict[str, object]


class CheckedFile(Record):
    """What ``validate`` says of one file: what was found in it, or why it is sent back.

    ``rules``: which of them judged; None where none did.
    """

    said: FileFindings | Rejected
    check_code: str | None = None
    rules: str | None = None

    @property
    def verdict(self) -> Verdict:
        """What the findings amount to."""
        if isinstance(self.said, Rejected):
            return Verdict.REJECTED
        return verdict(self.said.findings)


def text_of(document: object, units: Iterable[str] = ()) -> str:
    """``document`` as JSON text: UTF-8 characters, one space of indent, a newline at the end.

    ``units`` are those that it names.
    """
    passed = gate_for(units).document(document)
    return json.dumps(passed, ensure_ascii=False, indent=1) + "\n"


def pieces(appraisal: Appraisal, edition: Edition) -> Iterator[str]:
    """The text of :func:`appraised` piece by piece, a unit and a file a line."""
    subjects = {clause.number: clause.subject for clause in edition.clauses}
    document = appraised(replace(appraisal, units=(), files=()), edition)
    long = {
        "units": (_unit(unit, subjects) for unit in appraisal.units),
        "files": (_file(file) for file in appraisal.files),
    }
    return streamed(document, long, (unit.unit for unit in appraisal.units))


def streamed(
    document: Document, long: Mapping[str, Iterable[object]], units: Iterable[str]
) -> Iterator[str]:
    """The text of ``document``, which names ``units``; of its keys in ``long`` the members come.

    A city's is too large to hold at once. Each member stands on a line of its own, which the fast
    encoder can write.
    """
    gate = gate_for(units)
    for number, (key, value) in enumerate(document.items()):
        yield "{\n " if number == 0 else ",\n "
        yield f"{_line(key)}: "
        yield from (
            _lines(map(gate.document, long[key])) if key in long else [_line(gate.document(value))]
        )
    yield "\n}\n"


def _lines(members: Iterable[object]) -> Iterator[str]:
    separator = "[\n  "
    for member in members:
        yield separator + _line(member)
        separator = ",\n  "
    yield "[]" if separator.startswith("[") else "\n ]"


_line = json.JSONEncoder(ensure_ascii=False).encode


def validation(files: Iterable[CheckedFile]) -> list[Document]:
    """The list that ``validate --json`` prints."""
    return [_checked(file) for file in files]


def _checked(one: CheckedFile) -> Document:
    said, result = one.said, one.verdict
    whose = _claimed(said) if isinstance(said, Rejected) else _identity(said)
    reason = said.reason if isinstance(said, Rejected) else _REASONS[result]
    return {
        "file": said.file, "sha256": said.sha256, **whose, "verdict": result, "reason": reason,
        "rules": one.rules, "check_code": one.check_code,
        "findings": [_finding(finding) for finding in said.findings],
    }  # fmt: skip


#: what each verdict means, in the order of gravity
_REASONS = {
    Verdict.PASS: "没有问题",
    Verdict.EXPLAIN: "有核实性问题没有写说明",
    Verdict.FAIL: "有强制性问题，改正后再报",
}


def _claimed(one: Rejected) -> Document:
    """Whose a file sent back is, as far as it tells; null where it does not."""
    paper = one.paper
    if paper is None:
        return {"kind": None, "unit": None, "year": one.year, "month": None}
    return {"kind": paper.form.value, "unit": paper.unit, "year": one.year, "month": paper.month}


def _identity(one: FileFindings) -> Document:
    unit = None if one.form == FormKind.DEPARTMENTS else one.unit
    return {"kind": one.form.value, "unit": unit, "year": one.year, "month": one.month}


_SEVERITY = {"强制性": "blocking", "核实性": "query", "提示": "notice"}


def _finding(one: Finding) -> Document:
    return {
        "code": one.code, "severity": _SEVERITY[one.severity.value], "sheet": one.sheet,
        "cell": one.cell, "item": one.item, "value": one.value, "message": one.message,
        "remedy": one.remedy, "clause": one.clause, "explained": one.explained,
    }  # fmt: skip


def appraised(appraisal: Appraisal, edition: Edition) -> Document:
    """The object that ``consolidate --json`` and ``appraise --json`` give."""
    until = appraisal.data_until
    subjects = {clause.number: clause.subject for clause in edition.clauses}
    return {
        "rules": appraisal.rules,
        "year": appraisal.year,
        "through": appraisal.through,
        "final": appraisal.final,
        "edition": appraisal.edition_id,
        "scoring": edition.scoring_version,
        "register": appraisal.register_version,
        "title": edition.statement.title,
        "district": edition.statement.district,
        "fictitious": edition.statement.fictitious,
        "points_confirmed": edition.statement.confirmation.confirmed,
        "data_until": until.isoformat() if until else None,
        "former_names": {name: one.name for one in edition.units for name in one.formerly},
        "units": [_unit(unit, subjects) for unit in appraisal.units],
        "missing": [_missing(one) for one in missing(appraisal)],
        "pending": [_missing(one) for one in appraisal.pending],
        "rejected": [{"file": one.file, "reason": one.reason} for one in appraisal.rejected],
        "replaced": [_replaced(one) for one in appraisal.replaced],
        "files": [_file(one) for one in appraisal.files],
        "alternatives": [fields_of(one) for one in appraisal.alternatives],
    }


def missing(appraisal: Appraisal) -> tuple[Delivery, ...]:
    """What is due and of which nothing counts."""
    return tuple(one for one in appraisal.deliveries if one.state in NOT_COUNTING)


def _replaced(one: Replaced) -> Document:
    paper = one.paper
    return {
        "file": one.file, "unit": paper.unit, "kind": paper.form.value, "month": paper.month,
        "by": one.by, "reason": one.words,
    }  # fmt: skip


def _missing(one: Delivery) -> Document:
    return {"unit": one.unit, "kind": one.form.value, "month": one.month}


def _file(one: FileFindings) -> Document:
    return {
        "file": one.file, "sha256": one.sha256, "kind": one.form.value, "unit": one.unit,
        "year": one.year, "month": one.month,
        "findings": [_finding(finding) for finding in one.findings],
    }  # fmt: skip


def _unit(one: UnitAppraisal, subjects: Mapping[int, str]) -> Document:
    return {
        "unit": one.unit,
        "group": one.group,
        "score": f"{one.score:f}",
        "grade": one.grade,
        "veto": one.veto.value,
        "veto_reasons": list(one.veto_reasons),
        "rank": one.rank,
        "provisional": one.provisional,
        "provisional_reasons": list(one.provisional_reasons),
        "grade_reasons": list(one.grade_reasons),
        "clauses": [_clause(clause, subjects) for clause in one.clauses],
        "parts": [_part(part) for part in one.parts],
        "indicators": [_indicator(result) for result in one.indicators],
        "deductions": [_row(row) for row in one.losses],
        "additions": [_row(row) for row in one.additions],
        "outcomes": list(one.outcomes),
    }


def _clause(one: ClauseScore, subjects: Mapping[int, str]) -> Document:
    return {
        "number": one.number, "subject": subjects[one.number],
        "points": f"{one.points:f}", "lost": f"{one.lost:f}",
    }  # fmt: skip


def _part(one: PartScore) -> Document:
    return {"title": one.title, "points": f"{one.points:f}", "mark": f"{one.mark:f}"}


def _indicator(one: IndicatorResult) -> Document:
    return {
        "name": one.name, "clause": one.clause, "value": decimal_text(one.value, one.limit),
        "numerator": one.numerator, "denominator": one.denominator,
        "limit": str(one.limit) if one.limit else None, "met": one.met, "headroom": one.headroom,
        "shortfall": one.shortfall, "source": one.basis, "standing": one.standing.value,
        "unit": one.unit, "scale": exactly(one.scale), "words": sentence(one),
        "limit_words": limit_words(one.limit, one.unit),
        "sources": [_source(source) for source in one.sources],
    }  # fmt: skip


#: significant digits of a value: nine, and more where it is nearer to its limit than that
_DIGITS = range(9, 31)


def decimal_text(value: Value, limit: Bound | None = None) -> str | None:
    """An exact number as a decimal string; a gap is None.

    Whoever compares it with ``limit`` comes to the same verdict. A value that is its limit, and
    without an end as 2/3 is, is rounded to the side of the verdict.
    """
    if not isinstance(value, int | Fraction):
        return None
    texts = (significant(value, digits) for digits in _DIGITS)
    if limit is None:
        return next(texts)
    agreeing = (text for text in chain(texts, _beside(value)) if _agrees(text, value, limit))
    return next(agreeing)


def _agrees(text: str, value: Number, limit: Bound) -> bool:
    return limit.holds(Fraction(text)) == limit.holds(Fraction(value))


def _beside(value: Number) -> Iterator[str]:
    """The neighbours of the rounded value, below and above."""
    nearest = Decimal(significant(value))
    step = Decimal(1).scaleb(int(nearest.as_tuple().exponent))
    yield from (f"{nearest - step:f}", f"{nearest + step:f}")


def _row(one: LedgerRow) -> Document:
    return {
        "id": one.id, "clause": one.clause, "rule": one.rule, "points": f"{one.points:f}",
        "formula": one.formula, "with_numbers": working_words(one),
        "sources": [_source(source) for source in one.sources],
    }  # fmt: skip


def _source(one: Source) -> Document:
    return fields_of(written(one))
