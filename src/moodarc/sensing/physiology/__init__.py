"""What the body says: samples of wearables, and the affect that they point to (LIN-4, LIN-8)."""

from moodarc.sensing.physiology.baseline import (
    DayPart,
    Measure,
    PersonalBaseline,
    Usual,
    day_part,
    measures_of,
)
from moodarc.sensing.physiology.exertion import (
    REST_MET,
    RISE_DOUBT,
    expected_rise_bpm,
    met_now,
    met_of,
)
from moodarc.sensing.physiology.heart_beats import HeartBeats, heart_beats, sound_intervals
from moodarc.sensing.physiology.raw_signals import ecg_beats_s, ppg_beats_s, rr_intervals_ms
from moodarc.sensing.physiology.reading import (
    AROUSAL_LINKS,
    MODALITY,
    VALENCE_LINKS,
    physiology_reading,
)
from moodarc.sensing.physiology.recognizer import PhysiologyRecognizer
from moodarc.sensing.physiology.sample import Activity, WearableSample
from moodarc.sensing.physiology.signs import (
    MOVING,
    NO_SAMPLES,
    NOTHING_MEASURED,
    OFF_WRIST,
    REMEDIES,
    TOO_FEW_BEATS,
    TOO_NOISY,
    BodySigns,
    SignsConfig,
    body_signs,
)
from moodarc.sensing.physiology.skin_conductance import SkinConductance, skin_conductance

__all__ = [
    "AROUSAL_LINKS",
    "MODALITY",
    "MOVING",
    "NOTHING_MEASURED",
    "NO_SAMPLES",
    "OFF_WRIST",
    "REMEDIES",
    "REST_MET",
    "RISE_DOUBT",
    "TOO_FEW_BEATS",
    "TOO_NOISY",
    "VALENCE_LINKS",
    "Activity",
    "BodySigns",
    "DayPart",
    "HeartBeats",
    "Measure",
    "PersonalBaseline",
    "PhysiologyRecognizer",
    "SignsConfig",
    "SkinConductance",
    "Usual",
    "WearableSample",
    "body_signs",
    "day_part",
    "ecg_beats_s",
    "expected_rise_bpm",
    "heart_beats",
    "measures_of",
    "met_now",
    "met_of",
    "physiology_reading",
    "ppg_beats_s",
    "rr_intervals_ms",
    "skin_conductance",
    "sound_intervals",
]
