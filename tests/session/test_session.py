import moodarc.session as room


def test_the_public_face_is_exact():
    assert room.__all__ == [
        "DEFAULT_TRACKS",
        "MAX_MINUTES",
        "MAX_TRACKS",
        "PathPolicy",
        "PlaylistRequest",
        "plan_playlist",
        "resolve",
    ]
    assert all(hasattr(room, name) for name in room.__all__)
