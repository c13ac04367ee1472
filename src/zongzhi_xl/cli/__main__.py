"""``python -m zongzhi_xl.cli``."""

from zongzhi_xl.cli import main

main()
