"""What on this computer would stop the buttons, in plain words, and what to do about it.

The checks ask only through :class:`Computer`, so that every finding can be tested anywhere. What
concerns Windows and Excel was written from Microsoft's documentation and run under Wine at most.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import suppress
from enum import Enum
from functools import partial
from pathlib import Path

from zongzhi_xl.contract import INTERPRETER, SETTINGS, TITLE
from zongzhi_xl.desk.doctor.computer import Computer, Interpreter
from zongzhi_xl.desk.doctor.office_settings import OfficeSettings, fix, pipe_of, settings_of, undo
from zongzhi_xl.desk.doctor.workbook_macros import Macros, macros_of
from zongzhi_xl.desk.kit.listed import PROGRAM, PYTHON
from zongzhi_xl.desk.shares import MOVE_IT, on_share
from zongzhi_xl.errors import MachineError, RequestError, in_words
from zongzhi_xl.record import Record

OLDEST = (3, 11)
_OFFICE = r"Software\Microsoft\Office"
_POLICY = r"Software\Policies\Microsoft\Office"
#: Excel 2016 and later write 16.0; 2013 and 2010 before
_EXCELS = ("16.0", "15.0", "14.0")
_OUR_LOCATION = "ZongzhiXL"
_APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
_DEFAULT_XLSM = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsm\UserChoice"
_WPS = r"Software\Kingsoft\Office\6.0\Common"
#: what starts for a program that asks for Excel.Application; another for those of 32 bits
_EXCEL_CLASS = "{00024500-0000-0000-C000-000000000046}"
_SERVERS = tuple(
    rf"{hive}\Software\Classes\{view}CLSID\{_EXCEL_CLASS}\LocalServer32"
    for hive in ("HKCU", "HKLM")
    for view in ("", "WOW6432Node\\")
)
#: the module with the worksheet functions; xlwings starts their Python from that variable only
_FUNCTIONS = "xlwings_udfs"
NOT_TRIED = "（Windows 上的这一步没有试过：改后请打开工作簿点一次按钮，看有没有反应）"


class Gravity(Enum):
    """What a remark means for the buttons."""

    FINE = "正常"
    NOTICE = "提示"
    STOP = "要处理"


class Remark(Record):
    """One thing found, and what to do where something is to be done."""

    gravity: Gravity
    words: str
    remedy: str = ""

    def __str__(self) -> str:
        remedy = f"\n        怎么办：{self.remedy}" if self.remedy else ""
        return f"[{self.gravity.value}] {self.words}{remedy}"


_fine = partial(Remark, Gravity.FINE)
_notice = partial(Remark, Gravity.NOTICE)
_stop = partial(Remark, Gravity.STOP)


def examine(computer: Computer, file: Path | None = None) -> tuple[Remark, ...]:
    """Everything that bears on the buttons, for one workbook where it is given.

    Raises RequestError, UnusableFileError where the workbook cannot be looked into.
    """
    macros = _macros(file)
    found, of_python = _interpreter(computer, file)
    remarks = [of_python, *_workbook(computer, file, macros, found)]
    if computer.windows:
        remarks += _excel(computer, file)
    remarks += [*_share(file), *_wps(computer)]
    if not computer.windows or (macros and macros.for_libreoffice):
        remarks += _office(computer, file, found)
    return tuple(remarks)


def stops(remarks: Iterable[Remark]) -> bool:
    """Whether anything would stop the buttons."""
    return any(one.gravity == Gravity.STOP for one in remarks)


def _macros(file: Path | None) -> Macros | None:
    if file is None or file.is_dir():
        return None
    if not file.is_file():
        raise RequestError(f"没有这个文件：{file}")
    return macros_of(file)


# ------------------------------------------------------------------ Python


def interpreters(computer: Computer, file: Path | None = None) -> Iterator[Path]:
    """Where the buttons of a workbook look for Python, in their order (macros/*.bas)."""
    folder = _folder_of(file)
    if computer.windows and folder and (kit := folder / PYTHON / PROGRAM).is_file():
        yield kit
    given = computer.environment.get(INTERPRETER), _user_setting(computer)
    yield from (Path(one) for one in given if one)
    yield from computer.on_path(PROGRAM if computer.windows else "python3")


def _user_setting(computer: Computer) -> str:
    """The interpreter in xlwings' settings file of the user: lines ``"KEY","value"``."""
    key = "INTERPRETER_WIN" if computer.windows else "INTERPRETER_LINUX"
    text = ""
    with suppress(OSError, UnicodeDecodeError):
        text = (computer.home / ".xlwings" / SETTINGS).read_text(encoding="utf-8")
    rows = (row for row in csv.reader(text.splitlines()) if len(row) > 1)
    return next((row[1].strip() for row in rows if row[0].strip().upper() == key), "")


def _interpreter(computer: Computer, file: Path | None) -> tuple[Interpreter | None, Remark]:
    """The Python that a button would start: on Windows the first that has the package."""
    answers = [
        (place, computer.ask(place)) for place in dict.fromkeys(interpreters(computer, file))
    ]
    if not computer.windows:
        answers = answers[:1]
    for place, answer in answers:
        if answer and _suits(computer, answer):
            return answer, _version(place, answer)
    if not answers:
        return None, _stop("按钮找不到 Python", f"安装 Python {_dotted(OLDEST)} 或更新的版本，"
                           "安装时勾选“Add python.exe to PATH”")  # fmt: skip
    return None, _unsuited(computer, *answers[0])


def _suits(computer: Computer, one: Interpreter) -> bool:
    needed = {"zongzhi_xl", "xlwings", *(("win32com",) if computer.windows else ())}
    return needed <= one.packages


def _version(place: Path, one: Interpreter) -> Remark:
    if one.version < OLDEST:
        return _stop(
            f"按钮用的 Python 是 {_dotted(one.version)}（{place}），太旧",
            f"安装 Python {_dotted(OLDEST)} 或更新的版本，再到报表程序的文件夹里运行："
            "python -m pip install .",
        )
    return _fine(
        f"按钮用的 Python：{_dotted(one.version)}（{place}），报表程序已装好，xlwings {one.xlwings}"
    )


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _unsuited(computer: Computer, place: Path, one: Interpreter | None) -> Remark:
    if "WindowsApps" in str(place):
        return _stop(
            f"按钮找到的是应用商店的占位程序（{place}），不是 Python",
            "在“管理应用执行别名”里关掉 python.exe，或从 python.org 安装 Python",
        )
    if one is None:
        return _stop(f"{place} 启动不了", "重新安装 Python，或改 ZONGZHI_XL_PYTHON 的设置")
    if "zongzhi_xl" not in one.packages:
        return _stop(
            f"按钮找到的 Python（{place}）里没有报表程序",
            f"把装有报表程序的 Python 写进环境变量 ZONGZHI_XL_PYTHON：{computer.python}；"
            f"或者在报表程序的文件夹里运行：{place} -m pip install .",
        )
    missing = "xlwings" if "xlwings" not in one.packages else "pywin32"
    return _stop(f"按钮用的 Python（{place}）里没有 {missing}", f"{place} -m pip install {missing}")


# ------------------------------------------------------------------ the workbook


def _workbook(
    computer: Computer, file: Path | None, macros: Macros | None, found: Interpreter | None
) -> Iterator[Remark]:
    if file is None or macros is None:
        return
    if not macros.modules:
        yield _notice(
            f"{file.name} 不带宏，没有按钮；表内审核照常", "要按钮的，用同名的 .xlsm 文件"
        )
        return
    if computer.windows and macros.for_libreoffice:
        yield _notice(f"{file.name} 的按钮是给 LibreOffice 的，在 Excel 里点不动",
                      "在 Excel 里用的，向区里要 Excel 版")  # fmt: skip
    if not computer.windows and not macros.for_libreoffice:
        yield _stop(f"{file.name} 的按钮是给 Excel 的，在 LibreOffice 里点不动",
                    "用 zongzhi-xl templates --host libreoffice 另做一份")  # fmt: skip
    if found and macros.xlwings and found.xlwings != macros.xlwings:
        yield _notice(
            f"工作簿里的 xlwings 模块是 {macros.xlwings}，电脑上装的是 {found.xlwings}："
            "按钮能用，工作表函数（ZZ_…）不能用",
            f"装同一个版本：pip install xlwings=={macros.xlwings}",
        )
    given = computer.environment.get(INTERPRETER)
    if computer.windows and _FUNCTIONS in macros.modules and not given:
        yield _notice("没有设环境变量 ZONGZHI_XL_PYTHON：按钮能用，工作表函数（ZZ_…）不能用",
                      "要用工作表函数的，把 Python 的完整路径写进这个环境变量")  # fmt: skip
    if _from_the_net(file):
        yield _stop(f"{file.name} 带着“来自网络”的标记，宏被禁止",
                    "右键这个文件→属性→勾选“解除锁定”→确定，再重新打开")  # fmt: skip


def _from_the_net(file: Path) -> bool:
    """The Mark of the Web, an alternate stream of the file on NTFS."""
    mark = ""
    with suppress(OSError):
        mark = Path(f"{file}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    return "ZoneId=3" in mark or "ZoneId=4" in mark


# ------------------------------------------------------------------ Excel


def _excel(computer: Computer, file: Path | None) -> Iterator[Remark]:
    registry = computer.registry
    if not any(registry.value(rf"{hive}\{_APP_PATH}", "") for hive in ("HKCU", "HKLM")):
        yield _stop("没有找到 Microsoft Excel", "按钮要用 Excel；没有的，表内审核照常")
        return
    yield _fine("装有 Microsoft Excel")
    if any(_is_wps(str(registry.value(key, "") or "")) for key in _SERVERS):
        yield _notice(
            "WPS 占了 Excel 的位置（Excel.Application 指向 WPS 的 et.exe）：按钮可能连不上 Excel",
            "WPS 的“配置工具”→高级→兼容设置，去掉“兼容第三方系统和软件”，再修复安装一次 Excel"
            f"{NOT_TRIED}",
        )
    folder = _folder_of(file)
    if folder and _trusted_by_excel(computer, folder):
        yield _fine(f"{folder} 是 Excel 的受信任位置")
        return
    yield from _macro_warnings(computer)
    if folder:
        yield _notice(f"{folder} 不是 Excel 的受信任位置，每次打开要点“启用内容”",
                      f"运行 {_fix_command(file)}，或见《安装与信任设置》")  # fmt: skip


def _is_wps(server: str) -> bool:
    """Whether a command line starts the spreadsheet of WPS, et.exe."""
    program = server.strip().lower().partition(".exe")[0].strip('"')
    return program.replace("/", "\\").rpartition("\\")[2] in ("et", "ket", "wps")


def _macro_warnings(computer: Computer) -> Iterator[Remark]:
    """VBAWarnings: 1 all, 2 ask (the standard), 3 signed ones only, 4 none."""
    for root, whose in ((_POLICY, "单位的统一设置"), (_OFFICE, "Excel 的信任中心")):
        for excel in _EXCELS:
            key = rf"HKCU\{root}\{excel}\Excel\Security"
            level = computer.registry.value(key, "VBAWarnings")
            if level in (3, 4):
                yield _stop(f"{whose}禁止了宏（VBAWarnings={level}）",
                            "请网管把存放工作簿的文件夹加为受信任位置")  # fmt: skip
            elif level == 1:
                yield _notice(f"{whose}允许所有的宏，不安全", "改为“禁用所有宏，并发出通知”")
            if computer.registry.value(key, "blockcontentexecutionfrominternet") == 1:
                yield _notice(f"{whose}禁止来自网络的文件用宏",
                              "邮件收到的工作簿先“解除锁定”，或放进受信任位置")  # fmt: skip


def _trusted_by_excel(computer: Computer, folder: Path) -> bool:
    for excel in _EXCELS:
        key = _locations(excel)
        for name in computer.registry.keys(key):
            place = str(computer.registry.value(rf"{key}\{name}", "Path") or "")
            below = computer.registry.value(rf"{key}\{name}", "AllowSubFolders") == 1
            if place and _within(str(folder), place, below=below):
                return True
    return False


def _within(folder: str, place: str, *, below: bool) -> bool:
    inner, outer = (one.replace("/", "\\").rstrip("\\").lower() for one in (folder, place))
    return inner == outer or (below and inner.startswith(f"{outer}\\"))


def _locations(excel: str) -> str:
    return rf"HKCU\{_OFFICE}\{excel}\Excel\Security\Trusted Locations"


def _share(file: Path | None) -> Iterator[Remark]:
    """Where the folder lies in which somebody works, or keeps a district's record."""
    folder = _folder_of(file)
    if folder and (words := on_share(folder)):
        yield _notice(words, MOVE_IT)


def _folder_of(file: Path | None) -> Path | None:
    return file and (file if file.is_dir() else file.parent).resolve()


def _wps(computer: Computer) -> Iterator[Remark]:
    registry = computer.registry
    keys = (rf"{hive}\{_WPS}" for hive in ("HKCU", "HKLM"))
    installed = any(registry.value(key, "InstallRoot") for key in keys)
    opens = str(registry.value(_DEFAULT_XLSM, "ProgId") or "")
    if opens.upper().startswith(("ET.", "KET.", "WPS.")):
        yield _notice("带宏的工作簿默认用 WPS 打开：WPS 里按钮不能用，表内审核照常",
                      "要用按钮的，右键文件→打开方式→Excel")  # fmt: skip
    elif installed or any(map(computer.which, ("et", "wps"))):
        yield _notice("装有 WPS：在 WPS 里按钮不能用，表内审核照常")


# ------------------------------------------------------------------ LibreOffice


def _office(computer: Computer, file: Path | None, found: Interpreter | None) -> Iterator[Remark]:
    """Remarks weigh only where LibreOffice is the program for the buttons."""
    if computer.which("soffice") is None:
        yield _stop("没有找到 LibreOffice", "这台电脑上按钮要用 LibreOffice：请先安装")
        return
    yield _fine("装有 LibreOffice")
    if found and "uno" not in found.packages:
        yield _stop("按钮用的 Python 联系不上 LibreOffice（没有 python3-uno，或版本不同）",
                    "安装 python3-uno，并用系统自带的 python3 安装报表程序")  # fmt: skip
    try:
        settings = settings_of(computer.office_profile)
    except MachineError as fault:
        yield _stop(str(fault), "关闭 LibreOffice，把用户设置文件交给网管看")
        return
    if settings.listens:
        yield _fine("LibreOffice 与报表程序的连接已设好")
    else:
        yield _notice("LibreOffice 没有设好与报表程序的连接，第一次点按钮会慢一点",
                      f"关闭 LibreOffice，运行 {_fix_command(file)}")  # fmt: skip
    yield from _office_macros(settings, file)


def _office_macros(settings: OfficeSettings, file: Path | None) -> Iterator[Remark]:
    """Macro security: 0 runs every macro, 1 asks, 2 (the standard) and 3 run trusted folders'."""
    folder = _folder_of(file)
    fix_it = f"关闭 LibreOffice，运行 {_fix_command(file)}"
    if settings.level == 0:
        yield _notice("LibreOffice 允许所有的宏，不安全", "工具→选项→安全性→宏安全性，改为“高”")
    if folder and settings.trusts(folder):
        yield _fine(f"LibreOffice 信任 {folder}")
    elif folder and settings.level == 1:
        yield _notice(f"LibreOffice 不信任 {folder}，每次打开会问要不要启用宏", fix_it)
    elif folder and settings.level > 1:
        yield _stop(f"LibreOffice 不信任 {folder}，其中工作簿的宏会被禁止", fix_it)


def _fix_command(file: Path | None) -> str:
    return f"zongzhi-xl doctor {file or '工作簿'} --fix"


# ------------------------------------------------------------------ putting it right


def put_right(computer: Computer, file: Path | None = None) -> tuple[str, ...]:
    """What ``--fix`` did, in words: only settings of this user.

    Raises MachineError, and RequestError where the folder is a whole disk or everybody's.
    """
    _macros(file)
    folder, done = _folder_of(file), []
    if folder:
        _narrow(computer, folder)
    if computer.windows and folder:
        _trust_in_excel(computer, folder)
        done.append(f"已把 {folder} 加为 Excel 的受信任位置{NOT_TRIED}")
    if computer.which("soffice"):
        _office_closed(computer)
        fix(computer.office_profile, pipe_of(computer.user), folder)
        done.append(
            "LibreOffice：已设好与报表程序的连接" + (f"，并信任 {folder}" if folder else "")
        )
    if not folder:
        done.append("没有指定工作簿，没有加受信任的文件夹")
    return (*done, "要还原：zongzhi-xl doctor --undo")


def _narrow(computer: Computer, folder: Path) -> None:
    """Refuse to trust what is anybody's: macros of all that lies there would run unasked."""
    home = computer.home.resolve()
    if folder in (folder.parent, home, *home.parents):
        raise RequestError(
            f"不能信任 {folder}：整个磁盘或整个用户文件夹里的宏都会不经询问就运行；"
            "请把工作簿放进一个专用的文件夹，再指明那个文件夹"
        )


def take_back(computer: Computer) -> tuple[str, ...]:
    """What ``--undo`` did, in words: what :func:`put_right` set is as before. MachineError."""
    done = []
    if computer.windows:
        for excel in _EXCELS:
            computer.registry.drop(rf"{_locations(excel)}\{_OUR_LOCATION}")
        done.append(f"已去掉为报表加的 Excel 受信任位置{NOT_TRIED}")
    if computer.office_profile.exists():
        _office_closed(computer)
        changed = undo(computer.office_profile)
        done.append("LibreOffice 的设置已还原" if changed else "LibreOffice 没有需要还原的设置")
    return tuple(done) or ("没有需要还原的设置",)


def _trust_in_excel(computer: Computer, folder: Path) -> None:
    """The folder itself and not what lies below it; Excel asks for the separator at the end."""
    location: dict[str, str | int] = {
        "Path": f"{str(folder).rstrip(chr(92))}{chr(92)}",
        "AllowSubFolders": 0,
        "Description": TITLE,
    }
    try:
        computer.registry.put(rf"{_locations(_EXCELS[0])}\{_OUR_LOCATION}", location)
    except OSError as fault:
        raise MachineError(f"写不进 Excel 的受信任位置（{in_words(fault)}）") from fault


def _office_closed(computer: Computer) -> None:
    if computer.office_running(computer.office_profile):
        raise MachineError("LibreOffice 正开着，退出时会盖掉改动：请先全部关闭，再运行一次")
