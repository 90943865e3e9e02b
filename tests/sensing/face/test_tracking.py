import numpy as np
import pytest
from tests.drawn_pictures import drawn_face, drawn_landscape

from moodarc.errors import InputError
from moodarc.sensing.face import DetectorConfig, FaceDetector, FaceTracker, TrackerConfig
from moodarc.sensing.face.boxes import overlaps
from moodarc.sensing.face.mtcnn import MtcnnNetworks


class CountingDetector(FaceDetector):
    """The real one, which also counts its full searches."""

    searches = 0

    def detect(self, image):
        self.searches += 1
        return super().detect(image)


@pytest.fixture(scope="module")
def networks():
    return MtcnnNetworks.shipped()


@pytest.fixture
def tracker(networks):
    detector = CountingDetector(networks, DetectorConfig())
    return FaceTracker(detector, TrackerConfig(full_search_every=5))


def moving(n, step=4):
    return [drawn_face(centre=(120 + step * k, 120 + k)) for k in range(n)]


def test_a_moving_face_is_followed_and_fully_searched_for_every_so_often(tracker):
    for k, frame in enumerate(moving(11)):
        (found,) = tracker.track(frame)
        assert found.centre == pytest.approx((120 + 4 * k, 125 + k), abs=9)
        assert tracker.detector.searches == 1 + k // 5


def test_what_is_followed_agrees_with_the_full_search(tracker, networks):
    full = FaceDetector(networks)
    for frame in moving(10):
        (tracked,), (searched,) = tracker.track(frame), full.detect(frame)
        assert overlaps(tracked.box[None], searched.box[None]).item() > 0.8
        np.testing.assert_allclose(tracked.landmarks, searched.landmarks, atol=6)


def test_a_face_that_jumps_is_searched_for_at_once(tracker):
    tracker.track(drawn_face(centre=(80, 120)))
    (found,) = tracker.track(drawn_face(centre=(240, 120)))
    assert found.centre[0] == pytest.approx(240, abs=9)
    assert tracker.detector.searches == 2


def test_a_face_that_leaves_is_gone_and_one_that_comes_is_seen_in_the_next_frame(tracker):
    assert len(tracker.track(drawn_face())) == 1
    assert tracker.track(drawn_landscape()) == ()
    assert len(tracker.track(drawn_face())) == 1
    assert tracker.detector.searches == 3


def test_a_second_face_is_seen_at_the_next_full_search(tracker):
    one = np.hstack([drawn_face(), np.zeros_like(drawn_face())])
    two = np.hstack([drawn_face(), drawn_face()])
    counts = [len(tracker.track(frame)) for frame in [one, *[two] * 5]]
    assert counts == [1, 1, 1, 1, 1, 2]


def test_one_of_two_that_leaves_is_searched_for_once(tracker):
    one = np.hstack([drawn_face(), np.zeros_like(drawn_face())])
    two = np.hstack([drawn_face(), drawn_face()])
    counts = [len(tracker.track(frame)) for frame in [two, one, one]]
    assert counts == [2, 1, 1]
    assert tracker.detector.searches == 2


def test_another_size_of_frame_is_searched_anew(tracker):
    tracker.track(drawn_face())
    tracker.track(drawn_face(shape=(240, 330)))
    assert tracker.detector.searches == 2


def test_a_reset_forgets(tracker):
    tracker.track(drawn_face())
    tracker.reset()
    tracker.track(drawn_face())
    assert tracker.detector.searches == 2


def test_without_tracking_every_frame_is_searched(networks):
    detector = CountingDetector(networks)
    tracker = FaceTracker(detector, TrackerConfig(full_search_every=1))
    for frame in moving(3):
        tracker.track(frame)
    assert detector.searches == 3


def test_a_bad_frame_is_refused_and_what_was_known_is_kept(tracker):
    tracker.track(drawn_face())
    with pytest.raises(InputError, match="has no pixels"):
        tracker.track(np.zeros((0, 0, 3), dtype=np.uint8))
    assert len(tracker.track(drawn_face())) == 1
    assert tracker.detector.searches == 1


@pytest.mark.parametrize("change", [{"full_search_every": 0}, {"growth": -0.5}])
def test_a_configuration_that_cannot_work_is_refused(change):
    with pytest.raises(InputError, match="out of range; expected full_search_every"):
        TrackerConfig(**change)
