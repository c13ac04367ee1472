"""Changed returns, printed by LibreOffice, beside what was scored of them: is anything silent?

    uv run python benchmarks/seen.py [--cases 5000] [--first N] [--workers 2]

Every case is a good return of the standard edition, changed by chance in names, cells, merges,
hidden things, sheets or formats (tests/seen/changes.py). What a person reads on the printed pages
must be what counts, or a finding must say so. The number of a case repeats it exactly. Exit code 1
where something was silent.
"""

import argparse
import sys
import tempfile
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.office import office
from tests.seen.cases import Outcome, outcomes
from zongzhi_xl.statements import loader


def share(seeds: range) -> list[Outcome]:
    """The cases of one worker, in a LibreOffice of its own."""
    warnings.simplefilter("ignore", UserWarning)
    with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as running:
        return list(outcomes(seeds, running, Path(folder), loader.standard()))


def main() -> int:
    """Run the cases, print what was counted and each silent one."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=5000)
    options.add_argument("--first", type=int, default=100_000)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    seeds = range(given.first, given.first + given.cases)
    shares = [seeds[n :: given.workers] for n in range(given.workers)]
    with ProcessPoolExecutor(given.workers) as pool:
        found = [one for some in pool.map(share, shares) for one in some]
    ways = Counter(way for one in found for way, _ in one.done)
    silent = [one for one in found if one.silent]
    refused = sum(bool(one.refused) for one in found)
    print(f"{len(found)} cases, {refused} refused in words, {len(silent)} silent")
    print("by way: " + ", ".join(f"{way} {count}" for way, count in sorted(ways.items())))
    print(*silent, sep="\n")
    return bool(silent)


if __name__ == "__main__":
    sys.exit(main())
