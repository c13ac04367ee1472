"""An edition's folder that could take all memory, never end, or name files badly: one sentence."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from zongzhi_xl.cli import app
from zongzhi_xl.core.edition.file_names import file_names, safe_name
from zongzhi_xl.core.language.expressions import parse
from zongzhi_xl.errors import ExpressionError, StatementError
from zongzhi_xl.statements.loader import load, standard

STANDARD = Path(load.__code__.co_filename).parent / "standard"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(STANDARD, tmp_path / "2026")
    return tmp_path / "2026"


def refusal(folder: Path) -> str:
    with pytest.raises(StatementError) as caught:
        load(folder)
    return str(caught.value)


# ------------------------------------------------------------------ YAML

_TENFOLD = [f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
            for before, name in zip("abcdefgh", "bcdefghi", strict=True)]  # fmt: skip
BOMB = "\n".join(["a: &a [x, x, x, x, x, x, x, x, x]", *_TENFOLD])
GROWN, TAG = "套得太深", "YAML 标签"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(BOMB, "重复的内容太多", id="lists of lists of lists"),
        pytest.param(
            BOMB.replace("[", "{k: ").replace("]", "}").replace(", ", ", k1: "),
            "重复",
            id="tables of tables",
        ),
        pytest.param("a: &a [*a]", GROWN, id="a list in itself"),
        pytest.param("a: &a {b: *a}", GROWN, id="a table in itself"),
        pytest.param("- " * 200 + "x", GROWN, id="deep by indents"),
        pytest.param("[" * 5000 + "]" * 5000, "2026/units.yaml", id="deep by brackets"),
        pytest.param("{a: " * 100 + "}" * 100, GROWN, id="deep tables"),
        pytest.param("name: !!int abc", TAG, id="a number that is none"),
        pytest.param("name: !!int ''", TAG, id="an empty number"),
        pytest.param("name: !!bool x", TAG, id="neither yes nor no"),
        pytest.param("name: !!binary x", TAG, id="bytes"),
        pytest.param("name: !!timestamp abc", TAG, id="no day"),
        pytest.param("name: !!python/object/apply:os.getcwd []", TAG, id="a call"),
        pytest.param("- !own {a: 1}", TAG, id="a tag of one's own"),
    ],
)
def test_what_grows_or_means_more_than_it_says_is_refused(
    folder: Path, text: str, said: str
) -> None:
    (folder / "units.yaml").write_text(text, encoding="utf-8")
    words = refusal(folder)
    assert words.startswith("2026/units.yaml")
    assert said in words
    assert len(words) < 300


def test_the_bomb_is_small() -> None:
    assert len(BOMB) < 400


def test_a_repetition_that_stays_small_is_allowed(folder: Path) -> None:
    text = (folder / "units.yaml").read_text(encoding="utf-8")
    assert "组别" not in text
    first, _, rest = text.partition("group: 一类")
    assert _, "the register no longer fits"
    repeated = f"{first}group: &group 一类{rest.replace('group: 一类', 'group: *group')}"
    (folder / "units.yaml").write_text(repeated, encoding="utf-8")
    assert load(folder).units == standard().units


@pytest.mark.parametrize("part", ["units.yaml", "statement.yaml", "forms/月报.yaml"])
def test_what_is_no_file_is_not_waited_for(folder: Path, part: str) -> None:
    (folder / part).unlink()
    os.mkfifo(folder / part)
    assert "不是文件" in refusal(folder)


def test_too_large_a_file_is_not_read(folder: Path) -> None:
    with (folder / "units.yaml").open("wb") as stream:
        stream.truncate((16 << 20) + 1)
    assert "太大了，最多 16 MB" in refusal(folder)


# ------------------------------------------------------------------ formulas


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(" * 150 + "甲" + ")" * 150, "套得太深"),
        ("not " * 150 + "甲 > 1", "套得太深"),
        ("-" * 150 + "甲", "套得太深"),
        ("ABS(" * 150 + "甲" + ")" * 150, "套得太深"),
        ("甲" + " + 甲" * 5000, "公式太长"),
        ("甲 > 1" + " and 甲 > 1" * 500, "公式太长"),
    ],
    ids=["brackets", "not", "minus", "functions", "sum", "and"],
)
def test_a_formula_that_no_reader_gets_through_is_refused(text: str, said: str) -> None:
    with pytest.raises(ExpressionError, match=said):
        parse(text)


def test_a_formula_as_deep_as_allowed_is_read() -> None:
    assert parse("(" * 30 + "甲" + ")" * 30).names == ("甲",)


# ------------------------------------------------------------------ names of units


def with_units(folder: Path, *names: str) -> Path:
    """The register with these in place of the first units."""
    file = folder / "units.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in zip((unit.name for unit in standard().units), names, strict=False):
        assert f"name: {old}," in text
        quoted = "".join(f"\\U{ord(sign):08x}" for sign in new)
        text = text.replace(f"name: {old},", f'name: "{quoted}",', 1)
    file.write_text(text, encoding="utf-8")
    return folder


BAD = [
    ("../../x", "文件名里不能有"), ("/abs", "文件名里不能有"), ("a/b", "文件名里不能有"),
    ("a\\b", "文件名里不能有"), ("C:x", "文件名里不能有"), ("甲*街道", "文件名里不能有"),
    ("..", "不能用作文件名"), (".", "不能用作文件名"), ("甲街道.", "不能用作文件名"),
    ("CON", "不能用作文件名"), ("lpt1.甲", "不能用作文件名"), ("街" * 300, "最多 60 个"),
    ("甲\u200b街道", "看不见的字符 〔U+200B〕"), ("甲\u202e街道", "看不见的字符 〔U+202E〕"),
    ("甲\x1b街道", "看不见的字符 ␛"), ("甲\n街道", "看不见的字符 ␊"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said"), BAD, ids=[safe_name(name)[:20] for name, _ in BAD])
def test_a_unit_that_cannot_become_a_file_is_refused(folder: Path, name: str, said: str) -> None:
    words = refusal(with_units(folder, name))
    assert said in words
    assert words.startswith("2026/units.yaml：第1行，第1项的 name")
    assert words.isprintable()


TWINS = [
    ("Ａ街道", "A街道"), ("甲（南）街道", "甲(南)街道"), ("é街道", "e\u0301街道"),
    ("a街道", "A街道"), ("甲 街道", "甲街道"), ("ｶ街道", "カ街道"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "twin"), TWINS, ids=[f"{n}" for n in range(len(TWINS))])
def test_units_that_look_alike_are_refused(folder: Path, name: str, twin: str) -> None:
    assert name != twin
    assert "看起来一样" in refusal(with_units(folder, name, twin))


def test_the_command_says_so(folder: Path) -> None:
    done = CliRunner().invoke(app, ["rules", "check", str(with_units(folder, "../../x"))])
    assert done.exit_code == 2
    assert "“../../x”里有“/”，文件名里不能有，请改写" in done.output


def test_a_name_that_slipped_through_stays_in_its_folder() -> None:
    """One function makes every name of a file."""
    names = file_names([name for name, _ in BAD] + [name for pair in TWINS for name in pair])
    for name in names:
        assert Path(name).name == name
        assert name.isprintable()
        assert len(f"{name}_2026年03月_月报.xlsx".encode()) < 255
