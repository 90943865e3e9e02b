# ruff: noqa: INP001 - a program of its own, part of no package
"""Makes the passwords of compose.yaml, once.

    python3 deploy/make_secrets.py deploy/secrets

Only the standard library is used, so that any Python 3 will do. The folder can be entered by its
owner only; its files can be read by all who can enter, since the users inside the containers are
not those outside.
"""

import secrets
import sys
from base64 import b64encode
from hashlib import pbkdf2_hmac
from pathlib import Path
from typing import Final

ITERATIONS: Final = 210_000
"""of PBKDF2-HMAC-SHA512: OWASP, Password Storage Cheat Sheet"""


def mosquitto_hash(password: str, salt: bytes) -> str:
    """As `mosquitto_passwd` of mosquitto 2 writes it: `$7$iterations$salt$hash`."""
    digest = pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS, 64)
    return f"$7${ITERATIONS}${b64encode(salt).decode()}${b64encode(digest).decode()}"


def make(folder: Path) -> None:
    """Write all files into a new folder."""
    postgres, ours, wearable = (secrets.token_urlsafe(24) for _ in range(3))
    users = {"moodarc": ours, "wearable": wearable}
    hashed = {name: mosquitto_hash(word, secrets.token_bytes(12)) for name, word in users.items()}
    files = {
        "postgres_password": postgres,
        "wearable_password": wearable + "\n",
        "mosquitto_passwords": "".join(f"{name}:{word}\n" for name, word in hashed.items()),
        "moodarc.toml": f'db = "postgresql://moodarc:{postgres}@postgres/moodarc"\n'
        'mqtt_host = "mosquitto"\n'
        'mqtt_user = "moodarc"\n'
        f'mqtt_password = "{ours}"\n',
    }
    folder.mkdir(mode=0o700)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="ascii")
        (folder / name).chmod(0o444)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_secrets.py FOLDER")
    try:
        make(Path(sys.argv[1]))
    except OSError as error:
        sys.exit(f"{sys.argv[1]}: {error.strerror}; give a folder that is not there yet")
