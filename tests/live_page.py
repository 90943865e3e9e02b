"""A page of a live session, as a test plays it: over a real socket, message by message."""

import json
from contextlib import contextmanager
from urllib.parse import quote

from websockets.sync.client import connect


class Page:
    """One open page."""

    def __init__(self, socket):
        self.socket = socket
        self.told = []

    def say(self, message, /, **values):
        self.socket.send(json.dumps({"type": message, **values}))

    def hear(self, kind, /, *, timeout_s=20, **wanted):
        """The next message of a kind with these values; what comes before it is kept in `told`."""
        while True:
            message = json.loads(self.socket.recv(timeout_s))
            self.told.append(message)
            if message["type"] == kind and wanted.items() <= message.items():
                return message

    def settled(self):
        """All that was told up to now."""
        self.say("ping", n=len(self.told))
        before = len(self.told)
        self.hear("pong")
        return self.told[before:-1]

    def start(self, goal="lift", **more):
        """Begin a session and report that its first track sounds; that track's number."""
        self.say("start", goal={"kind": goal}, **more)
        return self.play()

    def play(self):
        """Wait for what is to be put on, and report it."""
        track_id = self.hear("play")["track"]["track_id"]
        self.done("play", track_id)
        return track_id

    def done(self, kind, track_id, **more):
        self.say("event", kind=kind, track_id=track_id, **more)

    def feel(self, valence, arousal):
        self.say("reading", kind="point", valence=valence, arousal=arousal)
        return self.hear("belief")["belief"]

    def state(self):
        self.say("hello")
        return self.hear("state")["session"]


@contextmanager
def page(url, listener):
    """A page of a listener at a service."""
    listener = quote(listener)
    address = f"{str(url).replace('http', 'ws', 1).rstrip('/')}/api/v1/live?listener={listener}"
    with connect(address, close_timeout=1) as socket:
        yield Page(socket)
