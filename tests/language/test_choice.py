import pytest

from shared.language.choice import choose, preferred


def test_the_cookie_goes_before_the_account_and_the_browser() -> None:
    assert choose(cookie="zh", account="en", accept="en") == "zh"


def test_the_account_goes_before_the_browser() -> None:
    assert choose(cookie=None, account="zh", accept="en") == "zh"


def test_an_unknown_cookie_is_no_choice() -> None:
    assert choose(cookie="fr", account=None, accept="zh-CN") == "zh"


def test_english_is_the_last_resort() -> None:
    assert choose(cookie=None, account=None, accept="fr, de;q=0.5") == "en"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.3, zh-Hant-TW;q=0.7", "zh"),
        ("fr-FR, zh;q=0.1", "zh"),
        ("ZH", "zh"),
        ("zh;q=0, en", "en"),
        ("zh;q=2", None),
        ("zh;q=nan", None),
        ("*", None),
        ("zhx", None),
        ("", None),
        (";;,,=", None),
    ],
)
def test_the_browser_says_what_it_likes_best(header: str, language: str | None) -> None:
    assert preferred(header) == language
