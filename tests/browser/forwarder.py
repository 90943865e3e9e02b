"""Stands between a browser and the service, and counts each byte that goes up, whoever sent it."""

import contextlib
import socket
import threading


class Forwarder:
    """A context manager; `url` leads through it.

    Args:
        port: of the service on loopback.
    """

    def __init__(self, port):
        self._port = port
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.up = 0
        """bytes from the browser so far"""

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *error):
        self._socket.close()

    def _accept(self):
        with contextlib.suppress(OSError):  # closed
            while True:
                browser, _ = self._socket.accept()
                service = socket.create_connection(("127.0.0.1", self._port))
                for way in ((browser, service, True), (service, browser, False)):
                    threading.Thread(target=self._pump, args=way, daemon=True).start()

    def _pump(self, source, sink, is_up):
        with contextlib.suppress(OSError):  # either end has gone
            while data := source.recv(65536):
                self.up += len(data) * is_up
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
