"""Files read and written in the process of the test, word for word as a child would answer.

A child takes half a second to start and as long to plan the first return that it writes, where one
is read in milliseconds; most tests ask what became of a file, not who read or wrote it. That
children keep their limits, die alone and are replaced is asked in tests/reading/test_intake.py;
that each verb reads and writes in them, in the others of IN_CHILDREN.
"""

import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from zongzhi_xl.desk.issuing import writing
from zongzhi_xl.reading import intake, intake_child
from zongzhi_xl.reading.intake_child import Limits, Task, Work
from zongzhi_xl.statements.editions import in_force

#: files and folders whose tests read in children, as on every day
IN_CHILDREN = {
    "click", "reading", "windows",
    "test_cli_in_children.py", "test_crash.py", "test_fuzz.py", "test_receiving.py",
    "test_specimens.py", "test_writing_returns.py",
}  # fmt: skip


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
    in_force.cache_clear()  # a child that is started now knows nothing of before
    if files and task.prepare:
        task.prepare()
    for path, file in files:
        yield file, pickle.loads(intake_child._answer(task, path, file))


@contextmanager
def reading_here() -> Iterator[None]:
    """No child is started meanwhile to read returns, or to write them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intake, "run", _run)
        patch.setattr(writing, "_FEW", sys.maxsize)
        patch.setattr(intake_child, "_allow", lambda _: None)  # it would bound the tests' own time
        yield
