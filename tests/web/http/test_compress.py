import base64
import gzip

import pytest

from shared.web.http.compress import accepts_gzip, gzipped, packed

LONG = "页面 page " * 500


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip, deflate, br", True),
        ("br;q=1.0, gzip;q=0.8", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("identity", False),
        ("", False),
        (None, False),
    ],
)
def test_the_client_decides(header: str | None, *, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


def test_a_long_page_is_compressed_and_comes_back_whole() -> None:
    body, encoded, headers = packed(LONG, "gzip")

    assert (encoded, headers) == (True, {"Content-Encoding": "gzip"})
    assert gzip.decompress(base64.b64decode(body)).decode() == LONG


def test_the_same_page_gives_the_same_bytes() -> None:
    assert gzipped(LONG) == gzipped(LONG)
    assert gzipped(LONG)[4:8] == bytes(4)  # no time of day


def test_a_short_answer_stays_as_it_is() -> None:
    assert packed("short", "gzip") == ("short", False, {})


def test_bytes_travel_as_base64() -> None:
    assert packed(b"\x00\xff", None) == (base64.b64encode(b"\x00\xff").decode(), True, {})
