"""The command line: each command reads its options, makes one call to the desk and reports.

Whatever a person can do wrong ends in one Chinese sentence on stderr and exit code 2; results go
to stdout, progress to stderr. What is heavy is imported by the command that needs it. Commands
stand in rooms by who uses them; here they are put together.
"""

import sys
from io import TextIOWrapper

from zongzhi_xl.cli.district import district
from zongzhi_xl.cli.frame import Plainly
from zongzhi_xl.cli.product import product
from zongzhi_xl.cli.record import record
from zongzhi_xl.cli.returns import returns
from zongzhi_xl.cli.rules import rules
from zongzhi_xl.desk.stopping import end_in_order
from zongzhi_xl.memory import look_for_rings_seldom, look_no_more

app = Plainly(
    "zongzhi-xl",
    help="年度目标考核：发空表、审核报表、汇总算分、说明每一分为什么扣。",
    context_settings={"help_option_names": ["-h", "--help"]},
)
for _room in (product, district, record, returns):
    for _command in _room.commands.values():
        app.add_command(_command)
app.add_command(rules)


def main() -> None:
    """Run the command line."""
    look_for_rings_seldom()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    end_in_order()
    try:
        app()
    finally:
        look_no_more()
