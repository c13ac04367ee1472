"""Signs that nobody sees, made visible: controls, turned directions, signs without width.

A control sign is shown by its picture (ESC as ␛), every other one by its number (〔U+202E〕): a
text from outside can neither steer a terminal nor look like another text.
"""

import re

#: what stands inside the brackets of a pattern: controls, format signs, separators of lines and
#: paragraphs, halves of pairs, fillers that are blank, and what is no sign at all
UNSEEN = (
    "\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2"
    "\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2064\\u2066-\\u206f"
    "\\u3164\\ud800-\\udfff\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff\\U000110bd\\U000110cd"
    "\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0001"
    "\\U000e0020-\\U000e007f"
)
_UNSEEN = re.compile(f"[{UNSEEN}]")
_PICTURES, _DELETE, _LAST_CONTROL = 0x2400, 0x7F, 0x1F


def visible(text: str) -> str:
    """``text`` on one line, every unseen sign in it shown."""
    plain = text.isascii() and text.isprintable()
    return text if plain else _UNSEEN.sub(_shown, text)


def visible_lines(text: str) -> str:
    """The same; what ends a line on purpose goes on doing so."""
    return "\n".join(map(visible, text.replace("\r\n", "\n").split("\n")))


def unseen_in(text: str) -> str:
    """The first unseen sign of ``text`` as it is shown; empty where there is none."""
    found = _UNSEEN.search(text)
    return _shown(found) if found else ""


def _shown(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number <= _LAST_CONTROL:
        return chr(_PICTURES + number)
    return "␡" if number == _DELETE else f"〔U+{number:04X}〕"
