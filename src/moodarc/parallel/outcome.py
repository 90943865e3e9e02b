"""What became of one item: its value, or the reason why there is none."""

from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Item", "Outcome", "Value"]

Item = TypeVar("Item")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Value]):
    """One item of many, done or failed; a failure is a value, so that the others go on.

    Attributes:
        item: what was handed in.
        value: what the function made of it; None where it failed.
        error: why it failed, else None. `WorkerError` where the item took its process down or
            ran out of time. Its notes hold the worker's traceback.
    """

    item: Item
    value: Value | None = None
    error: Exception | None = None

    def result(self) -> Value:
        """The value, or the error raised."""
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]  # None only if the function gave None
