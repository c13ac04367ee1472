"""The museum of faults: one broken edition each, one clear sentence each.

A specimen is a small patch of the standard folder: ``file`` with ``edits`` (or a whole new
``content`` in ``encoding``), perhaps ``copy_to`` another name or ``remove``; ``says`` lists what
the message must contain, besides the file and the place what is allowed instead.
"""

import shutil
from pathlib import Path

import pytest
import yaml

from zongzhi_xl.errors import StatementError
from zongzhi_xl.statements.loader import load, standard

FAULTS = sorted((Path(__file__).parent / "faults").glob("*.yaml"))
STANDARD = Path(load.__code__.co_filename).parent / "standard"


def _patched(text: str, edits: list[dict[str, str]]) -> str:
    for edit in edits:
        assert edit["replace"] in text, f"the specimen no longer fits: {edit['replace']}"
        text = text.replace(edit["replace"], edit["with"], 1)
    return text


def _break(folder: Path, specimen: dict) -> None:
    file = folder / specimen["file"]
    text = specimen.get("content", file.read_text(encoding="utf-8"))
    broken = _patched(text, specimen.get("edits", []))
    target = folder / specimen.get("copy_to", specimen["file"])
    target.write_text(broken, encoding=specimen.get("encoding", "utf-8"))
    if specimen.get("remove"):
        file.unlink()


@pytest.mark.parametrize("file", FAULTS, ids=lambda file: file.stem)
def test_a_fault_is_one_clear_sentence(file: Path, tmp_path: Path) -> None:
    specimen = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    folder = tmp_path / "2026"
    shutil.copytree(STANDARD, folder)
    _break(folder, specimen)
    with pytest.raises(StatementError) as caught:
        load(folder)
    sentences = [one.sentence for one in caught.value.every]
    told = [all(words in one for words in specimen["says"]) for one in sentences]
    assert any(told), sentences
    assert all(one.startswith("2026/") and "\n" not in one for one in sentences)


def test_the_unbroken_edition_loads(tmp_path: Path) -> None:
    shutil.copytree(STANDARD, tmp_path / "2026")
    assert load(tmp_path / "2026").id == standard().id


def test_there_is_a_specimen_for_every_kind_of_fault() -> None:
    assert len(FAULTS) >= 80
