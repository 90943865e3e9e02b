from moodarc.affect import Quadrant, TrackAffect, Variance, emotion_vector


def test_a_track_has_the_quadrant_of_its_largest_share():
    track = TrackAffect(-0.2, -0.6, Variance(0.1, 0.1))
    assert track.quadrant is Quadrant.SAD
    assert track.emotion_vector == emotion_vector(-0.2, -0.6, Variance(0.1, 0.1))


def test_a_track_between_two_quadrants_has_none():
    assert TrackAffect(0.0, 0.5, Variance(0.1, 0.1)).quadrant is None
