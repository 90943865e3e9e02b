"""Model folders: arrays, configuration, card and manifest, saved whole or not at all."""

from moodarc.artifacts.checkpoint import (
    Checkpoint,
    Epoch,
    State,
    latest_checkpoint,
    save_checkpoint,
)
from moodarc.artifacts.folder import Artifact, load_artifact, load_shipped, save_artifact
from moodarc.artifacts.inference import open_session
from moodarc.artifacts.manifest import FORMAT, Manifest

__all__ = [
    "FORMAT",
    "Artifact",
    "Checkpoint",
    "Epoch",
    "Manifest",
    "State",
    "latest_checkpoint",
    "load_artifact",
    "load_shipped",
    "open_session",
    "save_artifact",
    "save_checkpoint",
]
