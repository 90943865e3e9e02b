import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.catalog import TrackTable
from moodarc.recommend import TimbreFlow, timbre_flow
from synthetic_library import make_embedding, make_library, make_track, sounding

seeds = st.integers(0, 1000)


def of_cosine(cosine):
    return np.float32([[1, 0]]), np.float32([[cosine, np.sqrt(1 - cosine**2)]])


@given(seeds, seeds)
def test_flow_is_symmetric_and_bounded(a, b):
    one, other = make_embedding(a)[None], make_embedding(b)[None]
    flow = timbre_flow(one, other)
    assert 0.0 <= flow.item() <= 1.0
    assert flow.item() == pytest.approx(timbre_flow(other, one).item())


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_flow_grows_with_the_cosine(a, b):
    low, high = sorted((a, b))
    assert timbre_flow(*of_cosine(low)).item() <= timbre_flow(*of_cosine(high)).item() + 1e-7


@pytest.mark.parametrize(
    ("cosine", "share"), [(1.0, 1.0), (0.64, 0.905), (0.36, 0.75), (0.10, 0.5), (-1.0, 0.0)]
)
def test_flow_is_the_share_of_pairs_that_are_less_alike(cosine, share):
    assert timbre_flow(*of_cosine(cosine)).item() == pytest.approx(share, abs=0.02)


def test_a_track_without_embedding_is_in_the_middle():
    known, unknown = np.float32([[1, 0]]), np.float32([[np.nan, np.nan]])
    assert timbre_flow(known, unknown).item() == timbre_flow(unknown, known).item() == 0.5
    none = np.zeros((3, 0), np.float32)
    assert timbre_flow(none[:2], none).tolist() == [[0.5] * 3] * 2


def test_every_pair_of_many_is_as_alone():
    table = TrackTable.from_tracks(make_library(12))
    whole = timbre_flow(table.embedding[[[3, 1], [0, 2]]], table.embedding)
    assert whole.shape == (2, 2, 12)
    alone = timbre_flow(table.embedding[2], table.embedding[5:6]).item()
    assert whole[1, 1, 5] == pytest.approx(alone)


def test_an_embedding_of_another_network_says_nothing():
    table = TrackTable.from_tracks([sounding(make_track(1), make_embedding(1))])
    assert TimbreFlow(make_embedding(1, size=5)).score(table).tolist() == [0.5]
