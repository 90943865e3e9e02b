"""What every sense keeps to: a signal and a time in, one `AffectReading` out.

A recogniser is a function, or an object's method, of two arguments: `FaceRecognizer.read` of a
picture, `PhysiologyRecognizer.read` of a window of samples, `from_word` of a word. A signal that
holds nothing to read gives a reading that is not valid and says why; what is no signal at all is an
`InputError`. The same signal read twice gives the same.
"""

from datetime import datetime
from typing import Protocol, TypeVar

from moodarc.affect import AffectReading

__all__ = ["Recognizer"]

Signal_contra = TypeVar("Signal_contra", contravariant=True)


class Recognizer(Protocol[Signal_contra]):
    """Reads one kind of signal."""

    def __call__(self, signal: Signal_contra, at: datetime, /) -> AffectReading:
        """The reading of a signal at an aware time.

        Raises:
            InputError: a time without a zone, or no signal of this kind.
        """
        ...
