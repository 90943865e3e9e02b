import pytest

from moodarc.artifacts import load_shipped
from moodarc.errors import ArtifactError
from moodarc.sensing.face.inference import open_session


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
