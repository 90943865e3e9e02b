"""One listener through every sense: wrist, note, self-reports and face change one belief."""

from datetime import timedelta

import cv2
import numpy as np
import pytest
from tests.drawn_pictures import drawn_face
from tests.dummy_expression import DummyClassifier, smiling
from tests.mosquitto import PASSWORD, USER, Mosquitto, require_mosquitto
from tests.shared import shared_data
from tests.wearable_device import wrist_message

from moodarc.listener import NO_READING, believe, believe_log
from moodarc.sensing.face import ExpressionClassifier
from moodarc.sensing.wearables import encode_message, now_utc
from moodarc.storage import open_store

pytestmark = pytest.mark.service


@pytest.fixture
def ann(run, tmp_path, monkeypatch):
    """Runs commands for ann, beside a broker."""
    require_mosquitto()
    broker = Mosquitto(tmp_path / "broker").start()
    monkeypatch.setenv("MOODARC_DB", str(tmp_path / "music.db"))
    monkeypatch.setenv("MOODARC_LISTENER", "ann")
    monkeypatch.setenv("MOODARC_MQTT_USER", USER)
    monkeypatch.setenv("MOODARC_MQTT_PASSWORD", PASSWORD)
    monkeypatch.setenv("MOODARC_MQTT_PORT", str(broker.port))
    yield run
    broker.stop()


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A quarter of an hour of a wristband, and a film of a drawn face that begins to smile."""
    monkeypatch.setattr(ExpressionClassifier, "shipped", lambda **_: DummyClassifier())
    start = now_utc() - timedelta(days=400)
    samples = (wrist_message(n, at=start + timedelta(seconds=10 * n)) for n in range(90))
    wrist, film = tmp_path / "wrist.jsonl", tmp_path / "me.avi"
    wrist.write_bytes(b"\n".join(map(encode_message, samples)))
    frames = [drawn_face()] * 10 + [smiling(drawn_face())] * 20
    size = frames[0].shape[1::-1]
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter_fourcc(*"MJPG"), 10.0, size)
    for frame in frames:
        writer.write(np.ascontiguousarray(frame[:, :, ::-1]))
    writer.release()
    return (wrist,), film


@pytest.fixture
def real():
    """Half an hour of a listener of SiTunes, and a film of somebody who begins to laugh."""
    wrist = shared_data("situnes", "Stage2", "wrist.npy")
    return (wrist, "--person", "1", "--limit", "30"), shared_data(
        "faces", "clips", "single_face.mp4"
    )


@pytest.mark.parametrize("given", ["made", pytest.param("real", marks=pytest.mark.shared_data)])
def test_every_sense_moves_the_belief_as_its_variance_says(ann, given, request, tmp_path):  # noqa: PLR0917 - fixtures
    wrist, film = request.getfixturevalue(given)
    nothing = ann("forecast", "--json").data
    assert nothing["source"] == NO_READING

    ann("sense", "mqtt", "--yes", "--seconds", "0.3")
    ann("sense", "replay", *wrist, "--speed", "inf")
    ann("sense", "mqtt", "--seconds", "2.5")
    ann("feel", "--note", "long day, everything went wrong and I am exhausted", "--yes")
    ann("feel", "--face", film)
    for point in (("-0.4", "-0.2"), ("-0.1", "0.1"), ("0.3", "0.2")):
        ann("feel", "--va", *point)

    with open_store(tmp_path / "music.db") as store:
        readings = store.readings.of("ann")
    assert {r.modality for r in readings} == {"physiology", "text", "face", "self_report"}
    moves = {modality: _moves(readings, modality) for modality in ("physiology", "text", "face")}
    moves["self_report"] = _moves(readings, "self_report")
    by_variance = sorted(moves.values())
    assert [share for _, share in by_variance] == sorted(
        (share for _, share in by_variance), reverse=True
    )
    assert all(0.0 <= share < 1.0 for _, share in by_variance)

    now = readings[-1].state.at
    together = believe_log(readings, now).state
    assert together.variance.valence < min(
        believe([r], now).state.variance.valence for r in readings
    )
    told = ann("forecast", "--json").data
    assert told["forecast"][0]["valence"] == pytest.approx(together.valence, abs=0.02)
    assert told["forecast"][0]["valence"] != pytest.approx(nothing["forecast"][0]["valence"])
    assert told["forecast"][1]["quadrants"] != nothing["forecast"][1]["quadrants"]


def _moves(readings, modality):
    """Arousal's variance in the first reading of a sense, and how much of the way it moves us."""
    reading = next(r for r in readings if r.modality == modality)
    before, after = (believe(heard, reading.state.at).state for heard in ([], [reading]))
    share = (after.arousal - before.arousal) / (reading.state.arousal - before.arousal)
    return reading.state.variance.arousal, share
