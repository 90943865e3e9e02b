import os
import subprocess
import sys

import pytest

from moodarc.artifacts import load_shipped, open_session
from moodarc.errors import ArtifactError


def test_a_network_runs_in_as_many_threads_as_are_asked_for():
    pnet = load_shipped("mtcnn").payloads["pnet.onnx"]
    assert open_session(pnet, what="pnet").get_session_options().intra_op_num_threads == 1
    two = open_session(pnet, what="pnet", threads=2).get_session_options()
    assert (two.intra_op_num_threads, two.inter_op_num_threads) == (2, 1)
    assert open_session(pnet, what="pnet").get_providers() == ["CPUExecutionProvider"]


@pytest.mark.parametrize("content", [b"", b"not a network"])
def test_bytes_that_are_no_network_are_named(content):
    with pytest.raises(ArtifactError, match="the network smile cannot be loaded"):
        open_session(content, what="smile")


@pytest.mark.parametrize(
    "use",
    [
        "from moodarc.sensing.face import FaceDetector; FaceDetector.shipped()",
        (
            "from moodarc.artifacts import load_shipped as load; "
            "from moodarc.music.emotion.convolution.encoder import OnnxEncoder; "
            "OnnxEncoder(load('music_emotion').payloads['model.onnx'])"
        ),
    ],
    ids=["face", "music"],
)
def test_the_runtime_keeps_no_identifier_and_no_events_to_send(use, tmp_path):
    # bare: under CI and in its own tests the runtime is silent anyway
    home = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME")}
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    subprocess.run([sys.executable, "-c", use], check=True, env=bare | home)
    assert list(tmp_path.rglob("*")) == []
