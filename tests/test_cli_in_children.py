"""Commands as on every day: children read the returns, and write them.

Everything else is asked of commands in tests/test_cli.py, where no child is started for it.
"""

import json
import shutil
from pathlib import Path

import pytest

from tests.test_cli import lay_inbox, run, write_return
from zongzhi_xl.core.edition.statement import Edition


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory, edition: Edition) -> Path:
    return lay_inbox(tmp_path_factory.mktemp("returns") / "收件", edition)


def test_validate_json_has_the_promised_shape(inbox: Path) -> None:
    result = run("validate", inbox, "--json")
    assert result.exit_code == 1
    files = {one["file"]: one for one in json.loads(result.stdout)}
    assert list(files) == ["01/一月.xlsx", "02/二月.xlsx", "02/坏.xlsx"]
    keys = ["file", "sha256", "kind", "unit", "year", "month", "verdict", "reason"]
    told = [*keys, "rules", "check_code", "findings"]
    assert all(list(one) == told for one in files.values())
    assert [bool(one["rules"]) for one in files.values()] == [True, True, False]
    good, typed, broken = files.values()
    assert (good["kind"], good["unit"], good["year"], good["month"]) == (
        "月报",
        "兴海街道",
        2026,
        1,
    )
    assert good["verdict"] == "pass"
    assert [one["code"] for one in good["findings"]] == ["S9"]  # issued without any 底数
    assert len(good["check_code"]) == 8
    assert typed["verdict"] == "fail"
    (finding,) = [one for one in typed["findings"] if one["severity"] == "blocking"]
    assert (finding["code"], finding["item"], finding["value"]) == ("04", "刑事立案数", "12起")
    assert "可能是 12" in finding["message"]
    assert {"severity", "sheet", "cell", "remedy", "clause"} <= finding.keys()
    assert (broken["verdict"], broken["unit"], broken["check_code"]) == ("rejected", None, None)
    assert broken["reason"]


def test_appraise_scores_only_the_units_of_the_files(inbox: Path) -> None:
    result = run("appraise", inbox / "01" / "一月.xlsx", "--json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.stdout)
    assert ([one["unit"] for one in data["units"]], data["through"]) == (["兴海街道"], 1)
    shown = run("appraise", inbox / "01" / "一月.xlsx")
    assert "兴海街道（一类）" in shown.output


@pytest.fixture
def handed_in(inbox: Path, tmp_path: Path, edition: Edition) -> dict[str, bytes]:
    """Seven months, rivals for June, July twice, a file that is no workbook."""
    for month in range(3, 8):
        write_return(tmp_path / "new" / f"{month:02}" / "表.xlsx", edition, month, 刑事立案数=month)
    write_return(tmp_path / "new" / "06" / "更正.xlsx", edition, 6, 刑事立案数=9)
    files = {
        one.relative_to(root).as_posix(): one.read_bytes()
        for root in (inbox, tmp_path / "new")
        for one in root.rglob("*.xlsx")
    }
    return {**files, "07/又.xlsx": files["07/表.xlsx"]}


def test_neither_workers_nor_the_order_of_files_change_a_byte(
    handed_in: dict[str, bytes], tmp_path: Path
) -> None:
    """The same files laid down in another order, named in another order, read by more children."""
    folder, out, found = tmp_path / "收件", tmp_path / "out", set()
    out.mkdir()
    for backwards, workers in ((False, 1), (False, 2), (True, 5), (True, 1)):
        for name in sorted(handed_in, reverse=backwards):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(handed_in[name])
        result = run(
            "consolidate", *sorted(folder.iterdir(), reverse=backwards), "--year", 2026,
            "-o", out / "s.xlsx", "--json", out / "s.json", "--facts", out / "s.csv",
            "--workers", workers,
        )  # fmt: skip
        assert result.exit_code == 1, result.output
        found.add(tuple((out / f"s.{end}").read_bytes() for end in ("json", "csv", "xlsx")))
        shutil.rmtree(folder)
    ((document, *_),) = found
    rejected = {one["file"] for one in json.loads(document)["rejected"]}
    assert rejected == {"坏.xlsx", "06/表.xlsx", "更正.xlsx", "又.xlsx"}


def test_issue_writes_one_workbook_a_unit_and_brings_forward(
    inbox: Path, tmp_path: Path, edition: Edition
) -> None:
    result = run(
        "issue", "--year", 2026, "--month", 2, "-o", tmp_path / "空表", "--from", inbox / "01"
    )
    assert result.exit_code == 1  # seven units have no January return
    assert "兴盛街道缺1月报表" in result.output
    names = sorted(one.name for one in (tmp_path / "空表").iterdir())
    assert names == sorted(f"{unit.name}_2026年02月_月报.xlsx" for unit in edition.units)
    blank = run("validate", tmp_path / "空表" / "兴海街道_2026年02月_月报.xlsx", "--json")
    (one,) = json.loads(blank.stdout)
    assert (one["unit"], one["month"], one["verdict"]) == ("兴海街道", 2, "fail")
