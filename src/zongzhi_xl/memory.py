"""How this process and its children look after memory."""

import gc

#: new objects between two looks for rings of them; Python's 700 took 3 % of a run, and a run makes
#: records by the hundred thousand and hardly a ring
_BETWEEN_LOOKS = 50_000


def look_for_rings_seldom() -> None:
    """From now on Python looks for rings of objects, which nothing else clears away, seldom."""
    gc.set_threshold(_BETWEEN_LOOKS)
