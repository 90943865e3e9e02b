"""The face nets' numbers for the page, and the listener's own head. No picture comes here."""

from dataclasses import asdict
from functools import cache
from typing import Any, Final

import numpy as np
from fastapi import APIRouter
from starlette.responses import Response

from moodarc.affect import EXPRESSION_AFFECT, PLACED_WORD_VARIANCE, UNINFORMED_VARIANCE, Expression
from moodarc.artifacts import Artifact, load_shipped
from moodarc.consent import CONSENTS
from moodarc.errors import InputError
from moodarc.sensing.face import PersonalHead
from moodarc.sensing.face.classifier import FACE_MODEL, ExpressionClassifier
from moodarc.sensing.face.detector import DetectorConfig
from moodarc.sensing.face.mtcnn import SHIPPED
from moodarc.sensing.face.preprocessing import CLAHE, FER_SIDE, LUMA, MARGIN, SIDE_PX
from moodarc.sensing.face.reading import FELT_VARIANCE
from moodarc.sensing.face.recognizer import SAME_FACE, RecognizerConfig
from moodarc.sensing.face.smoothing import FrameSmoothingConfig, TimeSmoothingConfig
from moodarc.sensing.face.validity import REMEDIES
from moodarc.serving.consents import check_consent
from moodarc.serving.routes.feelings import Listening, Working
from moodarc.serving.wire.face import ExpressionNet, FaceModel, MtcnnNets
from moodarc.serving.wire.privacy import FaceHead
from moodarc.serving.worker import Worker
from moodarc.storage import Belongings

__all__ = ["router"]

router = APIRouter(tags=["senses"])

QUICK: Final = "page.onnx"
"""`tools/quicken_face_network.py` makes it; a network trained anew has none at first"""
_ARRAYS = ("mixing", "weights", "bias", "centre", "scale")


@router.get("/face-model")
async def face_model(_caller: Listening, worker: Working) -> FaceModel:
    """What a page needs to read a face exactly as the program does."""
    return await worker.do(_model)


@router.get("/face-head")
async def head(caller: Listening, worker: Working) -> FaceHead | None:
    """Your own head, fitted to your face; null where there is none."""
    return await worker.do(_read, worker, caller.listener)


@router.put("/face-head", status_code=204, response_class=Response)
async def keep(told: FaceHead, caller: Listening, worker: Working) -> Response:
    """Keep a head that the page fitted; numbers only, of use for this network alone."""
    await worker.do(_keep, worker, caller.listener, told)
    return Response(status_code=204)


@router.delete("/face-head", status_code=204, response_class=Response)
async def forget(caller: Listening, worker: Working) -> Response:
    """Read your face as everybody's again."""
    belongings = Belongings(worker.settings.data_dir, caller.listener)
    await worker.do(belongings.forget_face_head)
    return Response(status_code=204)


@cache
def _model() -> FaceModel:
    face, mtcnn = load_shipped(FACE_MODEL), load_shipped(SHIPPED)
    classifier, config = ExpressionClassifier(face), RecognizerConfig()
    urls = {name: _url(SHIPPED, f"{name}.onnx", mtcnn) for name in ("pnet", "rnet", "onet")}
    return FaceModel(
        expression=ExpressionNet(
            url=_url(FACE_MODEL, "model.onnx", face),
            sha256=_digest(face, "model.onnx"),
            page_url=_url(FACE_MODEL, QUICK, face) if QUICK in face.payloads else None,
            version=classifier.version,
            reading=classifier.reading,
            temperatures=asdict(classifier.temperatures),
            labels=list(Expression),
            side_px=SIDE_PX,
            views="averaged inside the network: give it each picture once, (n, 48, 48)",
        ),
        mtcnn=MtcnnNets(**urls, sha256={name: _digest(mtcnn, f"{name}.onnx") for name in urls}),
        detector=asdict(DetectorConfig()),
        framing={"margin": MARGIN, "fer_side": FER_SIDE},
        preprocessing={"luma": LUMA.tolist(), **CLAHE, "divided_by": 255},
        affect={
            "map": EXPRESSION_AFFECT.tolist(),
            "within": list(PLACED_WORD_VARIANCE[:2]),
            "felt": FELT_VARIANCE,
            "nothing_known": UNINFORMED_VARIANCE,
        },
        smoothing=asdict(TimeSmoothingConfig()),
        paper_smoothing=asdict(FrameSmoothingConfig()),
        validity=asdict(config.validity),
        remedies=dict(REMEDIES),
        summary_s=config.summary_s,
        least_share=config.least_share,
        same_face=SAME_FACE,
    )


def _digest(artifact: Artifact, file: str) -> str:
    return "" if artifact.manifest is None else artifact.manifest.files[file]


def _url(model: str, file: str, artifact: Artifact) -> str:
    return f"/api/v1/weights/{model}/{file}?v={_digest(artifact, file)[:16]}"


def _read(worker: Worker, listener: str) -> FaceHead | None:
    folder = Belongings(worker.settings.data_dir, listener).face_head
    if not folder.exists():
        return None
    found = PersonalHead.load(folder)
    return FaceHead(
        **{name: getattr(found, name).tolist() for name in _ARRAYS}, classifier=found.classifier
    )


def _keep(worker: Worker, listener: str, told: FaceHead) -> None:
    check_consent(worker.settings.data_dir, listener, CONSENTS["calibration"])
    width = len(told.centre)
    if len(told.scale) != width or any(len(row) != width for row in told.weights):
        msg = f"weights, centre and scale differ in length; expected {width} features in each"
        raise InputError(msg)
    if any(len(row) != len(Expression) for row in told.mixing):
        msg = f"mixing has rows of another length; expected {len(Expression)}"
        raise InputError(msg)
    if told.classifier != _model().expression.version:
        msg = (
            f"the head was fitted on {told.classifier!r}, the network is "
            f"{_model().expression.version!r}; calibrate again"
        )
        raise InputError(msg)
    values: dict[str, Any] = {name: np.array(getattr(told, name), np.float64) for name in _ARRAYS}
    head = PersonalHead(**values, classifier=told.classifier)
    worker.store.listeners.ensure(listener)
    Belongings(worker.settings.data_dir, listener).replace_face_head(
        lambda folder: head.save(folder, card=_card(told), command="the page's calibration")
    )


def _card(told: FaceHead) -> str:
    counts = "\n".join(f"- {name}: {row}" for name, row in told.report.items())
    return (
        "# A listener's own reading of the expression network\n\n"
        "Fitted in the page. Of use for this listener and this version of the network only. It "
        f"holds no picture.\n\nHeld-out counts by true expression:\n\n{counts or '- none told'}\n"
    )
