"""``zongzhi.ledger/1`` worked out again from rules and amounts, by lines that use nothing of ours.

``docs/ledger.md`` prints ten lines that believe each row's arithmetic; these do not.
"""

from collections import defaultdict
from fractions import Fraction
from math import ceil, floor
from operator import ge, gt, le, lt
from typing import Any, TypeAlias

Plain: TypeAlias = dict[str, Any]
Used: TypeAlias = defaultdict[tuple[Any, str], Fraction]

ENDS = {"over": gt, "at_least": ge, "under": lt, "at_most": le}
HOLDS = {"<": lt, "<=": le, ">": gt, ">=": ge}


def within(amount: Fraction, band: Plain) -> bool:
    """Whether a band holds the amount."""
    return all(holds(amount, Fraction(band[end])) for end, holds in ENDS.items() if end in band)


def price(scale: Plain, amount: Any, missed: bool, group: str) -> Fraction:
    """What the amount costs an office of the group by the scale."""
    if scale["kind"] == "table":
        return Fraction(scale["table"].get(amount, 0))
    if scale["kind"] == "earned":
        return Fraction(scale["marks"]) - min(
            price(scale["scale"], amount, False, group), Fraction(scale["marks"])
        )
    number = Fraction(amount)
    if scale["kind"] == "by_hand":
        most = min(number, Fraction(scale["most"]))
        return most if number >= Fraction(scale["least"]) else Fraction(0)
    if scale["kind"] == "share":
        return Fraction(scale["marks"]) * min(max(number, Fraction(0)), Fraction(1))
    if scale["kind"] == "bands":
        held = [band for band in scale["bands"] if within(number, band)]
        return max((Fraction(band["points"]) for band in held), default=Fraction(0))
    if not (number > 0 or missed):
        return Fraction(0)
    each = scale["price"] if isinstance(scale["price"], str) else scale["price"][group]
    cost = steps(number / Fraction(scale["step"]), scale["part"]) * Fraction(each)
    return cost if scale["most"] is None else min(cost, Fraction(scale["most"]))


def steps(begun: Fraction, part: str) -> Fraction:
    """How many count; of one that is missed by nothing, the whole."""
    if part == "whole":
        return Fraction(max(ceil(begun), 1))
    return Fraction(floor(begun)) if part == "dropped" else begun


def rounded(number: Fraction) -> Fraction:
    """Half up, to two decimals."""
    return Fraction(floor(number * 100 + Fraction(1, 2)), 100)


#: the scales that these lines know; of another the price is believed
KNOWN = ("per", "bands", "table", "share", "earned", "by_hand")


def points(row: Plain, rule: Plain, mosts: Plain, used: Used, group: str) -> Fraction:
    """What ``row`` comes to by its amount; ``used`` is what earlier rows took, and grows."""
    cost = Fraction(row["priced"])
    if row["amount"] is not None and rule["scale"].get("scale", rule["scale"])["kind"] in KNOWN:
        assert cost == price(rule["scale"], row["amount"], row["missed"], group), row["id"]
    for case in row["cases"]:
        more = cost * Fraction(case.get("times", 1)) + Fraction(case.get("more", 0))
        cost = Fraction(case["instead"]) if "instead" in case else more
    given = rounded(cost * Fraction(row["weight"]))
    limits = dict(zip(rule["limits"], row["limits"], strict=True))
    for name, limit in limits.items():
        assert Fraction(limit["used"]) == used[row["period"], name], row["id"]
        assert row["period"] or Fraction(limit["most"]) == rounded(Fraction(mosts[name])), row["id"]
        given = min(given, Fraction(limit["most"]) - Fraction(limit["used"]))
    for name in limits:
        used[row["period"], name] += given
    return given - Fraction(row["cut"])


def check(ledger: Plain) -> None:
    """Every row, score and verdict; raises AssertionError where one is another."""
    for unit in ledger["units"]:
        score, used = Fraction(ledger["full_marks"]), Used(Fraction)
        for row in unit["rows"]:
            rule = ledger["rules"][row["rule"]]
            again = points(row, rule, ledger["limits"], used, unit["group"])
            assert again == Fraction(row["points"]), (
                unit["unit"],
                row["id"],
            )
            score += (
                Fraction(row["points"]) if rule["effect"] == "add" else -Fraction(row["points"])
            )
        assert score == Fraction(unit["before_outcomes"]), unit["unit"]
        assert unit["outcomes"] or score == Fraction(unit["score"]), unit["unit"]
        for one in unit["indicators"]:
            if one["met"] is not None and one["denominator"]:
                value = Fraction(one["numerator"], one["denominator"]) * Fraction(one["scale"])
                sign, limit = one["limit"].split()
                holds = HOLDS[sign]
                assert holds(value, Fraction(limit)) == one["met"], (unit["unit"], one["name"])
