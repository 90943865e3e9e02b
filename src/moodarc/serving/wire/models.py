"""The learned models that come with the program."""

from pydantic import ConfigDict

from moodarc.serving.wire.schema import Answer

__all__ = ["ModelCard", "ModelFile"]


class ModelFile(Answer):
    """A file of a model."""

    name: str
    bytes: int
    sha256: str
    url: str | None
    """where it can be read; none where the page has no use for it"""


class ModelCard(Answer):
    """What a model does, from which data, how well, and where it fails."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "mtcnn",
                "title": "mtcnn-1: where faces are",
                "version": "0.1.0, 2026-11-21",
                "card_markdown": "# mtcnn-1: where faces are ...",
                "bytes": 1994000,
                "files": [],
            }
        }
    )

    name: str
    title: str
    version: str
    """of moodarc when it was made, and the day"""
    card_markdown: str
    bytes: int
    files: list[ModelFile]
