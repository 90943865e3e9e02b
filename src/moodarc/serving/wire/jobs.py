"""A scan as a job: what is asked, and how far it is."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from moodarc.serving.wire.schema import Answer, Asked

__all__ = ["FailedFile", "Job", "ScanAsked"]

State = Literal["queued", "running", "done", "failed", "cancelled"]


class ScanAsked(Asked):
    """Which folders to scan."""

    model_config = ConfigDict(json_schema_extra={"example": {"folders": ["/home/ann/Music"]}})

    folders: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=4096)], ...], Field(max_length=50)
    ] = ()
    """absolute; none = those that hold the tracks that are known"""
    retry: bool = False
    """try files again that failed before"""


class FailedFile(Answer):
    """A file that was skipped."""

    path: str
    reason: str


class Job(Answer):
    """How far a scan is."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "id": "5f0c2c9d7a1b4e88",
                "state": "running",
                "done": 120,
                "total": 480,
                "analysed": 96,
                "failed": [],
                "message": "scanning",
                "folders": ["/home/ann/Music"],
            }
        }
    )

    id: str
    state: State
    done: int
    """files dealt with"""
    total: int
    """files found so far"""
    analysed: int
    """of the done ones"""
    failed: list[FailedFile]
    """the first skipped ones"""
    message: str
    """what is being done, or why it ended"""
    folders: list[str]

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in {"done", "failed", "cancelled"}
