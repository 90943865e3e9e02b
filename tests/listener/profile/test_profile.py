"""A profile is a fold over the log: in any order, in one go or record by record."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.affect import AffectReading, AffectState, Variance
from moodarc.catalog import EventKind, ListeningEvent
from moodarc.errors import InputError
from moodarc.listener import (
    DayPart,
    Habits,
    ProfileBuilder,
    TraitTable,
    build_profile,
)
from moodarc.listener.profile.habits import share_of
from moodarc.listener.profile.history import History

AT = datetime(2026, 1, 1, 8, tzinfo=UTC)
ROCK, JAZZ, BOTH, UNKNOWN = 1, 2, 3, 9
TABLE = TraitTable(
    ("rock", "jazz"),
    {ROCK: np.array([1.0, 0.0]), JAZZ: np.array([0.0, 1.0]), BOTH: np.array([0.5, 0.5])},
    {ROCK: 200.0, JAZZ: 100.0, BOTH: 300.0},
)
START = ProfileBuilder.before_any(TABLE, TraitTable((), {}, {}))


def after(minutes):
    return AT + timedelta(minutes=minutes)


def did(kind, track_id=ROCK, minutes=0.0):
    return ListeningEvent(listener="ada", at=after(minutes), kind=kind, track_id=track_id)


def felt(valence=0.0, minutes=0.0, *, variance=0.08, arousal=0.0, **changes):
    state = AffectState(
        valence=valence,
        arousal=arousal,
        at=after(minutes),
        variance=Variance(variance, variance),
    )
    return AffectReading(**({"state": state, "modality": "self_report"} | changes))


minutes = st.floats(0, 5000).map(lambda value: round(value, 3))
events = st.lists(
    st.builds(
        did,
        st.sampled_from(EventKind),
        st.sampled_from([ROCK, JAZZ, BOTH, UNKNOWN]),
        minutes,
    ),
    max_size=15,
    unique_by=lambda event: event.at,
)
readings = st.lists(
    st.builds(felt, st.floats(-1, 1), minutes, variance=st.floats(0, 1)),
    max_size=10,
    unique_by=lambda reading: reading.state.at,
)


@settings(max_examples=40, deadline=None)
@given(
    events_=events,
    readings_=readings,
    random=st.randoms(use_true_random=False),
    cut=st.integers(0, 25),
)
def test_rebuilt_in_any_order_equals_record_by_record(*, events_, readings_, random, cut):
    whole = build_profile(START, events_, readings_).profile
    shuffled = random.sample(events_, len(events_)), random.sample(readings_, len(readings_))
    assert build_profile(START, *shuffled).profile == whole
    at = after(200.0 * cut)
    early = [e for e in events_ if e.at < at], [r for r in readings_ if r.state.at < at]
    late = [e for e in events_ if e.at >= at], [r for r in readings_ if r.state.at >= at]
    assert build_profile(build_profile(START, *early), *late).profile == whole


def test_of_a_listener_without_a_log_the_profile_is_that_of_anybody_and_wide():
    profile = START.profile
    assert (profile.n_readings, profile.at) == (0, None)
    assert profile.valence.level.high - profile.valence.level.low > 1
    assert [response.valence.value for response in profile.genres] == [0.0, 0.0]
    assert profile.habits.skipped.value == 0.5


def test_a_record_of_the_past_is_refused_by_a_fold_that_is_further():
    builder = START.after(felt(minutes=10))
    with pytest.raises(InputError, match="sort the log"):
        builder.after(felt(minutes=9))


@pytest.mark.parametrize(
    "useless",
    [
        felt(-0.9, 5, validity="no face"),
        felt(-0.9, 5, confidence=0.0),
        felt(-0.9, 5, variance=0.4),
    ],
    ids=["not valid", "no confidence", "knows nothing"],
)
def test_readings_that_say_nothing_do_not_count(useless):
    profile = build_profile(START, [], [useless]).profile
    assert profile.n_readings == 0
    assert profile.valence.level == START.profile.valence.level


def test_a_sensor_in_quick_succession_counts_once_and_again_after_an_event():
    def count(events_, *readings_):
        return build_profile(START, events_, readings_).profile.n_readings

    stream = [felt(0.1, n / 6, modality="physiology") for n in range(60)]
    said = [felt(0.1, n / 6) for n in range(60)]
    assert count([], *stream) == 2
    assert count([], *said) == 60
    assert count([did(EventKind.PLAY, minutes=1)], *stream) == 3
    assert count([], *stream, felt(0.1, 0, modality="face")) == 3


class TestHeard:
    """How much of which track counts as heard."""

    def heard(self, *events_):
        end = felt(0.0, 600)
        return build_profile(START, events_, [end]).genres.heard.tolist()

    def test_a_played_track_is_heard_to_its_end(self):
        assert self.heard(did(EventKind.PLAY)) == pytest.approx([1, 0])

    def test_a_finish_adds_only_what_was_not_heard_yet(self):
        finished = did(EventKind.FINISH, minutes=3)
        assert self.heard(did(EventKind.PLAY), finished) == pytest.approx([1, 0])
        assert self.heard(finished) == pytest.approx([1, 0])

    def test_a_skip_or_the_next_play_ends_it(self):
        skipped = did(EventKind.SKIP, minutes=100 / 60)
        assert self.heard(did(EventKind.PLAY), skipped) == pytest.approx([0.5, 0])
        another = did(EventKind.PLAY, JAZZ, 50 / 60)
        assert self.heard(did(EventKind.PLAY), another) == pytest.approx([0.25, 1])

    def test_a_track_of_two_genres_counts_for_both(self):
        assert self.heard(did(EventKind.PLAY, BOTH)) == pytest.approx([1, 1])

    def test_likes_bans_and_tracks_that_are_gone_move_nothing(self):
        events_ = [did(EventKind.LIKE), did(EventKind.BAN, JAZZ, 1), did(EventKind.PLAY, 9, 2)]
        assert self.heard(*events_) == [0, 0]

    def test_a_reading_half_way_through_is_moved_by_half(self):
        half = build_profile(START, [did(EventKind.PLAY)], [felt(0.0, 100 / 60)])
        assert half.genres.heard.tolist() == pytest.approx([0.5, 0])


def test_what_rock_does_to_somebody_is_told_apart_from_what_jazz_does():
    rng = np.random.default_rng(0)
    events_, readings_ = [], []
    for n in range(200):
        at, track = 600.0 * n, (ROCK, JAZZ)[n % 2]
        before = rng.normal(0, 0.3)
        move = {ROCK: -0.2, JAZZ: 0.2}[track]
        events_.append(did(EventKind.PLAY, track, at + 1))
        readings_ += [
            felt(float(np.clip(before, -1, 1)), at, variance=0.01),
            felt(float(np.clip(before + move, -1, 1)), at + 5, variance=0.01),
        ]
    rock, jazz = build_profile(START, events_, readings_).profile.genres
    assert rock.valence.high < 0 < jazz.valence.low
    assert rock.arousal.low < 0 < rock.arousal.high
    assert rock.heard == pytest.approx(100)


def test_the_part_of_the_day_is_that_of_the_listeners_own_zone():
    east = timezone(timedelta(hours=9))
    evening = felt(-0.8, 0)
    profiles = {
        zone: build_profile(replace(START, genres=History.before_any(TABLE, zone)), [], [evening])
        for zone in (UTC, east)
    }
    at = {zone: builder.profile.valence.day_parts for zone, builder in profiles.items()}
    assert at[UTC][DayPart.MORNING].value < -0.005
    assert at[UTC][DayPart.AFTERNOON].value == 0
    assert at[east][DayPart.AFTERNOON].value < -0.005
    assert at[east][DayPart.MORNING].value == 0


class TestHabits:
    def test_what_was_done_is_counted(self):
        habits = Habits()
        kinds = [EventKind.PLAY, EventKind.SKIP, EventKind.PLAY, EventKind.FINISH, EventKind.LIKE]
        for kind in kinds:
            habits = habits.after(did(kind))
        assert [habits.count(kind) for kind in EventKind] == [2, 1, 1, 1, 0, 0, 0]
        assert habits.plays == {DayPart.MORNING: 2}
        assert habits.skipped.value == pytest.approx(2 / 4)
        assert habits.liked.value == pytest.approx(2 / 3)

    def test_a_share_is_the_posterior_under_a_uniform_prior(self):
        drawn = np.random.default_rng(0).beta(3 + 1, 7 + 1, size=400_000)
        found = share_of(3, 10)
        assert found.value == pytest.approx(drawn.mean(), abs=0.002)
        assert [found.low, found.high] == pytest.approx(
            np.quantile(drawn, [0.025, 0.975]), abs=0.005
        )
