"""Names of files made from names of units: nothing that a file system minds, no two alike.

A register whose names cannot be told apart or cannot become a file is refused before that
(:func:`fault_of`); what carries such a name nevertheless gets a safe one.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain, count

from zongzhi_xl.core.language.visible import UNSEEN, unseen_in, visible

#: signs that separate folders, drives and streams, or stand for any sign
_UNSAFE = re.compile(rf'[\\/:*?"<>|{UNSEEN}]')
#: names of devices on Windows, with or without an ending
_RESERVED = re.compile(
    r"(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³]|conin\$|conout\$)( *\..*)?", re.IGNORECASE
)
LONGEST = 60
#: the last word of a copy's name
TO_HAND_IN, WITH_FAULTS = "上报", "待核"


def paper_name(
    form: str, year: int | str, month: int | str | None, unit: str = "", state: str = ""
) -> str:
    """``示例一街道_2026年03月_月报.xlsx``; for people only, no program reads it.

    ``state`` is a last word, such as 上报.
    """
    when = f"{year}年{month:0>2}月" if month else f"{year}年"
    return "_".join(part for part in (unit, when, form, state) if part) + ".xlsx"


def file_names(names: Iterable[str]) -> list[str]:
    """A safe name for each, no two alike in any case or width."""
    made: dict[str, str] = {}
    for name in names:
        plain = safe_name(name)
        numbered = (f"{plain}_{number}" for number in count(2))
        fresh = next(one for one in chain([plain], numbered) if folded(one) not in made)
        made[folded(fresh)] = fresh
    return list(made.values())


def safe_name(name: str) -> str:
    """``name`` as one part of a file's name on every system."""
    plain = _UNSAFE.sub("_", name).strip(" .")[:LONGEST].rstrip(" .") or "单位"
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain


def folded(name: str) -> str:
    """What looks alike is alike: without unseen signs, width, composition, case and blanks."""
    plain = re.sub(rf"[\s{UNSEEN}]", "", unicodedata.normalize("NFKC", name))
    return unicodedata.normalize("NFKC", plain.casefold())


def fault_of(name: str) -> str:
    """Why ``name`` can neither be told from others nor become a file; empty where it can."""
    if unseen_in(name):
        return f"里有看不见的字符 {unseen_in(name)}，请删去"
    if found := _UNSAFE.search(name):
        return f"里有“{found[0]}”，文件名里不能有，请改写"
    if len(name) > LONGEST:
        return f"有 {len(name)} 个字，最多 {LONGEST} 个"
    if safe_name(name) != name:
        return "不能用作文件名（前后的点和空格、con 一类的设备名都不行），请改写"
    return ""


def shown(name: str, most: int = 30) -> str:
    """``name`` for a message: visible, and not too long."""
    text = visible(name)
    return text if len(text) <= most else f"{text[:most]}…"
