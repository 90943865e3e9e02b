import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.affect import UNINFORMED_VARIANCE
from moodarc.errors import InputError
from moodarc.sensing.physiology import (
    AROUSAL_LINKS,
    MOVING,
    NO_SAMPLES,
    NOTHING_MEASURED,
    OFF_WRIST,
    REMEDIES,
    TOO_FEW_BEATS,
    TOO_NOISY,
    Activity,
    PersonalBaseline,
    PhysiologyRecognizer,
    WearableSample,
    body_signs,
)

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def window(n=30, gap_s=10.0, **measured):
    return [
        WearableSample(at=NOON - timedelta(seconds=gap_s * place), **measured) for place in range(n)
    ]


def read(samples, baseline=None):
    return PhysiologyRecognizer(baseline).read(samples, NOON)


def resting(rate=60.0):
    """A listener whose heart is known to beat so at rest."""
    return PersonalBaseline.from_samples(
        WearableSample(
            at=NOON - timedelta(days=day, minutes=minute),
            heart_rate_bpm=rate,
            activity=Activity.STILL,
        )
        for day in range(1, 6)
        for minute in range(120)
    )


def test_a_heart_that_beats_faster_than_usual_at_rest_is_arousal():
    slow = read(window(heart_rate_bpm=60.0, activity=Activity.STILL), resting())
    fast = read(window(heart_rate_bpm=85.0, activity=Activity.STILL), resting())
    assert slow.state.arousal == pytest.approx(0.0, abs=0.02)
    assert fast.state.arousal > 0.1
    assert fast.modality == "physiology"
    assert fast.is_valid


def test_the_same_rate_means_less_for_a_listener_whose_heart_is_usually_fast():
    fast = window(heart_rate_bpm=85.0, activity=Activity.STILL)
    assert read(fast, resting(60.0)).state.arousal > read(fast, resting(80.0)).state.arousal


def test_exercise_is_not_excitement():
    still = read(window(heart_rate_bpm=95.0, activity=Activity.STILL), resting())
    walking = read(window(heart_rate_bpm=95.0, activity=Activity.WALKING), resting())
    assert walking.state.arousal < 0.2 * still.state.arousal
    assert walking.state.variance.arousal > still.state.variance.arousal


def test_a_slow_heart_while_walking_is_no_proof_of_calm():
    walking = read(window(heart_rate_bpm=65.0, activity=Activity.WALKING), resting())
    assert -0.15 < walking.state.arousal < 0.0


def test_doubt_grows_with_activity_and_where_it_is_not_known():
    steps = [0.0, 60.0, 120.0, 200.0]
    told = [read(window(heart_rate_bpm=90.0, steps_per_min=s), resting()) for s in steps]
    variances = [reading.state.variance.arousal for reading in told]
    assert variances == sorted(variances)
    unknown = read(window(heart_rate_bpm=90.0), resting())
    assert unknown.state.variance.arousal > variances[0]


def test_low_variability_and_moist_skin_raise_arousal():
    rng = np.random.default_rng(0)

    def beats(deviation):
        return window(
            10, rr_intervals_ms=tuple(rng.normal(857.0, deviation, 6)), activity=Activity.STILL
        )

    assert read(beats(3.0)).state.arousal > read(beats(60.0)).state.arousal
    assert read(beats(3.0)).state.valence < read(beats(60.0)).state.valence
    damp = read(window(skin_conductance_us=20.0, activity=Activity.STILL))
    dry = read(window(skin_conductance_us=1.0, activity=Activity.STILL))
    assert damp.state.arousal > 0.05 > -0.05 > dry.state.arousal


@settings(max_examples=60, deadline=None)
@given(
    rate=st.floats(30.0, 220.0),
    skin=st.floats(0.01, 100.0),
    activity=st.one_of(st.none(), st.sampled_from(Activity)),
    rr=st.lists(st.floats(200.0, 2100.0), max_size=8),
)
def test_the_body_never_says_much(rate, skin, activity, rr):  # noqa: PLR0917 - drawn by name
    reading = read(
        window(
            heart_rate_bpm=rate,
            skin_conductance_us=skin,
            activity=activity,
            rr_intervals_ms=tuple(rr),
        )
    )
    assert -1.0 <= reading.state.arousal <= 1.0
    assert reading.state.dominance is None
    assert 0.98 * UNINFORMED_VARIANCE <= reading.state.variance.valence <= UNINFORMED_VARIANCE
    assert 0.85 * UNINFORMED_VARIANCE <= reading.state.variance.arousal <= UNINFORMED_VARIANCE


def test_one_sign_is_the_closed_form_of_two_normals():
    """With nobody known and at rest: prior (0, S), and 18 beats above 70, twice their spread."""
    reading = read(window(heart_rate_bpm=88.0, activity=Activity.STILL))
    link, spread, prior = AROUSAL_LINKS["heart_rate_bpm"], 8.8, UNINFORMED_VARIANCE
    gain = link * spread / math.sqrt(prior)
    noise = spread**2 * (1 - link**2) + 10.0**2 + 4.0**2
    variance = 1 / (1 / prior + gain**2 / noise)
    assert reading.state.variance.arousal == pytest.approx(variance)
    assert reading.state.arousal == pytest.approx(variance * gain * 18.0 / noise)


def test_a_rate_about_the_listeners_own_mean_is_read_too():
    reading = read(window(heart_rate_relative_bpm=20.0, activity=Activity.STILL))
    assert reading.is_valid
    assert reading.state.arousal > 0.05


def test_a_rate_that_is_given_in_both_forms_counts_once():
    both = window(heart_rate_bpm=85.0, heart_rate_relative_bpm=20.0, activity=Activity.STILL)
    assert read(both) == read(window(heart_rate_bpm=85.0, activity=Activity.STILL))


@pytest.mark.parametrize(
    ("samples", "validity"),
    [
        ([], NO_SAMPLES),
        (window(heart_rate_bpm=70.0, worn=False), OFF_WRIST),
        (window(steps_per_min=0.0), NOTHING_MEASURED),
        (window(3, rr_intervals_ms=(800.0, 810.0)), TOO_FEW_BEATS),
        (window(rr_intervals_ms=(800.0, 250.0, 2500.0)), TOO_NOISY),
        (window(heart_rate_bpm=0.0), TOO_NOISY),
        (window(skin_conductance_us=0.0), TOO_NOISY),
        (window(heart_rate_bpm=150.0, activity=Activity.RUNNING), MOVING),
    ],
)
def test_what_cannot_be_read_says_why_and_knows_nothing(samples, validity):
    reading = read(samples)
    assert reading.validity == validity
    assert not reading.is_valid
    assert reading.confidence == 0.0
    assert (reading.state.valence, reading.state.arousal) == (0.0, 0.0)
    assert reading.state.variance.arousal == pytest.approx(UNINFORMED_VARIANCE)
    assert validity in REMEDIES


def test_samples_off_the_wrist_count_for_nothing():
    worn = window(20, heart_rate_bpm=70.0, activity=Activity.STILL)
    off = window(10, heart_rate_bpm=140.0, activity=Activity.STILL, worn=False)
    assert read([*worn, *off]).state == read(worn).state


def test_only_the_window_counts():
    now = window(heart_rate_bpm=70.0, activity=Activity.STILL)
    before = [
        WearableSample(at=NOON - timedelta(minutes=6), heart_rate_bpm=180.0),
        WearableSample(at=NOON + timedelta(seconds=1), heart_rate_bpm=180.0),
    ]
    assert read([*before, *now]) == read(now)


def test_the_order_of_samples_does_not_matter():
    samples = [
        WearableSample(
            at=NOON - timedelta(seconds=k),
            rr_intervals_ms=(800.0 + 7 * (k % 11),),
            activity=Activity.STILL,
        )
        for k in range(60)
    ]
    assert read(samples) == read(samples[::-1])


def test_noisy_beats_leave_the_rate_of_the_device():
    samples = window(heart_rate_bpm=72.0, rr_intervals_ms=(800.0, 250.0, 2500.0))
    signs = body_signs(samples, NOON)
    assert signs.heart_rate_bpm == 72.0
    assert math.isnan(signs.rmssd_ms)
    assert signs.quality < 0.5


def test_reading_leaves_the_baseline_and_learning_moves_it():
    recognizer = PhysiologyRecognizer()
    samples = window(heart_rate_bpm=55.0, activity=Activity.STILL)
    recognizer.read(samples, NOON)
    assert recognizer.baseline.windows() == 0
    recognizer.learn(samples, NOON)
    assert recognizer.baseline.windows() == 1


def test_a_sample_without_a_zone_is_refused():
    naive = WearableSample(at=NOON.replace(tzinfo=None), heart_rate_bpm=70.0)
    with pytest.raises(InputError, match="zone"):
        read([naive])
