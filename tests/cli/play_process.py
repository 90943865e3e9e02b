"""`moodarc play --json` in a process of its own, as a program would read it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time


class PlayProcess:
    """What it tells comes into `told`, one JSON value each.

    Args:
        arguments: of `moodarc play`.
        environment: besides that of the test.
    """

    def __init__(self, *arguments, **environment):
        command = [sys.executable, "-m", "moodarc", "play", "--json", *map(str, arguments)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
        self.told = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.told.append(json.loads(line))

    def of(self, *kinds):
        return [told for told in self.told if told["event"] in kinds]

    def wait_for(self, happens, seconds=30.0):
        """Until something told fits; that."""
        end, looked = time.monotonic() + seconds, 0
        while True:
            while looked < len(self.told):
                if happens(self.told[looked]):
                    return self.told[looked]
                looked += 1
            alive = self.process.poll() is None or self._reader.is_alive()
            assert alive, f"it left: {self.process.stderr.read()} {self.told}"
            assert time.monotonic() < end, f"it did not happen: {self.told}"
            time.sleep(0.02)

    def wait_for_event(self, kind, **values):
        fits = lambda told: told["event"] == kind and values.items() <= told.items()  # noqa: E731
        return self.wait_for(fits)

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        return self.finish()

    def kill(self):
        self.process.kill()
        self.finish()

    def finish(self, seconds=30.0):
        """Wait for its end; the exit code."""
        code = self.process.wait(seconds)
        self._reader.join(seconds)
        self.complaint = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        return code
