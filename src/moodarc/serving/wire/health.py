"""Whether the service is well, and who asks."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from moodarc.serving.wire.schema import Answer, Asked

__all__ = ["Health", "Me", "TokenPresented"]


class Health(Answer):
    """The service answers."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "status": "ok",
                "version": "0.1.0",
                "schema": "0010",
                "tracks": 480,
                "analysed": 478,
                "scanning": False,
                "preparing": False,
            }
        }
    )

    status: Literal["ok"]
    version: str
    schema_revision: Annotated[str, Field(serialization_alias="schema")]
    """of the database"""
    tracks: int
    analysed: int
    scanning: bool
    preparing: bool
    """whether the library is still being read: lists wait for it"""


class Me(Answer):
    """Who asks, and what they may."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "listener": "me",
                "scopes": ["listen", "library", "manage", "admin"],
                "needs_token": False,
                "language_hint": "en",
            }
        }
    )

    listener: str
    scopes: list[str]
    needs_token: bool
    language_hint: str
    """what the browser says its user reads best: "en" or "de" """


class TokenPresented(Asked):
    """A key that is to become a cookie."""

    model_config = ConfigDict(json_schema_extra={"example": {"token": "moodarc_1_..."}})

    token: Annotated[str, Field(min_length=1, max_length=200)]
