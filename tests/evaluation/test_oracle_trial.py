"""What an oracle is told."""

import numpy as np

from moodarc.catalog import Histories, ItemContent
from moodarc.evaluation.oracle_trial import oracle_trial, trained_on_answers
from moodarc.protocols import Trial
from moodarc.recommend.ablations import named_recipe
from moodarc.recommend.cold_items import ColdItems


def test_each_history_tells_the_mean_affect_of_its_own_targets():
    content = ItemContent(
        affect=np.array([[0.2, 0.4], [0.6, -0.4], [np.nan, np.nan]], np.float32),
        variance=np.zeros((3, 2), np.float32),
        descriptors=np.empty((3, 0), np.float32),
        artist=np.zeros(3, np.int64),
    )
    trial = Trial(
        histories=Histories.of([[2], [1], [0]]),
        target=np.array([0, 1, 2, 2, 1], np.int32),
        history=np.array([0, 0, 0, 1, 2]),
        group=np.arange(3),
    )
    found = oracle_trial(trial, content).histories.feelings.mean
    np.testing.assert_allclose(found[[0, 2], :2], [[0.4, 0.0], [0.6, -0.4]], atol=1e-7)
    assert np.isnan(found[1]).all()
    assert np.isnan(found[:, 2]).all()
    assert trial.histories.feelings is None


def test_an_oracle_is_known_by_its_settings():
    oracle = named_recipe("bilstm_oracle")
    assert trained_on_answers(oracle)
    assert trained_on_answers(ColdItems(recipe=oracle))
    assert not any(map(trained_on_answers, map(named_recipe, ("bilstm_emotion", "fm", "ease"))))
