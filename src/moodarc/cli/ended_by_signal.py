"""The end that the terminal or the system asks for, as tidy as Ctrl-C."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["ended_by_signal"]


@contextmanager
def ended_by_signal() -> Iterator[None]:
    """Leave by `SystemExit` on SIGTERM and SIGHUP, so that what is open is closed.

    Without it the first process of a container would not hear SIGTERM at all: there the kernel
    drops each signal that has no handler.
    """

    def leave(number: int, frame: object) -> None:
        del frame
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
