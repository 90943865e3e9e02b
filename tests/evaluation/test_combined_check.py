"""What is written beside what is heard, on sixteen clips."""

import numpy as np
import pytest

from moodarc.datasets import load_panda_4q
from moodarc.evaluation import combined_check
from moodarc.evaluation.combined_check import combined_rows
from moodarc.evaluation.metadata import load_genre_clips
from moodarc.evaluation.music_folds import MusicTrainingConfig
from moodarc.music.emotion.kernel.training import KernelTrainingConfig
from moodarc.music.emotion.training import FeatureTrainingConfig
from moodarc.music.metadata import Normals

SMALL = MusicTrainingConfig(
    features=FeatureTrainingConfig(
        hidden=(4,), weight_decay=(1.0,), members=1, selection_members=1, epochs=3
    ),
    machine=KernelTrainingConfig(cost=(4.0,), width=(0.5,), n_quantiles=21),
)


@pytest.fixture(scope="module")
def rows(clips_folder, here):
    return {row.name: row for row in combined_rows(clips_folder, here, SMALL, seed=0)}


def test_the_gain_is_the_difference_of_the_two(rows):
    difference = rows["metadata.combined.macro_f1"].value - rows["metadata.sound.macro_f1"].value
    assert rows["metadata.combined.macro_f1_gain"].value == pytest.approx(difference)


def test_every_figure_has_its_interval(rows):
    assert len(rows) == 7
    assert all(row.low <= row.high for row in rows.values())
    assert not rows["metadata.combined.valence_log_loss"].higher_is_better


def test_a_genre_that_all_have_tells_nothing_and_the_sound_stands(clips_folder):
    clips, (genres, _) = load_panda_4q(clips_folder), load_genre_clips(clips_folder)
    rng = np.random.default_rng(0)
    sound = Normals(rng.uniform(-0.4, 0.4, (16, 2)), np.full((16, 2), 0.09))
    found = combined_check._combined(clips, genres, sound)
    # every clip is "Pop", and balanced over the quadrants; every artist has one clip
    assert found.mean == pytest.approx(sound.mean, abs=0.12)
    assert (np.sign(found.mean) == np.sign(sound.mean))[np.abs(sound.mean) > 0.1].all()
    assert (found.variance <= sound.variance + 1e-12).all()
