"""Why a unit lost points, from what ``consolidate --json`` wrote, or worked out afresh."""

import json
from pathlib import Path
from typing import Any

from zongzhi_xl.errors import RequestError
from zongzhi_xl.papers import explanation


def explain(unit: str, clause: int | None, source: Path | None, district: Path | None) -> list[str]:
    """The lines that say why; raises RequestError and what reports.explanation raises."""
    document = _read(source) if source else _of_district(district)
    return explanation.explain(document, unit, clause)


def _read(source: Path) -> dict[str, Any]:
    if source.is_dir():
        raise RequestError(f"{source} 是文件夹，请给出 consolidate --json 写出的文件")
    try:
        document = json.loads(source.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        raise RequestError(f"没有文件 {source}") from fault
    except (OSError, ValueError) as fault:
        raise RequestError(f"{source} 读不出来，请给出 consolidate --json 写出的文件") from fault
    if not isinstance(document, dict) or not {"units", "year", "through"} <= document.keys():
        raise RequestError(f"{source} 不是 consolidate --json 写出的文件")
    return document


def _of_district(district: Path | None) -> dict[str, Any]:
    """Nothing is remembered in a district's folder until the desk has its ledger."""
    if district is None:
        raise RequestError("请用 --from 指明 consolidate --json 写出的文件")
    found = sorted(district.glob("*.json")) + sorted(district.parent.glob("out.json"))
    if not found:
        raise RequestError(
            f"{district} 里还没有汇总结果；请先运行 consolidate … --json 结果.json，"
            "再用 --from 结果.json"
        )
    return _read(found[-1])
