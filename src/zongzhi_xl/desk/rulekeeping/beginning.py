"""``rules new``: a folder in which a rule keeper begins an edition."""

from pathlib import Path

from zongzhi_xl.errors import OutputError
from zongzhi_xl.statements import loader


def begin(folder: Path, like: Path) -> str:
    """Copy the edition in ``like``; says what to do next.

    Raises OutputError where something stands in ``folder``, StatementError.
    """
    loader.load(like)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder} 里已有内容，请另给一个文件夹")
    for file in sorted(like.rglob("*.yaml")):
        copy = folder / file.relative_to(like)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return (
        f"已写出 {folder}：statement.yaml（满分、等次、时限）、units.yaml（名册）、"
        "forms/（报表）、clauses/（一条一个文件）\n"
        f"改好一处，检查一次：zongzhi-xl rules check {folder}"
    )
