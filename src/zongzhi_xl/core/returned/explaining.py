"""Whether words beside a figure explain anything; sheet and engine ask by the same lists."""

from zongzhi_xl.core.returned.proposals import bare

#: blanks and signs without width that a sheet's own functions can take away
BLANKS = ("\u3000", "\u00a0", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")
#: what begins a picture in a cell of WPS: no words
PICTURE = "DISPIMG"
#: signs that an explanation has at least
LEAST_SIGNS = 2


def explains(text: str) -> bool:
    """Not where it is one sign (``.``, 无), nothing that is seen, or a picture."""
    return len(bare(text)) >= LEAST_SIGNS and PICTURE not in text
