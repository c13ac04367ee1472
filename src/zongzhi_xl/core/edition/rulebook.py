"""Which rules judged, in words: the first line of whatever is said by them.

The button must know the shipped rules without reading YAML, so their versions stand here.
"""

from zongzhi_xl.core.edition.statement import Edition

#: the standard edition's; tests/statements/test_versions.py says when they are others
STANDARD_RULES, STANDARD_REGISTER = "f7139aa7", "36c343f3"
_UNVERIFIED = "未经核对"


def unknown_in(edition: Edition) -> str:
    """What of an edition that came with a file is none of the program's own; empty where known."""
    rules = edition.version.rules != STANDARD_RULES
    register = edition.register_version != STANDARD_REGISTER
    return "和".join(word for word, new in (("规则", rules), ("名册", register)) if new)


def rulebook(edition: Edition, *, carried: bool = False) -> str:
    """``标准方案（规则 1a2b3c4d，名册 5e6f7a8b）``; ``carried``: it came with the file.

    What a carried edition calls itself is not repeated: nobody has looked whether it is true.
    """
    versions = [f"规则 {edition.version.rules}", f"名册 {edition.register_version}"]
    versions += [_UNVERIFIED] if carried and unknown_in(edition) else []
    return f"{_called(edition, carried=carried)}（{'，'.join(versions)}）"


def _called(edition: Edition, *, carried: bool) -> str:
    if edition.version.rules == STANDARD_RULES:
        return "标准方案"
    if carried:
        return "表中所带的考核方案"
    statement = edition.statement
    year = f"{statement.name}年" if statement.name.isdecimal() else ""
    return f"{statement.district}{year}考核方案"
