"""What somebody meant who wrote a word that nobody knows, or a sign of the wrong width."""

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches


def meant(word: str, known: Iterable[object]) -> str:
    """``，是不是“刑事立案数”？`` with the nearest known words; ``""`` where none is near."""
    near = nearest(word, map(str, known))
    return f"，是不是{'、'.join(f'“{one}”' for one in near)}？" if near else ""


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The known words that look most like ``word``, at most three."""
    words, narrow = [*known], half_width(word)
    return [narrow] if narrow in words else get_close_matches(word, words, n=3, cutoff=0.5)


def half_width(text: str) -> str:
    """``<= 30%`` for ``＜＝　３０％``: what Chinese input methods make of ASCII."""
    return unicodedata.normalize("NFKC", text)
