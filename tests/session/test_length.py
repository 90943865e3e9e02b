import numpy as np
import pytest

from moodarc.session.length import Length

DURATIONS = np.array([100.0, 200.0, 300.0])


def test_by_time_progress_is_one_where_a_track_ends_at_the_limit(ask):
    length = Length.of(ask(minutes=20), DURATIONS)
    progress = length.progress(3, np.array([[900.0]]), DURATIONS)
    np.testing.assert_allclose(progress, [[900 / 1100, 0.9, 1.0]])


def test_by_time_what_leaves_no_room_is_last(ask):
    length = Length.of(ask(minutes=20), DURATIONS)
    assert length.progress(5, np.array(950.0), np.array(200.0)) == 1.0


def test_by_number_progress_counts_the_tracks_to_come_at_their_usual_length(ask):
    length = Length.of(ask(n=3), DURATIONS)
    walk = [float(length.progress(k, np.array(k * 200.0), np.array(200.0))) for k in range(3)]
    assert walk == [0.0, 0.5, 1.0]


def test_a_single_place_is_the_last(ask):
    assert Length.of(ask(n=1), DURATIONS).progress(0, np.array(0.0), np.array(100.0)) == 1.0


def test_both_limits_reserve_time_for_the_places_to_come(ask):
    length = Length.of(ask(n=3, minutes=12), DURATIONS)
    assert [length.budget_s(k) for k in range(4)] == [420.0, 620.0, 720.0, -np.inf]


def test_places_that_cannot_fit_the_time_are_not_expected(ask):
    assert Length.of(ask(n=3, minutes=6), DURATIONS).places == 2


@pytest.mark.parametrize(("wish", "places"), [({"n": 2}, 2), ({"minutes": 30}, 9), ({}, 3)])
def test_expected_places(ask, wish, places):
    assert Length.of(ask(**wish), DURATIONS).expected_places == places
