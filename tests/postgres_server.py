"""A real PostgreSQL server of our own, on a free port, where its programs are installed."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_postgres(*command):
    """The server refuses to run as root, so root hands it to its own user."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, check=True, user=user, cwd="/tmp", capture_output=True)  # noqa: S108


@contextmanager
def running_postgres():
    """Its URL, without the name of a database; the test is skipped where it is not installed."""
    pytest.importorskip("psycopg")
    if PROGRAMS is None:
        pytest.skip("no PostgreSQL server is installed")
    folder = Path(tempfile.mkdtemp(prefix="moodarc-postgres-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    data, port = folder / "data", free_port()
    listen = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    as_postgres(PROGRAMS / "initdb", "-A", "trust", "-U", "moodarc", "-D", data)
    log = folder / "log"
    as_postgres(PROGRAMS / "pg_ctl", "-D", data, "-o", listen, "-l", log, "-w", "start")
    yield f"postgresql://moodarc@127.0.0.1:{port}/"
    as_postgres(PROGRAMS / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)
