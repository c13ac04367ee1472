"""doctor: what would stop the buttons, on computers of all sorts, put right and taken back."""

import os
import subprocess
import sys
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.office import properties, require
from zongzhi_xl.desk.doctor import examination
from zongzhi_xl.desk.doctor.computer import Computer, Interpreter, Registry, this_computer
from zongzhi_xl.desk.doctor.examination import Gravity, examine, put_right, stops, take_back
from zongzhi_xl.desk.doctor.office_settings import fix, pipe_of, settings_of, undo
from zongzhi_xl.desk.doctor.workbook_macros import macros_of
from zongzhi_xl.errors import MachineError, OfficeUnreachableError, Refusal, RequestError
from zongzhi_xl.hosts.office_link import desktop_at, uno_module
from zongzhi_xl.record import replace
from zongzhi_xl.sheets import return_book
from zongzhi_xl.vba import macro_book
from zongzhi_xl.vba.macro_book import MacroEdition

EVERYTHING = frozenset({"zongzhi_xl", "xlwings", "win32com", "uno"})
READY = Interpreter((3, 11, 4), EVERYTHING, "0.37.8")
SECURITY = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
EXCEL = {r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe": {"": "EXCEL.EXE"}}


@dataclass
class FakeRegistry(Registry):
    held: dict[str, dict[str, object]] = field(default_factory=dict)

    def value(self, path: str, name: str) -> object:
        return self.held.get(path, {}).get(name)

    def keys(self, path: str) -> Sequence[str]:
        begin = f"{path}\\"
        return [one.removeprefix(begin) for one in self.held if one.startswith(begin)]

    def put(self, path: str, values: Mapping[str, str | int]) -> None:
        self.held[path] = dict(values)

    def drop(self, path: str) -> None:
        self.held.pop(path, None)


#: a folder of its own: a whole home is never trusted
OWN = "报表"


def computer(home: Path, system: str = "Linux", **changes: object) -> Computer:
    """One on which everything is there: python3 or python.exe on the PATH, LibreOffice, no WPS."""
    programs = home / "programs"
    programs.mkdir(exist_ok=True)
    (programs / ("python.exe" if system == "Windows" else "python3")).touch()
    usual = Computer(
        system=system,
        user="zhang",
        home=home,
        environment={"PATH": str(programs), "APPDATA": str(home / "Roaming")},
        which=lambda name: Path(name) if name == "soffice" else None,
        ask=lambda _: READY,
        office_running=lambda _: False,
        registry=FakeRegistry(dict(EXCEL)),
        python=Path("/opt/right/python3"),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def said(remarks: Sequence[examination.Remark], gravity: Gravity) -> str:
    return "；".join(one.words for one in remarks if one.gravity == gravity)


def workbook(
    folder: Path, edition: MacroEdition | None, name: str = "月报.xlsm",
    macros: tuple[str, ...] = macro_book.RETURN_MACROS,
) -> Path:  # fmt: skip
    """A workbook of one sheet with the macros of an edition, or without macros."""
    path = folder / OWN / name
    path.parent.mkdir(exist_ok=True)
    with return_book.Workbook(str(path)) as book:
        book.add_worksheet("月报")
        if edition:
            macro_book.embed(book, edition, macros)
    return path


# ------------------------------------------------------------------ Python


def test_everything_in_place_stops_nothing(tmp_path):
    remarks = examine(computer(tmp_path))
    assert not stops(remarks)
    assert "3.11.4" in said(remarks, Gravity.FINE)
    assert "没有设好与报表程序的连接" in said(remarks, Gravity.NOTICE)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "启动不了"),
        (Interpreter((3, 8, 10), EVERYTHING, "0.30"), "太旧"),
        (Interpreter((3, 12, 0), frozenset()), "没有报表程序"),
        (Interpreter((3, 12, 0), frozenset({"zongzhi_xl"})), "没有 xlwings"),
        (replace(READY, packages=EVERYTHING - {"uno"}), "联系不上 LibreOffice"),
    ],
)
def test_an_interpreter_that_does_not_do(tmp_path, answer, words):
    remarks = examine(computer(tmp_path, ask=lambda _: answer))
    assert words in said(remarks, Gravity.STOP)
    assert all(one.remedy for one in remarks if one.gravity == Gravity.STOP)


def test_the_python_that_has_the_package_is_named(tmp_path):
    bare = Interpreter((3, 12, 0), frozenset())
    remarks = examine(computer(tmp_path, ask=lambda _: bare))
    (one,) = (remark for remark in remarks if remark.gravity == Gravity.STOP)
    assert "ZONGZHI_XL_PYTHON：/opt/right/python3" in one.remedy
    assert f"{tmp_path}/programs/python3 -m pip install ." in one.remedy


def test_no_python_at_all(tmp_path):
    remarks = examine(computer(tmp_path, environment={"PATH": str(tmp_path)}))
    assert "找不到 Python" in said(remarks, Gravity.STOP)


def test_on_linux_only_the_first_interpreter_counts(tmp_path):
    one = computer(tmp_path, ask=lambda place: READY if place.name == "python3" else None)
    assert not stops(examine(one))
    environment = {**one.environment, "ZONGZHI_XL_PYTHON": "/opt/none"}
    assert "/opt/none 启动不了" in said(
        examine(replace(one, environment=environment)), Gravity.STOP
    )


def test_the_settings_file_of_the_user_comes_before_the_path(tmp_path):
    (tmp_path / ".xlwings").mkdir()
    settings = tmp_path / ".xlwings" / "xlwings.conf"
    settings.write_text('"interpreter_linux","/opt/python"\n', encoding="utf-8")
    assert next(examination.interpreters(computer(tmp_path))) == Path("/opt/python")


def test_on_windows_the_first_with_the_package_is_taken(tmp_path):
    one = computer(tmp_path, "Windows")
    environment = {**one.environment, "ZONGZHI_XL_PYTHON": "C:/old/python.exe"}
    answers = {"old": Interpreter((3, 8, 0), frozenset()), "programs": READY}
    one = replace(one, environment=environment, ask=lambda place: answers[place.parent.name])
    assert "3.11.4" in said(examine(one), Gravity.FINE)


def test_the_kit_beside_the_workbook_comes_first_on_windows_only(tmp_path):
    kit = tmp_path / OWN / "python" / "python.exe"
    kit.parent.mkdir(parents=True)
    kit.touch()
    one = computer(tmp_path, "Windows")
    beside = tmp_path / OWN / "月报.xlsm"
    assert next(examination.interpreters(one, beside)) == kit
    assert kit not in examination.interpreters(one, tmp_path / "月报.xlsm")
    assert kit not in examination.interpreters(computer(tmp_path), beside)


def test_the_placeholder_of_the_store_is_no_python(tmp_path):
    store = tmp_path / "WindowsApps"
    store.mkdir()
    (store / "python.exe").touch()
    one = computer(tmp_path, "Windows", environment={"PATH": str(store)}, ask=lambda _: None)
    assert "占位程序" in said(examine(one), Gravity.STOP)


def test_this_computer_answers_for_itself():
    found = this_computer().ask(Path(sys.executable))
    assert found is not None
    assert {"zongzhi_xl", "xlwings"} <= found.packages
    assert found.version == tuple(sys.version_info[:3])
    assert this_computer().ask(Path("/nowhere/python3")) is None


# ------------------------------------------------------------------ the workbook


def test_the_macros_of_a_workbook_are_read_back(tmp_path):
    excel = macros_of(workbook(tmp_path, MacroEdition.EXCEL))
    assert {"Buttons", "FindPython", "xlwings"} <= excel.modules
    assert (excel.xlwings, excel.for_libreoffice) == (version("xlwings"), False)
    libre = macros_of(workbook(tmp_path, MacroEdition.LIBREOFFICE))
    assert (libre.xlwings, libre.for_libreoffice) == ("", True)
    assert macros_of(workbook(tmp_path, None)).modules == frozenset()


def test_a_workbook_for_the_other_program(tmp_path):
    path = workbook(tmp_path, MacroEdition.EXCEL)
    assert "给 Excel 的" in said(examine(computer(tmp_path), path), Gravity.STOP)
    path = workbook(tmp_path, MacroEdition.LIBREOFFICE)
    remarks = examine(computer(tmp_path, "Windows"), path)
    assert "给 LibreOffice 的" in said(remarks, Gravity.NOTICE)


def test_another_version_of_xlwings_spoils_the_functions_only(tmp_path):
    path = workbook(tmp_path, MacroEdition.EXCEL)
    older = replace(READY, xlwings="0.30.0")
    remarks = examine(computer(tmp_path, "Windows", ask=lambda _: older), path)
    assert "电脑上装的是 0.30.0" in said(remarks, Gravity.NOTICE)
    assert not stops(remarks)


def test_worksheet_functions_need_the_interpreter_named(tmp_path):
    path = workbook(tmp_path, MacroEdition.EXCEL, "区级汇总.xlsm", macro_book.LAUNCHER_MACROS)
    one = computer(tmp_path, "Windows")
    assert "工作表函数（ZZ_…）不能用" in said(examine(one, path), Gravity.NOTICE)
    named = {**one.environment, "ZONGZHI_XL_PYTHON": "C:/Python/python.exe"}
    assert "ZZ_" not in said(examine(replace(one, environment=named), path), Gravity.NOTICE)
    returns = workbook(tmp_path, MacroEdition.EXCEL)
    assert "ZZ_" not in said(examine(one, returns), Gravity.NOTICE)


def test_a_workbook_without_macros(tmp_path):
    path = workbook(tmp_path, None, "月报.xlsx")
    assert "没有按钮；表内审核照常" in said(examine(computer(tmp_path), path), Gravity.NOTICE)


def test_the_mark_of_the_web(tmp_path):
    path = workbook(tmp_path, MacroEdition.EXCEL)
    # on NTFS this is a stream of the file; elsewhere it is a file beside it
    Path(f"{path}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="utf-8")
    assert "来自网络" in said(examine(computer(tmp_path, "Windows"), path), Gravity.STOP)


def test_what_is_no_workbook_is_refused(tmp_path):
    broken = tmp_path / "坏.xlsm"
    broken.write_bytes(b"not a zip")
    for path, words in ((tmp_path / "没有.xlsm", "没有这个文件"), (broken, "打不开")):
        with pytest.raises(Refusal, match=words):
            examine(computer(tmp_path), path)


# ------------------------------------------------------------------ Excel and WPS


def excel_says(
    tmp_path: Path, settings: dict[str, dict[str, object]]
) -> Sequence[examination.Remark]:
    path = workbook(tmp_path, MacroEdition.EXCEL)
    one = computer(tmp_path, "Windows", registry=FakeRegistry({**EXCEL, **settings}))
    return examine(one, path)


def test_no_excel(tmp_path):
    remarks = examine(computer(tmp_path, "Windows", registry=FakeRegistry()))
    assert "没有找到 Microsoft Excel" in said(remarks, Gravity.STOP)


@pytest.mark.parametrize(("level", "gravity"), [(4, "STOP"), (3, "STOP"), (1, "NOTICE")])
def test_macro_warnings(tmp_path, level, gravity):
    remarks = excel_says(tmp_path, {SECURITY: {"VBAWarnings": level}})
    words = {"STOP": "禁止了宏", "NOTICE": "允许所有的宏，不安全"}[gravity]
    assert words in said(remarks, Gravity[gravity])


def test_a_policy_is_told_as_such(tmp_path):
    key = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
    settings = {key: {"VBAWarnings": 4, "blockcontentexecutionfrominternet": 1}}
    remarks = excel_says(tmp_path, settings)
    assert "单位的统一设置禁止了宏" in said(remarks, Gravity.STOP)
    assert "禁止来自网络的文件用宏" in said(remarks, Gravity.NOTICE)


@pytest.mark.parametrize(
    ("place", "below", "trusted"),
    [("{0}", 0, True), ("{0}/", 0, True), ("{1}", 0, False), ("{1}", 1, True), ("{0}x", 1, False)],
)
def test_a_trusted_location_of_excel(tmp_path, place, below, trusted):
    path = place.format(tmp_path / OWN, tmp_path)
    key = rf"{SECURITY}\Trusted Locations\Location1"
    remarks = excel_says(tmp_path, {key: {"Path": path, "AllowSubFolders": below}})
    assert ("是 Excel 的受信任位置" in said(remarks, Gravity.FINE)) is trusted


def test_wps(tmp_path):
    key = r"HKCU\Software\Kingsoft\Office\6.0\Common"
    assert "装有 WPS" in said(excel_says(tmp_path, {key: {"InstallRoot": "C:"}}), Gravity.NOTICE)
    opens = {examination._DEFAULT_XLSM: {"ProgId": "KET.SheetMacroEnabled.12"}}
    assert "默认用 WPS 打开" in said(excel_says(tmp_path, opens), Gravity.NOTICE)
    one = computer(tmp_path, which=Path)
    assert "装有 WPS" in said(examine(one), Gravity.NOTICE)


SERVER = r"Software\Classes\{}CLSID\{{00024500-0000-0000-C000-000000000046}}\LocalServer32"


@pytest.mark.parametrize(
    ("key", "server", "taken"),
    [
        (
            f"HKLM\\{SERVER.format('')}",
            r"C:\Program Files\Microsoft Office\EXCEL.EXE /automation",
            False,
        ),
        (
            f"HKLM\\{SERVER.format('')}",
            r'"C:\Kingsoft\WPS Office\office6\et.exe" /Automation',
            True,
        ),
        (f"HKCU\\{SERVER.format('')}", r"C:\Users\zhang\WPS\office6\ET.EXE", True),
        (
            f"HKLM\\{SERVER.format('WOW6432Node' + chr(92))}",
            r"C:/WPS/office6/et.exe /Automation",
            True,
        ),
        (f"HKLM\\{SERVER.format('')}", r"C:\Excel et.exe\EXCEL.EXE", False),
    ],
)
def test_wps_in_the_place_of_excel(tmp_path, key, server, taken):
    remarks = excel_says(tmp_path, {key: {"": server}})
    assert ("WPS 占了 Excel 的位置" in said(remarks, Gravity.NOTICE)) is taken
    assert "WPS 占了 Excel 的位置" not in said(excel_says(tmp_path, {}), Gravity.NOTICE)


def test_fix_and_undo_on_windows(tmp_path):
    path = workbook(tmp_path, MacroEdition.EXCEL)
    registry = FakeRegistry({**EXCEL, SECURITY: {"VBAWarnings": 4}})
    one = computer(tmp_path, "Windows", registry=registry, which=lambda _: None)
    before = {key: dict(values) for key, values in registry.held.items()}
    assert stops(examine(one, path))
    done = put_right(one, path)
    assert "没有试过" in done[0]
    written = registry.held[rf"{SECURITY}\Trusted Locations\ZongzhiXL"]
    assert written == {
        "Path": f"{tmp_path / OWN}\\",
        "AllowSubFolders": 0,
        "Description": "区综治办报表",
    }
    assert not stops(examine(one, path))
    take_back(one)
    assert registry.held == before


# ------------------------------------------------------------------ LibreOffice


def test_no_libreoffice(tmp_path):
    remarks = examine(computer(tmp_path, which=lambda _: None))
    assert "没有找到 LibreOffice" in said(remarks, Gravity.STOP)


def test_fix_and_undo_of_a_profile(tmp_path):
    (tmp_path / "空 & 格").mkdir()
    path = workbook(tmp_path / "空 & 格", MacroEdition.LIBREOFFICE)
    folder, one = path.parent, computer(tmp_path)
    user = one.office_profile / "user"
    user.mkdir(parents=True)
    original = PROFILE.format("", "<value><it>file:///srv/&amp;co</it></value>")
    (user / XCU).write_bytes(original.encode())
    assert "不信任" in said(examine(one, path), Gravity.STOP)
    put_right(one, path)
    put_right(one, path)  # twice is as good as once
    settings = settings_of(one.office_profile)
    assert settings.pipe == "pipe,name=zongzhi_zhang;urp;StarOffice.ServiceManager"
    assert settings.trusted == ("file:///srv/&co", folder.as_uri())
    assert not stops(examine(one, path))
    assert "连接已设好" in said(examine(one, path), Gravity.FINE)
    take_back(one)
    assert (user / XCU).read_text(encoding="utf-8") == original
    assert [file.name for file in user.iterdir()] == [XCU]
    assert take_back(one) == ("LibreOffice 没有需要还原的设置",)


XCU = "registrymodifications.xcu"
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}\n'
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="SecureURL" oor:op="fuse">{}</prop></item>\n'
    '<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" '
    'oor:op="fuse"><value>false</value></prop></item></oor:items>\n'
)


SECURITY_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting">'
    '<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>{}</value></prop></item>'
)


@pytest.mark.parametrize(
    ("level", "gravity", "words"),
    [
        (0, Gravity.NOTICE, "允许所有的宏，不安全"),
        (1, Gravity.NOTICE, "每次打开会问要不要启用宏"),
        (2, Gravity.STOP, "其中工作簿的宏会被禁止"),
        (3, Gravity.STOP, "其中工作簿的宏会被禁止"),
    ],
)
def test_the_macro_security_of_libreoffice(tmp_path, level, gravity, words):
    path = workbook(tmp_path, MacroEdition.LIBREOFFICE)
    one = computer(tmp_path)
    profile(one, PROFILE.format(SECURITY_ITEM.format(level), ""))
    remarks = examine(one, path)
    assert words in said(remarks, gravity)
    assert stops(remarks) is (gravity == Gravity.STOP)
    put_right(one, path)
    assert not stops(examine(one, path))


def profile(one: Computer, text: str) -> Path:
    """The settings of this user's LibreOffice."""
    file = one.office_profile / "user" / XCU
    file.parent.mkdir(parents=True)
    file.write_bytes(text.encode())
    return file


def test_a_damaged_profile_is_told_and_left_alone(tmp_path):
    one, path = computer(tmp_path), workbook(tmp_path, MacroEdition.LIBREOFFICE)
    file = profile(one, "<oor:items>")
    assert "用户设置不完整" in said(examine(one, path), Gravity.STOP)
    with pytest.raises(MachineError, match="没有改动"):
        put_right(one, path)
    file.write_bytes(b"\xff\xfe</oor:items>")
    assert "用户设置读不出来" in said(examine(one, path), Gravity.STOP)
    assert file.read_bytes() == b"\xff\xfe</oor:items>"


def test_a_lost_note_of_what_was_before_is_told(tmp_path):
    one = computer(tmp_path)
    put_right(one, workbook(tmp_path, MacroEdition.LIBREOFFICE))
    (one.office_profile / "user" / "zongzhi_xl.json").write_text("{", "utf-8")
    before = (one.office_profile / "user" / XCU).read_bytes()
    with pytest.raises(MachineError, match="不知道原来的设置，没有改动"):
        take_back(one)
    assert (one.office_profile / "user" / XCU).read_bytes() == before


def test_fix_without_a_workbook_trusts_no_folder(tmp_path):
    one = computer(tmp_path)
    assert "没有指定工作簿，没有加受信任的文件夹" in put_right(one)
    settings = settings_of(one.office_profile)
    assert (settings.listens, settings.trusted) == (True, ())


def test_undo_where_nothing_was_done(tmp_path):
    assert take_back(computer(tmp_path)) == ("没有需要还原的设置",)


def test_a_registry_that_refuses_is_told(tmp_path):
    class Refusing(FakeRegistry):
        def put(self, path: str, values: Mapping[str, str | int]) -> None:
            raise PermissionError(13, "拒绝访问")

    one = computer(tmp_path, "Windows", registry=Refusing(dict(EXCEL)))
    with pytest.raises(MachineError, match="写不进 Excel 的受信任位置（没有权限，"):
        put_right(one, workbook(tmp_path, MacroEdition.EXCEL))


def test_a_remark_is_one_line_and_its_remedy_another():
    assert str(examination.Remark(Gravity.FINE, "装有 LibreOffice")) == "[正常] 装有 LibreOffice"
    lines = str(examination.Remark(Gravity.STOP, "没有", "请装")).splitlines()
    assert [line.strip() for line in lines] == ["[要处理] 没有", "怎么办：请装"]


def test_what_the_user_changed_since_stays(tmp_path):
    one = computer(tmp_path)
    put_right(one, workbook(tmp_path, MacroEdition.LIBREOFFICE))
    file = one.office_profile / "user" / XCU
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("<value><it>", "<value><it>file:///mine</it><it>"), "utf-8")
    take_back(one)
    assert settings_of(one.office_profile).trusted == ("file:///mine",)
    assert settings_of(one.office_profile).pipe == ""


def test_a_profile_that_was_not_there_is_gone_again(tmp_path):
    fix(tmp_path, pipe_of("a"), None)
    assert settings_of(tmp_path).listens
    assert undo(tmp_path)
    assert list((tmp_path / "user").iterdir()) == []


def test_a_connection_of_somebody_else_is_left_alone(tmp_path):
    theirs = (
        '<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupConnectionURL" '
        'oor:op="fuse"><value>socket,host=localhost,port=2002;urp;</value></prop></item>'
    )
    (tmp_path / "user").mkdir()
    (tmp_path / "user" / XCU).write_text(PROFILE.format(theirs, "<value></value>"), "utf-8")
    fix(tmp_path, pipe_of("a"), tmp_path)
    assert settings_of(tmp_path).pipe.startswith("socket,")
    assert settings_of(tmp_path).trusts(tmp_path / "below")
    undo(tmp_path)
    assert (tmp_path / "user" / XCU).read_text("utf-8") == PROFILE.format(theirs, "<value></value>")


def test_it_refuses_while_libreoffice_runs(tmp_path):
    one = computer(tmp_path, office_running=lambda _: True)
    one.office_profile.mkdir(parents=True)
    for act in (lambda: put_right(one), lambda: take_back(one)):
        with pytest.raises(MachineError, match="正开着"):
            act()
    assert list(one.office_profile.iterdir()) == []


def test_a_profile_cut_short_is_not_touched(tmp_path):
    (tmp_path / "user").mkdir()
    (tmp_path / "user" / XCU).write_text("<oor:items>", "utf-8")
    with pytest.raises(MachineError, match="不完整"):
        fix(tmp_path, pipe_of("a"), None)
    assert (tmp_path / "user" / XCU).read_text("utf-8") == "<oor:items>"


def test_the_name_of_the_pipe_is_plain(tmp_path):
    assert pipe_of("li.na-2") == "pipe,name=zongzhi_li_2ena_2d2;urp;StarOffice.ServiceManager"
    assert pipe_of("张") == "pipe,name=zongzhi__5f20;urp;StarOffice.ServiceManager"


@pytest.mark.parametrize("system", ["Linux", "Windows", "Darwin"])
def test_the_profile_is_the_user_s_own(tmp_path, system):
    assert computer(tmp_path, system).office_profile.is_relative_to(tmp_path)


def test_a_real_libreoffice_listens_after_fix_and_not_after_undo(tmp_path):
    require("soffice")
    profile, user = tmp_path / "profile", f"test{uuid.uuid4().hex[:8]}"
    folder = tmp_path / "报表 文件夹"
    folder.mkdir()
    fix(profile, pipe_of(user), folder)
    process = started(profile)
    try:
        desktop = reached(f"zongzhi_{user}", process)
        assert trusted_by(f"zongzhi_{user}") == (folder.as_uri(),)
        assert this_computer().office_running(profile)
        desktop.terminate()
        process.wait(20)
    finally:
        ended(process)
    assert not this_computer().office_running(profile)
    assert undo(profile)
    found = settings_of(profile)  # LibreOffice has rewritten the file meanwhile
    assert (found.pipe, found.trusted) == ("", ())


def started(profile: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def reached(pipe: str, process: subprocess.Popen[bytes], seconds: float = 60) -> object:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return desktop_at(pipe)
        except OfficeUnreachableError:
            time.sleep(0.2)
    raise TimeoutError("nothing listens at the pipe")


def trusted_by(pipe: str) -> tuple[str, ...]:
    """What the running LibreOffice itself takes for trusted."""
    here = uno_module().getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", here
    )
    there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    provider = there.ServiceManager.createInstanceWithContext(
        "com.sun.star.configuration.ConfigurationProvider", there
    )
    where = properties(nodepath="/org.openoffice.Office.Common/Security/Scripting")
    access = provider.createInstanceWithArguments(
        "com.sun.star.configuration.ConfigurationAccess", where
    )
    return tuple(access.getByName("SecureURL"))


def ended(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, 9)
        process.wait(10)


# ------------------------------------------------------------------ never a whole disk


@pytest.mark.parametrize("system", ["Linux", "Windows"])
@pytest.mark.parametrize("wide", ["/", "..", ".", "月报.xlsm"], ids=["disk", "homes", "home", "in"])
def test_a_whole_disk_or_home_is_never_trusted(tmp_path, system, wide):
    """The disk, the folder of all homes, the home itself, a workbook that lies right in it."""
    home = tmp_path / "zhang"
    home.mkdir()
    one = computer(home, system)
    place = home / wide
    if place.suffix:
        workbook(home, MacroEdition.EXCEL).rename(place)
    with pytest.raises(RequestError, match=r"不能信任 .*专用的文件夹"):
        put_right(one, place)
    assert one.registry.held == EXCEL
    assert not one.office_profile.exists()


# ------------------------------------------------------------------ the command


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "XDG_CONFIG_HOME"}
    environment = {**kept, "HOME": str(home), "ZONGZHI_XL_PYTHON": sys.executable}
    return subprocess.run(
        [sys.executable, "-m", "zongzhi_xl", "doctor", *words],
        capture_output=True, text=True, encoding="utf-8", env=environment, check=False,
    )  # fmt: skip


def test_the_command_puts_right_and_takes_back(tmp_path):
    require("soffice")
    path = str(workbook(tmp_path, MacroEdition.LIBREOFFICE))
    first = run(tmp_path, path)
    assert (first.returncode, first.stderr) == (1, "")
    assert "[要处理] LibreOffice 不信任" in first.stdout
    fixed = run(tmp_path, path, "--fix")
    assert (fixed.returncode, fixed.stderr) == (0, "")
    assert "[正常] LibreOffice 信任" in fixed.stdout
    assert run(tmp_path, path).returncode == 0
    undone = run(tmp_path, "--undo")
    assert (undone.returncode, undone.stdout.splitlines()[0]) == (0, "LibreOffice 的设置已还原")
    assert run(tmp_path, path).stdout == first.stdout


def test_the_command_refuses_in_one_sentence(tmp_path):
    for words, said in (
        ((str(tmp_path / "无.xlsm"),), "没有这个文件"),
        (("--fix", "--undo"), "只能写一个"),
    ):
        done = run(tmp_path, *words)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
