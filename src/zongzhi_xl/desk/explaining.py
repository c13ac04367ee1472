"""Why a unit lost points, from what ``consolidate --json`` wrote."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zongzhi_xl.errors import RequestError
from zongzhi_xl.papers import explanation
from zongzhi_xl.statements.editions import in_force
from zongzhi_xl.statements.loader import years_of

Result = Mapping[str, Any]


def explain(unit: str, clause: int | None, source: Path | None, district: Path | None) -> list[str]:
    """The lines that say why; of a district's results the newest one, which is named.

    Raises RequestError and what papers.explanation raises.
    """
    if source:
        return _explained(source, _read(source), unit, clause)
    file, result = _newest(district)
    now = _called_now(unit, district, result)
    return [f"结果文件：{file}", *_explained(file, result, now, clause)]


def _called_now(unit: str, district: Path | None, result: Result) -> str:
    """``unit``, or its present name where it is called otherwise in the district now."""
    if district is None or result["year"] not in years_of(district):
        return unit
    known = in_force(district, result["year"]).unit(unit)
    return known.name if known else unit


def _explained(source: Path, result: Result, unit: str, clause: int | None) -> list[str]:
    try:
        return [*explanation.explain(result, unit, clause)]
    except (LookupError, TypeError, AttributeError, ValueError) as fault:
        raise RequestError(f"{source} 的内容不全，请重新用 consolidate --json 写一份") from fault


def _read(source: Path) -> Result:
    if source.exists() and not source.is_file():
        raise RequestError(f"{source} 不是普通的文件，请给出 consolidate --json 写出的文件")
    try:
        document = json.loads(source.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as fault:
        raise RequestError(f"没有文件 {source}") from fault
    except (OSError, ValueError, RecursionError) as fault:
        raise RequestError(f"{source} 读不出来，请给出 consolidate --json 写出的文件") from fault
    if not isinstance(document, dict) or not {"units", "year", "through"} <= document.keys():
        raise RequestError(f"{source} 不是 consolidate --json 写出的文件")
    return document


def _newest(district: Path | None) -> tuple[Path, Result]:
    """Nothing is remembered in a district's folder until the desk has its ledger."""
    if district is None:
        raise RequestError("请用 --from 指明 consolidate --json 写出的文件")
    found = dict(_results(district))
    if not found:
        raise RequestError(
            f"{district} 里还没有汇总结果；请先运行 consolidate … --json 结果.json，"
            "再用 --from 结果.json"
        )
    return max(found.items(), key=lambda one: (*_how_far(one[1]), one[0].stat().st_mtime))


def _results(district: Path) -> Iterator[tuple[Path, Result]]:
    """The results that lie in the folder or beside it; other files in JSON are none."""
    for file in (*sorted(district.glob("*.json")), district.parent / "out.json"):
        try:
            yield file, _read(file)
        except RequestError:
            continue


def _how_far(result: Result) -> tuple[str, ...]:
    """Year, month, newest day of report, closed or not, as the result itself says."""
    said = (f"{result['year']:>4}", f"{result['through']:>2}")
    return (*said, str(result.get("data_until") or ""), str(bool(result.get("final"))))
