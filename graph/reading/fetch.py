"""A page or a file from the web: http and https only, with limits to size, time and redirects."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from email.message import Message
from importlib.metadata import version
from typing import IO, Any
from urllib.parse import quote, urldefrag, urlsplit

from graph.errors import ReadingError
from graph.reading.limits import LARGEST, too_large
from graph.reading.reading import Source

_PATIENCE = 20.0
_DEADLINE = 90.0
_REDIRECTS = 5
_CHUNK = 1 << 16
_KEPT = "%/:=&?~+!$,;'@()*[]"
_READ = ("text/", "application/xhtml", "application/pdf", "application/octet-stream", "application/vnd.openxml")


def is_address(name: str) -> bool:
    """Whether a source is an address rather than a path."""
    return "://" in name


def fetch(address: str, largest: int = LARGEST, deadline: float = _DEADLINE) -> Source:
    """What stands at an address. ``largest`` is in bytes, ``deadline`` in seconds for all of it.

    Raises:
        ReadingError: the address is not http or https, does not answer in time, answers with an error or a kind of
            file that is not read, or with too much.
    """
    _check(address)
    request = urllib.request.Request(
        quote(urldefrag(address).url, safe=_KEPT),
        headers={
            "User-Agent": f"creativekg/{version('creativekg')}",
            "Accept": "text/html,application/pdf,*/*;q=0.5",
        },
    )
    ends = time.monotonic() + deadline
    try:
        with urllib.request.build_opener(_Redirects).open(request, timeout=_PATIENCE) as answer:
            media_type = answer.headers.get_content_type() if answer.headers.get("Content-Type") else None
            if media_type is not None and not media_type.startswith(_READ):
                raise ReadingError(f"it is {media_type}, which is not read")
            stated = answer.headers.get("Content-Length") or ""
            if stated.isdigit() and int(stated) > largest:
                raise ReadingError(too_large(int(stated), largest))
            data = _body(answer, largest, ends)
            url = quote(urldefrag(answer.geturl()).url, safe=_KEPT)
            return Source(
                data=data,
                name=url,
                url=url,
                media_type=media_type,
                charset=answer.headers.get_content_charset(),
            )
    except urllib.error.HTTPError as error:
        if 300 <= error.code < 400:
            raise ReadingError("it leads round in circles, or to an address that is not fetched") from error
        raise ReadingError(f"the server answers {error.code} {error.reason}") from error
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        raise ReadingError(f"cannot be fetched ({reason})") from error


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise ReadingError(f"not an address ({error})") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ReadingError("only addresses that begin with http:// or https:// are fetched")


def _body(answer: Any, largest: int, ends: float) -> bytes:
    data = bytearray()
    while chunk := answer.read1(_CHUNK):
        data += chunk
        if len(data) > largest:
            raise ReadingError(too_large(None, largest))
        if time.monotonic() > ends:
            raise ReadingError("the server takes too long to send it")
    return bytes(data)


class _Redirects(urllib.request.HTTPRedirectHandler):
    max_redirections = _REDIRECTS
    max_repeats = 2

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        _check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]
