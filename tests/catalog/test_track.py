from pathlib import Path

from moodarc.catalog import Tags, Track


def track(title):
    return Track(
        track_id=1,
        path=Path("/music/01 intro.flac"),
        content_hash="00",
        tags=Tags(title=title),
        analysis=None,
    )


def test_a_track_is_called_by_its_tag():
    assert track("Intro").title == "Intro"


def test_a_track_without_a_title_is_called_by_its_file():
    assert track(None).title == track("").title == "01 intro"
