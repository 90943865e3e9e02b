"""A NumPy file of numbers and words, read without running anything of it.

A published array that mixes numbers and words is a pickle inside `.npy`. A pickle is a program, and
`numpy.load(allow_pickle=True)` runs whatever it says. Here its steps are followed on a stack of our
own (`pickletools.genops`), on which a call stays the note that something was to be called: out come
a list's numbers and texts, NumPy's scalars by their bytes, and anything else is refused.
"""

import pickletools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from moodarc.errors import DatasetError

__all__ = ["read_mixed_array"]


def read_mixed_array(file: Path, *, words: Mapping[str, int]) -> NDArray[np.float64]:
    """The array as float64, each word replaced by its number; None becomes NaN.

    Args:
        file: `.npy` of numbers, of text, or of Python's and NumPy's numbers and text.
        words: their numbers.

    Raises:
        DatasetError: the file is absent or damaged, holds another word, or anything but those.
    """
    try:
        with file.open("rb") as stream:
            shape, fortran, kind = _header(stream)
            values = _listed(stream.read()) if kind.hasobject else None
        if values is None:
            plain = np.load(file, allow_pickle=False)
            if plain.dtype.kind not in "US":
                return np.asarray(plain, dtype=np.float64)
            shape, fortran, values = plain.shape, False, plain.ravel().astype(str).tolist()
        numbers = np.array([_number(value, words) for value in values])
        return numbers.reshape(shape, order="F" if fortran else "C")
    except (OSError, ValueError, EOFError, LookupError, TypeError, AttributeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        msg = f"{file} cannot be used ({reason}); expected a NumPy array of numbers and known words"
        raise DatasetError(msg) from error


def _header(stream: Any) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:  # noqa: ANN401 - a file
    version = npy.read_magic(stream)
    read = npy.read_array_header_1_0 if version[0] == 1 else npy.read_array_header_2_0
    shape, fortran, kind = read(stream)
    return tuple(shape), bool(fortran), kind


def _number(value: object, words: Mapping[str, int]) -> float:
    if value is None:
        return float("nan")
    if isinstance(value, _Called):
        return _scalar(value)
    if isinstance(value, str) and value in words:
        return float(words[value])
    if isinstance(value, str | int | float):
        return float(value)  # a text that is no number says so itself
    msg = f"it holds {type(value).__name__}"
    raise TypeError(msg)


@dataclass(slots=True)
class _Called:
    """What a pickle would have called, and on what; nothing is."""

    name: object
    arguments: tuple[Any, ...]
    state: object = None


def _scalar(call: _Called) -> float:
    """A number of NumPy's: its type and its bytes."""
    if not str(call.name).endswith("multiarray scalar") or len(call.arguments) != 2:
        msg = f"it calls {call.name}"
        raise ValueError(msg)
    kind, content = call.arguments
    return float(np.frombuffer(content, dtype=np.dtype(kind.arguments[0]))[0])


def _listed(program: bytes) -> list[object]:
    """The items of the pickle of an array of objects, in order."""
    stack = _Stack()
    for opcode, argument, _ in pickletools.genops(program):
        stack.step(opcode.name, argument)
    array = stack.values[-1]
    state = array.state if isinstance(array, _Called) else None
    if not isinstance(state, tuple) or not isinstance(state[-1], list):
        msg = "it is no array of objects"
        raise TypeError(msg)
    return state[-1]


class _Stack:
    """The stack and memory of a pickle, without its power to call."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._marks: list[int] = []
        self._memory: dict[int, Any] = {}

    def step(self, name: str, argument: Any) -> None:  # noqa: ANN401 - whatever a pickle holds
        if name in _CONSTANTS:
            self.values.append(argument)
        elif name in _PUSHED:
            self.values.append(_PUSHED[name]())
        elif name in _DONE:
            _DONE[name](self, argument)
        elif name not in {"PROTO", "FRAME", "STOP"}:
            msg = f"it is a program with the step {name}"
            raise ValueError(msg)

    def mark(self, _: object) -> None:
        self._marks.append(len(self.values))

    def marked(self) -> list[Any]:
        """What was laid down since the last mark, taken off."""
        place = self._marks.pop()
        found = self.values[place:]
        del self.values[place:]
        return found

    def gather(self, count: int) -> None:
        found = tuple(self.values[-count:])
        del self.values[-count:]
        self.values.append(found)

    def call(self, _: object) -> None:
        arguments, name = self.values.pop(), self.values.pop()
        self.values.append(_Called(name, arguments))

    def build(self, _: object) -> None:
        state = self.values.pop()
        self.values[-1].state = state

    def append(self, _: object) -> None:
        item = self.values.pop()
        self.values[-1].append(item)

    def extend(self, _: object) -> None:
        items = self.marked()
        self.values[-1].extend(items)

    def named(self, _: object) -> None:
        name, module = self.values.pop(), self.values.pop()
        self.values.append(f"{module} {name}")

    def keep(self, place: int | None) -> None:
        self._memory[len(self._memory) if place is None else int(place)] = self.values[-1]

    def take(self, place: int) -> None:
        self.values.append(self._memory[int(place)])


_CONSTANTS: Final = {
    *("BINFLOAT", "BININT", "BININT1", "BININT2", "FLOAT", "INT", "LONG1", "LONG"),
    *("SHORT_BINUNICODE", "BINUNICODE", "UNICODE", "SHORT_BINBYTES", "BINBYTES", "GLOBAL"),
}
_PUSHED: Final[dict[str, Callable[[], Any]]] = {
    "NONE": lambda: None,
    "NEWTRUE": lambda: True,
    "NEWFALSE": lambda: False,
    "EMPTY_LIST": list,
    "EMPTY_TUPLE": tuple,
}
_DONE: Final[dict[str, Callable[[_Stack, Any], None]]] = {
    "MARK": _Stack.mark,
    "TUPLE": lambda stack, _: stack.values.append(tuple(stack.marked())),
    "TUPLE1": lambda stack, _: stack.gather(1),
    "TUPLE2": lambda stack, _: stack.gather(2),
    "TUPLE3": lambda stack, _: stack.gather(3),
    "REDUCE": _Stack.call,
    "BUILD": _Stack.build,
    "APPEND": _Stack.append,
    "APPENDS": _Stack.extend,
    "STACK_GLOBAL": _Stack.named,
    **dict.fromkeys(("MEMOIZE", "PUT", "BINPUT", "LONG_BINPUT"), _Stack.keep),
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), _Stack.take),
}
