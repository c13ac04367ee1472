"""The JSON of a city; ``validate`` need not load it."""

from zongzhi_xl.core.appraising.city import City, Comparable, Totalled
from zongzhi_xl.core.language.values import exactly
from zongzhi_xl.desk.output import Document, decimal_text


def told(one: City) -> Document:
    """What ``consolidate --results --json`` gives: offices as their districts told them."""
    return {
        "year": one.year,
        "parts": [_part(part) for part in one.parts],
    }


def _part(one: Comparable) -> Document:
    return {
        "scoring": one.scored.version, "through": one.scored.through, "final": one.scored.final,
        "districts": [
            {"district": told.result.name, "rank": told.place, "file": told.result.file,
             "rules": told.result.rules, "units": len(told.result.offices),
             "mean": decimal_text(told.result.mean) if told.result.mean is not None else None}
            for told in one.districts
        ],
        "units": [
            {"district": told.office.district, "rank_in_city": told.place, **told.office.document}
            for told in one.offices
        ],
        "indicators": [
            _totalled(every) | {"districts": {
                result.name: _totalled(some) if some else None
                for result, some in zip(one.results, by_district, strict=True)
            }}
            for every, by_district in one.indicators
        ],
    }  # fmt: skip


def _totalled(one: Totalled) -> Document:
    return {
        "name": one.name, "clause": one.clause, "unit": one.unit,
        "value": None if one.value is None else decimal_text(one.value),
        "numerator": one.numerator, "denominator": one.denominator, "scale": exactly(one.scale),
        "complete": one.offices, "left_out": one.left_out, "missed": one.missed,
    }  # fmt: skip
