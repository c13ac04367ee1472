"""Which day it is: an exercise is said, and nothing else makes a day of it."""

from datetime import date

import pytest

from zongzhi_xl.cli import clock
from zongzhi_xl.errors import RequestError


def test_the_day_is_the_computers(monkeypatch, capsys):
    monkeypatch.delenv(clock.EXERCISE, raising=False)
    assert clock.current_day() == date.today()
    assert capsys.readouterr().err == ""


def test_the_day_of_an_exercise_is_said_each_time(monkeypatch, capsys):
    monkeypatch.setenv(clock.EXERCISE, "2027-01-15")
    assert clock.current_day() == date(2027, 1, 15)
    assert "演练：按 2027-01-15 办理，不是今天的日期" in capsys.readouterr().err


def test_what_is_no_day_is_refused(monkeypatch):
    monkeypatch.setenv(clock.EXERCISE, "1月15日")
    with pytest.raises(RequestError, match="“1月15日”不是日期，写成 2026-04-03 这样"):
        clock.current_day()
