"""Pages as a person uses them: signed in, reading what stands there, sending forms back as they came."""

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from shared.store.stores import Stores
from tests.client import Client, Reply

Fields = dict[str, list[str]]


class Page(HTMLParser):
    """The words of a page's main part, and the fields of its post form as a browser would send them."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.words: list[str] = []
        self.links: list[str] = []
        self.disabled: list[str] = []
        self.buttons = 0
        self._main = self._form = False
        self._area: str | None = None
        self.feed(reply.text)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._main = self._main or tag == "main"
        if not self._main:
            return
        if tag == "form":
            self._form = found.get("method") == "post"
        if tag == "a":
            self.links.append(found.get("href", ""))
        if tag == "button" and self._form:
            self.buttons += 1
        if tag == "input" and self._form:
            self._input(found)
        if tag == "textarea":
            self._area = found["name"]
            self.fields[self._area] = [""]

    def handle_endtag(self, tag: str) -> None:
        self._main = self._main and tag != "main"
        self._form = self._form and tag != "form"
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] = [data.removeprefix("\n")]
        if self._main:
            self.words.append(data)

    def _input(self, found: Mapping[str, str]) -> None:
        if "disabled" in found:
            self.disabled.append(found.get("value", ""))
        elif "name" in found and (found.get("type") not in ("checkbox", "radio") or "checked" in found):
            self.fields.setdefault(found["name"], []).append(found.get("value", ""))


class Browser:
    """One person at their screen."""

    def __init__(self, stores: Stores, who: str, language: str = "en") -> None:
        self.client = Client(language=language).sign_in(stores, who)
        self.client.cookies["language"] = language

    def open(self, target: str, status: int = 200) -> Page:
        reply = self.client.get(target)
        assert reply.status == status, reply.text[-2_000:]
        return Page(reply)

    def send(self, target: str, page: Page, **typed: Any) -> Reply:
        """Send the form of a page, with what was typed into it; dots of names are written as double underscores."""
        changed = {name.replace("__", "."): value for name, value in typed.items()}
        return self.client.post(target, {**page.fields, **changed})
