from dataclasses import replace

import numpy as np
import pytest
from tests.tiny_training import TINY

from moodarc.artifacts import load_artifact
from moodarc.datasets import load_panda_4q
from moodarc.errors import DatasetError, InputError
from moodarc.evaluation import fingerprint, music_training
from moodarc.evaluation.music_emotion import Refit, bench_music, load_runs
from moodarc.evaluation.music_training import MODEL_VERSION, MusicSources, train_music
from moodarc.music import Analyser
from moodarc.music.emotion import FusedEstimator
from moodarc.music.emotion.training import quadrants_of_means, train

SMALL = replace(TINY, seed=5)


@pytest.fixture(scope="module")
def sources(clips_folder, tmp_path_factory):
    return MusicSources(labelled=clips_folder, work=tmp_path_factory.mktemp("work"), config=SMALL)


@pytest.fixture(scope="module")
def trained(sources, here, tmp_path_factory):
    """The rows and the folder of a small model."""
    out = tmp_path_factory.mktemp("model") / "small"
    return train_music(sources, out, here), out


def test_what_was_written_loads_verifies_and_tells_its_clips(trained, clips_folder):
    estimator = FusedEstimator.from_artifact(load_artifact(trained[1]))
    clips = load_panda_4q(clips_folder)
    affects = [Analyser(estimator).analyse(clip.path).affect for clip in clips]
    told = quadrants_of_means(np.array([(a.valence, a.arousal) for a in affects]))
    assert np.mean(told == np.tile([0, 1, 2, 3], 4)) > 0.9
    assert estimator.version == MODEL_VERSION
    assert len(estimator.heads) == 2


def test_weights_are_halved_and_the_ensemble_tells_the_same(trained, clips_folder, here):
    artifact = load_artifact(trained[1])
    kinds = {name: array.dtype for name, array in artifact.arrays.items()}
    halved = {name for name, kind in kinds.items() if kind == np.float16}
    assert halved == {name for name in kinds if name.startswith(("member", "head"))} | {
        "machine.support"
    }
    assert {kinds[name] for name in set(kinds) - halved} == {np.dtype(np.float32)}
    data = load_runs(load_panda_4q(clips_folder), here)
    whole, _ = train(data, replace(SMALL.features, seed=5), version=MODEL_VERSION)
    halved = FusedEstimator.from_artifact(artifact).ensemble
    first, second = (e.estimate(data.views[:, 0]).mean for e in (whole, halved))
    np.testing.assert_allclose(first, second, atol=0.002)


def test_an_interrupted_run_goes_on_from_the_networks_it_had(
    sources, here, *, trained, monkeypatch
):
    def never(*_arguments):
        pytest.fail("trained a network that was there")

    trainer = "moodarc.music.emotion.convolution.training._train"
    monkeypatch.setattr(trainer, never)
    again = trained[1].with_name("again")
    assert train_music(sources, again, here) == trained[0]
    assert load_artifact(again).manifest.files == load_artifact(trained[1]).manifest.files


def test_the_bench_gives_the_figures_of_the_card(sources, here, trained):
    refit = Refit(work=sources.work, config=SMALL)
    told = bench_music(sources.labelled, here, refit=refit)
    assert {row.name: row.value for row in trained[0]}.items() <= {
        row.name: row.value for row in told.rows
    }.items()


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

    monkeypatch.setattr(music_training, "load_music", never)
    with pytest.raises(InputError, match="is no model folder; give another --out"):
        train_music(MusicSources(labelled=tmp_path / "4q", work=tmp_path), tmp_path, here)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_too_few_folds_are_refused_before_anything_is_written(tmp_path, clips_folder, here):
    folder = tmp_path / "4q"
    folder.mkdir()
    (folder / "audio").symlink_to(clips_folder / "audio")
    lines = (clips_folder / "labels.csv").read_text().splitlines()
    (folder / "labels.csv").write_text("\n".join(lines[:5]))
    with pytest.raises(DatasetError, match="1 fold"):
        train_music(
            MusicSources(labelled=folder, work=tmp_path, config=SMALL), tmp_path / "model", here
        )
    assert not (tmp_path / "model").exists()
