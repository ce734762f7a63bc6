"""One shape for every error: RFC 9457 problem details, which :mod:`server.error_pages` makes pages of."""

from __future__ import annotations

import json
from collections.abc import Mapping

from graph.errors import CreativeKGError
from graph.namespaces import BASE
from server.negotiation import Format

PROBLEM = Format("problem", "application/problem+json", "Problem details", ("application/json",))


class Problem(CreativeKGError):
    """An error with its HTTP status; ``slug`` names its type, ``extra`` adds members to the JSON object."""

    def __init__(
        self,
        status: int,
        slug: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **extra: object,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.slug = slug
        self.detail = detail
        self.headers = dict(headers or {})
        self.extra = extra

    @property
    def title(self) -> str:
        return self.slug.replace("-", " ").capitalize()

    def body(self) -> dict[str, object]:
        """The members ``type``, ``title``, ``status`` and ``detail``, and those of this type of problem."""
        return {
            "type": f"{BASE}problem/{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **{name: value for name, value in self.extra.items() if value is not None},
        }

    def json(self, request_id: str | None = None) -> bytes:
        """The body as JSON; with the id of the request, by which the operator finds it in the log."""
        body = self.body() | ({"request_id": request_id} if request_id else {})
        return json.dumps(body, ensure_ascii=False).encode(errors="replace") + b"\n"
