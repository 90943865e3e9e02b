from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from moodarc.affect import AffectReading, AffectState, EmotionVector, Variance, emotion_vector
from moodarc.errors import InputError
from moodarc.listener import EmotionSteps, felt_moments
from moodarc.sensing import from_point

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)
HAPPY, SAD = EmotionVector(1, 0, 0, 0), EmotionVector(0, 0, 1, 0)


def reading(minutes, vector=None, **changes):
    state = AffectState(
        valence=0.4, arousal=-0.2, at=AT + timedelta(minutes=minutes), variance=Variance(0.1, 0.2)
    )
    return AffectReading(
        **({"state": state, "modality": "self_report", "vector": vector} | changes)
    )


def test_shares_count_as_given_and_a_point_by_its_gaussian_mass():
    vectors, hours = felt_moments([reading(0, HAPPY), reading(90)])
    assert tuple(vectors[0]) == HAPPY
    assert tuple(vectors[1]) == pytest.approx(emotion_vector(0.4, -0.2, Variance(0.1, 0.2)))
    assert hours[1] - hours[0] == pytest.approx(1.5)


def test_readings_of_one_quarter_hour_are_one_moment_by_confidence():
    near = [reading(0, HAPPY), reading(14, SAD, confidence=0.25), reading(15, SAD)]
    vectors, hours = felt_moments(near)
    assert vectors.tolist() == [[0.8, 0, 0.2, 0], [0, 0, 1, 0]]
    assert len(hours) == 2


def test_a_stream_of_readings_a_second_is_a_moment_a_quarter_hour():
    stream = [reading(second / 60, HAPPY) for second in range(3600)]
    assert len(felt_moments(stream)[0]) == 4


def test_the_order_does_not_matter_and_what_must_not_count_does_not():
    given = [reading(60, SAD), reading(30, SAD, validity="no face"), reading(0, HAPPY)]
    given.append(reading(45, SAD, confidence=0.0))
    vectors, hours = felt_moments(given)
    assert vectors.tolist() == [list(HAPPY), list(SAD)]
    assert np.diff(hours) == pytest.approx([1.0])


def test_who_said_nothing_has_no_moments_and_no_steps():
    vectors, hours = felt_moments([])
    assert (vectors.shape, hours.shape) == ((0, 4), (0,))
    assert len(EmotionSteps.between(vectors, hours)) == 0
    assert len(EmotionSteps.joined([])) == 0


def test_steps_of_several_are_counted_together():
    one = EmotionSteps.between([HAPPY, SAD], [0, 1])
    both = EmotionSteps.joined([one, EmotionSteps.between([SAD, SAD, HAPPY])])
    assert both.counts.tolist() == [[0, 0, 1, 0], [0, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]]
    assert both.hours.tolist()[:1] == [1.0]
    assert np.isnan(both.hours[1:]).all()


@pytest.mark.parametrize(
    ("vectors", "times", "told"),
    [
        ([HAPPY, SAD], [1, 0], "ascending"),
        ([HAPPY, SAD], [1, 1], "ascending"),
        ([HAPPY, SAD], [0], "one time each"),
        ([HAPPY, (2, 0, 0, 0)], None, "outside"),
        ([HAPPY, (float("nan"), 0, 0, 0)], None, "outside"),
    ],
)
def test_what_is_no_history_is_refused(vectors, times, told):
    with pytest.raises(InputError, match=told):
        EmotionSteps.between(vectors, times)


def test_a_wristband_that_knows_next_to_nothing_makes_no_moments():
    said = [from_point(0.6, 0.4, AT + timedelta(hours=n)) for n in range(4)]
    pulse = [
        AffectReading(
            state=AffectState(
                valence=0.0,
                arousal=0.02,
                variance=Variance(0.333, 0.31),
                at=AT + timedelta(minutes=5 * n),
            ),
            modality="physiology",
        )
        for n in range(60)
    ]
    alone, beside = felt_moments(said), felt_moments([*said, *pulse])
    assert all((a == b).all() for a, b in zip(alone, beside, strict=True))


def test_a_moment_is_the_mean_of_its_readings_by_what_each_knows():
    sure = from_point(0.9, 0.9, AT)
    vague = AffectReading(
        state=AffectState(valence=-0.6, arousal=-0.6, variance=Variance(0.2, 0.2), at=AT),
        modality="face",
    )
    shares, _ = felt_moments([sure, vague])
    mean = np.average(
        [
            list(emotion_vector(0.9, 0.9, sure.state.variance)),
            list(emotion_vector(-0.6, -0.6, vague.state.variance)),
        ],
        axis=0,
        weights=[1 / 0.03 - 3, 1 / 0.2 - 3],
    )
    assert shares[0] == pytest.approx(mean)
