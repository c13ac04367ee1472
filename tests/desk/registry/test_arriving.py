"""收件: what lies in the inbox enters the record once, unchanged, with its day."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.core.chronicle.deeds import DECIDED
from tests.desk.registry.districts import YEAR, change, day, district_at, month_return
from zongzhi_xl.archive import originals, seen
from zongzhi_xl.archive.record_book import opened
from zongzhi_xl.cli import app
from zongzhi_xl.core.appraising.received import Received
from zongzhi_xl.core.appraising.scorecard import Rejected
from zongzhi_xl.core.appraising.tally import Tally
from zongzhi_xl.core.chronicle.events import Adopted, Arrived, Decided, Understood
from zongzhi_xl.desk.initiating import form
from zongzhi_xl.desk.registry.arriving import Receiving, Taken, Wish, receive
from zongzhi_xl.desk.registry.entered import files_of, settled_in
from zongzhi_xl.errors import RecordUnusableError, RequestError
from zongzhi_xl.sheets import department_book

WORKBOOKS = Path(__file__).parents[3] / "workbooks"


@pytest.fixture
def district(tmp_path):
    return district_at(tmp_path / "区")


@pytest.fixture(scope="module")
def january(tmp_path_factory, edition) -> Path:
    return month_return(tmp_path_factory.mktemp("one") / "一月.xlsx", edition, 1)


def took_in(district: Path, *paths: Path, on: str = "2-04", today: str = "") -> Receiving:
    late = "那天停电" if today else ""
    return receive(Wish(district, paths, day(today or on), day(on), late))


def papers_of(district: Path, year: int = 2026) -> list[Understood]:
    with opened(district) as book:
        files = {number: one.kept for number, one in files_of(book).items()}
        return [event.deed for event in book.papers(year, files, book.last)]


def test_a_file_is_kept_unchanged_under_what_it_says_and_enters_with_its_day(district, january):
    done = took_in(district, january)
    (taken,) = done.taken
    assert taken.name == "一月.xlsx"
    assert taken.kept.startswith("2026-02-04/兴海街道_2026年01月_月报 ")
    kept = originals.place_of(district, taken.kept)
    assert kept.read_bytes() == january.read_bytes()
    with opened(district) as book:
        (arrived,) = files_of(book).values()
        assert [type(one.deed) for one in book.events(Adopted, Arrived)] == [Adopted, Arrived]
    assert (arrived.day, arrived.name, arrived.backdated) == (day("2-04"), "一月.xlsx", "")
    (paper,) = papers_of(district)
    assert isinstance(paper.paper, Received)
    assert paper.paper.submission.unit == "兴海街道"
    assert paper.paper.submission.file == taken.kept
    assert january.exists()


def test_receiving_twice_changes_nothing(district, january, tmp_path):
    took_in(district, january)
    before = _state(district)
    shutil.copy(january, tmp_path / "同一份.xlsx")
    again = took_in(district, january, tmp_path / "同一份.xlsx", on="3-01")
    assert (again.taken, again.known) == ((), ("一月.xlsx", "同一份.xlsx"))
    assert _state(district) == before
    assert "已经登记过、这次没有重复登记的 2 份" in again.report


def _state(district: Path) -> tuple[object, ...]:
    with opened(district) as book:
        files = sorted(path for path in (district / "originals").rglob("*") if path.is_file())
        return book.last, *files


def test_the_same_bytes_under_two_names_enter_once(district, january, tmp_path):
    folder = tmp_path / "收件"
    for name in ("甲.xlsx", "乙.xlsx"):
        folder.mkdir(exist_ok=True)
        shutil.copy(january, folder / name)
    done = took_in(district, folder)
    assert (len(done.taken), done.known) == (1, ("甲.xlsx",))
    assert len(papers_of(district)) == 1


def test_an_earlier_day_needs_a_reason_and_a_later_one_is_refused(district, january):
    with pytest.raises(RequestError, match="写明为什么补登"):
        Wish(district, (january,), day("2-09"), day("2-04"))
    with pytest.raises(RequestError, match="还没有到"):
        Wish(district, (january,), day("2-09"), day("2-10"))
    took_in(district, january, on="2-04", today="2-09")
    with opened(district) as book:
        (arrived,) = files_of(book).values()
    assert (arrived.day, arrived.backdated) == (day("2-04"), "那天停电")


def test_what_cannot_be_used_is_kept_and_told(district, tmp_path, edition):
    broken = tmp_path / "收件" / "坏.xlsx"
    broken.parent.mkdir()
    broken.write_bytes(b"PK\x03\x04 half a file")
    old = month_return(tmp_path / "收件" / "旧.xlsx", edition, 1, year=2025)
    done = took_in(district, broken.parent)
    assert done.needs_a_person
    assert "不能用 坏.xlsx：文件已损坏" in done.report
    assert "不能用 旧.xlsx：是2025年的表，区里没有2025年的考核方案" in done.report
    assert str(district) not in done.report
    assert [type(one.paper) for one in papers_of(district, 2025)] == [Rejected, Rejected]
    kept = {path.read_bytes() for path in (district / "originals").rglob("*.xlsx")}
    assert kept == {broken.read_bytes(), old.read_bytes()}


def test_a_file_that_does_not_fit_is_told_with_the_number_of_its_faults(
    district, tmp_path, edition
):
    path = month_return(tmp_path / "二月.xlsx", edition, 2, 刑事立案数="12起")
    done = took_in(district, path)
    assert done.needs_a_person
    assert "要问填报单位 二月.xlsx：强制性 1 处" in done.report


def test_departments_are_received_too(district, tmp_path, edition):
    path = tmp_path / "部门提供数.xlsx"
    department_book.write(path, edition, 2026, {"兴海街道": {"调查人数": 200}}, {})
    (taken,) = took_in(district, path).taken
    assert taken.kept.startswith("2026-02-04/2026年_部门提供数 ")
    (paper,) = papers_of(district)
    assert paper.paper.yearly["兴海街道"]["调查人数"].value == 200


# ------------------------------------------------------------------ what lies in an inbox


def test_folders_archives_locks_and_copies(district, tmp_path, edition):
    """Nested folders and archives are gone through; nobody handed in locks and copies."""
    inbox = tmp_path / "收件"
    month_return(inbox / "二月" / "各办" / "甲.xlsx", edition, 2)
    month_return(tmp_path / "aside" / "三月.xlsx", edition, 3)
    month_return(inbox / "备份" / "旧.xlsx", edition, 4)
    (inbox / "~$甲.xlsx").write_bytes(b"lock")
    with zipfile.ZipFile(inbox / "三月.zip", "w") as archive:
        archive.write(tmp_path / "aside" / "三月.xlsx", "各办/三月.xlsx")
        archive.writestr("各办/~$三月.xlsx", b"lock")
        archive.writestr("里面的.zip", b"PK\x03\x04")
    done = took_in(district, inbox)
    assert sorted(one.name for one in done.taken) == [
        "三月.zip/各办/三月.xlsx", "二月/各办/甲.xlsx",
    ]  # fmt: skip
    told = {one.name: (one.harmless, one.reason) for one in done.passed}
    assert set(told) == {
        "~$甲.xlsx", "备份/旧.xlsx", "三月.zip/各办/~$三月.xlsx", "三月.zip/里面的.zip",
    }  # fmt: skip
    assert told["三月.zip/里面的.zip"] == (
        False, "压缩包里还有压缩包，没有收：请解压后再收",
    )  # fmt: skip
    assert all(harmless for name, (harmless, _) in told.items() if name != "三月.zip/里面的.zip")


def test_pages_with_a_seal_are_told_in_one_line_and_asked_of_nobody(district, tmp_path, january):
    inbox = tmp_path / "收件"
    inbox.mkdir()
    shutil.copy(january, inbox / "月报.xlsx")
    for number in range(7):
        (inbox / f"盖章页{number}.PDF").write_bytes(b"%PDF-1.4 scanned")
    done = took_in(district, inbox)
    assert [one.name for one in done.taken] == ["月报.xlsx"]
    assert not done.needs_a_person
    (line,) = [line for line in done.report.splitlines() if "盖章页" in line]
    assert line.startswith("跳过 盖章页0.PDF、盖章页1.PDF、")
    assert " 等 7 个：是图片或版式文件" in line


def test_what_a_run_wrote_into_the_inbox_is_not_taken_for_returns(district, tmp_path, january):
    inbox = tmp_path / "收件"
    inbox.mkdir()
    shutil.copy(january, inbox / "月报.xlsx")
    outputs = ("区级汇总.xlsx", "结果.json", "扣分账.json", "逐格.csv", "通报")
    wanted = dict(zip(("-o", "--json", "--ledger", "--facts", "--reports"), outputs, strict=True))
    asked = [word for option, name in wanted.items() for word in (option, str(inbox / name))]
    CliRunner().invoke(app, ["consolidate", str(inbox), "--year", "2026", *asked])
    assert {*outputs} <= {one.name for one in inbox.iterdir()}
    done = took_in(district, inbox)
    assert ([one.name for one in done.taken], done.passed) == (["月报.xlsx"], ())


def test_our_own_books_in_an_archive_are_told_and_not_taken_for_returns(
    district, tmp_path, january
):
    """Whoever packs the whole folder packs the district's form and the desk with it."""
    form.write_blank(tmp_path / "区情登记表.xlsx")
    path = tmp_path / "全部.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(tmp_path / "区情登记表.xlsx", "区/区情登记表.xlsx")
        archive.write(WORKBOOKS / "考核方案.xlsx", "区/考核方案2027.xlsx")
        archive.write(january, "区/工作台用的月报.xlsx")
    done = took_in(district, path)
    assert [one.name for one in done.taken] == ["全部.zip/区/工作台用的月报.xlsx"]
    assert [(one.name, one.reason, one.harmless) for one in done.passed] == [
        ("全部.zip/区/区情登记表.xlsx", "是区情登记表，不是交来的报表，跳过", True),
        ("全部.zip/区/考核方案2027.xlsx", "是考核方案，不是交来的报表，跳过", True),
    ]


def test_names_that_chinese_windows_packed_are_read_as_they_were_written(
    district, tmp_path, january
):
    path = tmp_path / "表.zip"
    info = zipfile.ZipInfo("placeholder.xlsx")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(info, january.read_bytes())
    packed = path.read_bytes().replace(
        b"placeholder.xlsx", "兴海街道表.xlsx".encode("gbk")[:16].ljust(16, b"x")
    )
    path.write_bytes(packed)
    (taken,) = took_in(district, path).taken
    assert taken.name.startswith("表.zip/兴海街道表.xlsx")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda data: data[: len(data) // 2], "压缩包打不开"),
        (lambda data: data.replace(b"xl/", b"yl/", 1), "损坏|打不开"),
    ],
    ids=["cut off", "changed"],
)
def test_a_broken_archive_is_told_and_stops_nothing(district, tmp_path, january, damage, words):
    inbox = tmp_path / "收件"
    inbox.mkdir()
    with zipfile.ZipFile(inbox / "a.zip", "w") as archive:
        archive.write(january, "一月.xlsx")
    data = damage((inbox / "a.zip").read_bytes())
    (inbox / "a.zip").write_bytes(data)
    shutil.copy(january, inbox / "b.xlsx")
    done = took_in(district, inbox)
    assert [one.name for one in done.taken][-1] == "b.xlsx"


def test_an_archive_that_would_fill_the_disk_is_not_unpacked(district, tmp_path):
    path = tmp_path / "大.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("大.xlsx", bytes(21 << 20))
    (passed,) = took_in(district, path).passed
    assert passed.reason.startswith("超过 20 MB")
    assert not passed.harmless


# ------------------------------------------------------------------ rules change, programs change


def test_another_contact_makes_no_return_unreadable_and_what_was_read_is_read_anew(
    district, january
):
    took_in(district, january)
    change(district, "statement.yaml", "contact: ''", "contact: 电话 0000-1")
    took_in(district, on="3-01")
    with opened(district) as book:
        assert len([*book.events(Adopted)]) == 2
        last = book.last
    (paper,) = papers_of(district)
    assert isinstance(paper.paper, Received)
    took_in(district, on="3-02")
    with opened(district) as book:
        assert book.last == last


def test_a_folder_without_editions_or_that_lost_its_record_is_refused(district, january, tmp_path):
    with pytest.raises(RequestError, match="不是区文件夹"):
        took_in(tmp_path, january)
    took_in(district, january)
    (district / "register.db").unlink()
    with pytest.raises(RecordUnusableError, match=r"不见了.*register\.bak"):
        took_in(district, january)


# ------------------------------------------------------------------ stopped

_RECEIVES = """
import sys; from datetime import date; from pathlib import Path
from zongzhi_xl.desk.registry.arriving import Wish, receive
print("begun", flush=True)
receive(Wish(Path(sys.argv[1]), (Path(sys.argv[2]),), date(2026, 2, 4), date(2026, 2, 4)))
"""


@pytest.mark.parametrize("after", [0.05, 0.5, 0.9])
def test_killed_at_any_moment_the_next_run_ends_as_if_nothing_had_happened(
    tmp_path, edition, after
):
    inbox = tmp_path / "收件"
    for month in range(1, 7):
        month_return(inbox / f"{month}.xlsx", edition, month)
    child = subprocess.Popen(
        [sys.executable, "-c", _RECEIVES, district_at(tmp_path / "区"), inbox],
        stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(after)
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    took_in(tmp_path / "区", inbox)
    took_in(district_at(tmp_path / "另一区"), inbox)
    with opened(tmp_path / "区") as book:
        assert book.unbroken()
    assert sorted(_facts(tmp_path / "区")) == sorted(_facts(tmp_path / "另一区"))
    assert not [*(tmp_path / "区" / "originals" / ".coming").glob("*")]


def test_two_runs_at_once_take_in_every_file_once_and_follow_each_other(
    district, tmp_path, edition
):
    """Each would take away what the other was about to keep."""
    inbox = tmp_path / "收件"
    for month in range(1, 4):
        month_return(inbox / f"{month}.xlsx", edition, month)
    both = [
        subprocess.Popen(
            [sys.executable, "-c", _RECEIVES, district, inbox],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    assert [one.communicate()[1] for one in both] == ["", ""]
    assert [one.returncode for one in both] == [0, 0]
    assert len(papers_of(district)) == 3
    assert not [*(district / "originals" / ".coming").glob("*")]


def test_what_was_entered_by_a_run_that_was_killed_before_its_backup_is_backed_up_by_the_next(
    district, january, tmp_path
):
    """The next run finds nothing new, and yet the copy gets what the killed one had entered."""
    took_in(district, january)
    with opened(district) as book:
        book.add(day("2-05"), [DECIDED])
    took_in(district, january)
    (tmp_path / "备份").mkdir()
    shutil.copy(district / "register.bak", tmp_path / "备份" / "register.db")
    with opened(tmp_path / "备份") as copy, opened(district) as book:
        assert [*copy.events(Decided)] == [*book.events(Decided)]
        assert copy.last == book.last


def _facts(district: Path) -> list[str]:
    return [f"{one.paper}" for one in papers_of(district)]


# ------------------------------------------------------------------ told at once


def test_a_correction_that_corrects_nothing_is_told_with_what_to_do(district, january, edition):
    took_in(district, january)
    same = month_return(
        january.parent / "更正.xlsx", edition, 1, nature="第1次更正", 更正原因="盖章"
    )
    done = took_in(district, same, on="2-09")
    assert done.needs_a_person
    told = done.report.splitlines()[-1]
    assert told.startswith("没有采用 更正.xlsx：兴海街道1月月报第1次更正与")
    assert told.endswith(
        "没有更正什么，仍按那一份算。告诉填报单位：确有更正的，改好后再报；没有的不用再报"
    )


def test_a_second_first_return_is_told_when_it_comes_in(district, january, edition):
    took_in(district, january)
    other = month_return(january.parent / "又一份.xlsx", edition, 1, 治安巡逻次数=9)
    told = took_in(district, other, on="2-05").report.splitlines()[-1]
    assert told.startswith("没有采用 又一份.xlsx：")
    assert told.endswith("先按那一份算，待决定。问填报单位以哪份为准，再作决定")


#: month, office (by its place), nature, what is filled in otherwise
_CAME = (
    (1, 0, "首报", {}),
    (1, 0, "第1次更正", {"更正原因": "盖章"}),  # corrects nothing
    (1, 0, "第2次更正", {"更正原因": "少报", "治安巡逻次数": 9}),
    (2, 0, "首报", {}),
    (2, 0, "首报", {"治安巡逻次数": 9}),  # of the same claim
    (3, 0, "首报", {}),
    (1, 1, "首报", {}),
)
#: of those the ones of one office and period
_TOGETHER = ({0, 1, 2}, {3, 4}, {5}, {6})


def test_whether_a_file_counts_is_told_by_those_of_its_period_as_by_all(
    district, edition, tmp_path
):
    taken = []
    for number, (month, place, nature, values) in enumerate(_CAME):
        unit, file = edition.units[place].name, tmp_path / f"{number}.xlsx"
        month_return(file, edition, month, unit, nature, **values)
        taken += took_in(district, file, on=f"2-{number + 4:02}").taken
    assert [number for number, one in enumerate(taken) if one.aside] == [1, 4]
    with opened(district) as book:
        whole = settled_in(book, edition, YEAR)
        for together in _TOGETHER:
            arrivals = {taken[number].arrival for number in together}
            among = book.rivals({min(arrivals)})
            assert among == (arrivals if len(arrivals) > 1 else set())
            few = settled_in(book, edition, YEAR, among)
            for number in together:
                assert _of_file(few, taken[number]) == _of_file(whole, taken[number])


def _of_file(tally: Tally, one: Taken) -> tuple[list[object], list[object]]:
    """What became of it where it does not count."""
    some = (tally.rejected, tally.replaced)
    rejected, replaced = ([x for x in part if x.sha256 == one.sha256] for part in some)
    return rejected, replaced


def test_a_record_of_an_earlier_program_is_gone_through_once(district, january, edition):
    took_in(district, january)
    with closing(sqlite3.connect(district / "register.db")) as connection:
        connection.execute("drop table period")
        connection.commit()
    other = month_return(january.parent / "又一份.xlsx", edition, 1, 治安巡逻次数=9)
    assert took_in(district, other, on="2-05").taken[0].aside


def test_the_form_of_the_district_and_a_summary_among_returns_were_handed_in_by_nobody(
    district, january, tmp_path
):
    """The first goes by its sheets, whoever copied it there; a return of such a name is taken."""
    inbox = tmp_path / "收件"
    inbox.mkdir()
    form.write_blank(inbox / "区情登记表（新）.xlsx")
    shutil.copy(january, inbox / "区级汇总用.xlsx")
    done = took_in(district, inbox)
    assert [one.name for one in done.taken] == ["区级汇总用.xlsx"]
    assert done.report == "收到 1 份新表，登记在 2026-02-04"


# ------------------------------------------------------------------ what was looked at already


@pytest.fixture
def settled_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may be remembered however fresh it is."""
    monkeypatch.setattr(seen, "_SETTLED_NS", -1)


def _read_in(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from now on."""
    names = list[str]()
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        names.extend([path.name] if path.suffix == ".xlsx" else [])
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    return names


@pytest.mark.usefixtures("settled_disk")
def test_a_file_that_is_as_it_was_is_not_read_again(district, january, tmp_path, monkeypatch):
    inbox = tmp_path / "收件"
    inbox.mkdir()
    shutil.copy(january, inbox / "一月.xlsx")
    took_in(district, inbox)
    names = _read_in(monkeypatch)
    again = took_in(district, inbox, on="2-05")
    assert (again.taken, again.known, names) == ((), ("一月.xlsx",), [])


@pytest.mark.usefixtures("settled_disk")
def test_other_bytes_of_the_same_size_and_day_are_read(district, edition, tmp_path):
    file = month_return(tmp_path / "收件" / "一月.xlsx", edition, 1)
    took_in(district, file.parent)
    told, data = file.stat(), bytearray(file.read_bytes())
    data[-1] ^= 1  # of the length of the comment at the end of a zip
    file.write_bytes(data)
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (told.st_size, told.st_mtime_ns)
    again = took_in(district, file.parent, on="2-05")
    assert (len(again.taken), again.known) == (1, ())


@pytest.mark.usefixtures("settled_disk")
@pytest.mark.parametrize("left", ["{", "[]", '{"x": 3}', ""])
def test_without_what_was_seen_everything_is_read(district, january, left, monkeypatch):
    took_in(district, january)
    (place,) = (district / "originals").glob(".seen.json")
    place.write_text(left.replace("x", str(january)), encoding="utf-8")
    names = _read_in(monkeypatch)
    again = took_in(district, january, on="2-05")
    assert (again.known, names) == (("一月.xlsx",), ["一月.xlsx"])


def test_a_file_that_changed_just_now_is_read_again(district, edition, tmp_path, monkeypatch):
    file = month_return(tmp_path / "收件" / "一月.xlsx", edition, 1)
    took_in(district, file.parent)
    names = _read_in(monkeypatch)
    took_in(district, file.parent, on="2-05")
    assert names == ["一月.xlsx"]
