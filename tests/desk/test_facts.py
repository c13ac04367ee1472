"""The facts as a table: written part by part, refused where its library is missing."""

from functools import partial
from pathlib import Path

import pytest

from tests import sample_appraisal as sample
from zongzhi_xl.desk import facts
from zongzhi_xl.desk.consolidation import Outputs
from zongzhi_xl.errors import MachineError
from zongzhi_xl.record import replace


def test_without_pandas_the_facts_alone_are_refused_and_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "汇总.xlsx"
    with_facts = Outputs(summary, facts=tmp_path / "数据.csv")
    with_facts.check()
    monkeypatch.setattr(facts, "find_spec", lambda _: None)
    Outputs(summary).check()
    with pytest.raises(MachineError, match="去掉 --facts"):
        with_facts.check()


def test_the_table_is_the_same_however_many_rows_are_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result, whole, by_two = (sample.appraisal(), sample.edition()), tmp_path / "1", tmp_path / "2"
    facts.write(whole, *result)
    monkeypatch.setattr(facts, "tables", partial(facts.tables, at_once=2))
    facts.write(by_two, *result)
    assert by_two.read_bytes() == whole.read_bytes()
    assert {len(part) for part in facts.tables(*result)} == {2}
    assert len(whole.read_text().splitlines()) == 1 + len(result[0].contributions)


def test_without_a_figure_there_are_the_headings(tmp_path: Path) -> None:
    facts.write(tmp_path / "1", replace(sample.appraisal(), contributions=()), sample.edition())
    assert (tmp_path / "1").read_text(encoding="utf-8-sig") == f"{','.join(facts.COLUMNS)}\n"
