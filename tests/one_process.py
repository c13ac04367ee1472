"""Files read in the process of the test, word for word as a child would answer.

A child takes half a second to start and a return is read in milliseconds; many tests ask what
became of a file, not who read it. That children keep their limits, die alone and are replaced is
asked in tests/reading/test_intake.py; that each verb reads in them, in tests/hostile, tests/click,
tests/test_cli.py and the other tests of the desk.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from zongzhi_xl.reading import intake, intake_child
from zongzhi_xl.reading.intake_child import Limits, Task, Work


def _run(
    files: Sequence[tuple[Path, str]],
    work: Work,
    *,
    limits: Limits | None = None,
    workers: int = 1,
    prepare: Callable[[], object] | None = None,
) -> Iterator[tuple[str, object]]:
    """As :func:`zongzhi_xl.reading.intake.run`; what goes in and comes out is pickled as there."""
    assert workers > 0
    task: Task = pickle.loads(pickle.dumps(Task(work, prepare, limits or Limits())))
    if files and task.prepare:
        task.prepare()
    for path, file in files:
        yield file, pickle.loads(intake_child._answer(task, path, file))


@contextmanager
def reading_here() -> Iterator[None]:
    """No child is started meanwhile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "run", _run)
        patch.setattr(intake_child, "_allow", lambda _: None)  # it would bound the tests' own time
        yield
