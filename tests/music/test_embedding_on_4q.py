"""How well embeddings tell an artist's clips from others, on real music."""

from collections import defaultdict
from itertools import islice

import numpy as np
import pytest
from tests.shared import shared_data

from moodarc.datasets import load_panda_4q
from moodarc.metrics import roc_auc
from moodarc.music import load_analyser
from moodarc.recommend import timbre_flow

pytestmark = pytest.mark.shared_data

N_ARTISTS = 15


@pytest.fixture(scope="module")
def pairs():
    """Two clips of each of some artists."""
    by_artist = defaultdict(list)
    for clip in load_panda_4q(shared_data("music_emotion", "panda_4q")):
        by_artist[clip.artist_group].append(clip.path)
    analyser = load_analyser()
    twos = islice((paths[:2] for paths in by_artist.values() if len(paths) > 1), N_ARTISTS)
    return np.array([[analyser.analyse(path).embedding for path in two] for two in twos])


def test_clips_of_one_artist_sound_alike_and_the_median_pair_is_in_the_middle(pairs):
    flow = timbre_flow(pairs[:, 0], pairs[:, 1])
    same = np.eye(N_ARTISTS, dtype=bool)
    assert roc_auc(same.ravel(), flow.ravel()) > 0.75
    assert np.median(flow[~same]) == pytest.approx(0.5, abs=0.12)
    assert np.median(flow[same]) > 0.75
