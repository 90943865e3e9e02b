"""What one sensor says of the listener's affect (HOUSE: *reading*), and what we make of it all.

A sensor that saw nothing still gives a reading: a missing modality is a normal value, never an
exception. `validity` then says why ("no face", "sensor off the wrist").
"""

from dataclasses import dataclass

from moodarc.affect.quadrants import EmotionVector, emotion_vector
from moodarc.affect.state import AffectState

__all__ = ["VALID", "AffectBelief", "AffectReading"]

VALID = "ok"
"""The `validity` of a reading that may be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectReading:
    """One sensor's estimate.

    Attributes:
        state: the estimate with its variance and time.
        modality: which sense gave it: "self_report", "face", "text", "physiology" ...
        confidence: the sensor's own certainty in [0, 1].
        validity: "ok", or why the reading must not be used.
        expression: the seven expression probabilities in the order of
            `affect.expressions.Expression`, where a face gave it.
        note: what the listener said, in their own words, where they did; of a face, that there
            were others.
        vector: shares of the four quadrants where the listener gave them (BAEK eq. 10), which hold
            what one point cannot: happy and sad at once.
    """

    state: AffectState
    modality: str
    confidence: float = 1.0
    validity: str = VALID
    expression: tuple[float, ...] | None = None
    note: str | None = None
    vector: EmotionVector | None = None

    @property
    def is_valid(self) -> bool:
        """Whether the reading may be used."""
        return self.validity == VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectBelief:
    """Our filtered estimate of the listener: what all readings say together.

    Attributes:
        state: mean, variance and time.
        expression: the last seven expression probabilities, where a face gave them.
        source: in a few words, what it rests on; shown to the listener.
        vector: the listener's emotion vector where it was given as shares (BAEK eq. 10), else
            None: `emotion_vector` then derives it from the state.
    """

    state: AffectState
    expression: tuple[float, ...] | None = None
    source: str = ""
    vector: EmotionVector | None = None

    @property
    def emotion_vector(self) -> EmotionVector:
        """Shares of the four quadrants: as given, else the state's Gaussian mass."""
        if self.vector is not None:
            return self.vector
        return emotion_vector(self.state.valence, self.state.arousal, self.state.variance)
