"""Who may review: somebody at this machine, or who knows the token; never a page of another site in her browser.

Texts that are not public pass through here, and files are written, so what is not plainly meant is refused:

- Without a token only peers on the loopback interface are served, and only under a name of it, so that no other
  site can have its own name point here (DNS rebinding).
- Requests of other sites are told by ``Sec-Fetch-Site`` and ``Origin``. A form carries a token of the running
  server besides; a script sends JSON or a header of its own, which other sites could not do without asking first.
- The cookie holds a keyed hash, which tells nothing of the token.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
import time
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from server.problems import Problem

COOKIE = "creativekg-review"
FORM_TOKEN = "form_token"
SCRIPT = "X-Requested-With"
_SAFE = ("GET", "HEAD", "OPTIONS")
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")
_FIRST_WAIT_S, _LONGEST_WAIT_S = 0.5, 60.0
_MOST_PEERS = 1000


class Access:
    """The guard before every request below ``/review``. ``secret`` is of this run of the server."""

    def __init__(self, token: str | None, secret: bytes) -> None:
        self._token = token
        self._secret = secret
        self._wrong: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    @property
    def form_token(self) -> str:
        """What a form of ours carries."""
        return hmac.digest(self._secret, b"form", "sha256").hex()

    @property
    def cookie(self) -> str:
        """What the browser of somebody who has signed in holds."""
        return hmac.digest((self._token or "").encode(), b"creativekg review", "sha256").hex()

    def before(self) -> Answer | None:
        """Refuse what may not be, or send to the page where one signs in.

        Raises:
            Problem: 401, 403 or 429, with the reason.
        """
        if not _is_ours(request.path):
            return None
        self._check_site()
        if self._token is None:
            _check_local()
        elif not self._signed_in() and request.path != "/review/sign-in":
            if request.method in _SAFE and "text/html" in request.headers.get("Accept", ""):
                return redirect(url_for("review.sign_in"), 303)
            detail = "Review needs its token: sign in at /review/sign-in, or send it as a bearer token."
            raise Problem(401, "not-signed-in", detail, headers={"WWW-Authenticate": "Bearer"})
        if request.method not in _SAFE:
            self._check_form()
        return None

    def after(self, response: Response) -> Response:
        """Nothing of review is kept anywhere, or found by a search engine."""
        if _is_ours(request.path):
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def sign_in(self, token: str) -> bool:
        """Whether this is the token; who is wrong has to wait, twice as long each time.

        Raises:
            Problem: 429, it is too early to try again.
        """
        peer, now = request.remote_addr or "", time.monotonic()
        with self._lock:
            wrong, until = self._wrong.get(peer, (0, 0.0))
            if now < until:
                seconds = str(int(until - now) + 1)
                detail = f"The token was wrong. Wait {seconds} seconds, then try again."
                raise Problem(429, "too-many-tries", detail, headers={"Retry-After": seconds})
            if self._token is not None and _same(token, self._token):
                self._wrong.pop(peer, None)
                return True
            while len(self._wrong) >= _MOST_PEERS:
                self._wrong.pop(next(iter(self._wrong)))
            self._wrong[peer] = wrong + 1, now + min(_FIRST_WAIT_S * 2**wrong, _LONGEST_WAIT_S)
            return False

    def _signed_in(self) -> bool:
        scheme, _, given = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self.sign_in(given.strip())
        return _same(request.cookies.get(COOKIE, ""), self.cookie)

    def _check_site(self) -> None:
        site = request.headers.get("Sec-Fetch-Site", "none")
        followed = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method in _SAFE
        origin = request.headers.get("Origin")
        # A form of a page without referrer has the origin "null", and Sec-Fetch-Site says where it comes from.
        foreign = origin is not None and urlsplit(origin).netloc != request.host
        if origin == "null" and "Sec-Fetch-Site" in request.headers:
            foreign = False
        if (site not in ("same-origin", "none") and not followed) or foreign:
            raise Problem(403, "other-site", "This request comes from a page of another site.")

    def _check_form(self) -> None:
        if request.mimetype == "application/json" or SCRIPT in request.headers:
            return
        if not _same(request.form.get(FORM_TOKEN, ""), self.form_token):
            detail = "The server was started anew since this page was loaded, and nothing was done. Load it again."
            raise Problem(403, "stale-form", detail)


def _is_ours(path: str) -> bool:
    return path in ("/review", "/review.json") or path.startswith("/review/")


def _check_local() -> None:
    peer = str(request.environ.get("creativekg.peer", request.remote_addr or ""))
    if not _is_loopback(peer) or any(name in request.headers for name in _FORWARDED):
        detail = (
            "Review is for this machine only. To reach it from elsewhere, start the server with a token in "
            "CREATIVEKG_REVIEW_TOKEN, and behind TLS."
        )
        raise Problem(403, "not-from-here", detail)
    name = urlsplit(f"//{request.host}").hostname or ""
    if name != "localhost" and not _is_loopback(name):
        detail = f"Review answers at localhost or 127.0.0.1, and not under the name {name}."
        raise Problem(403, "not-from-here", detail)


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_loopback


def _same(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing of them."""
    digests = [hashlib.sha256(each.encode("utf-8", "surrogatepass")).digest() for each in (one, other)]
    return hmac.compare_digest(*digests)
