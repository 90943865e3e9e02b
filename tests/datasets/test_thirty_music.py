import pytest
from tests.play_files import idomaar_session, write_thirty_music
from tests.service_songs import write_parquet
from tests.shared import shared_data

from moodarc.datasets import load_thirty_music, load_thirty_music_sample
from moodarc.errors import DatasetError


def test_a_play_is_as_much_later_as_its_session_says(tmp_path):
    found = load_thirty_music(write_thirty_music(tmp_path))
    plays = found.interactions
    assert plays.listeners.tolist() == [7, 44361]
    assert plays.at_s.tolist() == [1390200001, 1390200201, 1390200000, 1390231051, 1390231211]
    assert plays.session.tolist() == [9, 9, 287145, 287144, 287144]
    assert plays.items[plays.item].tolist() == [4698874, 4698874, 838286, 4698874, 838286]
    assert found.repeats


def test_the_first_artist_of_a_track_counts(tmp_path):
    found = load_thirty_music(write_thirty_music(tmp_path))
    assert found.interactions.items.tolist() == [838286, 4698874]
    assert found.content.artist.tolist() == [12, -1]


def test_sessions_alone_are_enough(tmp_path):
    folder = write_thirty_music(tmp_path)
    (folder / "entities" / "tracks.idomaar").unlink()
    found = load_thirty_music(folder / "relations" / "sessions.idomaar")
    assert found.content is None
    assert len(found.interactions) == 5


@pytest.mark.parametrize(
    "line",
    [
        "event.session\t1\t2",
        "event.session\t1\tx\t{} {}",
        "event.session\t1\t2\t{} {}",
        "{",
        "\t\t\t",
    ],
)
def test_a_broken_line_among_many_is_counted_and_passed_over(tmp_path, line):
    folder = write_thirty_music(tmp_path)
    lines = [idomaar_session(n, n, 1, tracks=[(1, 0)]) for n in range(200)]
    (folder / "relations" / "sessions.idomaar").write_text("\n".join([*lines, line]))
    found = load_thirty_music(folder)
    assert (len(found.interactions), found.left_out) == (200, 1)


@pytest.mark.parametrize("content", ["", "no idomaar\n", None])
def test_another_form_is_one_clear_error(tmp_path, content):
    folder = write_thirty_music(tmp_path)
    sessions = folder / "relations" / "sessions.idomaar"
    sessions.unlink()
    if content is not None:
        sessions.write_text(content)
    with pytest.raises(DatasetError, match=r"sessions\.idomaar (holds no plays|cannot be read)"):
        load_thirty_music(folder)


def test_a_sample_is_read_with_its_sessions(tmp_path):
    row = {"session_id": 5, "user_id": 1, "song_id": 2, "ts": 9, "playtime": 3}
    table = write_parquet(tmp_path / "sample.parquet", [row, row | {"song_id": 1, "ts": 8}])
    plays = load_thirty_music_sample(table).interactions
    assert plays.items[plays.item].tolist() == [1, 2]
    assert (plays.at_s.tolist(), plays.session.tolist()) == ([8, 9], [5, 5])


@pytest.mark.shared_data
def test_the_real_sample_is_as_its_readme_counts_it():
    found = load_thirty_music_sample(shared_data("listening", "30music_sample10.parquet"))
    plays = found.interactions
    assert (len(plays), plays.n_listeners, plays.n_items) == (343_183, 14_262, 9_999)
    assert found.kind == "30music_sample"
