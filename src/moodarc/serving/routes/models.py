"""Cards of the models that come with the program, and the nets that the page runs itself."""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi import Path as PathParam
from starlette.responses import Response

from moodarc.artifacts import Artifact, load_artifact
from moodarc.serving.problems import Refusal
from moodarc.serving.security.access import Caller, caller_of
from moodarc.serving.wire.models import ModelCard, ModelFile
from moodarc.serving.worker import Worker, worker_of

__all__ = ["router"]

router = APIRouter(tags=["models"])

_FOREVER = "public, max-age=31536000, immutable"
_SERVED = ".onnx"
_NAME = re.compile(r"[a-z0-9_]{1,40}")
Name = Annotated[str, PathParam(max_length=40)]


@router.get("/models")
async def models(
    _caller: Annotated[Caller, Depends(caller_of)],
    worker: Annotated[Worker, Depends(worker_of)],
) -> list[ModelCard]:
    """What each model does, from which data, how well, and where it fails."""
    return await worker.do(_cards)


@router.get(
    "/weights/{name}/{file}",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The net."}},
)
async def weights(
    name: Name,
    file: Name,
    _caller: Annotated[Caller, Depends(caller_of)],
    worker: Annotated[Worker, Depends(worker_of)],
) -> Response:
    """A net in ONNX. `?v=` with its hash makes the address change when the file does."""
    content = await worker.do(_net, name, file)
    if content is None:
        raise Refusal(
            404, "unknown-model", f"no net is called {name}/{file}; GET /models lists them"
        )
    return Response(
        content, media_type="application/octet-stream", headers={"Cache-Control": _FOREVER}
    )


@cache
def _folders() -> dict[str, Traversable]:
    weights = files("moodarc") / "weights"
    return {
        folder.name: folder for folder in sorted(weights.iterdir(), key=_by_name) if _is(folder)
    }


def _is(folder: Traversable) -> bool:
    return bool(_NAME.fullmatch(folder.name)) and (folder / "manifest.json").is_file()


def _by_name(folder: Traversable) -> str:
    return folder.name


@cache
def _cards() -> list[ModelCard]:
    return [_card(name, folder, load_artifact(folder)) for name, folder in _folders().items()]


def _card(name: str, folder: Traversable, artifact: Artifact) -> ModelCard:
    title = artifact.card.partition("\n")[0].lstrip("# ").strip()
    made = artifact.manifest
    listed = {} if made is None else made.files
    found = [_file(name, folder / file, digest) for file, digest in sorted(listed.items())]
    return ModelCard(
        name=name,
        title=title,
        version="" if made is None else f"{made.library}, {str(made.created)[:10]}",
        card_markdown=artifact.card,
        bytes=sum(file.bytes for file in found),
        files=found,
    )


def _file(model: str, file: Traversable, digest: str) -> ModelFile:
    served = file.name.endswith(_SERVED)
    url = f"/api/v1/weights/{model}/{file.name}?v={digest[:16]}" if served else None
    n_bytes = Path(str(file)).stat().st_size if isinstance(file, Path) else len(file.read_bytes())
    return ModelFile(name=file.name, bytes=n_bytes, sha256=digest, url=url)


@cache
def _net(name: str, file: str) -> bytes | None:
    """A net that a manifest lists; the name comes from outside and is only ever compared."""
    card = next((card for card in _cards() if card.name == name), None)
    listed = [] if card is None else [one.name for one in card.files if one.url is not None]
    return (_folders()[name] / file).read_bytes() if file in listed else None
