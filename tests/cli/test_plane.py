import pytest

from moodarc.cli.plane import COLUMNS, ROWS, Signs, plane

LETTERS, DRAWN = Signs.of(unicode=False), Signs.of(unicode=True)


def picture(points, signs=LETTERS, **ends) -> list[str]:
    """The lines of a picture."""
    return plane(points, signs=signs, **ends).plain.splitlines()


def inside(points, signs=LETTERS, **ends) -> list[str]:
    """What is within the frame."""
    return [line[9 : 9 + COLUMNS] for line in picture(points, signs, **ends)[1 : ROWS + 1]]


def place_of(mark: str, lines: list[str]) -> tuple[int, int]:
    """Row and column of a mark."""
    ((row, column),) = [(r, line.index(mark)) for r, line in enumerate(lines) if mark in line]
    return row, column


def test_valence_goes_right_and_arousal_up():
    lines = inside([(-0.9, -0.9), (0.9, 0.9)])
    (row_1, column_1), (row_2, column_2) = place_of("1", lines), place_of("2", lines)
    assert column_1 < column_2
    assert row_1 > row_2


@pytest.mark.parametrize("corner", [(-1, -1), (-1, 1), (1, -1), (1, 1), (0, 0)])
@pytest.mark.parametrize("signs", [LETTERS, DRAWN])
def test_every_corner_is_on_the_picture(corner, signs):
    assert any("1" in line for line in inside([corner], signs))


def test_every_track_is_seen_where_many_meet():
    shown = " ".join(inside([(0.3, 0.3)] * 12)).replace("|", " ").split()
    assert {str(i) for i in range(1, 13)} <= set(shown)


def test_tracks_without_room_are_named():
    lines = picture([(0.3, 0.3)] * 60)
    assert "no room for" in lines[-1]
    assert lines[-1].endswith("60")


def test_the_present_feeling_and_the_goal_are_marked_and_told():
    lines = picture([(0.0, 0.5)], start=(-0.5, -0.5), goal=(0.5, 0.5))
    body = [line[9 : 9 + COLUMNS] for line in lines[1:-1]]
    assert place_of("o", body[:ROWS])[1] < place_of("@", body[:ROWS])[1]
    assert lines[-1].split() == ["o", "you", "now", "@", "the", "goal"]


def test_a_list_that_leads_somewhere_is_a_line():
    points = [(-0.9, -0.9), (0.9, 0.9)]
    led, stays = inside(points, goal=(0.9, 0.9)), inside(points)
    assert sum(line.count(".") for line in led) > 20
    assert not any("." in line for line in stays)


def test_a_line_of_dots_keeps_to_its_points():
    lines = inside([(-0.9, 0.5), (0.9, 0.5)], DRAWN, goal=(0.9, -0.9))
    assert [any("\u2801" <= c <= "\u28ff" for c in line) for line in lines].count(True) == 1


def test_letters_are_plain():
    assert "\n".join(picture([(0.1, 0.2)], start=(0, 0), goal=(1, 1))).isascii()


@pytest.mark.parametrize(("reach", "tick"), [(0.4, "+0.5"), (0.6, "+0.75"), (0.9, "+1")])
def test_the_frame_fits_the_points(reach, tick):
    lines = picture([(reach, 0.0), (0.0, -0.1)])
    assert lines[0].endswith(f" {tick}")
    assert lines[ROWS + 2].endswith(f"good {tick}")


@pytest.mark.parametrize("width", [47, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(width):
    lines = picture([(0.7, 0.7)], start=(-0.6, 0.1), width=width)
    assert max(map(len, lines)) <= min(width, 73)
