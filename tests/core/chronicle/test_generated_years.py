"""Generated years: what follows of the record is what a small model says, whatever the order."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import pytest

from tests.core.chronicle.model import File, Period, period
from tests.good_year import YEAR, good_year, monthly_return, unit_of
from zongzhi_xl.contract import FAULTY, NATURE
from zongzhi_xl.core.appraising import scorecard
from zongzhi_xl.core.appraising.appraisal import appraise
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.core.appraising.tally import Tally, settle
from zongzhi_xl.core.checking.validation import validate
from zongzhi_xl.core.chronicle.decisions import numbered, rulings_of
from zongzhi_xl.core.chronicle.events import Arrived, Decided, Ruling, Understood
from zongzhi_xl.core.chronicle.known import tally_of
from zongzhi_xl.core.edition.items import FormKind
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.core.returned.submission import RawCell, submission_of
from zongzhi_xl.record import replace
from zongzhi_xl.statements.loader import standard

UNITS, MONTHS = ("示例一街道", "示例二街道"), (1, 2, 3)
EDITION = replace(
    standard(), units=tuple(unit_of(name, "一类", 10000, 10, 5, 10) for name in UNITS)
)  # fmt: skip
_FIRST_DAY, _DAYS = date(2026, 2, 1), 80


@dataclass(frozen=True)
class Year:
    """What happened: files, and decisions about them."""

    files: tuple[File, ...]
    decisions: tuple[Decided, ...]
    chosen: Mapping[File, int]
    days: Mapping[tuple[str, int], date]


def generated(seed: int) -> Year:
    """A year by chance: in time, late, twice, corrected, with blanks, decided or left open."""
    chance = Random(seed)
    files = {
        (one.unit, one.month, one.correction, one.says): one
        for one in (_file(chance) for _ in range(chance.randint(2, 24)))
    }
    return _decided(tuple(files.values()), chance)


def _file(chance: Random) -> File:
    month, blank = chance.choice(MONTHS), chance.random() < 0.3
    around = date(2026, month + 1, 5) + timedelta(days=chance.choice((-3, -1, 0, 1, 2, 4, 9, 30)))
    return File(
        chance.choice(UNITS), month, chance.choice((0, 0, 0, 1, 1, 2)), chance.choice((4, 5, 6)),
        blank, "数据没有到齐" if blank and chance.random() < 0.3 else "", around,
    )  # fmt: skip


def _decided(files: tuple[File, ...], chance: Random) -> Year:
    decisions: list[Decided] = []
    chosen: dict[File, int] = {}
    days: dict[tuple[str, int], date] = {}
    for one in files:
        rivals = [x for x in files if (x.unit, x.month, x.correction) ==
                  (one.unit, one.month, one.correction)]  # fmt: skip
        if len(rivals) > 1 and chance.random() < 0.2:
            for other in rivals:
                chosen.pop(other, None)
            chosen[one] = len(decisions) + 1
            subject = "、".join(sorted(map(_sha256, rivals)))
            decisions.append(_decision(one, Ruling.CHOICE, subject, _sha256(one)))
        if chance.random() < 0.05:
            days[one.unit, one.month] = date(2026, one.month + 1, 4)
            value = days[one.unit, one.month].isoformat()
            decisions.append(_decision(one, Ruling.DAY, "", value))
    return Year(files, tuple(decisions), chosen, days)


def _decision(one: File, ruling: Ruling, subject: str, value: str) -> Decided:
    return Decided(
        _FIRST_DAY, ruling, YEAR, one.unit, FormKind.MONTHLY, one.month, subject, value,
        "核实", "区综治办",
    )  # fmt: skip


# ------------------------------------------------------------------ the same in the record


@cache
def _received(unit: str, month: int, correction: int, says: tuple[object, ...]) -> Received:
    patrols, blank, reason = says
    year = good_year(unit_of(unit, "一类", 10000, 10, 5, 10))
    raw = monthly_return(year, month, EDITION.id)
    nature = f"第{correction}次更正" if correction else "首报"
    typed = {
        "治安巡逻次数": patrols, NATURE: nature, FAULTY: reason or None,
        **({"治安案件查结数": None} if blank else {}),
    }  # fmt: skip
    cells = {**raw.cells, **{name: RawCell("月报", f"Z{n}", value) for n, (name, value) in
                             enumerate(typed.items(), 1)}}  # fmt: skip
    sha256 = f"{unit}{month}{correction}{says}"
    file = f"{sha256}.xlsx"
    submission = submission_of(replace(raw, cells=cells, file=file, sha256=sha256), EDITION)
    return Received(submission, validate(submission, EDITION))


def _sha256(one: File) -> str:
    return _of(one).submission.sha256


def _of(one: File) -> Received:
    return _received(one.unit, one.month, one.correction, one.says)


def recorded(
    files: Sequence[File], year: Year, as_of: date, edition: Edition = EDITION
) -> tuple[Tally, Appraisal]:
    """What the program makes of the files in this order."""
    arrived = {
        number: Arrived(one.day, _sha256(one), f"{number}.xlsx", f"{number}.xlsx")
        for number, one in enumerate(files, 1)
    }
    understood = [Understood(number, "", _of(one)) for number, one in enumerate(files, 1)]
    rulings = rulings_of(numbered(year.decisions), edition, YEAR, as_of)
    settled = settle(tally_of(arrived, understood, as_of), YEAR, edition, rulings)
    appraisal = appraise(
        settled, edition, YEAR, through=max(MONTHS), as_of=as_of, rulings=rulings
    )  # fmt: skip
    return settled, appraisal


def told(settled: Tally, appraisal: Appraisal) -> dict[tuple[str, int], Period]:
    """What the program says of each period, in the words of the model (without the day)."""
    said = {(one.unit, one.month): one.state.value for one in appraisal.deliveries if one.month}
    force = {
        (one.submission.unit, one.submission.month): one.submission.sha256
        for one in settled.received
    }
    asked = Counter((one.paper.unit, one.paper.month) for one in settled.questions)
    return {
        key: (force.get(key), said[key], asked[key])  # type: ignore[misc]
        for key in ((unit, month) for unit in UNITS for month in MONTHS)
    }


def modelled(
    year: Year, as_of: date, named: Callable[[File], str] = _sha256
) -> dict[tuple[str, int], object]:
    """What the model says, its files ``named`` by their hashes."""
    found = {}
    for unit in UNITS:
        for month in MONTHS:
            own = [one for one in year.files if (one.unit, one.month) == (unit, month)]
            holds = period(own, month, as_of, year.chosen, year.days.get((unit, month)))
            counts = named(holds.counts) if holds.counts else None
            found[unit, month] = counts, holds.state, holds.asked
    return found


@pytest.mark.parametrize("seeds", [range(n, n + 60) for n in range(0, 300, 60)], ids=str)
def test_the_record_says_what_the_model_says(seeds):
    """State, file in force, questions, and the points that lateness and absence cost."""
    for seed in seeds:
        year, chance = generated(seed), Random(-seed)
        as_of = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        settled, appraisal = recorded(year.files, year, as_of)
        model = modelled(year, as_of)
        assert told(settled, appraisal) == model, f"seed {seed}"
        assert lost_by_delivery(appraisal) == expected_losses(model), f"seed {seed}"


def lost_by_delivery(appraisal: Appraisal) -> dict[str, Decimal]:
    """Points that lateness and absence cost each office."""
    return {
        unit.unit: sum(loss.points for loss in unit.losses if loss.rule_id == "D26-2")  # type: ignore[misc]
        for unit in appraisal.units
    }


def expected_losses(model: Mapping[tuple[str, int], Any]) -> dict[str, Decimal]:
    """The same by the words of the scheme: 0.1 a late return, 0.5 a missing one, 2 at most."""
    found = {}
    for unit in UNITS:
        states = Counter(state for (name, _), (_, state, _) in model.items() if name == unit)
        found[unit] = Decimal(min(states["迟报"] * 10 + states["缺报"] * 50, 200)) / 100
    return found


def test_the_order_in_which_files_are_entered_changes_nothing():
    for seed in range(300, 360):
        year, chance = generated(seed), Random(seed)
        shuffled = list(year.files)
        chance.shuffle(shuffled)
        as_of = _FIRST_DAY + timedelta(days=_DAYS)
        assert recorded(shuffled, year, as_of) == recorded(year.files, year, as_of), f"seed {seed}"


def test_every_state_is_met_among_the_generated_years():
    states: Counter[str] = Counter()
    for seed in range(60):
        year = generated(seed)
        for _, state, asked in modelled(year, date(2026, 4, 20)).values():
            states[state] += 1
            states["asked"] += bool(asked)
    # every generated file can be read: none is sent back
    assert set(states) >= {state.value for state in scorecard.DeliveryState} - {"未到期", "退回"}
    assert states["asked"] > 10
