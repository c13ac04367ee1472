"""``python -m zongzhi_xl``: the command line, where no command of that name is on the PATH."""

from zongzhi_xl.cli import main

if __name__ == "__main__":
    main()
