from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from moodarc.sensing.face.pyramid import CELL_PX, level_shapes, levels


def test_the_first_level_makes_the_smallest_face_one_window():
    assert level_shapes((480, 640), 40, 0.709)[0] == (144, 192)
    assert level_shapes((480, 640), 20, 0.709)[0] == (288, 384)


@given(st.integers(1, 2000), st.integers(1, 2000), st.integers(12, 200))
def test_every_level_holds_a_window_and_the_last_has_no_room_for_a_smaller(height, width, smallest):
    shapes = level_shapes((height, width), smallest, 0.709)
    assert bool(shapes) == (min(height, width) >= smallest)
    assert all(min(shape) >= CELL_PX for shape in shapes)
    assert all(a[0] >= b[0] and a[1] >= b[1] for a, b in pairwise(shapes))
    if shapes:
        assert min(shapes[-1]) * 0.709 < CELL_PX + 1


def test_levels_have_their_shapes_and_keep_the_mean():
    image = np.random.default_rng(0).integers(0, 256, (120, 160, 3), dtype=np.uint8)
    shapes = level_shapes((120, 160), 20, 0.709)
    made = list(levels(image, shapes))
    assert [level.shape[:2] for level in made] == list(shapes)
    assert all(abs(level.mean() - image.mean()) < 1.5 for level in made)
    assert made[-1].std() < made[0].std() < image.std()


def test_a_picture_at_its_own_size_is_its_first_level():
    image = np.random.default_rng(0).integers(0, 256, (30, 40, 3), dtype=np.uint8)
    first = next(levels(image, level_shapes((30, 40), 12, 0.709)))
    np.testing.assert_array_equal(first, image)
