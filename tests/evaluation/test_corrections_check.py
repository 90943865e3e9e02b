"""Corrections of made libraries, whose errors go together in a known way."""

import csv
import json

import numpy as np
import pytest
from tests.tiny_training import TINY

from moodarc.evaluation import (
    corrections_check,
    corrections_data,
    corrections_draws,
    corrections_fit,
)
from moodarc.evaluation.corrections_check import correction_rows
from moodarc.evaluation.corrections_data import JudgedLibrary, Retraining, Unheard, on_own_scale
from moodarc.evaluation.corrections_fit import fit_config, log_probability
from moodarc.evaluation.music_folds import load_music
from moodarc.evaluation.report import BenchReport
from moodarc.music.corrections import CorrectionConfig, Estimates, Evidence
from moodarc.music.corrections.kernel import likeness
from moodarc.music.emotion.training import quadrants_of_means

TRUE = CorrectionConfig(shared=(0.4, 0.2), alike=(0.5, 0.6), length=0.3)


def made_library(seed, *, n=120, config=TRUE, rated=True):
    """A truth that departs from the estimate as the process says."""
    rng = np.random.default_rng(seed)
    embeddings = rng.normal(size=(n, 6)) * np.exp(-np.arange(6) / 3)
    embeddings /= np.linalg.norm(embeddings, axis=1, keepdims=True)
    mean, variance = rng.uniform(-0.4, 0.4, (n, 2)), np.full((n, 2), 0.08)
    points = mean.copy()
    for axis in (0, 1):
        shared, alike = config.shared[axis], config.alike[axis]
        whole = shared + alike * likeness(embeddings, embeddings, config.length)
        whole += (1.0 - shared - alike) * np.eye(n)
        points[:, axis] += np.sqrt(0.08) * rng.multivariate_normal(np.zeros(n), whole)
    points = np.clip(points, -1.0, 1.0)
    estimates = Estimates(mean, variance, embeddings)
    quadrants = quadrants_of_means(points)
    return JudgedLibrary(estimates, points if rated else np.full((n, 2), np.nan), quadrants)


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(corrections_check, "_COUNTS", (5, 30))
    monkeypatch.setattr(corrections_check, "_DRAWS", 4)
    monkeypatch.setattr(corrections_draws, "_NOISE", 0.1)
    monkeypatch.setattr(corrections_fit, "_STEPS", 12)
    monkeypatch.setattr(corrections_fit, "_SETS", 1)


def test_the_true_settings_tell_corrections_better_than_others():
    library = made_library(0, n=200)
    said = Evidence.of_points(np.arange(100), library.points[:100])
    nothing = CorrectionConfig(shared=(0.0, 0.0), alike=(0.0, 0.0))
    offset = CorrectionConfig(shared=(0.4, 0.2), alike=(0.0, 0.0))
    true, shared, alone = (log_probability(library, said, c) for c in (TRUE, offset, nothing))
    assert true > shared > alone


def test_learned_settings_are_shares_and_keep_how_surely_a_listener_speaks(monkeypatch):
    monkeypatch.setattr(corrections_fit, "_SETS", 1)
    monkeypatch.setattr(corrections_fit, "_STEPS", 12)
    start = CorrectionConfig(point_variance=0.02)
    found = fit_config([made_library(0, n=60)], start=start, rng=np.random.default_rng(0))
    assert (found.point_variance, found.word_deviation) == (0.02, start.word_deviation)
    for shared, alike in zip(found.shared, found.alike, strict=True):
        assert shared > 0.0 < alike
        assert shared + alike < 1.0
    assert 0.0 < found.length < 2.0


@pytest.mark.usefixtures("quick")
def test_where_errors_go_together_other_tracks_gain_and_more_than_by_an_offset(check_report):
    pieces = [made_library(seed) for seed in (1, 2)]
    clips = [made_library(3, rated=False)]
    report = BenchReport("corrections", "made", tuple(correction_rows(clips, pieces, seed=0)))
    check_report(json.loads(report.to_json()))
    at = "corrections.pieces.points.k30"
    assert report[f"{at}.others.gain.valence_rmse"] < -0.02
    ours, offset, before, corrected = (
        sum(report[f"{at}.{way}.{axis}_rmse"] for axis in ("valence", "arousal"))
        for way in ("others.ours", "others.offset", "others.before", "corrected.ours")
    )
    assert corrected < ours < offset < before
    words = "corrections.clips.words.k30"
    assert report[f"{words}.others.gain.accuracy"] > 0.02
    assert report[f"{words}.corrected.ours.accuracy"] > 0.9
    denied = "corrections.clips.not.k5.corrected"
    assert report[f"{denied}.ours.accuracy"] > report[f"{denied}.before.accuracy"] == 0.0
    names = {row.name for row in report.rows}
    assert not any(name.startswith("corrections.clips.points") for name in names)
    assert "corrections.both.learned.length" in names


@pytest.mark.usefixtures("quick")
def test_the_same_seed_gives_the_same_figures():
    made = [made_library(1, n=60)], [made_library(2, n=60)]
    one, two = ([row.value for row in correction_rows(*made, seed=3)] for _ in range(2))
    assert one == two


def test_folds_and_rated_pieces_are_told_by_who_has_not_heard_them(clips_folder, here, tmp_path):
    data = load_music(clips_folder, None, here, work=tmp_path)
    unheard = Unheard(data, Retraining(executor=here, work=tmp_path, config=TINY))
    libraries = unheard.clips()
    assert [len(library) for library in libraries] == [4, 4, 4, 4]
    assert sorted(libraries[0].quadrants.tolist()) == [0, 1, 2, 3]
    assert not libraries[0].rated
    rated = rated_folder(tmp_path / "rated", clips_folder)
    pieces = unheard.pieces(rated)
    assert pieces.rated
    np.testing.assert_allclose(pieces.points, [[-0.5, 0.25], [0.5, -0.25]])
    assert pieces.quadrants.tolist() == [1, 3]
    assert np.isfinite(pieces.estimates.mean).all()
    assert pieces.estimates.embeddings.shape == (2, 64)
    scaled = on_own_scale(pieces)
    assert not np.array_equal(scaled.estimates.mean, pieces.estimates.mean)


def rated_folder(folder, clips):
    """Two clips of the folder, rated."""
    folder.mkdir()
    (folder / "audio").symlink_to(clips / "audio")
    files = sorted(path.name for path in (clips / "audio").iterdir())
    with (folder / "labels.csv").open("w", newline="", encoding="utf-8") as table:
        rows = csv.writer(table)
        rows.writerow(["file", "valence", "arousal"])
        rows.writerows([[files[0], -0.5, 0.25], [files[1], 0.5, -0.25]])
    return folder


def test_a_track_without_an_embedding_has_a_row_of_nothing():
    found = corrections_data._stacked([None, np.ones(64, np.float32)])
    assert np.isnan(found[0]).all()
    assert (found[1] == 1.0).all()
