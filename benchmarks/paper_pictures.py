"""The first page of every paper of the year as a picture, for 文书.md.

LibreOffice and poppler are needed:

uv run python benchmarks/paper_pictures.py
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.papers.every_paper import every_paper
from zongzhi_xl.core.returned.outgoing import Gate
from zongzhi_xl.papers.composing import Composer, keep
from zongzhi_xl.statements import loader

PICTURES = Path(__file__).parents[1] / "docs" / "pictures" / "文书"
#: dots an inch: what a page of the screen has room for, and still to be read
_FINE = "45"


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for paper, told in every_paper(loader.standard()).items():
            keep(Composer(Gate()).sheet(paper, {**vars(told), "kind": paper}), folder, paper)
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--convert-to", "pdf", "--outdir", name, *map(str, folder.glob("*.docx"))],
            check=True, capture_output=True,
        )  # fmt: skip
        for page in folder.glob("*.pdf"):
            to = PICTURES / page.stem
            subprocess.run(
                ["pdftoppm", "-r", _FINE, "-gray", "-png", "-singlefile", page, to], check=True
            )


main()
