from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from moodarc.catalog import Tags
from moodarc.errors import InputError
from moodarc.listener import ListenerFacts
from moodarc.metrics import roc_auc
from moodarc.music.metadata import GENRES
from moodarc.session import Signal, Taste, TasteConfig, TasteSpace, genre_affinity
from moodarc.session.taste import Expected
from synthetic_library import make_library

N = 60
GENRE_TAGS = ("Jazz", "Metal", "Folk", "Techno", "")


def library(n=N):
    return [
        replace(track, tags=replace(track.tags, genre=GENRE_TAGS[track.track_id % 5]))
        for track in make_library(n)
    ]


@pytest.fixture(scope="module")
def space():
    return TasteSpace.of(library())


outcomes = st.lists(
    st.tuples(
        st.integers(1, N),
        st.builds(Signal, st.floats(0, 1), st.sampled_from([0.5, 1.0, 4.0])),
    ),
    max_size=40,
)


def naive(taste, events, space):
    """The posterior as one regression with a column for each artist and track, a row an event."""
    config, n = taste.config, len(space)
    artists = np.unique(space.artist)
    of_artist = (space.artist[:, None] == artists).astype(float)
    design = np.hstack([space.traits, of_artist, np.eye(n)])
    prior = np.concatenate(
        [config.of_traits(), np.full(len(artists), config.artist), np.full(n, config.track)]
    )
    mean = np.concatenate([taste.prior_mean(), np.zeros(len(artists) + n)])
    rows = [space.row_of[track_id] for track_id, _ in events]
    seen = design[rows]
    noise = np.array([config.outcome / signal.weight for _, signal in events])
    y = np.array([signal.outcome for _, signal in events])
    precision = np.diag(1 / prior) + (seen.T / noise) @ seen
    covariance = np.linalg.inv(precision)
    found = covariance @ (mean / prior + (seen.T / noise) @ (y - 0.5))
    return 0.5 + design @ found, np.einsum("ij,jk,ik->i", design, covariance, design)


@settings(max_examples=40, deadline=None)
@given(events=outcomes, affinity=st.dictionaries(st.sampled_from(GENRES), st.floats(0, 1)))
def test_the_posterior_is_that_of_the_regression_written_out(space, events, affinity):
    taste = Taste.prior(genre_affinity=affinity).after(events)
    found, (mean, variance) = taste.expected(space), naive(taste, events, space)
    np.testing.assert_allclose(found.mean, np.clip(mean, 0, 1), atol=1e-6)
    np.testing.assert_allclose(found.variance, variance, rtol=2e-5)


@settings(max_examples=30, deadline=None)
@given(events=outcomes, order=st.randoms(use_true_random=False))
def test_neither_order_nor_batches_of_events_matter(space, events, order):
    shuffled = list(events)
    order.shuffle(shuffled)
    one_by_one = Taste.prior()
    for track_id, signal in shuffled:
        one_by_one = one_by_one.updated(track_id, signal)
    at_once = Taste.prior().after(events).expected(space)
    np.testing.assert_allclose(one_by_one.expected(space).mean, at_once.mean, atol=1e-6)
    np.testing.assert_allclose(one_by_one.expected(space).variance, at_once.variance, rtol=1e-5)


@settings(max_examples=30, deadline=None)
@given(events=outcomes)
def test_no_evidence_makes_anything_less_certain(space, events):
    taste = Taste.prior().after(events)
    before, after = taste.expected(space), taste.updated(7, Signal(0.3)).expected(space)
    assert (after.variance <= before.variance * (1 + 1e-5)).all()
    assert (after.variance > 0).all()
    assert ((after.certainty >= 0) & (after.certainty < 1)).all()
    assert ((after.mean >= 0) & (after.mean <= 1)).all()


def test_a_cold_listener_gets_the_middle_with_the_variance_of_the_prior(space):
    found = Taste.prior().expected(space)
    assert (found.mean == 0.5).all()
    np.testing.assert_allclose(found.variance, found.before, rtol=1e-5)
    assert found.certainty == pytest.approx(np.zeros(N), abs=1e-6)


def test_updating_leaves_the_taste_as_it_was_and_the_same_events_give_the_same(space):
    taste = Taste.prior().updated(3, Signal(1.0))
    before = taste.expected(space).mean.copy()
    events = [(5, Signal(0.0)), (3, Signal(0.2, 4.0))]
    first, second = taste.after(events), taste.after(events)
    np.testing.assert_array_equal(taste.expected(space).mean, before)
    np.testing.assert_array_equal(first.expected(space).mean, second.expected(space).mean)
    assert first == second


def test_the_library_is_left_as_it_was(space):
    traits, artist = space.traits.copy(), space.artist.copy()
    Taste.prior().updated(3, Signal(1.0)).expected(space)
    np.testing.assert_array_equal(space.traits, traits)
    np.testing.assert_array_equal(space.artist, artist)


def test_rows_can_be_asked_alone(space):
    taste = Taste.prior().after([(3, Signal(1.0)), (9, Signal(0.0))])
    rows = np.array([8, 2, 40, 2])
    some, whole = taste.expected(space, rows), taste.expected(space)
    for name in Expected.__dataclass_fields__:
        np.testing.assert_allclose(getattr(some, name), getattr(whole, name)[rows], rtol=1e-5)


def test_evidence_of_tracks_that_are_gone_is_left_out_and_kept(space):
    taste = Taste.prior().updated(10_000, Signal(0.0, 5.0))
    assert (taste.expected(space).mean == 0.5).all()
    assert taste.evidence == {10_000: (5.0, 0.0)}


def test_a_signal_without_weight_changes_nothing(space):
    assert (Taste.prior().updated(1, Signal(0.0, 0.0)).expected(space).mean == 0.5).all()


def alike(tracks, **tags):
    """All of one sound, so that only tags tell them apart."""
    own = {
        name: value if callable(value) else (lambda _, v=value: v) for name, value in tags.items()
    }
    return [
        replace(
            track,
            analysis=tracks[0].analysis,
            tags=Tags(**{name: value(track.track_id) for name, value in own.items()}),
        )
        for track in tracks
    ]


def test_a_new_track_has_its_artists_estimate():
    tracks = alike(library(9), artist=lambda i: f"artist {i % 3}")
    found = (
        Taste.prior().after([(1, Signal(1.0)), (4, Signal(1.0))]).expected(TasteSpace.of(tracks))
    )
    by_id = dict(zip(range(1, 10), found.mean, strict=True))
    assert by_id[1] > by_id[7] > by_id[2] == pytest.approx(by_id[3])
    assert found.certainty[6] > found.certainty[1]


def test_a_new_artist_has_their_genres_estimate():
    tracks = alike(library(6), artist=str, genre=lambda i: "Jazz" if i % 2 else "Metal")
    found = Taste.prior().updated(1, Signal(0.0, 4.0)).expected(TasteSpace.of(tracks))
    assert found.mean[2] == pytest.approx(found.mean[4])
    assert found.mean[0] < found.mean[2] < found.mean[1] < 0.5


def test_what_a_registration_says_shifts_genres_until_events_say_otherwise():
    tracks = alike(library(6), artist=str, genre=lambda i: "Jazz" if i % 2 else "Metal")
    space = TasteSpace.of(tracks)
    taste = Taste.prior(genre_affinity=genre_affinity(ListenerFacts(genres=("jazz",))))
    first = taste.expected(space).mean
    assert first == pytest.approx([0.65, 0.5] * 3)
    later = taste.after([(1, Signal(0.0, 8.0)), (3, Signal(0.0, 8.0))]).expected(space).mean
    assert later[4] < later[5]


def test_a_genre_that_nobody_knows_is_refused():
    with pytest.raises(InputError, match="'jas'"):
        Taste.prior(genre_affinity={"jas": 0.7})
    with pytest.raises(InputError, match=r"1\.2"):
        Taste.prior(genre_affinity={"jazz": 1.2})


@pytest.mark.parametrize("value", [0.0, -1.0, np.nan, np.inf])
def test_a_variance_that_is_none_is_refused(value):
    with pytest.raises(InputError, match="track is"):
        TasteConfig(track=value)


def test_a_library_of_nothing_has_no_expectations():
    assert len(Taste.prior().updated(1, Signal(1.0)).expected(TasteSpace.of([])).mean) == 0


@pytest.fixture(scope="module")
def listened():
    """A listener of hidden linear taste: AUC on tracks never heard, and certainty, by events."""
    space = TasteSpace.of(library(600))
    rng = np.random.default_rng(5)
    config = TasteConfig()
    hidden = rng.normal(size=space.traits.shape[1]) * np.sqrt(config.of_traits())
    artist = rng.normal(size=space.artist.max() + 1)[space.artist] * np.sqrt(config.artist)
    utility = 0.5 + space.traits @ hidden + artist
    heard, held = np.arange(450), np.arange(450, 600)
    liked = utility[held] > np.median(utility[held])
    taste, told = Taste.prior(), {}
    for n in range(1, 1201):
        row = int(rng.choice(heard))
        noisy = utility[row] + rng.normal() * np.sqrt(config.outcome)
        taste = taste.updated(int(space.track_id[row]), Signal(float(np.clip(noisy, 0, 1))))
        if n in {20, 150, 1200}:
            found = taste.expected(space, held)
            told[n] = roc_auc(liked, found.mean), found.certainty.mean()
    return told


def test_a_hidden_taste_is_learned_from_what_was_done(listened):
    aucs = [auc for auc, _ in listened.values()]
    assert aucs == sorted(aucs)
    assert aucs[-1] > 0.8


def test_certainty_grows_with_evidence(listened):
    certainties = [certainty for _, certainty in listened.values()]
    assert certainties == sorted(certainties)
    assert certainties[0] < 0.25 < certainties[-1]
