"""A real MQTT broker of our own, on a free port: killed and started as a test likes."""

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest

from moodarc.sensing.wearables import BrokerConfig

PROGRAM = shutil.which("mosquitto", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
USER, PASSWORD = "ann", "s3cret-Pa55"
_OPENSSL = "openssl req -newkey rsa:2048 -nodes -keyout {name}.key -subj /CN={subject} "
_SIGNED = "openssl x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 "


class Mosquitto:
    """Keeps what it is told at once on disk, and needs a password.

    Args:
        folder: for all that is its own.
        tls: encrypt, with a certificate for localhost by an authority of our own.
        wants_certificate: of clients too.
        settings: more lines of its configuration.
    """

    def __init__(self, folder, *, tls=False, wants_certificate=False, settings=""):
        folder.mkdir()
        self.folder, self.tls = folder, tls
        self._process = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        passwords = folder / "passwords"
        passwords.touch(mode=0o600)
        tool = shutil.which("mosquitto_passwd")
        subprocess.run([tool, "-b", passwords, USER, PASSWORD], check=True, capture_output=True)
        lines = [
            f"listener {self.port} 127.0.0.1",
            "allow_anonymous false",
            f"password_file {passwords}",
            "persistence true",
            f"persistence_location {folder}/",
            "autosave_on_changes true",
            "autosave_interval 1",
            "max_queued_messages 0",
            f"log_dest file {folder}/log",
        ]
        if os.geteuid() == 0:
            lines.append("user root")
        if tls:
            make_certificates(folder)
            lines += [f"cafile {folder}/ca.pem", f"certfile {folder}/server.pem"]
            lines += [f"keyfile {folder}/server.key"]
            lines += ["require_certificate true"] * wants_certificate
        self._configuration = folder / "mosquitto.conf"
        self._configuration.write_text("\n".join([*lines, settings]) + "\n")

    def start(self):
        self._process = subprocess.Popen(
            [PROGRAM, "-c", self._configuration], stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + 15.0
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1.0).close()
            except OSError:
                assert self._process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < end, "mosquitto does not listen"
                time.sleep(0.02)
            else:
                return self

    def freeze(self):
        """It stands still, and hears nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def kill(self):
        """As a power cut would."""
        self._process.kill()
        self._process.wait(timeout=10)

    def stop(self):
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=10)

    def config(self, **changes):
        """How to reach it."""
        values = {"host": "localhost", "port": self.port, "user": USER, "password": PASSWORD}
        if self.tls:
            values |= {"tls": True, "ca_file": self.folder / "ca.pem"}
        return BrokerConfig(**{**values, **changes})


def make_certificates(folder):
    """ca.pem, and by it server.pem for localhost and client.pem, each with its key."""
    run("openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj "
        "/CN=test-authority -addext keyUsage=critical,keyCertSign,cRLSign", folder)  # fmt: skip
    Path(folder, "names").write_text("subjectAltName=DNS:localhost\n")
    for name, subject in (("server", "localhost"), ("client", "ann")):
        run(_OPENSSL.format(name=name, subject=subject) + f"-out {name}.csr", folder)
        run(_SIGNED.format(name=name) + f"-extfile names -out {name}.pem", folder)


def run(command, folder):
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)


def require_mosquitto():
    """Skip by name where it is not installed; under CI that is a failure."""
    if PROGRAM is None or shutil.which("mosquitto_passwd") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("mosquitto is not installed; the CI installs it: apt-get install mosquitto")
        pytest.skip("mosquitto is not installed: apt-get install mosquitto")
