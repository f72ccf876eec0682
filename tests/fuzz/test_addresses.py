"""Nothing a request says about addresses leads anybody off this site: neither `next`, nor paths, nor host headers."""

import itertools
import re
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

import pytest

from shared.store.stores import Stores
from tests.client import BASE_URL, Client, Reply
from tests.stage import Stage

EVIL = "evil.example"
STARTS = (
    "//", "///", "////", "/\\", "\\\\", "\\/", "/\t/", "/\n/", "\t//", " //", "\x00//", "/ /", "/\u00a0/", "/.//",
    "/..//", "/%2f", "/%5c", "%2f%2f", "https://", "HTTPS://", "http:/", "https:\\\\", "https:", "ftp://", "ws://",
    "https://registry.example@", "https://registry.example.", "//registry.example@", "//registry.example:80@",
    "/\u2044", "/\uff0f", "\uff0f\uff0f", "/\u2215", "/\u29f8", "/;//", "/#//", "/?//", "//\u3002", "/\\\\", "\u3000//",
)  # fmt: skip
HOSTS = (EVIL, f"{EVIL}/", f"{EVIL}:443/x", f"{EVIL}%00.registry.example", f"{EVIL}#registry.example")
SCRIPTS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)", "data:text/html,x",
    "vbscript:x", "blob:x", "file:///etc/passwd", "mailto:x@evil.example", "view-source:x", "/\r\nLocation: //evil.example",
    "/x\r\nSet-Cookie: a=b", "/" + "a" * 2_001, "", "x", "?x", "#x", "..", ".", "@evil.example", ".evil.example", "\ud800",
)  # fmt: skip
NEXT = [*(start + host for start, host in itertools.product(STARTS, HOSTS)), *SCRIPTS]
NAMES = (
    "host", "x-forwarded-host", "x-forwarded-server", "x-host", "x-original-host", "x-http-host-override", "forwarded",
    "x-original-url", "x-rewrite-url", "x-forwarded-prefix", "x-forwarded-proto", "x-forwarded-scheme", "via", "from",
)  # fmt: skip
VALUES = (
    EVIL,
    f"{EVIL}:443",
    f"registry.example@{EVIL}",
    f"host={EVIL};proto=http",
    f"//{EVIL}/x",
    f"{BASE_URL}.{EVIL}",
)


def quoted(address: str) -> str:
    return quote(address, safe="", errors="surrogatepass")


def gone_to(location: str) -> str:
    """Where a browser goes (WHATWG URL): it drops tabs and line ends, trims, and reads a backslash as a slash."""
    cleaned = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33)))).replace("\\", "/")
    parts = urlsplit(urljoin(f"{BASE_URL}/people/here", cleaned))
    return f"{parts.scheme}://{parts.netloc}"


def leads(reply: Reply) -> Iterator[str]:
    """Where an answer leads, by itself or by its links."""
    if "location" in reply.headers:
        yield gone_to(reply.location)
    yield from map(gone_to, re.findall(r'(?:href|action|src)="([^"]*)"', reply.text))


@pytest.fixture
def officer(stores: Stores) -> Client:
    Stage(stores).furnish()
    return Client().sign_in(stores, "officer")


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(set(NEXT)) + len(NAMES) * len(VALUES) >= 200
    assert gone_to("/\\evil.example/x") == gone_to("\t//evil.example") == "https://evil.example"
    assert gone_to("/desk?next=//evil.example") == gone_to("../x") == BASE_URL


def test_no_next_leads_away(officer: Client) -> None:
    away = []

    for address in NEXT:
        value = quoted(address)
        replies = [
            Client().get(f"/people/language?to=zh&next={value}"),
            Client().get(f"/people/sign-in?ended=1&next={value}"),
            Client().get(f"/desk?next={value}"),
            officer.get(f"/people/sign-in?next={value}"),
            officer.get(f"/people/inbox?cursor={value}&done={value}"),
        ]
        away += [(address, each) for reply in replies for each in leads(reply) if each != BASE_URL]

    assert away == []


def test_no_path_leads_away(officer: Client) -> None:
    away = []

    for address in NEXT:
        for target in (
            f"/{quoted(address)}",
            f"/desk/{quoted(address)}",
            f"//{EVIL}/desk/{quoted(address)[:50]}",
        ):
            replies = [Client().get(target), officer.get(target)]
            away += [(target, each) for reply in replies for each in leads(reply) if each != BASE_URL]

    assert away == []


def test_no_page_before_leads_away(officer: Client) -> None:
    away = []

    for address in NEXT:
        if address.isascii() and address.isprintable():
            for referer in (address, f"{BASE_URL}{address}", f"{BASE_URL}/{address}"):
                replies = [
                    each.post("/desk/x/claim", csrf_token="", referer=referer) for each in (Client(), officer)
                ]
                away += [(referer, each) for reply in replies for each in leads(reply) if each != BASE_URL]

    assert away == []


@pytest.mark.parametrize("name", NAMES)
def test_no_header_names_our_host(officer: Client, name: str) -> None:
    for value in VALUES:
        replies = [
            *(
                client.send("GET", target, headers={name: value})
                for client in (Client(), officer)
                for target in PAGES
            ),
            officer.post("/people/profile/language", {"language": "zh"}, **{name: value}),
        ]

        assert {each for reply in replies for each in leads(reply)} == {BASE_URL}
        assert [reply for reply in replies if EVIL in reply.text or EVIL in str(reply.headers)] == []


PAGES = (
    "/",
    "/desk",
    "/people/profile",
    "/people/sign-in?ended=1",
    "/desk/none",
    "/api/v1/docs",
    "/api/v1/none",
)


def test_a_form_of_another_host_is_refused_though_it_calls_itself_ours(officer: Client) -> None:
    replies = [
        officer.post("/people/profile/language", {"language": "zh"}, origin=f"https://{EVIL}", **{name: EVIL})
        for name in NAMES
    ]

    assert {reply.status for reply in replies} == {403}
