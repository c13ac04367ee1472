"""Which day it is: the computer's, or that of an exercise (演练)."""

import os
from datetime import date

from zongzhi_xl.cli.speech import note
from zongzhi_xl.errors import RequestError

#: an exercise lives a year in an hour; whoever could lie by it could set the computer's clock too
EXERCISE = "ZONGZHI_XL_TODAY"


def current_day() -> date:
    """The day of the run; that of an exercise is said each time. Raises RequestError."""
    given = os.environ.get(EXERCISE, "").strip()
    if not given:
        return date.today()
    try:
        day = date.fromisoformat(given)
    except ValueError as fault:
        raise RequestError(
            f"环境变量 {EXERCISE} 写的“{given}”不是日期，写成 2026-04-03 这样"
        ) from fault
    note(f"演练：按 {day} 办理，不是今天的日期；正式办理前请去掉环境变量 {EXERCISE}")
    return day
