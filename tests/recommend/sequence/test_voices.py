import numpy as np
import pytest

from moodarc.catalog import Interactions
from moodarc.recommend.sequence.voices import N_VOICES, REACH, count_tables, mixed


def plays():
    rng = np.random.default_rng(4)
    listener = np.repeat(np.arange(6), 9)
    session = np.repeat(np.arange(12), [5, 4] * 6)
    return Interactions.of(
        listener, rng.integers(0, 7, 54), at_s=np.tile(np.arange(9), 6), session=session
    )


def naive(found, *, only_next):
    counts = np.zeros((found.n_items, found.n_items))
    for i in range(len(found)):
        for j in range(i + 1, min(i + 1 + REACH, len(found))):
            alike = found.listener[i] == found.listener[j] and found.session[i] == found.session[j]
            if alike and only_next:
                counts[found.item[i], found.item[j]] += j == i + 1
            elif alike:
                counts[found.item[i], found.item[j]] += 1 / (j - i)
    return counts


def test_tables_count_as_a_plain_loop_does():
    found, tables = plays(), count_tables(plays())
    np.testing.assert_allclose(tables.following.counts.toarray(), naive(found, only_next=True))
    after = naive(found, only_next=False)
    np.testing.assert_allclose(tables.after.counts.toarray(), after, rtol=1e-6)
    np.testing.assert_allclose(tables.before.counts.toarray(), after.T, rtol=1e-6)


def test_the_step_to_be_foretold_is_taken_out_of_the_tables():
    found, tables = plays(), count_tables(plays())
    target = 3
    back = np.full((1, REACH), -1)
    back[0, :3] = found.item[[2, 1, 0]]
    together = back >= 0
    told = tables.told(back, found.item[[target]].astype(np.int64), together=together)[0]
    others = found.take(np.arange(len(found)) != target)
    assert others.n_items == found.n_items
    counts, last, aim = naive(found, only_next=True), found.item[2], found.item[target]
    left = counts[last].sum() - 1
    assert told[0, 0] == pytest.approx((counts[last, aim] - 1) / left if left else 0.0)
    after = naive(found, only_next=False)
    for k in range(3):
        item = found.item[2 - k]
        own = 1 / (k + 1)
        share = (after[item, aim] - own) / (after[item].sum() - own)
        assert told[1, k] == pytest.approx(min(max(share, 0.0), 1.0), abs=1e-5)


def test_a_mixture_is_a_distribution_where_every_voice_speaks():
    rng = np.random.default_rng(1)
    tables = count_tables(plays())
    history = np.array([[-1, 0, 1], [2, 3, 4]], np.int32)
    gate = np.full((2, 1 + N_VOICES), 0.2, np.float32)
    steps = np.zeros((N_VOICES, 12), np.float32)
    steps[:, :2] = [0.7, 0.3]
    steps[0, :2] = [1.0, 0.0]
    scores = rng.normal(size=(2, 7)).astype(np.float32)
    found = np.exp(mixed(scores.copy(), history, tables=tables, gate=gate, steps=steps))
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-5)
    network = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    row, counts = 1, tables.following.counts.toarray()
    after = tables.after.counts.toarray()
    before = after.T
    expected = 0.2 * network[row] + 0.2 * counts[4] / counts[4].sum()
    for table in (after, before):
        expected += 0.2 * (0.7 * table[4] / table[4].sum() + 0.3 * table[3] / table[3].sum())
    expected[4] += 0.2 * 0.7
    expected[3] += 0.2 * 0.3
    np.testing.assert_allclose(found[row], expected, rtol=1e-4)


def test_without_a_history_the_network_alone_ranks():
    tables = count_tables(plays())
    scores = np.arange(7, dtype=np.float32)[None]
    nothing = np.full((1, 3), -1, np.int32)
    gate = np.full((1, 1 + N_VOICES), 0.2, np.float32)
    steps = np.full((N_VOICES, 12), 1 / 12, np.float32)
    found = mixed(scores.copy(), nothing, tables=tables, gate=gate, steps=steps)
    assert found.argsort().tolist() == scores.argsort().tolist()
