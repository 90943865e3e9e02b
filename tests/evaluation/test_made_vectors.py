import numpy as np

from moodarc.evaluation.made_vectors import MadeVectors

N = 150_000


def test_any_block_can_be_made_again_and_another_seed_makes_others():
    made = MadeVectors(n_items=N, size=8)
    blocks = list(made.blocks())
    assert [block.shape for block in blocks] == [(100_000, 8), (50_000, 8)]
    assert blocks[0].dtype == np.float32
    np.testing.assert_array_equal(blocks[1], list(MadeVectors(n_items=N, size=8).blocks())[1])
    assert not np.array_equal(blocks[1], list(MadeVectors(n_items=N, size=8, seed=1).blocks())[1])


def test_lengths_directions_and_clusters_are_as_told():
    (block,) = MadeVectors(n_items=4000, size=32).blocks()
    lengths = np.linalg.norm(block, axis=1)
    assert abs(np.log(lengths).std() - 0.15) < 0.01
    strengths = np.linalg.svd(block, compute_uv=False) ** 2
    assert strengths.sum() ** 2 / (strengths**2).sum() < 16  # of 32 equal ones it would be 32
    unit = block / lengths[:, None]
    nearest = np.sort(unit @ unit.T, axis=1)[:, -2]
    noise = np.random.default_rng(0).standard_normal(block.shape)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    assert nearest.mean() > 0.1 + np.sort(noise @ noise.T, axis=1)[:, -2].mean()


def test_a_query_is_near_a_track():
    made = MadeVectors(n_items=2000, size=32)
    (block,) = made.blocks()
    queries = made.queries(50)
    unit = block / np.linalg.norm(block, axis=1, keepdims=True)
    cosines = (queries / np.linalg.norm(queries, axis=1, keepdims=True)) @ unit.T
    assert (cosines.max(axis=1) > 0.75).all()
