"""What the buttons need in a LibreOffice profile: a pipe of the user's own, and a trusted folder.

Only the user's own ``registrymodifications.xcu`` is changed, and in it only two settings; what
they were before is noted down beside it, with a copy of the whole file, so that it can be undone.
"""

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from zongzhi_xl.errors import MachineError, in_words
from zongzhi_xl.record import Record

_FILE, _COPY, _NOTE = (
    "registrymodifications.xcu", "registrymodifications.xcu.zongzhi_xl", "zongzhi_xl.json"
)  # fmt: skip
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n</oor:items>\n'
)
_END = "</oor:items>"
PIPE = "/org.openoffice.Setup/Office", "ooSetupConnectionURL"
TRUSTED = "/org.openoffice.Office.Common/Security/Scripting", "SecureURL"
LEVEL = "/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel"
#: the standard: macros run in trusted folders only
_HIGH = 2

Setting = tuple[str, str]


class OfficeSettings(Record):
    """The settings of a profile, as far as the buttons are concerned."""

    pipe: str = ""
    trusted: tuple[str, ...] = ()
    level: int = _HIGH

    def trusts(self, folder: Path) -> bool:
        """Whether macros of workbooks in ``folder`` may run without being asked."""
        url = folder.as_uri()
        return any(url == one.rstrip("/") or url.startswith(f"{one.rstrip('/')}/")
                   for one in self.trusted)  # fmt: skip

    @property
    def listens(self) -> bool:
        """Whether LibreOffice waits at a named pipe."""
        return self.pipe.startswith("pipe,name=")


def pipe_of(user: str) -> str:
    """The setting for a user; other signs than ASCII letters and digits become their numbers."""
    name = re.sub("[^A-Za-z0-9]", lambda sign: f"_{ord(sign[0]):x}", user)
    return f"pipe,name=zongzhi_{name};urp;StarOffice.ServiceManager"


def settings_of(profile: Path) -> OfficeSettings:
    """What is set; the standard where LibreOffice was never started by this user."""
    text = _text(profile) or _EMPTY
    pipe, level = (_plain(_value(text, setting)) for setting in (PIPE, LEVEL))
    trusted = tuple(_listed(_value(text, TRUSTED)))
    return OfficeSettings(unescape(pipe), trusted, int(level) if level.isdecimal() else _HIGH)


def fix(profile: Path, pipe: str, folder: Path | None) -> None:
    """Set the pipe, unless there is one, and trust ``folder``; raises MachineError."""
    now, text = settings_of(profile), _text(profile)
    wished = text or _EMPTY
    # the note of an earlier fix goes on
    before = _noted(profile) or {"listed": bool(_item(TRUSTED).search(wished))}
    if not now.pipe:
        wished = _set(wished, PIPE, f"<value>{escape(pipe)}</value>")
        before["pipe"] = pipe
    if folder and not now.trusts(folder):
        wished = _set(wished, TRUSTED, _list_of((*now.trusted, folder.as_uri())))
        before["folders"] = [*_folders(before), folder.as_uri()]
    if wished != text:
        _write(profile, wished, before)


def undo(profile: Path) -> bool:
    """Take back what :func:`fix` set; False where there is nothing of ours. MachineError."""
    text, before = _text(profile), _noted(profile)
    if before is None:
        return False
    copy = profile / "user" / _COPY
    if text is not None:
        restored = _without_ours(text, before)
        if restored == _EMPTY and not copy.exists():
            (profile / "user" / _FILE).unlink()
        else:
            _replace(profile, restored)
    copy.unlink(missing_ok=True)
    (profile / "user" / _NOTE).unlink()
    return True


def _without_ours(text: str, before: Mapping[str, object]) -> str:
    if before.get("pipe") and unescape(_plain(_value(text, PIPE))) == before["pipe"]:
        text = _set(text, PIPE, "")
    ours = _folders(before)
    now = _listed(_value(text, TRUSTED))
    kept = [one for one in now if one not in ours]
    if kept != now:
        text = _set(text, TRUSTED, _list_of(kept) if kept or before.get("listed") else "")
    return text


# ------------------------------------------------------------------ the text of the profile


def _item(setting: Setting) -> re.Pattern[str]:
    path, name = map(re.escape, setting)
    return re.compile(
        rf'<item oor:path="{path}"><prop oor:name="{name}"[^>]*>(.*?)</prop></item>\n?', re.DOTALL
    )


def _value(text: str, setting: Setting) -> str:
    """What stands inside the setting; the last one counts, as LibreOffice has it."""
    found = _item(setting).findall(text)
    return found[-1] if found else ""


def _plain(value: str) -> str:
    return re.sub(r"</?value[^>]*>", "", value).strip()


def _listed(value: str) -> list[str]:
    return [unescape(one) for one in re.findall(r"<it>(.*?)</it>", value, re.DOTALL)]


def _list_of(urls: Iterable[str]) -> str:
    parts = "".join(f"<it>{escape(url)}</it>" for url in urls)
    return f"<value>{parts}</value>"


def _set(text: str, setting: Setting, value: str) -> str:
    """The setting with another value, in its place or at the end; without, where that is empty."""
    path, name = setting
    inside = f'<prop oor:name="{name}" oor:op="fuse">{value}</prop>'
    line = f'<item oor:path="{path}">{inside}</item>\n' if value else ""
    end = text.rfind(_END)
    spans = [found.span() for found in _item(setting).finditer(text)] or [(end, end)]
    first, last = spans[-1]
    return text[:first] + line + text[last:]


def _text(profile: Path) -> str | None:
    try:
        text = (profile / "user" / _FILE).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as fault:
        raise MachineError("LibreOffice 的用户设置读不出来，没有改动") from fault
    if _END not in text:
        raise MachineError("LibreOffice 的用户设置不完整，没有改动")
    return text


# ------------------------------------------------------------------ what it was before


def _folders(before: Mapping[str, object]) -> list[str]:
    folders = before.get("folders")
    return [str(one) for one in folders] if isinstance(folders, list) else []


def _noted(profile: Path) -> dict[str, object] | None:
    try:
        note = json.loads((profile / "user" / _NOTE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as fault:
        raise MachineError(f"{_NOTE} 读不出来，不知道原来的设置，没有改动") from fault
    return note if isinstance(note, dict) else {}


def _write(profile: Path, text: str, before: Mapping[str, object]) -> None:
    user = profile / "user"
    with _in_words():
        user.mkdir(parents=True, exist_ok=True)
        if (user / _FILE).exists() and not (user / _COPY).exists():
            shutil.copyfile(user / _FILE, user / _COPY)
        (user / _NOTE).write_text(json.dumps(before, ensure_ascii=False), encoding="utf-8")
    _replace(profile, text)


def _replace(profile: Path, text: str) -> None:
    """The whole file at once: a half-written profile would be worse than an old one."""
    aside = profile / "user" / f"{_FILE}.new"
    with _in_words():
        aside.write_bytes(text.encode("utf-8"))
        aside.replace(profile / "user" / _FILE)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise MachineError(f"LibreOffice 的用户设置写不进去（{in_words(fault)}）") from fault
