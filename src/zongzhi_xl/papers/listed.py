"""Every paper of the year: its template, what it is told, when it is due, to whom it goes."""

from zongzhi_xl.papers import calendar, outcome, pages, progress, slips
from zongzhi_xl.papers.pages import Paper
from zongzhi_xl.record import Record


class Listed(Record):
    """A paper: ``name`` is that of its template, ``context`` what it is told."""

    name: str
    context: type[Paper]
    when: str
    to: str


EACH, ALL = "一个单位一份", "全区一份"
YEAR = (
    Listed(calendar.REQUEST, calendar.Request, "1月", "一个部门一份"),
    Listed(calendar.BASES, calendar.Bases, "1月", ALL),
    Listed(calendar.OPENING, calendar.Opening, "2月、3月", ALL),
    Listed(calendar.LETTER, calendar.Letter, "2月、3月", EACH),
    Listed(calendar.SENT, calendar.Sent, "每月末", "一期报表一份"),
    Listed(slips.REMINDER, slips.Reminder, "过了截止日没有报", EACH),
    Listed(slips.RETURNED, slips.Returned, "退回了，或要改正、说明", EACH),
    Listed(progress.MONTH, progress.Monthly, "每月发布时", ALL),
    Listed(progress.QUARTER, progress.Quarterly, "3月、6月、9月发布时", ALL),
    Listed(progress.HINT, progress.Hint, "3月、6月、9月发布时，未达标或临界的", EACH),
    Listed(calendar.MEETING, calendar.Meeting, "11月20日起，到12月上旬开会", ALL),
    Listed(calendar.PRESENT, calendar.Meeting, "12月上旬，开会那天", ALL),
    Listed(pages.NOTICE, pages.Notice, "算到12月发布、没有关账时", EACH),
    Listed(outcome.REVIEW, outcome.Review, "关账时，初评以后认定过数的", EACH),
    Listed(outcome.PROPOSAL, outcome.Proposal, "关账时，建议否决的", EACH),
    Listed(outcome.DECISION, outcome.Imposed, "关账时，决定否决的", EACH),
    Listed(pages.BULLETIN, pages.Bulletin, "关账时", ALL),
    Listed(outcome.RESULT, outcome.Result, "关账时，没有待定的事", EACH),
    Listed(calendar.FILING, calendar.Filing, "次年3月", ALL),
    Listed(outcome.LIFTING, outcome.Lifting, "否决期满以后", EACH),
)
