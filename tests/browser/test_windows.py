"""What every window offers: the right language, and no way past the sign-in."""

import pytest

from tests.browser.conftest import Registry


def test_the_language_switch_leads_to_the_same_page(registry: Registry) -> None:
    page = registry.window()
    page.goto("/help")

    page.click("text=中文")

    assert (page.url, page.get_attribute("html", "lang")) == (f"{registry.base_url}/help", "zh-Hans-CN")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_after_signing_in_one_is_where_one_wanted_to_go(registry: Registry, language: str) -> None:
    page = registry.window(language="zh" if language == "zh" else "en")
    page.goto("/desk?whose=all")

    registry.sign_in(page, "officer-1")

    assert page.url == f"{registry.base_url}/desk?whose=all"
