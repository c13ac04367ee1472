"""Being stopped: a run that is told to end clears up first."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: signals by which a run is told to end; a closed terminal gives the second, Windows none of it
_TOLD = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


def end_in_order() -> None:
    """From now on whoever tells the run to end is answered as Ctrl-C is: it clears up and ends."""
    for told in _TOLD:
        with suppress(ValueError, OSError):  # not the main thread: whoever owns it answers
            if signal.getsignal(told) == signal.SIG_DFL:  # nohup has it ignored
                signal.signal(told, signal.default_int_handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Whoever tells the run to end meanwhile is heard afterwards."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, *_TOLD])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
