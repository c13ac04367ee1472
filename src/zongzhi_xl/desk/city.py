"""Adding up districts (--results): what ``consolidate --json`` wrote becomes a city's summary."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import InvalidOperation
from pathlib import Path

from zongzhi_xl.core.appraising.city import City, DistrictResult, city_of, result_of
from zongzhi_xl.desk.city_result import told
from zongzhi_xl.desk.output import text_of
from zongzhi_xl.desk.own_outputs import CITY_BOOK, CITY_RESULT
from zongzhi_xl.desk.placing import check_output, put_together, write_pieces
from zongzhi_xl.errors import OutputError, RequestError, in_words
from zongzhi_xl.record import Record

_NOT_OURS = "不是各区汇总时用 --json 写出的结果，或是旧版本写的：请区里用现在的程序重新汇总"


class Outputs(Record):
    """Where the city's summary goes, and its JSON if it is wanted."""

    summary: Path
    json: Path | None = None

    def check(self) -> None:
        """Refuse before the work what could not be written after it; raises OutputError."""
        if self.summary.suffix.lower() != ".xlsx":
            raise OutputError(f"汇总要写成 .xlsx 文件，{self.summary} 不是")
        check_output(self.summary, CITY_BOOK)
        if self.json:
            check_output(self.json, CITY_RESULT)


def add_up(paths: Iterable[Path], year: int) -> City:
    """The city of these results; raises RequestError that tells every fault at once."""
    results, faults = list[DistrictResult](), list[str]()
    for path in _found(paths):
        try:
            results.append(_result(path))
        except RequestError as fault:
            faults.append(str(fault))
    faults += _contradictions(results, year)
    if faults:
        raise RequestError("\n".join(faults))
    if not results:
        raise RequestError(
            "没有找到各区的结果：请给出各区汇总时用 --json 写出的文件，或它们的文件夹"
        )
    return city_of(sorted(results, key=lambda one: (one.name, one.file)))


def _found(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.rglob("*.json")) if path.is_dir() else (path,)


def _result(path: Path) -> DistrictResult:
    try:
        return result_of(json.loads(path.read_text(encoding="utf-8-sig")), str(path))
    except OSError as fault:
        raise RequestError(f"{path} 读不出来：{in_words(fault)}") from fault
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation) as fault:
        raise RequestError(f"{path} {_NOT_OURS}") from fault


def _contradictions(results: Sequence[DistrictResult], year: int) -> Iterator[str]:
    """Of another year, or two results of one district."""
    by_district = defaultdict[str, list[DistrictResult]](list)
    for one in results:
        by_district[one.name].append(one)
        if one.year != year:
            yield f"{one.file} 是{one.year}年的结果，要汇总的是{year}年：请换一份，或改 --year"
    for name, some in by_district.items():
        if len(some) > 1:
            files = "、".join(one.file for one in some)
            yield f"{name}的结果有 {len(some)} 份（{files}），不知道以哪份为准：请只留一份"


def write(city: City, outputs: Outputs) -> None:
    """The summary and the JSON, put in place as one; raises OutputError."""
    from zongzhi_xl.sheets import city_book  # noqa: PLC0415  # heavy, and only here

    with put_together() as made:
        city_book.write(made.file(outputs.summary, CITY_BOOK), city)
        if outputs.json:
            units = [office.name for one in city.results for office in one.offices]
            text = text_of(told(city), units)
            write_pieces(made.file(outputs.json, CITY_RESULT), [text])
