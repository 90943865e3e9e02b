import numpy as np
import pytest

from moodarc.errors import InputError
from moodarc.protocols import uniform_negatives


def draw(n_items, plays, n=20):
    rng = np.random.default_rng(0)
    who, what = rng.integers(6, size=plays), rng.integers(n_items, size=plays)
    asked = np.sort(rng.integers(6, size=50))
    found = uniform_negatives(
        asked, (who, what), n_items=n_items, n=n, rng=np.random.default_rng(1)
    )
    return who, what, asked, found


@pytest.mark.parametrize(("n_items", "plays"), [(300, 400), (130, 300)])
def test_negatives_differ_and_were_never_played(n_items, plays):
    who, what, asked, found = draw(n_items, plays)
    for row, listener in enumerate(asked):
        assert len(set(found[row].tolist())) == 20
        assert not set(found[row].tolist()) & set(what[who == listener].tolist())


def test_every_unplayed_item_is_as_likely():
    asked = np.zeros(3000, np.int64)
    found = uniform_negatives(
        asked, (np.array([0]), np.array([4])), n_items=30, n=10, rng=np.random.default_rng(0)
    )
    counts = np.bincount(found.ravel(), minlength=30)
    assert counts[4] == 0
    expected = 3000 * 10 / 29
    assert np.abs(np.delete(counts, 4) - expected).max() < 5 * np.sqrt(expected)


def test_too_small_a_catalogue_is_refused():
    with pytest.raises(InputError, match="not to be had"):
        uniform_negatives(
            np.array([0]),
            (np.zeros(5, int), np.arange(5)),
            n_items=10,
            n=6,
            rng=np.random.default_rng(0),
        )
