"""No page keeps anybody out (T26): axe, one heading, own ids, the language said, nothing wider than a telephone."""

import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from infra.local.leftovers import ROOT
from shared.domain.programmes import DIRECTIONS
from shared.domain.words import Language
from shared.language.choice import COOKIE
from shared.web.http.app import App
from tests.browser.conftest import WIDE, Registry
from tests.browser.places import Place, places
from tests.browser.programs import stale
from tests.documents import PDF, said_of
from tests.figures import Report
from tests.sizes import PAGE_LANGUAGES, PAGE_STEP

AXE = (ROOT / "infra/node_modules/axe-core/axe.min.js").read_text("utf-8")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """async tags => (await axe.run({runOnly: tags, resultTypes: ["violations"]})).violations
  .map(each => `${each.id}: ${each.nodes[0].html.slice(0, 120)}`)"""
LOOK = """() => ({
  headings: document.querySelectorAll("h1").length,
  doubled: [...document.querySelectorAll("[id]")].map(each => each.id).filter((id, at, all) => all.indexOf(id) < at),
  inline: document.querySelectorAll("[style], script:not([src])").length,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""
LENGTHEN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node; (node = walker.nextNode()); ) {
    const words = node.data.trim()
    if (words && !node.parentElement.closest("script, style, textarea"))
      node.data += words.repeat(2).slice(0, Math.ceil(words.length * 0.4))
  }
  return document.documentElement.scrollWidth - document.documentElement.clientWidth
}"""
"""Makes every text 40 % longer, as another language might, and says by how much the page is too wide then."""
NARROWEST = 320
A_CASE = "case"
LANGUAGES: tuple[Language, Language] = ("en", "zh")
WORKERS = sorted({place.who for place in places()})
NO_PAGE = {
    "/favicon.ico",
    "/admin/history.csv",
    "/applications/<application_id>/history.csv",
    "/applications/<application_id>/documents/<document_id>/sent",
    "/static/<version>/<name>",
    "/people/language",
    "/people/sign-in",
    "/people/inbox/open",
}
"""Routes that answer with a file or lead elsewhere; what the sign-in shows itself is among the places."""


@pytest.mark.parametrize("turn", range(PAGE_LANGUAGES))
@pytest.mark.parametrize("who", WORKERS)
def test_every_page_is_for_everybody(registry: Registry, figure: Report, who: str, turn: int) -> None:
    """Page by page the language changes; the second turn, in the battery, takes each page in its other language."""
    window = registry.window(who, bypass_csp=True)
    window.context.add_init_script(AXE)
    cases = _cases(registry, who)

    found, looked = [], 0
    for count, place in enumerate([place for place in places() if place.who == who][::PAGE_STEP]):
        language = LANGUAGES[(count + turn) % 2]
        window.context.add_cookies([{"name": COOKIE, "value": language, "url": registry.base_url}])
        for title, complaints in _visited(window, place, cases, language):
            looked += 1
            found += [f"{place.path} ({title}): {each}" for each in complaints]

    figure("T25", "pages with words 40 % longer, 320 pixels wide (battery only)", 0, looked)
    figure("T26", "pages empty, filled and with errors, in both languages", 0, looked)
    assert found == []


def test_no_page_is_left_out() -> None:
    seen = {re.sub(r"\{\w+\}", A_CASE, place.path.partition("?")[0]) for place in places()}
    routes = {route for route in _routes() if not any(re.fullmatch(_pattern(route), path) for path in seen)}

    assert routes == NO_PAGE - {"/people/sign-in"}


def _visited(
    page: Page, place: Place, cases: dict[str, str], language: Language
) -> Iterator[tuple[str, list[str]]]:
    answer = page.goto(place.path.format_map(cases))
    status = answer.status if answer else 0
    yield page.title(), [*_seen(page, language), *([] if status == place.status else [f"status {status}"])]
    if place.wrong:
        _send_nonsense(page, place.typed)
        titled = page.title().startswith("错误" if language == "zh" else "Error")
        yield page.title(), [*_seen(page, language), *([] if titled else ["no error"])]


def _send_nonsense(page: Page, text: str) -> None:
    """Send the form of the page with nothing chosen and this typed everywhere."""
    form = page.locator("main form[method=post]").last
    for typed in form.locator("textarea:visible, input[type=text]:visible, input[type=email]:visible").all():
        typed.fill(text)
    form.evaluate("form => form.querySelectorAll(':checked').forEach(each => each.checked = false)")
    form.locator("button.govuk-button").first.click()


def _seen(page: Page, language: Language) -> list[str]:
    """What is wrong with the page as it stands."""
    complaints: list[str] = page.evaluate(RUN, list(TAGS))
    page.set_viewport_size({"width": NARROWEST, "height": 900})
    look: dict[str, Any] = page.evaluate(LOOK)
    if PAGE_LANGUAGES > 1 and look["wide"] <= 0 < (wide := page.evaluate(LENGTHEN)):
        complaints.append(f"{wide} too wide with longer words")
    page.set_viewport_size({"width": WIDE, "height": 900})
    if page.get_attribute("html", "lang") != ("zh-Hans-CN" if language == "zh" else "en"):
        complaints.append("language")
    if look != {"headings": 1, "doubled": [], "inline": 0, "wide": 0}:
        complaints.append(json.dumps(look))
    return complaints


def _cases(registry: Registry, who: str) -> dict[str, str]:
    """Ids of demo cases by state, the one somebody has reviewed, and an empty draft for each direction."""
    found: dict[str, str] = {}
    for lister in ("officer-1", "north-editor"):
        listed = registry.call(lister, "GET", "/api/v1/applications?limit=100")["items"]
        found |= {each["state"]: each["id"] for each in listed if "emo" in json.dumps(each)}
    if who == "admin":
        found["change"] = registry.call("admin", "GET", "/api/v1/admin/changes")["items"][0]["id"]
    if who in ("officer-1", "reviewer-1"):
        found["stale"] = stale(registry)
    if who == "north-editor":
        place = f"/api/v1/applications/{found['draft']}/documents"
        found["of_draft"] = registry.call(who, "GET", place)["items"][0]["id"]
        found["announced"] = registry.call(who, "POST", place, said_of(PDF, "files", "Plan.pdf"))["id"]
    reviews = registry.call("reviewer-1", "GET", "/api/v1/applications?state=under_review&limit=100")["items"]
    found["reviewed"] = reviews[0]["id"]
    for direction in DIRECTIONS:
        programme = f"demo-{direction.replace('_', '-')}"
        body = {"direction": direction, "programme_id": programme, "fields": {}}
        found[f"new_{direction}"] = registry.call("north-editor", "POST", "/api/v1/applications", body)["id"]
    return found


def _routes() -> set[str]:
    duties = sorted(path.parent.name for path in Path(ROOT / "functions").glob("*/pages*"))
    handlers: list[App] = [import_module(f"functions.{duty}.app").handler for duty in duties]
    return {route.path for each in handlers for route in each.routes if route.page and route.method == "GET"}


def _pattern(route: str) -> str:
    return re.sub(r"<\w+>", "[^/]+", route.replace("<application_id>", A_CASE))
