"""The real service in a process of its own, on a free port: killed and started as a test likes."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request


class Served:
    """`moodarc serve` over one database.

    Args:
        db: path or URL.
        log: file for what it prints.
        arguments: further ones.
        environment: besides that of the test.
    """

    def __init__(self, db, log, *arguments, **environment):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = log
        self._command = [sys.executable, "-m", "moodarc", "serve", "--no-open"]
        self._command += ["--port", str(self.port), "--db", str(db), *map(str, arguments)]
        self._environment = {**os.environ, **environment}
        self.process = None

    def start(self):
        with self._log.open("ab") as out:
            self.process = subprocess.Popen(
                self._command, stdout=out, stderr=out, env=self._environment
            )
        self.wait()
        return self

    def wait(self, seconds=60.0):
        """Until it answers."""
        end = time.monotonic() + seconds
        while True:
            assert self.process.poll() is None, self._log.read_text()
            try:
                return self.get("/api/v1/health")
            except OSError:
                assert time.monotonic() < end, f"it does not answer: {self._log.read_text()}"
                time.sleep(0.05)

    def get(self, path, seconds=30):
        with urllib.request.urlopen(self.url + path, timeout=seconds) as answer:  # noqa: S310 - ours
            return json.loads(answer.read())

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def __enter__(self):
        return self.start()

    def __exit__(self, *error):
        self.stop()
