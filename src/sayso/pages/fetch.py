"""Fetch a URL without being led astray: sizes, times, redirects and addresses are bounded."""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import httpx

from sayso.errors import FetchError, ForbiddenAddressError, NotFoundError, TooLargeError
from sayso.pages.limits import MAX_BYTES
from sayso.types import Page

#: seconds for each step (connect, each read), and for the whole of one page
STEP_TIMEOUT, WHOLE_TIMEOUT = 10.0, 30.0
MAX_REDIRECTS = 5

_HEADERS = {
    "User-Agent": "sayso (reads pages for their attributions)",
    "Accept": "text/html, application/xhtml+xml, text/plain;q=0.9, text/markdown;q=0.9",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip, deflate",
}

#: IPv6 addresses that carry an IPv4 address: NAT64
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))

Resolve = Callable[[str, int], Sequence[str]]


def resolve(host: str, port: int) -> list[str]:
    """IP addresses of a host, as the system resolves it."""
    return [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an IP address lies on the open internet, also where IPv6 only wraps an IPv4 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip.is_site_local:
            return False
        if inner is None and (any(ip in net for net in _NAT64) or int(ip) >> 32 == 0):
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


class _ForbiddenError(Exception):
    """Carries host and address out of the transport, past httpx's own errors."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(host)
        self.host, self.address = host, address


class GuardedTransport(httpx.BaseTransport):
    """Resolves each host once, checks every address, and connects to one that was checked.

    Redirects pass through here too, and since the connection goes to the checked address, a name that resolves to
    something else a moment later gains nothing.
    """

    def __init__(self, inner: httpx.BaseTransport, resolver: Resolve) -> None:
        self._inner = inner
        self._resolve = resolver

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send the request to a checked address under its own name."""
        host = request.url.host
        try:
            addresses = list(self._resolve(host, request.url.port or (443 if request.url.scheme == "https" else 80)))
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"the name {host} does not resolve ({error})", request=request) from error
        if not addresses:
            raise httpx.ConnectError(f"the name {host} has no address", request=request)
        for address in addresses:
            if not is_public(address):
                raise _ForbiddenError(host, address)
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=addresses[0]),
            headers=request.headers,  # the Host header keeps the name
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return self._inner.handle_request(pinned)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def fetch(
    url: str,
    *,
    allow_private: bool = False,
    transport: httpx.BaseTransport | None = None,
    resolver: Resolve = resolve,
) -> Page:
    """Fetch one page.

    Args:
        url: an http or https URL.
        allow_private: also fetch from private, loopback and link-local addresses.
        transport: what carries the requests, for tests; the network by default.
        resolver: what turns names into addresses, for tests.

    Raises:
        ForbiddenAddressError: the name, or a redirect, leads to an address that is not public.
        NotFoundError: the server says 404 or 410.
        TooLargeError: over 10 MB, as sent or unpacked.
        FetchError: not an http or https URL, or anything else that goes wrong on the way.

    """
    parsed = _parse(url)
    inner = transport or httpx.HTTPTransport(retries=1)
    carrier = inner if allow_private else GuardedTransport(inner, resolver)
    deadline = time.monotonic() + WHOLE_TIMEOUT
    try:
        with (
            httpx.Client(
                transport=carrier,
                headers=_HEADERS,
                timeout=STEP_TIMEOUT,
                follow_redirects=True,
                max_redirects=MAX_REDIRECTS,
                trust_env=False,  # a proxy would resolve names itself, past the check above
            ) as client,
            client.stream("GET", parsed) as response,
        ):
            content = _body(url, response, deadline)
            return Page(
                name=url,
                content=content,
                content_type=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                declared_charset=response.charset_encoding,
                sha256=hashlib.sha256(content).hexdigest(),
                fetched_at=datetime.now(UTC),
                url=str(response.url),
            )
    except _ForbiddenError as error:
        where = error.host if error.host == error.address else f"{error.host} ({error.address})"
        raise ForbiddenAddressError(
            url, f"leads to {where}, which is not a public address; use --allow-private if you mean it"
        ) from None
    except httpx.TooManyRedirects:
        raise FetchError(url, f"redirects more than {MAX_REDIRECTS} times; is it a loop?") from None
    except httpx.TimeoutException:
        raise FetchError(
            url, f"no answer within {STEP_TIMEOUT:.0f} s; try again, or save the page and read the file"
        ) from None
    except (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(url, f"leads or redirects to something that is no http or https URL ({error})") from None
    except httpx.HTTPError as error:
        raise FetchError(url, f"cannot be fetched: {error or type(error).__name__}") from None


def _parse(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url)
        host = parsed.host
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(url, f"is no URL ({error}); expected http:// or https://") from None
    if parsed.scheme not in ("http", "https") or not host:
        raise FetchError(url, "is no http or https URL")
    return parsed


def _body(url: str, response: httpx.Response, deadline: float) -> bytes:
    status = response.status_code
    if status in (404, 410):
        raise NotFoundError(url, f"the server says {status}: no such page")
    if not response.is_success:
        hint = "; the site may want a login" if status in (401, 402, 403) else ""
        raise FetchError(url, f"the server says {status} {response.reason_phrase}".rstrip() + hint)
    if "," in response.headers.get("content-encoding", ""):
        raise TooLargeError(url, "is compressed several times over, as decompression bombs are")
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MAX_BYTES:
        raise TooLargeError(url, f"is {int(declared):,} bytes, over the limit of {MAX_BYTES:,}")
    chunks, size = [], 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > MAX_BYTES:
            raise TooLargeError(url, f"is over the limit of {MAX_BYTES:,} bytes once unpacked")
        if time.monotonic() > deadline:
            raise FetchError(
                url, f"not all there after {WHOLE_TIMEOUT:.0f} s; try again, or save the page and read the file"
            )
        chunks.append(chunk)
    return b"".join(chunks)
