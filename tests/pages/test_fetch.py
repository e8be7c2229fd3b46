"""Fetching, on a network that answers from a table and lies where it can."""

import gzip
import hashlib
import zlib

import httpx
import pytest

from sayso.errors import FetchError, ForbiddenAddressError, NotFoundError, PageError, TooLargeError, UsageError
from sayso.pages.fetch import fetch
from tests.pages.saved import around

URL = "https://osterbypost.example/harbour"
PUBLIC, PUBLIC_V6 = "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
LIMIT = 10_000_000
REFUSED = [
    "127.0.0.1",
    "127.8.9.10",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fd00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
]


class Names:
    """A resolver with a table: each name has the answers that it gives in turn, the last for ever."""

    def __init__(self, table=()):
        self.table = {name: list(answers) for name, answers in dict(table).items()}
        self.asked = []

    def __call__(self, host, port):
        self.asked.append((host, port))
        answers = self.table.get(host, [[PUBLIC]])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Network(httpx.MockTransport):
    """Answers by name and path; keeps the requests as they came in."""

    def __init__(self, *answers):
        super().__init__(self.answer)
        self.answers, self.seen = list(answers), []

    def answer(self, request):
        if request.url.scheme not in ("http", "https"):  # as the real one does
            raise httpx.UnsupportedProtocol(f"no {request.url.scheme} here", request=request)
        self.seen.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(request) if callable(answer) else answer


def page(content=b"<p>mud</p>", status=200, **headers):
    return httpx.Response(status, headers={"content-type": "text/html", **headers}, stream=httpx.ByteStream(content))


def redirect(to, status=302):
    return httpx.Response(status, headers={"location": to})


def failing(error):
    def answer(request):
        raise error

    return answer


def test_a_page_is_fetched_whole():
    content = around("").encode()
    network = Network(page(content, **{"content-type": "Text/HTML; Charset=ISO-8859-1"}))
    fetched = fetch(URL, transport=network, resolver=Names())
    assert fetched.content == content
    assert fetched.name == fetched.url == URL
    assert fetched.content_type == "text/html"
    assert fetched.declared_charset.lower() == "iso-8859-1"
    assert fetched.sha256 == hashlib.sha256(content).hexdigest()
    assert fetched.fetched_at.utcoffset() is not None


def test_a_page_without_a_content_type_has_none():
    fetched = fetch(URL, transport=Network(httpx.Response(200, content=b"mud")), resolver=Names())
    assert (fetched.content_type, fetched.declared_charset) == ("", None)


@pytest.mark.parametrize("packed", [("gzip", gzip.compress), ("deflate", zlib.compress)], ids=lambda packed: packed[0])
def test_a_compressed_page_is_unpacked(packed):
    name, pack = packed
    network = Network(page(pack(b"<p>mud</p>"), **{"content-encoding": name}))
    assert fetch(URL, transport=network, resolver=Names()).content == b"<p>mud</p>"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("to", ["https://other.example/new", "//other.example/new"])
def test_a_redirect_is_followed_and_the_page_says_where_it_came_from(status, to):
    fetched = fetch(URL, transport=Network(redirect(to, status), page()), resolver=Names())
    assert (fetched.name, fetched.url) == (URL, "https://other.example/new")


def test_five_redirects_are_followed():
    hops = [redirect(f"/{i}") for i in range(5)]
    assert fetch(URL, transport=Network(*hops, page()), resolver=Names()).url == "https://osterbypost.example/4"


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_not_there_is_not_found(status):
    with pytest.raises(NotFoundError, match=str(status)) as caught:
        fetch(URL, transport=Network(page(status=status)), resolver=Names())
    assert caught.value.page == URL


@pytest.mark.parametrize("status", [400, 401, 402, 403, 405, 429, 500, 502, 503, 304, 300])
def test_any_other_status_is_a_failure_that_names_it(status):
    with pytest.raises(FetchError, match=str(status)):
        fetch(URL, transport=Network(page(status=status)), resolver=Names())


@pytest.mark.parametrize("status", [401, 402, 403])
def test_a_status_of_refusal_hints_at_a_login(status):
    with pytest.raises(FetchError, match="login"):
        fetch(URL, transport=Network(page(status=status)), resolver=Names())


@pytest.mark.parametrize(
    ("network", "said"),
    [
        (Network(failing(httpx.ConnectTimeout("slow"))), "no answer within 10 s"),
        (Network(failing(httpx.ReadTimeout("slow"))), "no answer within 10 s"),
        (Network(failing(httpx.ConnectError("connection refused"))), "connection refused"),
        (Network(failing(httpx.RemoteProtocolError("no HTTP"))), "no HTTP"),
        (Network(redirect("/again")), "redirects more than 5 times"),
        (Network(redirect("https://a.example/"), redirect("https://b.example/")), "redirects more than 5 times"),
        (Network(redirect("ftp://osterbypost.example/page")), "redirects to something that is no http"),
        (Network(redirect("file:///etc/passwd")), "redirects to something that is no http"),
        (Network(page(b"no gzip at all", **{"content-encoding": "gzip"})), "cannot be fetched"),
    ],
)
def test_a_network_that_fails_is_a_fetch_error(network, said):
    with pytest.raises(FetchError, match=said) as caught:
        fetch(URL, transport=network, resolver=Names())
    assert caught.value.page == URL


@pytest.mark.parametrize("error", [OSError("Name or service not known"), UnicodeError("label too long")])
def test_a_name_that_does_not_resolve_is_a_fetch_error(error):
    with pytest.raises(FetchError, match=r"osterbypost\.example does not resolve"):
        fetch(URL, transport=Network(page()), resolver=Names({"osterbypost.example": [error]}))


def test_a_name_with_no_address_is_a_fetch_error():
    with pytest.raises(FetchError):
        fetch(URL, transport=Network(page()), resolver=Names({"osterbypost.example": [[]]}))


@pytest.mark.parametrize("url", ["http://" + "a" * 70 + ".example/", "http://a..example/"])
def test_a_name_that_no_resolver_takes_is_an_error_of_this_page(url):
    # Python's own resolver refuses these before it asks the network
    with pytest.raises((PageError, UsageError)):
        fetch(url, transport=Network(page()))


@pytest.mark.parametrize("address", REFUSED)
def test_a_name_that_leads_to_a_private_address_is_refused(address):
    network = Network(page())
    with pytest.raises(ForbiddenAddressError, match="not a public address") as caught:
        fetch(URL, transport=network, resolver=Names({"osterbypost.example": [[address]]}))
    assert caught.value.page == URL
    assert network.seen == []


@pytest.mark.parametrize("addresses", [[PUBLIC, "10.0.0.1"], ["10.0.0.1", PUBLIC], [PUBLIC_V6, "::1"]])
def test_one_private_address_among_public_ones_is_enough(addresses):
    network = Network(page())
    with pytest.raises(ForbiddenAddressError):
        fetch(URL, transport=network, resolver=Names({"osterbypost.example": [addresses]}))
    assert network.seen == []


@pytest.mark.parametrize(
    ("to", "address"),
    [
        ("http://127.0.0.1/", "127.0.0.1"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254"),
        ("http://[::1]/", "::1"),
        ("http://[::ffff:10.0.0.1]/", "::ffff:10.0.0.1"),
        ("http://[64:ff9b::7f00:1]/", "64:ff9b::7f00:1"),
        ("http://localhost:8080/", "127.0.0.1"),
        ("http://2130706433/", "127.0.0.1"),
        ("//0x7f.1/", "127.0.0.1"),
    ],
)
def test_a_redirect_to_a_private_address_is_refused(to, address):
    network = Network(redirect(to), page(b"secret"))
    names = Names()
    host = httpx.URL(to).host
    names.table[host] = [[address]]
    with pytest.raises(ForbiddenAddressError) as caught:
        fetch(URL, transport=network, resolver=names)
    assert caught.value.page == URL
    assert address in caught.value.reason
    assert len(network.seen) == 1
    assert [asked for asked, _ in names.asked] == ["osterbypost.example", host]


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("https://osterbypost.example/harbour?x=1", 443),
        ("http://osterbypost.example/", 80),
        ("http://osterbypost.example:8080/", 8080),
    ],
)
@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_V6])
def test_the_connection_goes_to_the_address_that_was_checked_under_the_name(url, port, address):
    names, network = Names({"osterbypost.example": [[address], ["127.0.0.1"]]}), Network(page())
    fetched = fetch(url, transport=network, resolver=names)
    (request,) = network.seen
    assert names.asked == [("osterbypost.example", port)]
    assert request.url.host == address
    assert request.url.path == httpx.URL(url).path
    assert request.headers["host"].partition(":")[0] == "osterbypost.example"
    assert request.extensions["sni_hostname"] == "osterbypost.example"
    assert fetched.url == url


def test_a_resolver_that_changes_its_mind_gains_nothing():
    names, network = (
        Names({"osterbypost.example": [[PUBLIC], ["127.0.0.1"]]}),
        Network(page(b"public"), page(b"secret")),
    )
    assert fetch(URL, transport=network, resolver=names).content == b"public"
    assert [request.url.host for request in network.seen] == [PUBLIC]


def test_a_resolver_that_changes_its_mind_before_a_redirect_is_caught_at_it():
    names, network = (
        Names({"osterbypost.example": [[PUBLIC], ["127.0.0.1"]]}),
        Network(redirect("/again"), page(b"secret")),
    )
    with pytest.raises(ForbiddenAddressError):
        fetch(URL, transport=network, resolver=names)
    assert len(network.seen) == 1


def test_every_hop_is_resolved_once():
    names, network = Names(), Network(redirect("https://a.example/"), redirect("http://b.example/x"), page())
    fetch(URL, transport=network, resolver=names)
    assert names.asked == [("osterbypost.example", 443), ("a.example", 443), ("b.example", 80)]
    assert [request.headers["host"] for request in network.seen] == ["osterbypost.example", "a.example", "b.example"]
    assert [request.url.host for request in network.seen] == [PUBLIC] * 3


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/a", "http://[::1]/a", "http://localhost/a", "http://10.0.0.1/a"]
)
def test_private_addresses_are_let_through_when_asked_for(url):
    names = Names(
        {"127.0.0.1": [["127.0.0.1"]], "localhost": [["127.0.0.1"]], "::1": [["::1"]], "10.0.0.1": [["10.0.0.1"]]}
    )
    fetched = fetch(url, allow_private=True, transport=Network(page()), resolver=names)
    assert (fetched.content, fetched.url) == (b"<p>mud</p>", url)


def test_a_redirect_to_a_private_address_is_let_through_when_asked_for():
    network = Network(redirect("http://127.0.0.1/a"), page(b"inside"))
    names = Names({"127.0.0.1": [["127.0.0.1"]]})
    assert fetch(URL, allow_private=True, transport=network, resolver=names).content == b"inside"


def test_proxies_of_the_environment_are_not_asked(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://10.0.0.1:3128")
    network = Network(page())
    fetch(URL, transport=network, resolver=Names())
    assert [request.url.host for request in network.seen] == [PUBLIC]


def in_pieces(size, piece=bytes(64 * 1024)):
    while size > 0:
        yield piece[:size]
        size -= len(piece)


def test_a_page_of_just_the_limit_is_read():
    network = Network(httpx.Response(200, content=in_pieces(LIMIT)))
    assert len(fetch(URL, transport=network, resolver=Names()).content) == LIMIT


@pytest.mark.parametrize(
    "response",
    [
        lambda: httpx.Response(200, content=in_pieces(LIMIT + 1)),
        lambda: page(b"", **{"content-length": str(LIMIT + 1)}),
        lambda: page(b"", **{"content-length": "9" * 30}),
        lambda: page(gzip.compress(bytes(LIMIT + 1)), **{"content-encoding": "gzip"}),
        lambda: page(gzip.compress(bytes(30_000_000), 9), **{"content-encoding": "gzip"}),
        lambda: page(zlib.compress(bytes(LIMIT + 1)), **{"content-encoding": "deflate"}),
        lambda: page(gzip.compress(gzip.compress(b"mud")), **{"content-encoding": "gzip, gzip"}),
        lambda: page(gzip.compress(gzip.compress(b"mud")), **{"content-encoding": "gzip,deflate , gzip"}),
        lambda: httpx.Response(
            200,
            headers=[("content-encoding", "gzip"), ("content-encoding", "gzip")],
            stream=httpx.ByteStream(gzip.compress(gzip.compress(b"mud"))),
        ),
    ],
    ids=[
        "endless", "content-length", "content-length-of-30-digits", "gzip", "gzip-bomb", "deflate-bomb", "twice",
        "thrice", "two-headers",
    ],
)  # fmt: skip
def test_what_is_too_large_is_refused(response):
    with pytest.raises(TooLargeError) as caught:
        fetch(URL, transport=Network(response()), resolver=Names())
    assert caught.value.page == URL


@pytest.mark.parametrize("length", ["-1", "many", "", "1e99"])
def test_a_content_length_that_is_no_number_is_passed_over(length):
    network = Network(
        httpx.Response(200, headers=[("content-length", length.encode())], stream=httpx.ByteStream(b"mud"))
    )
    assert fetch(URL, transport=network, resolver=Names()).content == b"mud"


def test_a_page_that_trickles_in_is_given_up(monkeypatch):
    clock = iter(range(0, 10**6, 7))
    monkeypatch.setattr("sayso.pages.fetch.time.monotonic", lambda: float(next(clock)))
    network = Network(httpx.Response(200, content=(b"mud" for _ in range(1000))))
    with pytest.raises(FetchError, match="30 s"):
        fetch(URL, transport=network, resolver=Names())


@pytest.mark.parametrize(
    "url",
    [
        "ftp://osterbypost.example/",
        "file:///etc/passwd",
        "javascript://alert(1)",
        "gopher://osterbypost.example/",
        "://osterbypost.example",
        "http://",
        "https:///harbour",
        "http://osterbypost.example:notaport/",
        "http://xn--/",
        "http://exa\x00mple/",
        "osterbypost.example",
        "",
    ],
)
def test_what_is_no_web_address_is_a_failure_of_its_own(url):
    network = Network(page())
    with pytest.raises(FetchError, match="is no"):
        fetch(url, transport=network, resolver=Names())
    assert network.seen == []


def test_an_international_name_is_resolved_as_networks_write_it():
    names, network = Names(), Network(page())
    fetch("https://zürich.example/", transport=network, resolver=names)
    assert network.seen[0].headers["host"] == "xn--zrich-kva.example"
    assert len(names.asked) == 1
