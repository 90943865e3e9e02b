"""The page's files, built from `web/` into `serving/page`.

Files under `assets/` have a hash in their names and are kept for ever; the document itself is asked
for each time, so that a new version is seen at once. Every other path is the page's own view and
gets the document. A checkout in which nothing was built says so.
"""

from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

__all__ = ["PAGE_FOLDER", "Page"]

PAGE_FOLDER: Final = Path(__file__).parent / "page"

_DOCUMENT: Final = "/api/v1/openapi.json"
_FOREVER: Final = "public, max-age=31536000, immutable"
_EACH_TIME: Final = "no-cache"
_UNBUILT: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>moodarc</title>
<h1>The service runs; its page was not built</h1>
<p>This is a checkout of the source. Build the page once with Node 20 or newer:</p>
<pre>cd web
npm ci
npm run build</pre>
<p>and load this again. What the HTTP interface answers is told at
<a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p>
</html>
"""


class Page(StaticFiles):
    """The built page.

    Args:
        folder: where it was built.
    """

    def __init__(self, folder: Path = PAGE_FOLDER) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._folder = folder

    async def answer(self, request: Request) -> Response:
        """The page as the last route: what no other route knows, asked for by GET or HEAD.

        Raises:
            HTTPException: a program asks, below `/api`: it gets no page, whatever `..` it wrote.
        """
        asked: str = request.scope["path"]
        if asked == "/api" or asked.startswith("/api/"):
            raise HTTPException(404, f"{asked[:100]!r} is not there; see {_DOCUMENT}")
        return await self.get_response(self.get_path(request.scope), request.scope)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file, the document, or how to build it."""
        if not (self._folder / "index.html").is_file():
            return self._unbuilt(path)
        try:
            response = await super().get_response("index.html" if path == "." else path, scope)
        except HTTPException as error:
            if error.status_code != 404 or _is_file(path):
                raise
            response = await super().get_response("index.html", scope)
        kept = path.startswith("assets/") and response.status_code in {200, 304}
        response.headers["Cache-Control"] = _FOREVER if kept else _EACH_TIME
        return response

    def _unbuilt(self, path: str) -> Response:
        if path not in {".", "", "index.html"}:
            raise HTTPException(404, f"{path[:100]!r} is not there: the page was not built")
        return HTMLResponse(_UNBUILT, status_code=503)


def _is_file(path: str) -> bool:
    """Whether a path names a file, and no view of the page."""
    return "." in path.rpartition("/")[2] or path.startswith(("assets/", "api/"))
