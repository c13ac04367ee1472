"""Which file counts (以哪份为准) of those that one office handed in for one period.

Of 首报 and 第n次更正 the highest n counts, the others are replaced and nothing is held against
the office. A correction must change something. Two different files with the same claim are a
question to the district: received on different days the earlier stays in force until it is
answered; on the same day, or where nobody recorded days, the period is pending.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from zongzhi_xl.contract import FAULTY, NATURE, NIL_RETURN, NOTE
from zongzhi_xl.core.appraising.received import OfficeReturn, fitness_of, period_of
from zongzhi_xl.core.appraising.rulings import NO_RULINGS, Decision, Rulings
from zongzhi_xl.core.appraising.scorecard import Period, Rejected, Replaced
from zongzhi_xl.core.edition.form_words import FIRST, correction_number
from zongzhi_xl.core.edition.items import Severity
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.language.addresses import listed
from zongzhi_xl.core.language.values import Value, plain
from zongzhi_xl.core.returned.receipt import order_of_receipt
from zongzhi_xl.core.returned.submission import Submission
from zongzhi_xl.record import Record, replace


class Rival(Record):
    """One of several different files with the same claim; ``faults`` of it block."""

    paper: Period
    file: str
    sha256: str
    nature: str
    day: date | None = None
    number: int = 0
    in_force: bool = False
    faults: int = 0


class Precedence(Record):
    """What became of the files of one period; ``in_force`` is the one that counts, if any.

    ``beside`` are those with the claim of the highest correction that do not count, each with
    its reason; ``questions`` what the district is asked of them, that in force included.
    """

    in_force: OfficeReturn | None = None
    beside: tuple[tuple[OfficeReturn, Rejected], ...] = ()
    questions: tuple[Rival, ...] = ()
    unchanged: tuple[Rejected, ...] = ()
    replaced: tuple[Replaced, ...] = ()

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """The files that are sent back."""
        return (*(why for _, why in self.beside), *self.unchanged)


def precedence(
    files: Sequence[OfficeReturn], edition: Edition, rulings: Rulings = NO_RULINGS
) -> Precedence:
    """Decide among all files of one unit and period, whatever their order."""
    claims: dict[int, list[OfficeReturn]] = defaultdict(list)
    for one in sorted(files, key=_order):
        claims[correction_number(one.submission.text(NATURE))].append(one)
    decided = Precedence()
    for number in sorted(claims):
        decided = _after(decided, claims[number], edition, rulings)
    return decided


def _order(one: OfficeReturn) -> tuple[object, ...]:
    return (*order_of_receipt(one.day, one.number, one.submission.file), one.submission.sha256)


def _after(
    before: Precedence, files: Sequence[OfficeReturn], edition: Edition, rulings: Rulings
) -> Precedence:
    """What holds once files with the next higher claim came, too."""
    known = before.in_force
    idle = [one for one in files if known and _changes_nothing(one, known, edition)]
    fresh = [one for one in files if one not in idle]
    unchanged = (*before.unchanged, *(_unchanged(one, known, edition) for one in idle if known))
    if not fresh:
        return replace(before, unchanged=unchanged)
    below = ([known] if known else []) + [one for one, _ in before.beside]
    replaced = (_replaced(one, fresh[0], edition) for one in below)
    return replace(
        _among(fresh, edition, rulings), unchanged=unchanged, replaced=(*before.replaced, *replaced)
    )


def _replaced(one: OfficeReturn, by: OfficeReturn, edition: Edition) -> Replaced:
    paper, later = one.submission, by.submission
    return Replaced(
        paper.file, paper.sha256, period_of(paper), later.file, _nature(later),
        one.day, one.number, fitness_of(one, edition),
    )  # fmt: skip


def _nature(paper: Submission) -> str:
    return paper.text(NATURE) or FIRST


# ------------------------------------------------------------------ files with the same claim


def _among(files: Sequence[OfficeReturn], edition: Edition, rulings: Rulings) -> Precedence:
    """Of files with the same claim, the earlier first."""
    first, *later = files
    if not later:
        return Precedence(first)
    chosen = [one for one in files if one.submission.sha256 in rulings.choices]
    if chosen:
        newest = max(chosen, key=lambda one: rulings.choices[one.submission.sha256].number)
        by = rulings.choices[newest.submission.sha256]
        others = [one for one in files if one is not newest]
        aside = tuple((one, _put_aside(one, newest, by, edition)) for one in others)
        return Precedence(newest, aside)
    if first.day and all(one.day and one.day > first.day for one in later):
        beside = tuple((one, _too_late(one, first, edition)) for one in later)
        return Precedence(first, beside, _questions(files, first))
    beside = tuple((one, _pending(one, files, edition)) for one in files)
    return Precedence(None, beside, _questions(files, None))


def _questions(files: Sequence[OfficeReturn], first: OfficeReturn | None) -> tuple[Rival, ...]:
    return tuple(
        Rival(
            period_of(one.submission), one.submission.file, one.submission.sha256,
            _nature(one.submission), one.day, one.number, one is first,
            sum(found.blocks for found in one.findings),
        )
        for one in files
    )  # fmt: skip


def _put_aside(one: OfficeReturn, chosen: OfficeReturn, by: Decision, edition: Edition) -> Rejected:
    words = f"{_claim(one.submission)}按决定采用“{chosen.submission.file}”（{by}），这一份不算"
    return _sent_back(one, edition, words, "不用处理：已经决定")


def _too_late(one: OfficeReturn, first: OfficeReturn, edition: Edition) -> Rejected:
    day = plain(first.day) if first.day else ""
    reason = (
        f"{_claim(one.submission)}已有{day}收到的一份（{first.submission.file}），"
        "内容不同，先按那一份算，待决定"
    )
    return _sent_back(one, edition, reason, _ASK_WHICH)


def _pending(one: OfficeReturn, files: Sequence[OfficeReturn], edition: Edition) -> Rejected:
    others = _others(one, files)
    reason = (
        f"{_claim(one.submission)}收到{len(files)}份内容不同的表，不知以哪份为准，都未采用；"
        f"另有：{others}"
    )
    return _sent_back(one, edition, reason, _ASK_WHICH if one.day else _TAKE_AWAY)


#: in a folder; a record decides
_TAKE_AWAY = "问填报单位以哪份为准，把另一份移出文件夹，再汇总一次"
_ASK_WHICH = "问填报单位以哪份为准，再作决定"


def _claim(paper: Submission) -> str:
    """``兴海街道3月月报``, ``兴海街道3月月报第1次更正``."""
    month = "" if paper.month is None else f"{paper.month}月"
    nature = paper.text(NATURE) if correction_number(paper.text(NATURE)) else ""
    return f"{paper.unit}{month}{paper.form.value}{nature}"


def _others(one: OfficeReturn, files: Sequence[OfficeReturn]) -> str:
    return listed([other.submission.file for other in files[:20] if other is not one])


def _sent_back(one: OfficeReturn, edition: Edition, reason: str, remedy: str) -> Rejected:
    paper = one.submission
    return Rejected(
        paper.file, reason, sha256=paper.sha256, paper=period_of(paper), remedy=remedy,
        day=one.day, number=one.number, fitness=fitness_of(one, edition),
    )  # fmt: skip


# ------------------------------------------------------------------ a correction must correct


def _unchanged(one: OfficeReturn, known: OfficeReturn, edition: Edition) -> Rejected:
    reason = (
        f"{_claim(one.submission)}与“{known.submission.file}”填的内容完全一样，没有更正什么，"
        "仍按那一份算"
    )
    return _sent_back(one, edition, reason, "告诉填报单位：确有更正的，改好后再报；没有的不用再报")


def _changes_nothing(one: OfficeReturn, known: OfficeReturn, edition: Edition) -> bool:
    """Neither what the office says nor what was found amiss is another."""
    mended = _problems(known) - _problems(one)
    return not mended and _said(one, edition) == _said(known, edition)


def _problems(one: OfficeReturn) -> set[tuple[str, str]]:
    """A notice calls for nothing: that a form is of an earlier version is none of the office's."""
    asking = (found for found in one.findings if found.severity != Severity.NOTICE)
    return {(found.code, found.item) for found in asking}


Said = tuple[Mapping[str, tuple[Value, str, bool]], tuple[Mapping[str, Value], ...]]


def _said(one: OfficeReturn, edition: Edition) -> Said:
    """Entries, notes and events; head, signatures and what the district presets are none."""
    paper, asked = one.submission, {*_items(one, edition), NIL_RETURN, FAULTY}
    entries = {
        name: (entry.value, entry.note, entry.formula)
        for name, entry in paper.entries.items()
        if name in asked or name.startswith(NOTE)
    }
    events = ({name: cell.value for name, cell in event.cells.items()} for event in paper.events)
    return entries, tuple(events)


def _items(one: OfficeReturn, edition: Edition) -> tuple[str, ...]:
    return tuple(item.name for item in edition.form(one.submission.form).items)
