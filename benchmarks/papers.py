"""How long the papers of a closed year take, as pages and in Word, for so many offices.

    uv run python benchmarks/papers.py --offices 20

Every office is the third one of the sample under another name, with its losses forty times over:
about as many rows as the worst office of the demo has.
"""

import argparse
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from zongzhi_xl.record import replace

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests import sample_appraisal as sample
from zongzhi_xl.core.appraising.rulings import NO_RULINGS
from zongzhi_xl.core.appraising.scorecard import Appraisal, VetoState
from zongzhi_xl.papers.published import Issue
from zongzhi_xl.papers.writing import write_published

_ROWS = 20


def _year(offices: int) -> Appraisal:
    first = sample.appraisal(final=True)
    one = replace(first.units[2], provisional=False, provisional_reasons=(), veto=VetoState.NONE)
    losses = tuple(
        replace(loss, rule_id=f"D{loss.clause:02}-{number}")
        for number in range(_ROWS)
        for loss in one.losses
    )
    units = tuple(
        replace(one, unit=f"示例第{number}街道", losses=losses, rank=number)
        for number in range(1, offices + 1)
    )
    return replace(first, units=units, through=12)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--offices", type=int, default=20)
    offices = parser.parse_args().offices
    issue = Issue(_year(offices), sample.edition(), "2026-14", date(2027, 2, 20), NO_RULINGS)
    before = _peak()
    with tempfile.TemporaryDirectory() as folder:
        begun, cpu = time.perf_counter(), time.process_time()
        write_published(Path(folder), issue)
        files = len(list(Path(folder).iterdir()))
        taken, used = time.perf_counter() - begun, time.process_time() - cpu
    print(
        f"{files} files, {taken:.1f} s, {used:.1f} s of the processor,"
        f" {before:.0f} MB before the first, {_peak():.0f} MB at the most"
    )


def _peak() -> float:
    """The most memory that was taken so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
