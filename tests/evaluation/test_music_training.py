import numpy as np
import pytest

from moodarc.artifacts import load_artifact
from moodarc.datasets import load_panda_4q
from moodarc.errors import DatasetError, InputError
from moodarc.evaluation import fingerprint, music_training
from moodarc.evaluation.music_emotion import load_runs
from moodarc.evaluation.music_training import MODEL_VERSION, train_music
from moodarc.music.emotion import FeatureEstimator
from moodarc.music.emotion.training import FeatureTrainingConfig, quadrants_of_means, train

SMALL = FeatureTrainingConfig(
    hidden=(16,), weight_decay=(1.0,), members=2, selection_members=1, epochs=60, seed=5
)


@pytest.fixture(scope="module")
def trained(clips_folder, here, tmp_path_factory):
    """The rows and the folder of a small model."""
    out = tmp_path_factory.mktemp("model") / "small"
    return train_music(clips_folder, out, here, config=SMALL), out


def test_what_was_written_loads_verifies_and_tells_its_clips(trained, clips_folder, here):
    estimator = FeatureEstimator.from_artifact(load_artifact(trained[1]))
    data = load_runs(load_panda_4q(clips_folder), here)
    told = quadrants_of_means(estimator.estimate(data.views[:, 0]).mean)
    assert (told == data.quadrant).mean() > 0.9
    assert estimator.version == MODEL_VERSION
    assert len(estimator.members) == 2


def test_weights_are_halved_and_estimates_hardly_move(trained, clips_folder, here):
    artifact = load_artifact(trained[1])
    kinds = {name: array.dtype for name, array in artifact.arrays.items()}
    assert kinds.pop("quantiles") == np.float32
    assert set(kinds.values()) == {np.dtype(np.float16)}
    data = load_runs(load_panda_4q(clips_folder), here)
    whole, _ = train(data, SMALL, version=MODEL_VERSION)
    halved = FeatureEstimator.from_artifact(artifact)
    first, second = (e.estimate(data.views[:, 0]).mean for e in (whole, halved))
    np.testing.assert_allclose(first, second, atol=0.002)


def test_the_manifest_repeats_the_training(trained):
    manifest = load_artifact(trained[1]).manifest
    assert manifest.seed == 5
    assert manifest.command == "moodarc train music --data DIR"


def test_the_model_names_the_data_that_it_was_trained_on(trained, clips_folder):
    clips = load_panda_4q(clips_folder)
    found = load_artifact(trained[1]).config["trained_on"]
    assert found == fingerprint(clip.path for clip in clips)


def test_the_card_holds_the_figures_that_were_returned(trained, clips_folder):
    rows, out = trained
    card = load_artifact(out).card
    for row in rows:
        assert f"| {row.name} | {row.value:.3f} |" in card
    assert "16 clips" in card
    clips = load_panda_4q(clips_folder)
    assert fingerprint(clip.path for clip in clips) in card
    assert "(16 units, L2 1;" in card


def test_a_folder_that_is_no_model_is_refused_before_the_training(tmp_path, monkeypatch, here):
    (tmp_path / "thesis.txt").write_text("years of work")

    def never(*_arguments, **_more):
        pytest.fail("trained before it looked at the folder")

    monkeypatch.setattr(music_training, "load_panda_4q", never)
    with pytest.raises(InputError, match="is no model folder; give another --out"):
        train_music(tmp_path / "4q", tmp_path, here, config=SMALL)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_too_few_folds_are_refused_before_anything_is_written(tmp_path, clips_folder, here):
    folder = tmp_path / "4q"
    folder.mkdir()
    (folder / "audio").symlink_to(clips_folder / "audio")
    lines = (clips_folder / "labels.csv").read_text().splitlines()
    (folder / "labels.csv").write_text("\n".join(lines[:9]))
    with pytest.raises(DatasetError, match="1 fold"):
        train_music(folder, tmp_path / "model", here, config=SMALL)
    assert not (tmp_path / "model").exists()
