"""Damaged returns: no traceback, no hang, no dead run; benchmarks/fuzz.py runs longer."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from zongzhi_xl.core.edition.statement import Edition

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
SEED = 20261123


def script(name: str) -> ModuleType:
    """A script of benchmarks/, as a module."""
    path = Path(__file__).parents[2] / "benchmarks" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec
    assert spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("cases", [40, pytest.param(500, marks=pytest.mark.long)])
def test_damaged_returns(cases: int, tmp_path: Path, edition: Edition) -> None:
    fuzz = script("fuzz")
    good, rounds = tmp_path / "good", tmp_path / "rounds"
    good.mkdir()
    rounds.mkdir()
    figures = fuzz.run(rounds, fuzz.good_returns(good, edition), cases, SEED)
    print(f"seed {SEED}", figures, sep="\n")
    assert figures.read + figures.repaired + figures.rejected == cases
    assert figures.read > cases / 10
    assert figures.repaired or cases < 500  # one in 37 can be repaired
    assert figures.sound, str(figures)


def test_the_count_would_see_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that raises is a dead run, and the figures are not sound."""
    fuzz = script("fuzz")

    def raising(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(fuzz.consolidation, "consolidate", raising)
    (tmp_path / "a.xlsx").write_bytes(b"PK")
    (tmp_path / "rounds").mkdir()
    figures = fuzz.run(tmp_path / "rounds", [tmp_path / "a.xlsx"], 1, 1)
    assert len(figures.dead_runs) == 1
    assert not figures.sound
