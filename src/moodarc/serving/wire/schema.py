"""What all wire schemas share: they are immutable, strict about names, and free of NaN.

A request refuses what it does not know, so that a misspelt field is never silently without effect.
An answer may grow: a reader is to ignore fields that it does not know.
"""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Answer", "Asked", "Row", "Signed", "Unit"]

Signed = Annotated[float, Field(ge=-1.0, le=1.0, allow_inf_nan=False)]
"""valence or arousal"""

Unit = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
"""a share or a probability"""

Row = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""A number of the database that a page's script can hold exactly."""


class Answer(BaseModel):
    """What the service says: every field, also those that have a default here."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,
    )

    @classmethod
    def made(cls, **values: Any) -> Self:  # noqa: ANN401 - those of the fields
        """Of values that are right already, one for each field: nothing is checked or copied.

        A list holds some hundred such records, and `model_construct` asks of every field of each
        whether it has an alias or a default.
        """
        if values.keys() != cls.__pydantic_fields__.keys():
            return super().model_construct(None, **values)
        made: Self = object.__new__(cls)
        object.__setattr__(made, "__dict__", values)
        object.__setattr__(made, "__pydantic_fields_set__", set(values))
        object.__setattr__(made, "__pydantic_extra__", None)
        object.__setattr__(made, "__pydantic_private__", None)
        return made


class Asked(BaseModel):
    """What the service is asked."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True
    )
