"""The worker's side of the pool: one process that takes items from a pipe, one after the other.

It ignores Ctrl-C, which the parent answers for all, and it ends with its parent however that ends.
Messages to the parent are pairs (done, value or exception); the first says that it is ready.
"""

import contextlib
import os
import signal
import threading
import traceback
from collections.abc import Callable
from functools import partial
from multiprocessing import connection as pipes
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from typing import Any

from moodarc.errors import WorkerError

__all__ = ["serve"]


def serve(
    pipe: "Connection[Any, Any]",
    function: Callable[[Any], Any],
    initialiser: Callable[[], object] | None,
) -> None:
    """Answer every item on the pipe with the function's outcome, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # a parent that ends with an answer unread resets the connection
    with contextlib.suppress(EOFError, ConnectionError):
        _answer(pipe, partial(_begin, initialiser))
        while True:
            message = pipe.recv_bytes()
            _answer(pipe, partial(_apply, function, message))


def _apply(function: Callable[[Any], Any], message: bytes) -> object:
    return function(ForkingPickler.loads(message))


def _begin(initialiser: Callable[[], object] | None) -> None:
    """What a worker does first; what the initialiser returns stays with it."""
    if initialiser is not None:
        initialiser()


def _answer(pipe: "Connection[Any, Any]", job: Callable[[], object]) -> None:
    try:
        message = ForkingPickler.dumps((True, job()))
    except Exception as error:  # noqa: BLE001 - whatever went wrong is the item's outcome
        message = ForkingPickler.dumps((False, _portable(error)))
    pipe.send_bytes(message)


def _portable(error: Exception) -> Exception:
    """The error if it survives the way to the parent, else its text."""
    error.add_note("".join(traceback.format_exception(error)))
    try:
        ForkingPickler.loads(ForkingPickler.dumps(error))
    except Exception:  # noqa: BLE001 - an exception's own code decides what is raised here
        return WorkerError(f"{type(error).__name__}: {error}")
    return error


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        pipes.wait([parent.sentinel])
        os._exit(1)
