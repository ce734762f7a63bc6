"""One question to a model, one chance to mend the answer, and every way it can fail in one line.

No message of this module holds words of the server or of a library: they may repeat the key.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpx2
from openai import AsyncOpenAI
from pydantic_ai import Agent, ModelSettings, PromptedOutput
from pydantic_ai.exceptions import (
    AgentRunError,
    ModelAPIError,
    ModelConnectionError,
    ModelHTTPError,
    ModelTimeoutError,
)
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.profiles.openai import OpenAIModelProfile
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

from graph.errors import ExtractionError
from graph.proposer.items import Answer
from graph.proposer.prompt import instructions
from graph.proposer.settings import KEY, MODEL, URL, Settings

# What the library adds of this machine, and of an account at OpenAI that is no business of another address.
_PRIVATE = ("x-stainless-", "openai-")
_ENCODING = ("content-encoding", "content-length", "transfer-encoding")


class Unanswered(Exception):
    """One question has no answer that can be used; the message is the reason."""


class _Bounded(httpx2.AsyncBaseTransport):
    """Reads an answer, unpacked, up to a number of bytes, so that a huge one costs neither memory nor time."""

    def __init__(self, settings: Settings) -> None:
        proxies = {} if settings.is_loopback or proxy_bypass(settings.host) else getproxies()
        self._inner = httpx2.AsyncHTTPTransport(proxy=proxies.get(settings.url.partition(":")[0]))
        self._most = settings.most_bytes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The answer, or `Unanswered`, or `ExtractionError` where it points to another address."""
        for name in [name for name in request.headers if name.startswith(_PRIVATE)]:
            del request.headers[name]
        response = await self._inner.handle_async_request(request)
        body = bytearray()
        try:
            async for part in response.aiter_bytes():
                body += part
                if len(body) > self._most:
                    raise Unanswered(f"the answer is larger than {self._most:,} bytes")
        finally:
            await response.aclose()
        if 300 <= response.status_code < 400:
            raise ExtractionError(f"{request.url.host} points elsewhere, where no key is sent: correct {URL}")
        headers = [(name, value) for name, value in response.headers.multi_items() if name not in _ENCODING]
        return httpx2.Response(response.status_code, headers=headers, content=bytes(body))

    async def aclose(self) -> None:
        await self._inner.aclose()


@dataclass
class Client:
    """Asks a model, and counts the tokens."""

    settings: Settings
    agent: Agent[None, Answer]
    input_tokens: int = 0
    output_tokens: int = 0

    async def ask(self, message: str) -> list[Any]:
        """The claims that a model finds in a message, unchecked.

        Raises:
            Unanswered: not this time; another question may be answered.
            ExtractionError: no question will be answered: the address, the model or the key is wrong.
        """
        try:
            async with asyncio.timeout(self.settings.group_seconds):
                result = await self.agent.run(message)
        except (AgentRunError, TimeoutError, RecursionError) as error:
            failure = self._failure(error)
        else:
            self.input_tokens += result.usage.input_tokens
            self.output_tokens += result.usage.output_tokens
            key = self.settings.key.get_secret_value()
            if not key or key not in repr(result.output):
                return result.output.claims
            failure = Unanswered("the answer repeats the key")
        # Raised here so that it has no context: the errors of the libraries hold requests and answers.
        raise failure

    def _failure(self, error: Exception) -> Exception:
        host = self.settings.host
        status = error.status_code if isinstance(error, ModelHTTPError) else 0
        if status in (401, 403):
            wrong = f"refuses the key of {KEY}" if self.settings.key else f"asks for a key, to be set in {KEY}"
            return ExtractionError(f"{host} {wrong} (HTTP {status})")
        if status == 404:
            return ExtractionError(f"{host} knows no such path or model (HTTP 404): check {URL} and {MODEL}")
        if status:
            return Unanswered("too many requests (HTTP 429)" if status == 429 else f"HTTP {status}")
        if isinstance(error, ModelConnectionError) and error.phase == "connect":
            trouble = "TLS" if any(isinstance(each, ssl.SSLError) for each in _causes(error)) else "connection"
            return ExtractionError(f"no {trouble} to {host}: check {URL}, and that the server is running")
        if isinstance(error, ModelTimeoutError | TimeoutError):
            return Unanswered("no answer in time")
        if isinstance(error, ModelConnectionError):
            return Unanswered("the connection broke off")
        if isinstance(error, ModelAPIError):
            return Unanswered("the answer is not JSON")
        return Unanswered("the answer is not of the shape that was asked for")


@asynccontextmanager
async def client(settings: Settings) -> AsyncIterator[Client]:
    """A client, for as long as it is needed."""
    key = settings.key.get_secret_value()
    timeout = httpx2.Timeout(settings.read_seconds, connect=settings.connect_seconds)
    async with httpx2.AsyncClient(transport=_Bounded(settings), follow_redirects=False) as connections:
        openai = AsyncOpenAI(
            api_key=key or "none",
            base_url=settings.url.rstrip("/").removesuffix("/chat/completions"),
            http_client=connections,
            timeout=timeout,
            max_retries=settings.retries,
        )
        # The shape is asked for in words: every server can do that, and not every one tools or response formats.
        plain = OpenAIModelProfile(supports_json_object_output=False)
        provider = OpenAICompatibleProvider("model", openai_client=openai, profile=plain)
        agent = Agent(
            OpenAIChatModel(settings.model, provider=provider),
            output_type=PromptedOutput(Answer),
            instructions=instructions(),
            retries=1,
            name="proposer",
            model_settings=ModelSettings(temperature=0.0),
        )
        agent.instrument = False
        with _unlogged(key):
            yield Client(settings, agent)


@contextmanager
def _unlogged(key: str) -> Iterator[None]:
    """Drop log records that hold the key: the libraries log headers of answers, and a server may echo it there."""

    def is_without_key(record: logging.LogRecord) -> bool:
        return not key or key not in record.getMessage()

    names = [n for n in logging.root.manager.loggerDict if n.startswith(("httpcore2", "httpx2", "openai"))]
    for name in names:
        logging.getLogger(name).addFilter(is_without_key)
    try:
        yield
    finally:
        for name in names:
            logging.getLogger(name).removeFilter(is_without_key)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
