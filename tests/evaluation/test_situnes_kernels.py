import numpy as np
import pytest
from tests.situnes_folder import write_situnes

from moodarc.datasets import load_situnes
from moodarc.evaluation.situnes_kernels import KernelModel, _misfit, kernels_of
from moodarc.evaluation.situnes_ratings import INPUTS, ratings_of


@pytest.fixture(scope="module")
def ratings(tmp_path_factory):
    where = write_situnes(tmp_path_factory.mktemp("s") / "s", listeners=4, each=8)
    data = load_situnes(where)
    return ratings_of([data.everyday], data.music)


def test_every_kernel_is_symmetric_and_has_no_negative_direction(ratings):
    for name, kernel in kernels_of(ratings, np.arange(32), INPUTS).items():
        np.testing.assert_allclose(kernel, kernel.T, atol=1e-6, err_msg=name)
        assert np.linalg.eigvalsh(kernel.astype(np.float64)).min() > -1e-4, name


def test_a_group_that_is_not_told_has_no_kernel(ratings):
    plain = kernels_of(ratings, np.arange(32), ())
    assert set(plain) == {name for name in plain if name.split(".")[0] in _WHO_AND_WHAT}
    assert {"emotion.line"} <= set(kernels_of(ratings, np.arange(32), ("emotion",))) - set(plain)


_WHO_AND_WHAT = {"listener", "track", "genre", "sound"}


def test_what_is_told_is_the_mean_of_the_gaussian_process(ratings):
    kernels = kernels_of(ratings, np.arange(32), ("wrist",))
    labels = ratings.liked[:24]
    model = KernelModel(dict.fromkeys(kernels, 0.05), 0.1, 0.4)
    total = 0.05 * sum(kernel.astype(np.float64) for kernel in kernels.values())
    known = np.linalg.inv(total[:24, :24] + 0.1 * np.eye(24))
    naive = 0.4 + total[24:, :24] @ known @ (labels - 0.4)
    np.testing.assert_allclose(model.tell(kernels, labels), naive, atol=1e-4)


def test_the_slope_of_the_misfit_is_its_difference(ratings):
    kernels = kernels_of(ratings, np.arange(32), ())
    stacked = np.stack([kernel.ravel() for kernel in kernels.values()]).astype(np.float64)
    off = ratings.liked - ratings.liked.mean()
    logs = np.linspace(-4.0, -2.0, len(stacked) + 1)
    _, slope = _misfit(stacked, off, np.exp(logs))
    for place in range(len(logs)):
        step = np.zeros_like(logs)
        step[place] = 1e-2
        up, down = (_misfit(stacked, off, np.exp(logs + sign * step))[0] for sign in (1, -1))
        assert slope[place] == pytest.approx((up - down) / 2e-2, abs=2e-2)


def test_the_kernel_that_explains_the_labels_gets_the_weight(ratings):
    kernels = kernels_of(ratings, np.arange(32), ())
    model = KernelModel.fit(kernels, ratings.liked)
    told = model.tell(
        {name: np.tile(kernel, (2, 2)) for name, kernel in kernels.items()}, ratings.liked
    )
    assert ((told > 0.5) == (ratings.liked > 0.5)).all()
