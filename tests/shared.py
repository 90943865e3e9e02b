"""The real data sets, which lie in `shared/data` beside the checkout on the founders' machines."""

from pathlib import Path

import pytest


def shared_data(*parts):
    """A file or folder of the shared data; where it is absent the test is skipped, by name."""
    for parent in Path(__file__).resolve().parents:
        path = Path(parent, "shared", "data", *parts)
        if path.exists():
            return path
    return pytest.skip(f"shared/data/{'/'.join(parts)} is not beside the checkout")
