"""How this process and its children look after memory."""

import gc

#: new objects between two looks for rings of them; a run makes records by the hundred thousand and
#: hardly a ring, and at 50,000 three looks still took 4 % of it
_BETWEEN_LOOKS = 200_000


def look_for_rings_seldom() -> None:
    """From now on Python looks for rings of objects, which nothing else clears away, seldom."""
    gc.set_threshold(_BETWEEN_LOOKS)


def look_no_more() -> None:
    """At the end of a run: what is left goes with the process, and is not looked through once more.

    Rings that were not found are not cleared away, so nobody may wait for their end.
    """
    gc.freeze()
