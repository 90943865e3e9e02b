import numpy as np
import scipy.sparse as sp

from moodarc.recommend.factors.taste import solve_listeners


def test_each_listener_has_the_ridge_regression_of_their_own_ratings():
    rng = np.random.default_rng(0)
    held = rng.random((12, 30)) < rng.uniform(0.02, 0.9, (12, 1))
    held[3] = False
    row, column = np.nonzero(held)
    ratings = rng.normal(size=len(row)).astype(np.float32)
    errors = sp.csr_array(sp.coo_array((ratings, (row, column)), shape=held.shape))
    items = rng.normal(size=(30, 4)).astype(np.float32)
    found = solve_listeners(errors, items, bias_penalty=0.5, penalty=2.0)
    for listener in range(12):
        A = np.column_stack([np.ones(held[listener].sum()), items[held[listener]]])
        y = errors[[listener]].toarray()[0, held[listener]]
        expected = np.linalg.solve(A.T @ A + np.diag([0.5, 2, 2, 2, 2]), A.T @ y)
        np.testing.assert_allclose(found[listener], expected, atol=1e-4)
    assert not found[3].any()


def test_a_rating_of_nothing_is_a_rating():
    errors = sp.csr_array((np.zeros(2, np.float32), np.array([0, 1]), np.array([0, 2])), (1, 2))
    assert not solve_listeners(errors, np.ones((2, 1), np.float32), bias_penalty=1, penalty=1).any()
