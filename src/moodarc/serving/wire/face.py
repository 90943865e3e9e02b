"""The nets of the page and every number that makes their answers those of Python."""

from typing import Any

from moodarc.serving.wire.schema import Answer

__all__ = ["ExpressionNet", "FaceModel", "MtcnnNets"]


class ExpressionNet(Answer):
    """The network that tells expressions."""

    url: str
    sha256: str
    page_url: str | None
    """the same for one picture and with fewer products, its weights read from the file at `url`"""
    version: str
    reading: str
    """the head whose softmax(logits / temperature) is told; of the votes the first seven"""
    temperatures: dict[str, float]
    labels: list[str]
    side_px: int
    views: str
    """how the views of a picture are handled"""


class MtcnnNets(Answer):
    """The three networks that find faces."""

    pnet: str
    rnet: str
    onet: str
    sha256: dict[str, str]


class FaceModel(Answer):
    """All of it."""

    expression: ExpressionNet
    mtcnn: MtcnnNets
    detector: dict[str, Any]
    framing: dict[str, float]
    """share that EM-1's box grows by; side of FER-2013's square in widths of the box (used)"""
    preprocessing: dict[str, Any]
    """weights of gray, CLAHE, and what the result is divided by"""
    affect: dict[str, Any]
    """map (2, 7); variances within an expression, of what is felt beside it, of knowing nothing"""
    smoothing: dict[str, float]
    """in seconds: the form that is used"""
    paper_smoothing: dict[str, float]
    """in frames: the paper's"""
    validity: dict[str, float]
    remedies: dict[str, str]
    summary_s: float
    least_share: float
    same_face: float
