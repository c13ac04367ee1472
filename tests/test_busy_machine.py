"""Other work on the machine makes no test fail."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st


@settings(max_examples=1)
@given(st.none())
def test_an_example_may_take_its_time(nothing: None) -> None:
    """Longer than hypothesis allows of itself, 0.2 s."""
    time.sleep(0.25)
