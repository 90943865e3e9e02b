"""The page in a real browser, on the real service, with a real library of short files.

Chromium is Debian's. Without it, or without the page built, these tests are skipped by name; under
CI that is a failure.
"""

import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from tests.browser.webcam import drawn_webcam
from tests.service_process import Served
from tests.small_library import write_library

import moodarc.serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PAGE = Path(moodarc.serving.__file__).parent / "page" / "index.html"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
_SOUND = ("--autoplay-policy=no-user-gesture-required",)


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.service)


def _require(there, what, how):
    if not there:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{what}; {how}")
        pytest.skip(f"{what}: {how}")


@pytest.fixture(scope="session")
def chromium():
    """Path of the browser."""
    _require(CHROMIUM, "chromium is not installed", "apt-get install chromium")
    _require(PAGE.exists(), "the page is not built", "make page")
    return CHROMIUM


@pytest.fixture
def webcam(tmp_path):
    """What the camera shows: somebody drawn."""
    return drawn_webcam(tmp_path / "webcam.y4m")


@pytest.fixture
def open_browser(chromium):
    """Gives a browser with a camera that plays a file, whose use is allowed; a context manager."""

    @contextmanager
    def opened(camera=None, flags=(), **options):
        faked = [] if camera is None else _camera(camera)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=[*_QUIET, *_SOUND, *faked, *flags]
            )
            try:
                yield browser.new_context(**{"viewport": DESK, "locale": "en-GB", **options})
            finally:
                browser.close()

    return opened


def _camera(file):
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={file}",
    )


@pytest.fixture
def library(tmp_path):
    """A database with eighteen short files; its path."""
    db = tmp_path / "music.db"
    write_library(db, tmp_path / "music", n=18, seconds=3.0)
    return db


@pytest.fixture
def service(library, tmp_path):
    """The service over the library, running."""
    with Served(library, tmp_path / "serve.log") as served:
        yield served
