import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moodarc.catalog import Interactions
from moodarc.recommend.sequence.windows import windows_of


@given(st.lists(st.integers(1, 14), min_size=1, max_size=8), st.integers(2, 6))
def test_every_step_is_a_target_once(lengths, n):
    listener = np.repeat(np.arange(len(lengths)), lengths)
    plays = Interactions.of(listener, np.arange(len(listener)))
    found = windows_of(plays, n)
    assert (found.end - found.start <= n + 1).all()
    targets = [t for a, b in zip(found.start, found.end, strict=True) for t in range(a + 1, b)]
    firsts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    assert sorted(targets) == sorted(set(range(len(listener))) - set(firsts.tolist()))


def sessions():
    return Interactions.of([0] * 8, range(8), at_s=range(8), session=[1, 1, 1, 2, 2, 2, 3, 4])


def test_a_step_into_a_session_is_read_but_no_target():
    found = windows_of(sessions(), 50)
    assert found.counts.tolist() == [False, True, True, False, True, True, False, False]
    assert (found.start.tolist(), found.end.tolist()) == ([0], [8])


def test_batches_hold_every_window_once_and_like_lengths():
    rng = np.random.default_rng(0)
    listener = np.repeat(np.arange(100), rng.integers(2, 30, 100))
    found = windows_of(Interactions.of(listener, np.arange(len(listener))), 10)
    batches = list(found.batches(np.random.default_rng(1), 8))
    assert len(batches) <= found.n_batches(8)
    assert sorted(np.concatenate(batches)) == list(range(len(found)))
    lengths = found.end - found.start
    assert max(np.ptp(lengths[batch]) for batch in batches) <= 4


def test_a_prefix_ends_at_a_target_of_its_window():
    found = windows_of(sessions(), 50)
    ends = set()
    for seed in range(40):
        prefix = found.prefixes(np.array([0]), np.random.default_rng(seed))
        assert prefix.start[0] == 0
        ends.add(int(prefix.end[0]) - 1)
    assert ends == {1, 2, 4, 5}
