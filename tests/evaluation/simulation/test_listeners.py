"""SIMULATION: made people behave as their parameters say."""

import math

import numpy as np
import pytest

from moodarc.evaluation.simulation import (
    PARAMETERS,
    MadeLibraryConfig,
    Parameters,
    drawn_listener,
    made_library,
)
from moodarc.listener import POPULATION_DYNAMICS

LIBRARY = made_library(MadeLibraryConfig(n=200), seed=3)
NOBODY_MOVED = np.zeros(2)


def someone(number=0, **parameters):
    return drawn_listener(number, LIBRARY, Parameters(**parameters), seed=5)


def test_a_library_is_made_anew_from_its_seed():
    again = made_library(MadeLibraryConfig(n=200), seed=3)
    assert again.tracks[7].analysis.affect == LIBRARY.tracks[7].analysis.affect
    assert (again.affect == LIBRARY.affect).all()
    assert not (made_library(MadeLibraryConfig(n=200), seed=4).affect == LIBRARY.affect).all()


def test_tracks_of_one_artist_are_alike():
    centred = LIBRARY.traits - LIBRARY.traits.mean(axis=0)
    same = LIBRARY.artist[:, None] == LIBRARY.artist
    np.fill_diagonal(same, val=False)
    likeness = (centred @ centred.T) / centred.shape[1]
    assert likeness[same].mean() > 0.3
    assert abs(likeness[~same].mean()) < 0.05


def test_the_analyser_is_off_by_as_much_as_it_says():
    told = np.array(
        [(t.analysis.affect.valence, t.analysis.affect.arousal) for t in LIBRARY.tracks]
    )
    spread = math.sqrt(LIBRARY.tracks[0].analysis.affect.variance.valence)
    assert (told - LIBRARY.affect).std() == pytest.approx(spread, rel=0.15)


def test_a_person_is_the_same_whoever_else_is_drawn():
    assert (someone(4).liking == someone(4).liking).all()
    assert not (someone(4).liking == someone(5).liking).all()


def test_people_differ_by_as_much_as_was_measured():
    people = [someone(number) for number in range(400)]
    home = np.array([one.home for one in people])
    axis = POPULATION_DYNAMICS.valence
    assert home[:, 0].mean() == pytest.approx(axis.home, abs=0.03)
    assert home[:, 0].var() == pytest.approx(axis.home_variance, rel=0.25)
    usual = np.std([one.liking for one in people])
    assert usual == pytest.approx(
        math.sqrt(PARAMETERS.common + PARAMETERS.taste + PARAMETERS.artists), abs=0.06
    )


def test_music_draws_towards_what_it_expresses_and_what_is_liked_lifts():
    one = someone(bias=(0.0, 0.0))
    here, track = np.array([-0.5, 0.0]), np.array([0.5, 0.5])
    moved = one.felt(here, track, liking=0.0, share=1.0, noise=NOBODY_MOVED) - here
    assert moved == pytest.approx(np.array(PARAMETERS.gain) * (track - here))
    liked = one.felt(here, track, liking=2.0, share=1.0, noise=NOBODY_MOVED) - here
    assert liked - moved == pytest.approx([2.0 * PARAMETERS.liking_gain, 0.0])


def test_a_track_that_was_not_heard_does_nothing():
    here = np.array([0.1, -0.2])
    after = someone().felt(here, np.ones(2), liking=3.0, share=0.0, noise=np.ones(2))
    assert after == pytest.approx(here)


def test_unheard_one_is_drawn_home():
    one = someone()
    far = one.unheard(np.array([-0.9, 0.9]), 1000.0, NOBODY_MOVED)
    assert far == pytest.approx(one.home, abs=1e-6)


def test_what_is_disliked_or_does_not_fit_is_skipped_sooner():
    one, here = someone(), np.array([0.0, 0.0])
    fits, off = np.array([0.1, 0.1]), np.array([0.9, -0.9])
    assert one.skip_probability(here, fits, 1.0) < one.skip_probability(here, fits, -1.0)
    assert one.skip_probability(here, fits, 0.0) < one.skip_probability(here, off, 0.0)
    usual = one.skip_probability(here, np.array([PARAMETERS.usual_misfit, 0.0]), 0.0)
    assert usual == pytest.approx(PARAMETERS.skipped)
