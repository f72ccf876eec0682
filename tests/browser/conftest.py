"""The registry as `make run` starts it, and people who use it in a real browser."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from infra.local.leftovers import ROOT, free_port
from shared.domain.credential import digest_of
from shared.domain.words import Language
from shared.identity import IDLE, SESSION
from shared.language.choice import COOKIE
from shared.store.sessions import Sessions
from shared.store.table import Table
from tests.documents import PDF

START_SECONDS = 60.0
WAIT_MILLISECONDS = 10_000
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE, PHONE = 1280, 360
LETTER = "邀请函 Letter.pdf"


@dataclass(slots=True)
class Registry:
    """The running product and everybody's open windows."""

    base_url: str
    people: dict[str, dict[str, Any]]
    browser: Browser
    sessions: Sessions
    cookies: dict[str, Any]
    """Sessions by user name: a person signs in once, and opens many windows."""
    contexts: list[BrowserContext] = field(default_factory=list)

    def window(
        self,
        username: str = "",
        *,
        language: Language = "en",
        width: int = WIDE,
        scripts: bool = True,
        bypass_csp: bool = False,
    ) -> Page:
        """A window of its own cookies, signed in through the sign-in provider if a user name is given.

        With `bypass_csp` a test may bring scripts of its own into the page.
        """
        if username and username not in self.cookies:
            self.cookies[username] = self.fresh(username).context.storage_state()
        state = self.cookies.get(username)
        page = self._context(language, width, scripts=scripts, state=state, bypass_csp=bypass_csp).new_page()
        page.goto("/people/inbox" if username else "/")
        return page

    def fresh(self, username: str) -> Page:
        """A window with a session of its own, which may be ended."""
        context = self._context("en", WIDE, scripts=True)
        page = context.new_page()
        page.goto("/people/sign-in")
        self.sign_in(page, username)
        return page

    def join(self, invitation: str, username: str, *, language: Language = "en") -> Page:
        """Follow a one-time link with this account of the sign-in provider; the window belongs to whom it invites."""
        page = self._context(language, WIDE, scripts=True).new_page()
        page.goto(invitation)
        page.locator("main a.govuk-button").click()
        self.sign_in(page, username)
        self.cookies[username] = page.context.storage_state()
        return page

    def expire(self, page: Page) -> None:
        """Let the session of a window grow old: it was last used 31 minutes ago."""
        [held] = [each["value"] for each in page.context.cookies() if each["name"] == SESSION]
        person_id, _, secret = held.partition(".")
        self.sessions.see(person_id, digest_of(secret), datetime.now(UTC) - IDLE - timedelta(minutes=1))

    def call(self, username: str, method: str, path: str, body: object = None, **headers: str) -> Any:
        """What a program of this person gets from the API; anything but success fails."""
        sent = {"Authorization": f"Bearer {self.people[username]['token']}", **headers}
        context = self._context("en", WIDE, scripts=False)
        answer = context.request.fetch(path, method=method, headers=sent, data=json.dumps(body))
        assert answer.ok, answer.text()
        return answer.json()

    def act(self, username: str, application_id: str, action: str, body: object) -> Any:
        """Take an action that the API offers this person on the newest version of a case."""
        path = f"/api/v1/applications/{application_id}"
        case = self.call(username, "GET", path)
        offered = {each["name"]: (each["method"], each["href"]) for each in case["actions"]}
        beside = {
            "review": ("PUT", f"{path}/reviews/me"),
            "sign_risk": ("POST", f"/api/v1/approvals/{application_id}/sign_risk"),
        }
        method, href = offered.get(action) or beside[action]
        return self.call(username, method, href, body, **{"If-Match": f'"{case["version"]}"'})

    def sign_in(self, page: Page, username: str) -> None:
        """Fill the provider's page, as a person does."""
        page.fill("#username", username)
        page.fill("#password", self.people[username]["password"])
        page.click("button[type=submit], input[type=submit]")
        page.wait_for_url(f"{self.base_url}/**")

    def close(self) -> None:
        """Every window, with what it remembers."""
        while self.contexts:
            self.contexts.pop().close()

    def _context(
        self, language: Language, width: int, *, scripts: bool, state: Any = None, bypass_csp: bool = False
    ) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.base_url,
            viewport={"width": width, "height": 900},
            locale="zh-CN" if language == "zh" else "en-GB",
            java_script_enabled=scripts,
            storage_state=state,
            bypass_csp=bypass_csp,
        )
        context.set_default_timeout(WAIT_MILLISECONDS)
        self.contexts.append(context)
        # The language chosen in a browser goes before the account's.
        context.add_cookies([{"name": COOKIE, "value": language, "url": self.base_url}])
        return context


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What `.local/stack.json` says of an embedded run with a state folder of its own."""
    with embedded_run(tmp_path_factory.mktemp("registry"), "demo") as found:
        yield found


@contextmanager
def embedded_run(folder: Path, seed: str) -> Iterator[dict[str, Any]]:
    """`make run` with this SEED, ended afterwards."""
    environment = {**os.environ, "LOCAL_STATE": str(folder), "PORT": str(free_port(0)), "SEED": seed}
    command = [sys.executable, "-m", "infra.local.run"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            found = _ready(process, folder / "stack.json")
            yield found | {"table_url": _table_url(folder / "engines.json")}
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _ready(process: subprocess.Popen[bytes], description: Path) -> dict[str, Any]:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        if description.exists():
            return dict(json.loads(description.read_text()))
        time.sleep(0.05)
    raise AssertionError("the embedded run did not start")


def _table_url(record: Path) -> str:
    port = json.loads(record.read_text())["ports"]["dynoxide"]
    return f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; the browsers that Playwright would fetch are not used."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "browser tests want chromium (Debian: apt-get install chromium fonts-noto-cjk)"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture(scope="session")
def cookies() -> dict[str, Any]:
    """Who has signed in, for all tests."""
    return {}


@pytest.fixture
def registry(running: dict[str, Any], browser: Browser, cookies: dict[str, Any]) -> Iterator[Registry]:
    """The running registry; what a test opens is closed after it."""
    with opened(running, browser, cookies) as made:
        yield made


@contextmanager
def opened(running: dict[str, Any], browser: Browser, cookies: dict[str, Any]) -> Iterator[Registry]:
    """A running registry, whose windows are closed afterwards."""
    people = {each["username"]: each for each in running["people"]}
    client = boto3.client(
        "dynamodb",
        endpoint_url=running["table_url"],
        region_name=running["region"],
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    sessions = Sessions(Table(client, running["table"]))
    made = Registry(running["base_url"], people, browser, sessions, cookies)
    yield made
    for context in made.contexts:  # shown only for a test that fails
        sys.stdout.writelines(f"{page.url} {page.title()}\n" for page in context.pages)
    made.close()


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A document to attach."""
    path = tmp_path / LETTER
    path.write_bytes(PDF)
    return path
