"""The door to uvicorn: a preview that runs, and ends when it is told to.

In: whoever has an answer for every address, a listening socket, the names to be known by. Out: a running server.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import resource
import signal
import threading
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from voicebuilder.preview.serving.application import Application
from voicebuilder.preview.serving.guard import NOTHING, SHIELD, Guard
from voicebuilder.preview.serving.stream import Streams

if TYPE_CHECKING:
    import socket
    from collections.abc import Collection, Iterator

    from voicebuilder.preview.serving.answer import Answers

# Open connections that are enough for anybody, and that every system lets a process have.
_CONNECTIONS = 10_000


class Server:
    """One running preview."""

    def __init__(self, answers: Answers, listener: socket.socket, hosts: Collection[str]) -> None:
        """Get ready.

        Args:
            answers: Asked for every address, in threads of the server's own.
            listener: Of `ports.bind`; closed when the server ends.
            hosts: Names to be known by, beside those of this machine.
        """
        self._answers, self._listener = answers, listener
        self._streams = Streams(lambda: answers.counter)
        self._application = Application(answers, self._streams, Guard(hosts))
        # Its own lines would stand between those that are for the writer.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL + 1)
        self._uvicorn = _Uvicorn(_config(self._application))

    @property
    def fault(self) -> Exception | None:
        """The first fault of our own that a page was answered with, for whoever wants to know."""
        return self._application.fault

    def run(self) -> None:
        """Serve until told to stop; no connection and no thread is left then.

        It waits for answers that are being made.
        """
        _allow_connections()
        with self._listener:
            asyncio.run(self._run())

    def stop(self) -> None:
        """End `run`, within a fraction of a second; from any thread, also before it has begun."""
        self._uvicorn.should_exit = True

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        # What goes wrong between two ends of a connection is nobody's news.
        loop.set_exception_handler(lambda _loop, _context: None)

        def wake() -> None:
            with contextlib.suppress(RuntimeError):  # called once more while the loop has just ended
                loop.call_soon_threadsafe(self._streams.wake)

        leave = self._answers.subscribe(wake)
        beat = loop.create_task(self._streams.beat())
        try:
            await self._uvicorn.serve([self._listener])
        finally:
            beat.cancel()
            leave()


def serve(answers: Answers, listener: socket.socket, hosts: Collection[str]) -> None:
    """Run a server until Ctrl-C or SIGTERM; in the main thread, which alone hears of them.

    Ends as if nothing had happened, so that who called can end other things; asked twice, it does not wait.
    """
    server = Server(answers, listener, hosts)
    with _signals(server):
        server.run()


@contextlib.contextmanager
def _signals(server: Server) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {int(one): signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    # uvicorn hears of a signal first, and raises it once more when it has ended.
    def stop(number: int, _frame: object) -> None:
        server.stop()
        signal.signal(number, before[number])

    for one in before:
        signal.signal(one, stop)
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _allow_connections() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, _CONNECTIONS)
    if soft not in (resource.RLIM_INFINITY, wanted) and soft < wanted:
        with contextlib.suppress(OSError, ValueError):  # a system may have a limit of its own
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _config(application: Application) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http=_Protocol,
        ws="none",  # else what is installed beside us says
        lifespan="off",
        interface="asgi3",
        workers=1,  # else the environment says
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nobody stands in between whose word would count
        timeout_graceful_shutdown=0,  # else a stream that began in the last instant would be waited for
    )


class _Uvicorn(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End at once: a reload stream and a slow reader never would, and a browser comes back by itself."""
        for connection in tuple(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)  # until they are gone
        await super().shutdown(sockets)


class _Protocol(H11Protocol):
    """Says our words, with our headers, where a request cannot be read at all."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 -- uvicorn's shape and words
        # When the body of a request turns out to be none, its beginning may already be answered in part.
        if getattr(self.cycle, "response_complete", True):  # no request yet, or all are answered
            self.transport.write(_BAD_REQUEST)
        self.transport.close()


def _bad_request() -> bytes:
    words = "This is no HTTP that the preview understands."
    headers = {
        **SHIELD,
        "Cache-Control": "no-store",
        "Content-Security-Policy": NOTHING,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(words)),
        "Connection": "close",
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 400 Bad Request\r\n{head}\r\n{words}".encode("ascii")


_BAD_REQUEST = _bad_request()
