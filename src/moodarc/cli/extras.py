"""Parts of the program that may not be installed: one clear line instead of a traceback."""

from importlib.util import find_spec

from moodarc.errors import MissingExtraError

__all__ = ["need"]


def need(extra: str, *modules: str) -> None:
    """Go on only if all modules can be imported.

    Raises:
        MissingExtraError: one cannot; the message names the extra that brings it.
    """
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        msg = (
            f"this needs {', '.join(missing)}, which is not installed; "
            f'install it by: pip install "moodarc[{extra}]"'
        )
        raise MissingExtraError(msg)
