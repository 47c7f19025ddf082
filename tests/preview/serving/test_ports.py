"""A place to listen at: the next port that is free, or words that help."""

from __future__ import annotations

import socket

import pytest

from voicebuilder.errors import MachineError, UsageError
from voicebuilder.preview.serving.ports import bind


@pytest.mark.parametrize("other", ["127.0.0.1", ""], ids=["here", "everywhere"])
def test_a_port_that_is_taken_is_passed_over(other: str) -> None:
    with socket.create_server((other, 0)) as taken, bind("127.0.0.1", taken.getsockname()[1]) as found:
        port = taken.getsockname()[1]
        assert port < found.getsockname()[1] <= port + 50
        with bind("127.0.0.1", port) as second:
            assert second.getsockname()[1] > found.getsockname()[1]


def test_a_port_is_free_again_at_once() -> None:
    with bind("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), first.accept()[0]:
            pass
    with bind("127.0.0.1", port) as second:
        assert second.getsockname()[1] == port


def test_no_port_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("voicebuilder.preview.serving.ports._FURTHER", 0)
        with pytest.raises(MachineError, match=rf"port {port} is in use.*--port"):
            bind("127.0.0.1", port)


@pytest.mark.parametrize(
    "host", ["no-such-host.invalid", "192.0.2.1", "x" * 300, "..", "127.0.0.1:80", "http://localhost"]
)
def test_a_host_that_is_not_this_machine(host: str) -> None:
    with pytest.raises(UsageError, match="--host"):
        bind(host, 0)


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none(port: int) -> None:
    with pytest.raises(UsageError, match="--port"):
        bind("127.0.0.1", port)


def test_a_port_that_the_system_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)  # the tests may run as one who may do anything
    with pytest.raises(MachineError, match=r"port 80.*--port 8000"):
        bind("127.0.0.1", 80)


def test_every_address_of_this_machine() -> None:
    with bind("::", 0) as listener:
        for host in ("127.0.0.1", "::1"):
            socket.create_connection((host, listener.getsockname()[1]), 5).close()


def test_nothing_waits_for_more_to_send() -> None:
    with (
        bind("127.0.0.1", 0) as listener,
        socket.create_connection(listener.getsockname()[:2]),
        listener.accept()[0] as one,
    ):
        assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
