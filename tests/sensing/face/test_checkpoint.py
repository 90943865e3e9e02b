import numpy as np
import pytest

from moodarc.artifacts import Checkpoint, latest_checkpoint, save_checkpoint
from moodarc.errors import ArtifactError


def checkpoint(epochs):
    return Checkpoint(
        weights={"a.b": np.arange(6, dtype=np.float32).reshape(2, 3), "n": np.array(4)},
        optimiser={"0.exp_avg": np.ones(3, np.float32)},
        best={"a.b": np.zeros((2, 3), np.float32)},
        history=[{"epoch": float(number), "loss": 0.1} for number in range(epochs)],
    )


def test_the_newest_checkpoint_comes_back_whole(tmp_path):
    for epochs in (9, 10, 11):
        save_checkpoint(tmp_path, checkpoint(epochs))
    found = latest_checkpoint(tmp_path)
    assert len(found.history) == 11
    assert found.history[10] == {"epoch": 10.0, "loss": 0.1}
    np.testing.assert_array_equal(found.weights["a.b"], checkpoint(1).weights["a.b"])
    assert found.weights["n"].shape == ()
    assert found.best.keys() == {"a.b"}
    assert len(list(tmp_path.iterdir())) == 2


def test_an_empty_or_absent_folder_has_none(tmp_path):
    assert latest_checkpoint(tmp_path) is None
    assert latest_checkpoint(tmp_path / "absent") is None


def test_a_damaged_checkpoint_is_one_clear_error(tmp_path):
    path = save_checkpoint(tmp_path, checkpoint(1))
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(ArtifactError, match="no whole checkpoint"):
        latest_checkpoint(tmp_path)
