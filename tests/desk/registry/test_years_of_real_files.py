"""Ten generated years with real files: what the record says is what the small model says."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.core.chronicle.model import File
from tests.core.chronicle.test_generated_years import (
    MONTHS,
    UNITS,
    Year,
    _sha256,
    expected_losses,
    generated,
    lost_by_delivery,
    modelled,
    told,
)
from tests.desk.registry.districts import YEAR, district_at, month_return
from zongzhi_xl.contract import FAULTY
from zongzhi_xl.core.chronicle.events import Decided
from zongzhi_xl.core.edition.statement import Edition
from zongzhi_xl.desk.registry.arriving import Wish, ready, receive
from zongzhi_xl.desk.registry.known import Known, Moment, known
from zongzhi_xl.record import replace
from zongzhi_xl.statements.editions import in_force

pytestmark = pytest.mark.long

_REGISTER = (
    "- {{name: {}, group: 一类, figures: {{总人口: 10000, 名册_社区数: 10, 名册_行政村数: 5,"
    " 上年农村火灾起数: 10}}}}\n"
)
_LAST = date(2026, 6, 30)


def _district(folder: Path) -> Path:
    district = district_at(folder)
    register = "".join(map(_REGISTER.format, UNITS))
    (district / "statements" / str(YEAR) / "units.yaml").write_text(register, encoding="utf-8")
    return district


def _written(path: Path, edition: Edition, one: File) -> Path:
    """The workbook in which the office says what the model's file says."""
    nature = f"第{one.correction}次更正" if one.correction else "首报"
    blank = {"治安案件查结数": None} if one.blank else {}
    typed = {"治安巡逻次数": one.patrols, FAULTY: one.reason or None, **blank}
    return month_return(path, edition, one.month, one.unit, nature, **typed)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _of_files(decided: Decided, hashes: Mapping[str, str]) -> Decided:
    """The decision of the generated year, about the real files."""
    subject = "、".join(sorted(hashes[one] for one in decided.subject.split("、") if one))
    return replace(decided, subject=subject, value=hashes.get(decided.value, decided.value))


def _lived(
    district: Path, files: Mapping[File, Path], decisions: list[Decided], chance: Random
) -> None:
    """Every day its files, in one run or several; decisions in between, in their order."""
    for day in sorted({one.day for one in files}):
        came = [path for one, path in files.items() if one.day == day]
        chance.shuffle(came)
        cut = chance.randint(0, len(came))
        for part in (came[:cut], came[cut:]):
            receive(Wish(district, tuple(part), day, day))
        with ready(district) as book:
            for _ in range(chance.randint(0, len(decisions))):
                book.add(day, [decisions.pop(0)])
    with ready(district) as book:
        book.add(_LAST, decisions)
        assert book.unbroken()


def _known(district: Path, as_of: date) -> Known:
    with ready(district) as book:
        return known(book, Moment(YEAR, book.last, as_of, max(MONTHS)))


def _on_disk(folder: Path, year: Year, edition: Edition) -> dict[File, Path]:
    return {
        one: _written(folder / f"{number}.xlsx", edition, one)
        for number, one in enumerate(year.files)
    }


@pytest.mark.parametrize("seed", range(1000, 1010))
def test_a_year_of_real_files_is_what_the_model_says(tmp_path, seed):
    """File in force, state, questions, and points lost, on six days of the year and at its end."""
    year, chance = generated(seed), Random(seed)
    district = _district(tmp_path / "区")
    files = _on_disk(tmp_path / "收件", year, in_force(district, YEAR))
    hashes = {_sha256(one): _hash(path) for one, path in files.items()}
    _lived(district, files, [_of_files(one, hashes) for one in year.decisions], chance)
    days = (date(2026, 2, 1) + timedelta(days=chance.randrange(80)) for _ in range(6))
    for as_of in (*days, _LAST):
        found = _known(district, as_of)
        model = modelled(year, as_of, lambda one: hashes[_sha256(one)])
        assert told(found.settled, found.outcome.appraisal) == model, as_of
        assert lost_by_delivery(found.outcome.appraisal) == expected_losses(model), as_of
