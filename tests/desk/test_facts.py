"""The facts as a table where its library is missing, as in the kit."""

from pathlib import Path

import pytest

from zongzhi_xl.desk import facts
from zongzhi_xl.desk.consolidation import Outputs
from zongzhi_xl.errors import MachineError


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
