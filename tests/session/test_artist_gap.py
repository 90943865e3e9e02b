"""No artist twice within `artist_gap` places, unless the list cannot be filled otherwise."""

from dataclasses import replace

import pytest

from moodarc.affect import GoalKind
from moodarc.catalog import Tags
from moodarc.session import PathPolicy, plan_playlist
from synthetic_library import make_library, make_track

KINDS = [GoalKind.MATCH, GoalKind.FOLLOW, GoalKind.LIFT]


def with_artists(tracks, names):
    return [
        replace(track, tags=Tags(title=track.title, artist=names[i % len(names)]))
        for i, track in enumerate(tracks)
    ]


def least_gap(decision, library):
    artist = {track.track_id: track.tags.artist for track in library}
    heard = [artist[offer.track_id] for offer in decision.offers]
    gaps = [j - i for j in range(len(heard)) for i in range(j) if heard[i] == heard[j]]
    return min(gaps, default=99)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wish", [{"n": 12}, {"minutes": 60}])
def test_an_artist_rests_for_three_places(ask, at, *, kind, wish):
    library = with_artists(make_library(300, seed=1), ["A", "B", "C", "D", "E", "F"])
    assert least_gap(plan_playlist(ask(kind, **wish), library, at=at), library) > 3


@pytest.mark.parametrize("kind", KINDS)
def test_as_many_artists_as_the_rule_needs_are_enough(ask, at, kind):
    library = with_artists(make_library(12, seed=2), ["A", "B", "C", "D"])
    decision = plan_playlist(ask(kind, n=8), library, at=at)
    assert least_gap(decision, library) == 4


def test_far_artists_are_fetched_before_the_rule_is_broken(ask, at):
    near = [make_track(i, (-0.5, -0.5), artist="Ann") for i in range(300)]
    far = [make_track(1000 + i, (0.9, 0.9), artist=f"Other {i}") for i in range(9)]
    decision = plan_playlist(ask(n=12), [*near, *far], at=at)
    assert least_gap(decision, [*near, *far]) > 3
    assert sum(offer.track_id < 1000 for offer in decision.offers) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_where_there_are_too_few_artists_the_price_rules_and_says_so(ask, at, kind):
    library = with_artists(make_library(40, seed=2), ["A", "B"])
    decision = plan_playlist(ask(kind, n=10), library, at=at)
    assert len(decision.offers) == 10
    assert least_gap(decision, library) <= 2
    told = [r.text for o in decision.offers for r in o.reasons if r.name == "artist_repetition"]
    assert len(told) == 8
    assert all(text.endswith("no list of this length without it was found") for text in told)


def test_a_gap_of_nought_leaves_it_to_the_price(ask, at):
    library = [make_track(i, (0.3, 0.3), artist="Ann") for i in range(3)]
    policy = PathPolicy(artist_gap=0)
    decision = plan_playlist(ask(feeling=(0.3, 0.3), n=3), library, at=at, policy=policy)
    told = [r.text for o in decision.offers for r in o.reasons if r.name == "artist_repetition"]
    assert all("that is Ann" in text and "without" not in text for text in told)


def test_unknown_artists_repeat_nobody(ask, at):
    library = [make_track(i, (0.3, 0.3)) for i in range(6)]
    decision = plan_playlist(ask(feeling=(0.3, 0.3), n=6), library, at=at)
    names = {r.name for offer in decision.offers for r in offer.reasons}
    assert "artist_repetition" not in names
