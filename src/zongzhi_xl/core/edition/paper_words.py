"""What a district's papers call things, and the days they leave (公文用语)."""

from zongzhi_xl.record import Record


class PaperWords(Record):
    """Nouns, organs and days of the papers; templates take them from here.

    ``unit`` is what an appraised office is called where they are counted; ``addressees`` whom a
    circular is for, ``copies`` who gets one for information, ``veto_copies`` whom a veto is sent
    to. ``letter`` is what the paper is called that is signed at the start of the year. Days are
    working days: ``apply_days`` to ask for a review, ``answer_days`` to answer, ``review`` is what
    that is called. ``veto`` names the veto, ``veto_years`` is how long it lasts. ``promise`` is
    what is promised in the letter, ``signers`` who sign it, ``responsible`` who answers for it,
    ``funds`` who pays. ``meeting`` is what the meeting is called in which the offices answer for
    their year (empty: there is none), by which day of December it is held, whose posts come to it
    and what is on the agenda.
    """

    unit: str = "单位"
    letter: str = "任务书"
    addressees: str = "各单位"
    copies: str = ""
    veto: str = "一票否决"
    veto_copies: str = ""
    veto_years: int = 1
    apply_days: int = 5
    answer_days: int = 10
    review: str = "复核"
    purpose: str = ""
    responsible: str = ""
    funds: str = ""
    signers: tuple[str, ...] = ("负责人",)
    meeting: str = ""
    meeting_until: int = 10
    meeting_posts: tuple[str, ...] = ("负责人",)
    agenda: tuple[str, ...] = ()
