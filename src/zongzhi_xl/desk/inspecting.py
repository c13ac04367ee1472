"""What ``validate --inspect`` says more of a file: where its skeleton is not as it was issued."""

from pathlib import Path

from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.returned.findings import Finding
from zongzhi_xl.errors import Refusal
from zongzhi_xl.mending.opened import opened
from zongzhi_xl.mending.recognising import claimed_code, damage_of
from zongzhi_xl.reading.reader import HandedIn


def notices(
    one: HandedIn, district: Path | None, code: str | None, known: str = ""
) -> tuple[Finding, ...]:
    """The damage of a file, or why nobody looked for it, unless that is ``known``.

    ``code`` is the check code of the figures as they are, None where they cannot be read.
    """
    try:
        book = opened(one)
        found = [damage.finding for damage in damage_of(book, district)]
    except Refusal as fault:
        return () if str(fault) == known else (not_inspected(str(fault)),)
    claim = claimed_code(book)
    if claim and code and claim[0] != code:
        found.append(_changed_since(*claim, code))
    return tuple(found)


def not_inspected(reason: str) -> Finding:
    """A check that was not made is not one that was passed."""
    return Finding(
        "J13", Severity.NOTICE, "", "", "", "", f"没有检查表样：{reason}",
        "表样是否被改动没有结论；需要时请对照区里下发的空白表核对",
    )  # fmt: skip


def _changed_since(claimed: str, sheet: str, cell: str, code: str) -> Finding:
    return Finding(
        "J12", Severity.NOTICE, sheet, cell, "", claimed,
        f"封面上的结论是校验码为 {claimed} 时作出的，现在各数的校验码是 {code}：校验以后又改过数",
        "请填报单位重新校验、打印、签字盖章；以现在的数为准",
    )  # fmt: skip
