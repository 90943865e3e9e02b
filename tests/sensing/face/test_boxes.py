import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moodarc.sensing.face.boxes import (
    NO_BOXES,
    Face,
    boxes_of,
    distinct,
    grown_boxes,
    overlaps,
    overlaps_of_smaller,
    regressed,
    squared,
)

NOWHERE = np.zeros((5, 2), dtype=np.float32)


def row(*values):
    return np.array([values], dtype=np.float32)


corners = st.tuples(*[st.integers(-50, 50)] * 2, *[st.integers(1, 60)] * 2)
many = st.lists(st.tuples(corners, st.integers(0, 100)), min_size=1, max_size=25)


def arrays(drawn):
    boxes = np.float32([(x, y, x + w, y + h) for (x, y, w, h), _ in drawn])
    return boxes, np.float32([score / 100 for _, score in drawn])


def naive_overlap(a, b):
    across = max(0.0, min(a[2], b[2]) - max(a[0], b[0]))
    down = max(0.0, min(a[3], b[3]) - max(a[1], b[1]))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)]
    return across * down / (sum(areas) - across * down)


def naive_suppression(boxes, scores, overlap):
    left, kept = sorted(range(len(boxes)), key=lambda k: -scores[k]), []
    while left:
        best, *rest = left
        kept.append(best)
        left = [k for k in rest if naive_overlap(boxes[best], boxes[k]) <= overlap]
    return kept


def test_a_face_tells_its_box_centre_and_area():
    face = Face(10.0, 20.0, 30.0, 40.0, 0.9, NOWHERE)
    assert face.box.tolist() == [10, 20, 40, 60]
    assert (face.centre, face.area) == ((25.0, 40.0), 1200.0)
    assert boxes_of((face, face)).shape == (2, 4)
    assert boxes_of(()).shape == (0, 4)


@given(many)
def test_overlaps_are_those_of_the_naive_formula(drawn):
    boxes, _ = arrays(drawn)
    told = overlaps(boxes, boxes)
    expected = [[naive_overlap(a, b) for b in boxes.tolist()] for a in boxes.tolist()]
    np.testing.assert_allclose(told, expected, rtol=1e-5)
    assert (overlaps_of_smaller(boxes, boxes) >= told - 1e-6).all()


def test_a_box_inside_another_overlaps_all_of_the_smaller():
    inner, outer = row(2, 2, 4, 4), row(0, 0, 10, 10)
    assert overlaps(inner, outer).item() == pytest.approx(0.04)
    assert overlaps_of_smaller(inner, outer).item() == 1.0


def test_boxes_without_area_overlap_nothing():
    assert overlaps(row(3, 3, 3, 9), row(0, 0, 10, 10)).item() == 0.0
    assert overlaps_of_smaller(row(5, 5, 2, 2), row(0, 0, 10, 10)).item() == 0.0


@given(many, st.sampled_from([0.3, 0.5, 0.7]))
def test_suppression_keeps_what_the_naive_loop_keeps(drawn, overlap):
    boxes, scores = arrays(drawn)
    assert distinct(boxes, scores, overlap).tolist() == naive_suppression(
        boxes.tolist(), scores.tolist(), overlap
    )


def test_a_suppressed_box_suppresses_none():
    # each overlaps its neighbour by 0.6, the outer two by 0.33
    boxes = np.float32([[0, 0, 12, 10], [3, 0, 15, 10], [6, 0, 18, 10]])
    assert distinct(boxes, np.float32([0.9, 0.8, 0.7]), 0.5).tolist() == [0, 2]


def test_suppression_of_nothing_keeps_nothing():
    assert distinct(NO_BOXES, NO_BOXES[:, 0], 0.5).tolist() == []


def test_regression_moves_each_edge_by_shares_of_the_box():
    moved = regressed(row(10, 10, 30, 50), row(-0.1, 0.05, 0.1, -0.05))
    np.testing.assert_allclose(moved, row(8, 12, 32, 48))


@given(many)
def test_squares_keep_the_centre_and_the_longer_side(drawn):
    boxes, _ = arrays(drawn)
    squares = squared(boxes)
    sides = squares[:, 2:] - squares[:, :2]
    longer = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    np.testing.assert_allclose(sides, np.stack([longer, longer], axis=1), atol=1e-4)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    np.testing.assert_allclose((squares[:, :2] + squares[:, 2:]) / 2, middles, atol=1e-4)
    assert squared(NO_BOXES).shape == (0, 4)


def test_boxes_grow_on_each_side():
    np.testing.assert_allclose(grown_boxes(row(0, 0, 10, 20), 0.1), row(-1, -2, 11, 22))
