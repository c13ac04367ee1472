"""What somebody meant who wrote a word that nobody knows, or a sign of the wrong width."""

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def meant(word: str, known: Iterable[object]) -> str:
    """``，是不是“刑事立案数”？`` with the nearest known words; ``""`` where none is near."""
    near = nearest(word, map(str, known))
    return f"，是不是{'、'.join(f'“{one}”' for one in near)}？" if near else ""


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that look most like ``word``, at most three, none far behind the first."""
    words, narrow = [*known], half_width(word)
    if narrow in words:
        return [narrow]
    found = get_close_matches(word, words, n=3, cutoff=0.5)
    return [one for one in found if _alike(word, one) >= _alike(word, found[0]) - _BEHIND]


_BEHIND = 0.1


def _alike(word: str, other: str) -> float:
    return SequenceMatcher(None, other, word).ratio()


def half_width(text: str) -> str:
    """``<= 30%`` for ``＜＝　３０％``: what Chinese input methods make of ASCII."""
    return unicodedata.normalize("NFKC", text)
