"""The scripts of `tools/`, which are no package, as modules."""

import importlib.util
from pathlib import Path

TOOLS = Path(__file__).parents[1] / "tools"


def tool_module(name):
    """The tool of a name, run as a module."""
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
