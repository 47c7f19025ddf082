"""The door to starlette: an answer, said in HTTP, to those who may ask.

In: whoever has an answer for every address, and requests. Out: responses.

No path reaches the file system from here: `Answers` looks it up among the addresses of a build.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response, StreamingResponse

from voicebuilder.preview.serving import stream
from voicebuilder.preview.serving.body import Body, body, is_known, span
from voicebuilder.preview.serving.guard import FRAMES, NOTHING, SHIELD, Guard, Refused, decoded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from typing import BinaryIO

    from starlette.types import Message, Receive, Scope, Send

    from voicebuilder.preview.serving.answer import Answer, Answers
    from voicebuilder.preview.serving.stream import Streams

# Bytes of a file that are in memory at a time, for each reader.
_CHUNK = 256 * 1024
_SHIELD = [(name.lower().encode(), value.encode()) for name, value in SHIELD.items()]
# Of a refusal, which is never kept and shows nothing but its words.
_REFUSAL = {"Cache-Control": "no-store", "Content-Security-Policy": NOTHING}


class Application:
    """Turns a request into an answer, and the answer into a response (ASGI)."""

    def __init__(self, answers: Answers, streams: Streams, guard: Guard) -> None:
        self._answers, self._streams, self._guard = answers, streams, guard
        self.fault: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; nothing is raised."""

        async def shielded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += _SHIELD
            await send(message)

        try:
            self._guard.check(scope["method"], scope["headers"])
            path = decoded(scope["raw_path"])
            if path == stream.PATH:
                await self._stream(scope)(scope, receive, shielded)
            else:
                await self._say(path, scope, receive, shielded)
        except Refused as refused:
            headers = {**_REFUSAL, **refused.headers}
            await Response(refused.words, refused.status, headers, "text/plain")(scope, receive, shielded)

    def _stream(self, scope: Scope) -> Response:
        if scope["method"] == "HEAD":
            return Response(headers=_REFUSAL, media_type=stream.MEDIA_TYPE)
        return StreamingResponse(self._streams.lines(), headers=_REFUSAL, media_type=stream.MEDIA_TYPE)

    async def _say(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        query = dict(parse_qsl(scope["query_string"].decode("ascii", "replace"), keep_blank_values=True))
        answer, content = await asyncio.to_thread(self._made, path, query)
        with content.file or contextlib.nullcontext():
            await _response(answer, content, scope)(scope, receive, send)

    def _made(self, path: str, query: Mapping[str, str]) -> tuple[Answer, Body]:
        """Make the answer, in a thread: it may take a while, as may a disk."""
        try:
            answer = self._answers.answer(path, query)
        except Exception as error:  # a page that fails must not take the preview with it
            self.fault = self.fault or error
            words = f"voicebuilder itself failed ({type(error).__name__}: {error}). Please report it."
            raise Refused(500, words) from error
        try:
            return answer, body(answer.body)
        except OSError as error:
            raise Refused(404, "The file of this address is gone, or cannot be read.") from error


def _response(answer: Answer, content: Body, scope: Scope) -> Response:
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": _policy(answer.policy)}
    if answer.location:
        # A browser keeps a redirect for ever unless it is told otherwise; the writer may change it at once.
        return RedirectResponse(answer.location, answer.status, {**headers, "Cache-Control": "no-store"})
    part = range(content.size)
    status = answer.status
    if status == 200:
        headers |= {"ETag": content.etag, "Accept-Ranges": "bytes"}
        asked = Headers(scope=scope)
        if is_known(content.etag, asked.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        if scope["method"] == "GET" and asked.get("if-range", content.etag) == content.etag:
            part, status = _part(asked.get("range", ""), content.size)
    if status == 206:
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{content.size}"
    headers["Content-Length"] = str(len(part))
    if content.file is None:
        return Response(content.data[part.start : part.stop], status, headers, answer.media_type)
    if scope["method"] == "HEAD":
        return Response(b"", status, headers, answer.media_type)
    return StreamingResponse(_chunks(content.file, part), status, headers, answer.media_type)


def _policy(policy: str) -> str:
    """What `default-src` does not cover must be said beside it (CSP3 section 6.1)."""
    return FRAMES if not policy else policy if "frame-ancestors" in policy else f"{policy}; {FRAMES}"


def _part(wanted: str, size: int) -> tuple[range, int]:
    try:
        part = span(wanted, size)
    except ValueError:
        words = "The file is shorter than that."
        raise Refused(416, words, {"Content-Range": f"bytes */{size}"}) from None
    return (range(size), 200) if part is None else (part, 206)


async def _chunks(file: BinaryIO, part: range) -> AsyncIterator[bytes]:
    """Read a part of a file as fast as it is taken. What was added to it in the meantime is not sent."""
    file.seek(part.start)
    left = len(part)
    while left and (chunk := await asyncio.to_thread(file.read, min(left, _CHUNK))):
        yield chunk
        left -= len(chunk)
