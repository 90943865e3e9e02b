from dataclasses import replace
from pathlib import Path

import numpy as np

from moodarc.catalog import Tags, Track
from synthetic_library import make_track, sounding


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


def test_analyses_are_equal_whatever_their_embedding_and_can_be_hashed():
    one = sounding(make_track(1), np.ones(2, np.float32)).analysis
    other = replace(one, embedding=None)
    assert one == other
    assert hash(one) == hash(other)
