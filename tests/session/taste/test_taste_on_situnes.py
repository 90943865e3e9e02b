"""Taste on real listeners: 30 people rate what they hear, told from their own earlier ratings.

Tracks are known by eight openSMILE columns and their genre; the streaming service's columns are not
read. Nothing is fitted here.
"""

import numpy as np
import pytest

from moodarc.datasets import load_situnes
from moodarc.metrics import roc_auc
from moodarc.session import Signal, Taste, TasteSpace
from moodarc.session.taste.space import DESCRIPTORS, N_SOUND
from shared import shared_data

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def data():
    return load_situnes(shared_data("situnes"))


@pytest.fixture(scope="module")
def space(data):
    music, n = data.music, len(data.music.tracks)
    descriptors = np.full((n, len(DESCRIPTORS)), np.nan)
    descriptors[:, : music.sound.shape[1]] = music.sound
    return TasteSpace.of_columns(
        music.tracks,
        np.full(n, -1),
        descriptors=descriptors,
        sound=np.full((n, N_SOUND), np.nan),
        genres=list(music.genres),
    )


def heard(data):
    """(listener, track, outcome, whether it is asked) in the order of time."""
    stages = [(data.laboratory, False), (data.everyday, True)]
    rows = [
        (at, listener, track, (rating - 1.0) / 4.0, asked)
        for stage, asked in stages
        for at, listener, track, rating in zip(
            stage.at_s, stage.listeners, stage.tracks, stage.rating, strict=True
        )
    ]
    return [row[1:] for row in sorted(rows)]


@pytest.fixture(scope="module")
def told(data, space):
    """Of each everyday rating: the outcome, what taste expected, the listener's own mean before."""
    tastes, past, found = {}, {}, []
    for listener, track, outcome, asked in heard(data):
        if track not in space.row_of:
            continue
        taste, own = tastes.get(listener, Taste.prior()), past.setdefault(listener, [0.5])
        if asked:
            mean = taste.expected(space, np.array([space.row_of[track]])).mean[0]
            found.append((outcome, mean, np.mean(own)))
        tastes[listener] = taste.updated(int(track), Signal(outcome))
        own.append(outcome)
    return np.array(found).T


def test_taste_tells_ratings_better_than_the_listeners_own_mean(told):
    outcome, taste, own = told
    liked = outcome >= 0.5
    assert roc_auc(liked, taste) > roc_auc(liked, own) + 0.05
    assert np.sqrt(np.mean((outcome - taste) ** 2)) < np.sqrt(np.mean((outcome - own) ** 2))


def test_an_explicit_rating_is_worth_some_plays(data):
    ratings = {}
    for listener, track, outcome, _ in heard(data):
        ratings.setdefault((listener, track), []).append(outcome)
    again = [np.var(own, ddof=1) for own in ratings.values() if len(own) > 1]
    assert len(again) > 200
    assert 3.0 < Taste.prior().config.outcome / np.mean(again) < 4.0
