"""Wire: how is JSON sent to one address, and what may go wrong on the way?

Only https, or http on this very machine. Redirections are not followed, so that neither texts
nor the key go to another address than the one that was named.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from rapport.core.errors import BadSetting
from rapport.core.phrase import say

HERE = ("127.0.0.1", "::1", "localhost")
MOST_BYTES = 1_000_000
"""Bytes of an answer that are read."""

PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Answers after which the same call may work later."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the JSON of the answer (None if it was none), or why there was no answer;
    `is_final` that the next call would bring none either.
    """

    body: object = None
    failure: str = ""
    is_final: bool = False


class Still(HTTPRedirectHandler):
    """Follows no redirection."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Nothing: the answer stands as it is, an error."""


@dataclass(frozen=True, slots=True)
class Wire:
    """An address, its key, seconds to wait for it, tries a call and seconds between them."""

    url: str
    key: str
    timeout: float = 30.0
    tries: int = 3
    pause: float = 1.0

    def check(self) -> None:
        """Raise BadSetting where the address may not be sent texts."""
        parts = urlsplit(self.url)
        is_here = parts.scheme == "http" and parts.hostname in HERE
        if not parts.hostname or (parts.scheme != "https" and not is_here):
            raise BadSetting(
                say(
                    "texts cannot be sent to {url}: the setting url must begin with https, or be "
                    "on this machine",
                    url=self.url,
                )
            )

    def post(self, body: bytes) -> Reply:
        """Send JSON and read the answer; never raises for what the net does."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = Request(self.url, data=body, headers=headers, method="POST")
        try:
            with self._opener().open(request, timeout=self.timeout) as answer:
                content = answer.read(MOST_BYTES + 1)
        except HTTPError as error:
            error.close()
            return Reply(failure=f"HTTP {error.code}", is_final=error.code not in PASSING)
        except (OSError, HTTPException) as error:
            return Reply(failure=type(error).__name__)
        try:
            return Reply(json.loads(content) if len(content) <= MOST_BYTES else None)
        except (ValueError, RecursionError):
            return Reply()

    def _opener(self) -> OpenerDirector:
        """What opens the address: without redirections, and without a proxy on this machine."""
        direct = [ProxyHandler({})] if urlsplit(self.url).hostname in HERE else []
        return build_opener(Still(), *direct)
