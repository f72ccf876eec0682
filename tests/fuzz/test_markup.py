"""What people write stays text on every page that shows it, in both languages, and never becomes markup."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from markupsafe import escape

from shared.domain import forms
from shared.domain.case import Case
from shared.domain.texts import tidy
from shared.store.stores import Stores
from shared.wiring import wiring
from tests.access.table import ROLES
from tests.access.world import routes
from tests.client import Reply
from tests.figures import Report
from tests.functions.pages import Browser, Page
from tests.fuzz.dom import skeleton
from tests.fuzz.payloads import INERT, PAYLOADS, TURNS, Fill, armed
from tests.fuzz.story import cases_of, people_of, tell_all
from tests.sizes import MARKUP_TURNS, VIEW_STEP
from tests.stage import WHO, Stage

TABS = ("", "?tab=reviews", "?tab=requests", "/history")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
CUT = ("/desk/<application_id>/request_info", "/desk/<application_id>/amend_request")
"""The pages that only recall the beginnings of answers."""
TRACES = ("alert(1)", "evil.example", "msgbox")
"""What no page says by itself."""
ELSEWHERE = ("/favicon.ico", "/people/callback", "/people/sign-in", "/people/language")
"""Pages that show nothing of anybody, or only lead away."""
PAGES = {name: route for name, route in routes().items() if route.page and route.method == "GET"}


@dataclass
class Shown:
    """Every page of a world as it is, and as it were if nobody had written anything but a word."""

    texts: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def noting(self, fill: Fill) -> Fill:
        """Fill places, and remember with what."""

        def noted(place: str, least: int, most: int) -> str:
            self.texts[place] = tidy(fill(place, least, most))
            return self.texts[place]

        return noted

    def keep(self, name: str, reply: Reply, *also: str) -> None:
        """Look at a page; `also` are the texts that this one shows besides those of the story."""
        page = skeleton(reply.text)
        plain = neutral(reply.text, {*self.texts.values(), *also})
        self.said.append(page.text)
        self.wrong.extend(f"{name}: {each}" for each in page.unsafe)
        if page.bones != skeleton(plain).bones:
            self.wrong.append(f"{name}: other elements than with plain text")
        if not name.startswith(CUT) and any(trace in plain for trace in TRACES):
            self.wrong.append(f"{name}: a text that is written otherwise than whole and escaped")
        policy = reply.headers["content-security-policy"]
        if "/documents/" in name:  # a file may be sent to the bucket from here
            policy = policy.replace(f" {wiring().bucket.origin}", "")
        if policy.removesuffix("; connect-src 'self'") != POLICY:
            self.wrong.append(f"{name}: {policy}")


def neutral(html: str, texts: Iterable[str]) -> str:
    """The page with a word for every text, whether it stands there escaped or raw."""
    for text in sorted(texts, key=len, reverse=True):
        html = html.replace(str(escape(text)), INERT).replace(text, INERT)
    return html


def show(stores: Stores, turn: int) -> Shown:
    """Everything that is shown of the story, to everybody; the other pages in Chinese every other turn, and once all texts had their turn."""
    fill = armed(turn)
    shown = Shown()
    stage = Stage(stores, at=datetime.now(UTC))
    people_of(stage, shown.noting(fill))
    cases = cases_of(stage, shown.noting(fill))
    tell_all(stage, cases, None)
    for number, (name, who, target) in enumerate(visits(cases)):
        language = ("en", "zh")[(number + turn + turn // TURNS) % 2]
        _visit(shown, Browser(stores, who, language), f"{name} {language}", target, fill)
    return shown


def _visit(shown: Shown, browser: Browser, name: str, target: str, fill: Fill) -> None:
    """Open a page, and send its form with something in every input, so that it comes back."""
    reply = browser.client.get(target)
    shown.keep(name, reply)
    page = Page(reply)
    if reply.status == 200 and page.buttons:
        fields = {each: [fill(each, 1, 300)] for each in page.fields if each != "csrf_token"} | {
            "seen": ["0"]
        }
        again = browser.client.post(target.partition("?")[0], fields)
        texts = [text for values in fields.values() for text in values if text != "0"]
        shown.keep(f"{name} sent", again, *texts, *map(tidy, texts))


def visits(cases: dict[str, Case]) -> Iterator[tuple[str, str, str]]:
    """Each page of each case for somebody who may open it, and lists and cases for everybody."""
    everybody = sorted(set(WHO.values()))
    for name, route in PAGES.items():
        if route.path.endswith(".csv"):  # a file to save, never taken for a page: text/csv and nosniff
            continue
        if "<application_id>" in route.path:
            for kind, case in cases.items():
                for place in places(route.path, case):
                    yield f"{route.path} {place.rpartition('/')[2]} {kind}", who_may(name), place
        elif "<" not in route.path and route.path not in ELSEWHERE:
            yield from ((f"{route.path} {who}", who, route.path) for who in everybody)
    views = itertools.product(cases.items(), everybody, TABS)
    for (kind, case), who, tab in itertools.islice(views, 0, None, VIEW_STEP):
        yield f"{kind} {tab} {who}", who, f"/applications/{case.application.id}{tab}"


def places(path: str, case: Case) -> list[str]:
    """The addresses of a route for a case: one, or one a section."""
    here = path.replace("<application_id>", case.application.id)
    sections = [
        section.id
        for section in forms.load(case.application.direction, case.application.form_version).sections
    ]
    return [here.replace("<section_id>", each) for each in sections] if "<section_id>" in here else [here]


def who_may(route: str) -> str:
    return next((who for role, who in WHO.items() if role in ROLES[route].split()), "officer")


@pytest.mark.parametrize("turn", range(MARKUP_TURNS.now))
def test_no_text_becomes_markup_on_any_page(stores: Stores, figure: Report, turn: int) -> None:
    shown = show(stores, turn)
    figure("T12", f"turns of {len(PAYLOADS)} texts in {len(shown.texts)} places", MARKUP_TURNS.full, 1)
    figure("T12", "pages looked at", 10_000, len(shown.said))

    said = "\n".join(shown.said)
    unseen = {place for place, text in shown.texts.items() if " ".join(text.split()) not in said}
    assert not shown.wrong, "\n".join(shown.wrong[:40])
    assert not unseen, f"no page shows {sorted(unseen)}"
