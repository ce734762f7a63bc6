"""Which model is asked, where and how patiently; from the environment, so that a key is in no file or command."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from graph.errors import ExtractionError

URL = "CREATIVEKG_MODEL_URL"
MODEL = "CREATIVEKG_MODEL"
KEY = "CREATIVEKG_MODEL_KEY"
ALLOW_HTTP = "CREATIVEKG_MODEL_ALLOW_HTTP"


@dataclass(frozen=True)
class Settings:
    """An OpenAI-compatible address and a model there.

    ``cache`` is the folder that keeps answers. A try is given up after ``connect_seconds`` without a connection or
    ``read_seconds`` without a byte, and repeated ``retries`` times; all tries for one group of passages end after
    ``group_seconds``. An answer of more than ``most_bytes`` is not read to its end.

    Raises:
        ExtractionError: the address or the key cannot be one, or the text and the key would travel unencrypted.
    """

    url: str
    model: str
    key: SecretStr = field(default=SecretStr(""))
    allow_http: bool = False
    cache: Path | None = None
    concurrency: int = 4
    connect_seconds: float = 10
    read_seconds: float = 120
    group_seconds: float = 300
    retries: int = 2
    most_bytes: int = 4_000_000

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.url)
            usable = bool(parts.hostname) and parts.scheme in ("http", "https") and parts.port != 0
        except ValueError:
            usable = False
        # The address itself is not shown: a careless one has a password or a key in it.
        if not usable:
            raise ExtractionError(f"{URL} is not an address: it begins with https:// or http:// and names a host")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ExtractionError(f"{URL} has more than scheme, host, port and path; the key belongs in {KEY}")
        if parts.scheme == "http" and not (self.is_loopback or self.allow_http):
            raise ExtractionError(
                f"{URL} is http:// on another machine: texts and key would travel unencrypted; "
                f"use https://, or set {ALLOW_HTTP}=1"
            )
        if not re.fullmatch(r"[!-~]*", self.key.get_secret_value()):
            raise ExtractionError(f"{KEY} has a character that no key has, such as a space or a line break")

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def is_loopback(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    @classmethod
    def from_environment(cls, cache: Path | None = None) -> Settings:
        """The settings of ``CREATIVEKG_MODEL_URL``, ``CREATIVEKG_MODEL`` and, if the model needs one, ``_KEY``.

        Raises:
            ExtractionError: one of the first two is not set, or as the class.
        """
        url, model, key, allow = (os.environ.get(name, "").strip() for name in (URL, MODEL, KEY, ALLOW_HTTP))
        if not (url and model):
            raise ExtractionError(f"a model was asked for: set {URL} and {MODEL}; docs/model.md says how")
        return cls(url, model, SecretStr(key), allow_http=allow.lower() in ("1", "true", "yes"), cache=cache)
