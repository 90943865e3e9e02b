"""What each process of a scan does first; it imports nothing of the service."""

import os
from typing import Final

from moodarc.library import silence_decoders

__all__ = ["begin_quietly"]

_NICENESS: Final = 10


def begin_quietly() -> None:
    """Leave the processor to those who listen, and let decoders keep their remarks."""
    silence_decoders()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
