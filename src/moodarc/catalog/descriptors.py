"""The 13 audio descriptors of EM-5, and beat strength, as one record.

The definitions are ours (`moodarc.music.descriptors` computes them from the signal) and keep the
names, units and ranges that the field knows from the streaming services' closed feature API.
"""

from dataclasses import dataclass

__all__ = ["DESCRIPTOR_NAMES", "PITCH_CLASSES", "Descriptors"]

PITCH_CLASSES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptors:
    """Descriptors of a track or of a part of it.

    Attributes:
        valence: how positive the sound, [0, 1].
        energy: intensity and activity, [0, 1].
        danceability: regularity and strength of the beat, [0, 1].
        acousticness: how surely no electric or synthetic sound leads, [0, 1].
        instrumentalness: how surely nobody sings, [0, 1].
        liveness: how surely an audience or a room is heard, [0, 1].
        speechiness: share of spoken words, [0, 1].
        tempo_bpm: beats per minute; 0 where there is no beat.
        beat_strength: strength of the periodic pulse, [0, 1].
        loudness_lufs: integrated loudness (ITU-R BS.1770), LUFS; -70 = silence.
        key: pitch class of the tonic, 0 = C ... 11 = B; -1 = none.
        mode: 1 = major, 0 = minor; -1 = none.
        key_strength: correlation with the best key profile, [-1, 1].
        time_signature: beats in a bar, 3 to 7; 0 = none found.
        duration_s: length in seconds.
    """

    valence: float
    energy: float
    danceability: float
    acousticness: float
    instrumentalness: float
    liveness: float
    speechiness: float
    tempo_bpm: float
    beat_strength: float
    loudness_lufs: float
    key: int
    mode: int
    key_strength: float
    time_signature: int
    duration_s: float


DESCRIPTOR_NAMES = tuple(Descriptors.__dataclass_fields__)
