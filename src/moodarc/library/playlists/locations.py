"""File names as URIs and back, byte for byte.

A file name is bytes; Python shows bytes that are not UTF-8 as lone surrogates. A percent-encoded
file URI (RFC 8089) holds all of them, and line breaks too, and is plain ASCII.
"""

import os
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes, urlsplit

__all__ = ["file_uri", "path_of", "uri_of", "web_url"]

_AS_THEY_ARE = "/!$&'()*+,;=@~:"
"""What a path may hold besides letters, digits and -._ (RFC 3986, 3.3); mpd decodes nothing."""


def file_uri(path: Path) -> str:
    """The file URI of an absolute path.

    >>> file_uri(Path("/music/100% #1.flac"))
    'file:///music/100%25%20%231.flac'
    """
    return "file://" + quote_from_bytes(os.fsencode(path), safe=_AS_THEY_ARE)


def uri_of(path: Path, relative_to: Path | None) -> str:
    """The URI of a path, or a reference to it from a folder where one is given.

    >>> uri_of(Path("/music/a/b:c.flac"), Path("/music/lists"))
    '../a/b:c.flac'
    """
    return file_uri(path) if relative_to is None else _reference(path, relative_to)


def _reference(path: Path, folder: Path) -> str:
    """It starts with a dot, so that nothing in it is taken for a scheme."""
    steps = os.path.relpath(path, folder)
    quoted = quote_from_bytes(os.fsencode(steps), safe=_AS_THEY_ARE)
    return quoted if quoted.startswith("../") else f"./{quoted}"


def path_of(location: str, folder: Path) -> Path | None:
    """The path that a URI or URI reference means, seen from a folder; None if it is no file.

    >>> path_of("file:///music/100%25.flac", Path("/"))
    PosixPath('/music/100%.flac')
    """
    try:
        parts = urlsplit(location)
    except ValueError:
        return None
    if parts.scheme not in {"", "file"} or parts.netloc not in {"", "localhost"} or not parts.path:
        return None
    # normpath, not resolve: a link of the listener's library stays the link that it is.
    path = os.fsdecode(unquote_to_bytes(parts.path))
    return Path(os.path.normpath(folder / path))


def web_url(location: str) -> str | None:
    """The location if it is a web address."""
    return location if location.lower().startswith(("http://", "https://")) else None
