"""What a listener says of themselves, and what their log says."""

from typing import Annotated, Any

from pydantic import Field

from moodarc.serving.wire.schema import Answer, Asked

__all__ = ["FactsSaid", "ProfileTold"]

Text = Annotated[str, Field(min_length=1, max_length=100)]
Trait = Annotated[float, Field(ge=1.0, le=5.0)]


class FactsSaid(Asked):
    """Facts by name; what is left out stays, null takes a fact back. Every one is optional.

    Gender, culture and the five traits are sensitive: they need the consent of that name.
    """

    birth_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    age_band: Annotated[str, Field(max_length=7, examples=["25-34"])] | None = None
    gender: Text | None = None
    country: Text | None = None
    culture: Text | None = None
    genres: Annotated[list[Text], Field(max_length=50)] | None = None
    """that they like"""
    time_zone: Annotated[str, Field(max_length=64, examples=["Europe/Berlin"])] | None = None
    openness: Trait | None = None
    conscientiousness: Trait | None = None
    extraversion: Trait | None = None
    agreeableness: Trait | None = None
    neuroticism: Trait | None = None

    def by_name(self) -> dict[str, Any]:
        """The facts that were said or taken back."""
        said = {name: getattr(self, name) for name in self.model_fields_set}
        if "genres" in said:
            said["genres"] = tuple(said["genres"] or ())
        return said


class ProfileTold(Answer):
    """Facts, a first guess from them, and the profile that the log gives."""

    listener: str
    facts: dict[str, Any]
    cold_start: dict[str, Any]
    readings: int
    at: str | None
    valence: dict[str, Any]
    """level, variability, inertia and parts of the day, each with a 95 % interval"""
    arousal: dict[str, Any]
    genres: list[dict[str, Any]]
    descriptors: list[dict[str, Any]]
    habits: dict[str, Any]
