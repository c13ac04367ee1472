"""``python -m zongzhi_xl``: the command line, where no command of that name is on the PATH.

So the kit starts it, whose files travelled on sticks. Where one of them is spoilt, the command that
would tell which cannot be reached, and it is told here.
"""

import sys
import traceback
from pathlib import Path

from zongzhi_xl.desk.kit.listed import differences
from zongzhi_xl.errors import Refusal


def _broken(fault: Exception) -> str:
    """Where the start came to an end, and which files are spoilt, if it is the kit's."""
    told = f"程序启动不了，停在 {_place(fault)}"
    try:
        return f"{told}\n{differences(Path(sys.executable).parent.parent).report}"
    except (Refusal, OSError):  # no kit
        return f"{told}：程序的文件坏了或缺少，请重新安装"


def _place(fault: Exception) -> str:
    if isinstance(fault, SyntaxError) and fault.filename:
        return fault.filename
    if isinstance(fault, ImportError) and (fault.path or fault.name):
        return str(fault.path or fault.name)
    files = [frame.filename for frame in traceback.extract_tb(fault.__traceback__)]
    return next(file for file in reversed(files) if not file.startswith("<"))


if __name__ == "__main__":
    try:
        from zongzhi_xl.cli import main
    except Exception as fault:  # whatever half a file raises
        sys.stderr.write(f"{_broken(fault)}\n")
        sys.exit(2)
    main()
