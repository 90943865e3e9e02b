import numpy as np
import pytest
from tests.shared import shared_data

from moodarc.datasets import load_situnes_plays, load_situnes_stage
from moodarc.errors import DatasetError
from situnes_folder import write_situnes


def test_both_stages_are_plays_and_ratings_are_weights(tmp_path):
    folder = write_situnes(tmp_path)
    stages = [load_situnes_stage(folder / name) for name in ("Stage1", "Stage2")]
    found = load_situnes_plays(folder)
    assert len(found.interactions) + found.left_out == sum(len(stage) for stage in stages)
    assert set(found.interactions.weight.tolist()) <= {1.0, 2.0, 3.0, 4.0, 5.0}
    ordered = np.lexsort((found.interactions.at_s, found.interactions.listener))
    np.testing.assert_array_equal(ordered, np.arange(len(ordered)))


def test_a_folder_without_a_stage_is_refused(tmp_path):
    with pytest.raises(DatasetError, match="interactions"):
        load_situnes_plays(tmp_path)


@pytest.mark.shared_data
def test_the_real_set_leaves_out_the_records_that_stand_twice():
    found = load_situnes_plays(shared_data("situnes"))
    assert (len(found.interactions), found.left_out) == (600 + 897 - 3, 3)
    assert found.interactions.n_listeners == 30
    assert found.content is None
