"""The kit put together from a stand-in for Python and for what uv would fetch, and looked over.

The real one is built and run in tests/windows.
"""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner, Result

import zongzhi_xl
from zongzhi_xl.cli import app
from zongzhi_xl.desk.kit import libraries
from zongzhi_xl.desk.kit.embedded import embedded
from zongzhi_xl.desk.kit.listed import LIST, differences, write_list
from zongzhi_xl.desk.kit.making import Wish, make
from zongzhi_xl.errors import MachineError, OutputError, RequestError, UnusableFileError
from zongzhi_xl.resources import engine

AMD64, I386 = 0x8664, 0x014C


def program(machine: int) -> bytes:
    """The start of a program of Windows: at 0x3C where its header lies, there for what machine."""
    header = b"MZ".ljust(0x3C, b"\0") + (0x40).to_bytes(4, "little")
    return header + b"PE\0\0" + machine.to_bytes(2, "little")


def package(folder: Path, short: str = "311", within: str = "", machine: int = AMD64) -> Path:
    """What stands in for the embeddable package."""
    path = folder / "embed.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {
            "python.exe": program(machine), f"python{short}.dll": b"dll", f"python{short}.zip": b"",
            f"python{short}._pth": b"python.zip\n.\n#import site\n", "LICENSE.txt": b"PSF",
            "../outside.txt": b"out",
        }.items():  # fmt: skip
            archive.writestr(f"{within}{name}", content)
    return path


def hashed(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


FETCHED = {
    "xlwings/__init__.py": "", "xlwings/addin/xlwings.xlam": "x", "xlwings/quickstart.xlsm": "x",
    "xlwings/addin/Dictionary.cls": "x", "win32/win32api.pyd": "x", "win32/Demos/a.py": "",
    "bin/xlwings": "x", "click/__pycache__/core.pyc": "x", "click/core.py": "",
}  # fmt: skip
KEPT = {
    "win32/win32api.pyd",
    "xlwings/__init__.py",
    "xlwings/addin/Dictionary.cls",
    "click/core.py",
}


def put(folder: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def made(folder: Path) -> Path:
    """A kit in a new folder below, with what uv would fetch put there by us."""
    file = package(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libraries, "_fetch", lambda site, python: put(site, FETCHED))
        return make(Wish(folder / "随身包", file, hashed(file))).wish.folder


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("kit"))


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(one) for one in words])


# ------------------------------------------------------------------ Python


def test_without_a_hash_the_one_to_be_compared_is_told(tmp_path: Path) -> None:
    file = package(tmp_path)
    with pytest.raises(RequestError, match=f"核对无误后，再写上 --sha256 {hashed(file)}"):
        embedded(file, "")


def test_another_hash_is_refused(tmp_path: Path) -> None:
    file = package(tmp_path)
    assert embedded(file, f" {hashed(file).upper()} ").version == (3, 11)
    with pytest.raises(UnusableFileError, match="与 --sha256 写的不同"):
        embedded(file, "0" * 64)


@pytest.mark.parametrize(
    ("short", "machine", "words"),
    [("310", AMD64, "是 Python 3.10，太旧"), ("311", I386, "不是 64 位")],
)
def test_a_python_that_would_not_do_is_refused(
    tmp_path: Path, short: str, machine: int, words: str
) -> None:
    file = package(tmp_path, short, machine=machine)
    with pytest.raises(UnusableFileError, match=words):
        embedded(file, hashed(file))


@pytest.mark.parametrize("content", ["", "PK\x05\x06" + "\0" * 18, "no zip"], ids=len)
def test_what_is_no_python_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "a.zip"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(UnusableFileError, match="不是 Python 的压缩包"):
        embedded(file, hashed(file))


@pytest.mark.parametrize("within", ["", "cp313/"])
def test_python_looks_nowhere_but_in_its_own_folder(tmp_path: Path, within: str) -> None:
    file = package(tmp_path, "313", within)
    embedded(file, hashed(file)).unpack(tmp_path / "kit" / "python")
    assert {path.name for path in (tmp_path / "kit").rglob("*")} == {
        "python", "python.exe", "python313.dll", "python313.zip", "python313._pth", "LICENSE.txt",
    }  # fmt: skip
    searched = (tmp_path / "kit/python/python313._pth").read_bytes()
    assert searched == b"python313.zip\r\n.\r\nLib\\site-packages\r\nimport site\r\n"
    assert not (tmp_path / "outside.txt").exists()


# ------------------------------------------------------------------ what lies in it


def test_only_what_is_needed_is_taken_and_the_program_is_this_one(kit: Path) -> None:
    site = kit / "python/Lib/site-packages"
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert {name for name in files if not name.startswith("zongzhi_xl")} == KEPT
    assert {"zongzhi_xl/_shipped/macros/buttons.bas", "zongzhi_xl/__main__.py"} <= files
    said = subprocess.run(
        [sys.executable, "-c", "from zongzhi_xl.resources import engine; print(engine())"],
        env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == engine()


def test_pages_are_for_windows(kit: Path) -> None:
    assert (kit / "使用说明.txt").read_bytes().startswith(b"\xef\xbb\xbf")
    for page in (*kit.glob("*.cmd"), kit / "使用说明.txt"):
        text = page.read_bytes()
        assert text.count(b"\r\n") == text.count(b"\n") > 0
    programs = sorted(kit.glob("*.cmd"))
    assert len(programs) == 4
    assert [one.name for one in programs if not one.read_bytes().isascii()] == []


def test_the_instructions_name_only_what_is_there(kit: Path) -> None:
    text = (kit / "使用说明.txt").read_text(encoding="utf-8-sig")
    named = re.findall(r"“([^”]+\.(?:cmd|xlsm))”", text)
    assert len(set(named)) >= 4
    assert [name for name in named if not (kit / name).is_file()] == []
    commands = set(re.findall(r"zongzhi-xl (\w+)", text))
    assert commands == {"doctor", "validate", "consolidate", "desk"}
    assert [one for one in commands if run(one, "--help").exit_code] == []


def test_packed_it_is_the_same_and_again_the_same_bytes(kit: Path, tmp_path: Path) -> None:
    packed = kit.with_name("随身包.zip")
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / "there")
    assert not differences(tmp_path / "there" / "随身包").spoilt
    assert made(tmp_path).with_name("随身包.zip").read_bytes() == packed.read_bytes()


def test_what_lies_where_the_kit_should_go_is_left_alone(kit: Path, tmp_path: Path) -> None:
    file = package(tmp_path)
    with pytest.raises(OutputError, match="请给一个新文件夹"):
        make(Wish(kit, file, hashed(file)))
    (tmp_path / "包.zip").write_bytes(file.read_bytes())
    with pytest.raises(OutputError, match="不是随身包的文件"):
        make(Wish(tmp_path / "包", file, hashed(file)))
    assert not (tmp_path / "包").exists()


# ------------------------------------------------------------------ uv


def test_without_uv_it_is_said_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries.shutil, "which", lambda _: None)
    monkeypatch.setattr(libraries, "find_spec", lambda _: None)
    with pytest.raises(MachineError, match="python -m pip install uv"):
        libraries.put_libraries(tmp_path / "site", (3, 11))


def test_uv_is_asked_for_windows_and_for_the_versions_of_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def refuses(command: list[str], **_: object) -> SimpleNamespace:
        asked.extend(command)
        return SimpleNamespace(returncode=1, stderr=b"error: no\n  network")

    monkeypatch.setattr(libraries.subprocess, "run", refuses)
    with pytest.raises(MachineError, match="uv 说：error: no network"):
        libraries.put_libraries(tmp_path / "site", (3, 12))
    words = " ".join(asked)
    assert "--python-platform windows --python-version 3.12 --only-binary :all:" in words
    pinned = dict(one.split("==") for one in asked if "==" in one)
    assert {"xlwings", "openpyxl", "python-calamine", "click"} <= pinned.keys()
    assert "pandas" not in pinned


# ------------------------------------------------------------------ looked over


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A small kit with its list."""
    put(tmp_path / "包", {"python/python.exe": "p", "检查.cmd": "c", "月报.xlsx": "m"})
    write_list(tmp_path / "包")
    return tmp_path / "包"


def test_the_list_is_what_other_programs_read(copied: Path) -> None:
    first = (copied / LIST).read_text(encoding="utf-8").splitlines()[0]
    assert first == f"{hashlib.sha256(b'p').hexdigest()}  python/python.exe"


def test_a_whole_kit_is_whole_also_after_it_ran_and_was_used(copied: Path) -> None:
    assert differences(copied).report == "随身包完好"
    put(copied, {"python/__pycache__/a.pyc": "x", "月报.xlsx": "filled in", "我的表.xlsx": "x"})
    assert differences(copied).report == "填过或移走的工作簿（不算错）：月报.xlsx\n随身包完好"
    assert run("kit", "--check", copied).exit_code == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda kit: (kit / "检查.cmd").unlink(), "缺少：检查.cmd"),
        (lambda kit: put(kit, {"python/python.exe": "q"}), "与清单不同：python/python.exe"),
        (lambda kit: put(kit, {"python/os.py": "q"}), "清单上没有：python/os.py"),
    ],
)
def test_what_is_gone_changed_or_foreign_is_told(copied: Path, change, words: str) -> None:
    change(copied)
    done = run("kit", "--check", copied)
    assert done.exit_code == 1
    assert done.output == f"{words}\n随身包不完整或被改过：请删掉整个文件夹，重新拷贝\n"


def test_many_differences_are_counted(copied: Path) -> None:
    put(copied, {f"python/{n:02}.py": "" for n in range(12)})
    assert "python/09.py 等12个" in differences(copied).report


@pytest.mark.parametrize("content", ["", "no list\n", f"{'0' * 64}  a\nhalf"])
def test_a_spoilt_list_is_said_to_be_one(copied: Path, content: str) -> None:
    put(copied, {LIST: content})
    with pytest.raises(UnusableFileError, match="重新拷贝整个随身包"):
        differences(copied)


@pytest.mark.parametrize("content", ["def (", "raise RuntimeError", "import gone", "\x00"])
def test_a_kit_whose_libraries_are_spoilt_says_which_file_it_is(tmp_path: Path, content: str):
    kit, library = tmp_path / "包", "python/Lib/site-packages/click/__init__.py"
    put(kit, {library: "whole"})
    (kit / "python/python.exe").symlink_to(sys.executable)
    write_list(kit)
    put(kit, {library: content})
    searched = (kit / library).parents[1], Path(zongzhi_xl.__file__).parents[1]
    done = subprocess.run(
        [kit / "python/python.exe", "-m", "zongzhi_xl", "kit", "--check", kit],
        env={"PYTHONPATH": os.pathsep.join(map(str, searched))},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    first, *report = done.stderr.splitlines()
    assert first.startswith("程序启动不了，停在 ")
    assert content == "\x00" or first.endswith(("/click/__init__.py", "gone"))
    assert report == [f"与清单不同：{library}", "随身包不完整或被改过：请删掉整个文件夹，重新拷贝"]
    assert (done.returncode, done.stdout) == (2, "")


def test_what_is_no_kit_and_what_is_asked_wrongly_is_refused_in_words(tmp_path: Path) -> None:
    assert "不是随身包" in run("kit", "--check", tmp_path).stderr
    done = run("kit", "-o", tmp_path / "a")
    assert (done.exit_code, done.stderr) == (
        2, "命令写得不对：做随身包要写 -o 和 --python；核对随身包写 --check。"
        "用法见 zongzhi-xl kit --help\n",
    )  # fmt: skip
    assert Wish(tmp_path / "a.b", tmp_path, "").packed == tmp_path / "a.b.zip"
