"""启用考核方案: an edition enters the record when its files change, and is read only then."""

import pytest

from tests.desk.registry.districts import change, day, district_at
from zongzhi_xl.archive.record_book import RecordBook
from zongzhi_xl.core.chronicle.events import Adopted
from zongzhi_xl.core.edition.documents import Editions
from zongzhi_xl.desk.registry import adopting
from zongzhi_xl.desk.registry.adopting import adopt, reader_of
from zongzhi_xl.desk.registry.arriving import ready
from zongzhi_xl.errors import StatementError
from zongzhi_xl.statements import loader


@pytest.fixture
def district(tmp_path):
    return district_at(tmp_path / "区", 2025, 2026)


@pytest.fixture
def book(district):
    with ready(district) as opened:
        yield opened


@pytest.fixture
def read_from_disk(monkeypatch) -> list[int]:
    """The years whose files were read."""
    years: list[int] = []

    def for_year(district, year):
        years.append(year)
        return loader.for_year(district, year)

    monkeypatch.setattr(adopting, "for_year", for_year)
    return years


def entered(book: RecordBook) -> list[int]:
    return [one.deed.year for one in book.events(Adopted) if isinstance(one.deed, Adopted)]


def test_a_year_whose_files_are_the_same_is_not_read_again(district, book, read_from_disk):
    first = adopt(district, book, day("1-05"))
    assert (read_from_disk, entered(book)) == ([2025, 2026], [2025, 2026])
    assert adopt(district, book, day("1-06")) == first
    assert (read_from_disk, entered(book)) == ([2025, 2026], [2025, 2026])
    assert first.of(2026) == loader.for_year(district, 2026)


def test_a_year_whose_files_have_changed_is_read_and_entered_alone(district, book, read_from_disk):
    before = adopt(district, book, day("1-05"))
    change(district, "statement.yaml", "contact: ''", "contact: 电话 0000-1")
    after = adopt(district, book, day("1-06"))
    assert (read_from_disk, entered(book)) == ([2025, 2026, 2026], [2025, 2026, 2026])
    assert after.of(2026).statement.contact == "电话 0000-1"
    assert reader_of(after, 2026) != reader_of(before, 2026)
    assert reader_of(after, 2025) == reader_of(before, 2025)
    assert reader_of(after, 2031) == reader_of(after, None)


def test_another_program_proves_every_edition_anew(district, book, read_from_disk, monkeypatch):
    """What one program takes for sound another may refuse."""
    adopt(district, book, day("1-05"))
    monkeypatch.setattr(adopting, "engine", lambda: "zongzhi-xl 9.9 0000")
    adopt(district, book, day("1-06"))
    assert read_from_disk == [2025, 2026] * 2


def test_an_edition_that_became_unsound_is_refused_and_nothing_is_entered(district, book):
    adopt(district, book, day("1-05"))
    change(district, "units.yaml", "总人口", "总人囗")
    with pytest.raises(StatementError, match=r"units\.yaml"):
        adopt(district, book, day("1-06"))
    assert entered(book) == [2025, 2026]


def test_what_was_adopted_before_its_files_were_noted_is_read_once_more(
    district, book, read_from_disk
):
    document = loader.for_year(district, 2026).canonical
    book.add(day("1-05"), [Adopted(2026, document)])
    assert adopt(district, book, day("1-06")).documents[2026] == document
    adopt(district, book, day("1-07"))
    assert read_from_disk == [2025, 2026]


def test_a_year_without_an_edition_has_none() -> None:
    assert 2026 not in Editions({2025: "{}"}).years
