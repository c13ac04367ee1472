"""``zongzhi-xl demo``: an invented district and its year, from blanks to the district summary.

All offices and figures are invented, and every page says so (虚构数据).
"""

from collections.abc import Iterator
from pathlib import Path

from zongzhi_xl.core.appraising.scorecard import Appraisal
from zongzhi_xl.demo.district import is_ours, write_district
from zongzhi_xl.demo.inbox import Invented, write_inbox
from zongzhi_xl.demo.record import live_through
from zongzhi_xl.desk.consolidation import Outputs, Question, consolidate, write
from zongzhi_xl.desk.own_outputs import LEDGER_FILE, RESULT, SUMMARY
from zongzhi_xl.desk.placing import put_together, ready_folder, seen_from
from zongzhi_xl.desk.progress import Track, silent
from zongzhi_xl.errors import OutputError
from zongzhi_xl.statements.editions import in_force

YEAR = 2026
_SUMMARY = f"区级汇总_{YEAR}.xlsx"
_PARTS = ("district", "inbox", "papers", "out.json", "ledger.json", _SUMMARY)


def next_steps(folder: Path, appraisal: Appraisal) -> Iterator[str]:
    """What was written into ``folder``, what to open, what to ask."""
    files = len(appraisal.files) + len(appraisal.rejected) + len(appraisal.replaced)
    yield f"虚构数据：{len(appraisal.units)} 个街道、{YEAR} 年，共收到 {files} 个文件，"
    yield f"其中 {len(appraisal.rejected)} 个不能用（有意放进去的差错）。写在 {folder}："
    yield "  district/          这个区的文件夹：考核方案、收件登记、原件、每月发布的结果"
    yield "  inbox/             街道和部门交来的表（01 … 12、annual、departments）"
    yield f"  {_SUMMARY}  先打开这个：得分、排名、每一分的依据"
    yield "  papers/            初评告知书、考核通报（网页和 Word，可打印）"
    yield "  out.json           同样的结果，供其他程序读取"
    yield "  ledger.json        扣分账：规则、价格、上限、数和格，别人可以复算"
    yield "接着可以问，为什么扣分："
    worst = max(appraisal.units, key=lambda unit: unit.rank or 0)
    costliest = max(worst.clauses, key=lambda clause: clause.lost)
    question = f"{worst.unit} {costliest.number}"
    yield f"  zongzhi-xl explain {question} --from {folder / 'out.json'}"


def build(folder: Path, seed: int, track: Track = silent) -> Appraisal:
    """Write the whole demo, put in place as one under ``folder``; the district's result.

    Raises OutputError.
    """
    _check_room(folder)
    with put_together() as made:
        return _made_in(made.folder(folder), seed, track)


def _made_in(folder: Path, seed: int, track: Track) -> Appraisal:
    district = write_district(folder / "district", YEAR)
    in_force.cache_clear()  # the folder may have been written over in this process
    invented = Invented(in_force(district, YEAR), YEAR, seed)
    inbox = folder / "inbox"
    write_inbox(invented, inbox, track)
    outcome = consolidate(Question((inbox,), YEAR, district, final=True), track)
    outputs = Outputs(
        folder / _SUMMARY, folder / "out.json",
        ledger=folder / "ledger.json", reports=folder / "papers",
    )  # fmt: skip
    write(outcome, outputs, seen_from(outputs.summary, [inbox]))
    live_through(district, inbox, invented)
    return outcome.appraisal


def _check_room(folder: Path) -> None:
    """An earlier demo is written over; anybody else's files are not."""
    ready_folder(folder)
    there = [folder / part for part in _PARTS if (folder / part).exists()]
    if there and not is_ours(folder, YEAR):
        raise OutputError(f"{there[0]} 已有别的内容，请另给一个文件夹，例如 demo2")
    SUMMARY.may_replace(folder / _SUMMARY)
    RESULT.may_replace(folder / "out.json")
    LEDGER_FILE.may_replace(folder / "ledger.json")
