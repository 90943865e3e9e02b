import pytest

from moodarc.cli.plane import COLUMNS, ROWS, plane


def place_of(mark: str, picture: str) -> tuple[int, int]:
    """Row and column of a mark."""
    lines = picture.splitlines()
    ((row, column),) = [(r, line.index(mark)) for r, line in enumerate(lines) if mark in line]
    return row, column


def test_valence_goes_right_and_arousal_up():
    picture = plane([(-0.9, -0.9), (0.9, 0.9)])
    (row_1, column_1), (row_2, column_2) = place_of("1", picture), place_of("2", picture)
    assert column_1 < column_2
    assert row_1 > row_2


@pytest.mark.parametrize("corner", [(-1, -1), (-1, 1), (1, -1), (1, 1), (0, 0)])
def test_every_corner_is_on_the_picture(corner):
    assert "1" in plane([corner])


def test_where_two_meet_the_earlier_is_seen():
    assert "2" not in plane([(0.3, 0.3), (0.3, 0.3)])


def test_the_goal_is_marked_unless_a_track_is_there():
    assert "@" in plane([(0.0, 0.5)], (0.5, 0.5))
    assert "@" not in plane([(0.5, 0.5)], (0.5, 0.5))


def test_the_hundredth_track_is_a_star():
    points = [(i / 50 - 1, 0.5) for i in range(100)]
    assert "*" in plane(points)


def test_the_picture_is_small():
    lines = plane([(1, 0)]).splitlines()
    assert len(lines) == ROWS
    assert max(map(len, lines)) <= COLUMNS + 15
