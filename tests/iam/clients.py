"""The browsers and programs of people, whose every request meets functions that start anew."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.identity import issue_token
from shared.store.stores import Stores
from shared.wiring import wiring
from tests.client import Client, Reply
from tests.functions.pages import Browser
from tests.stage import Stage

PARTNER = "north-editor"


class ColdClient(Client):
    """Every request starts the functions anew, so that none lives on what another one read."""

    def send(self, *arguments: Any, **more: Any) -> Reply:
        cold_start()
        return super().send(*arguments, **more)


def cold_start() -> None:
    """Forget what a process may remember."""
    outside = wiring()
    vars(outside)["stores"] = Stores(outside.stores.table)


def now() -> datetime:
    return datetime.now(UTC)


def both(stage: Stage, who: str) -> Mapping[bool, Client]:
    """A person's browser, whose session was last seen some minutes ago, and their program."""
    program = ColdClient(token=issue_token(stage.stores, who, at=now()))
    return {True: browser_of(stage, who).client, False: program}


def browser_of(stage: Stage, who: str, idle: timedelta = timedelta(minutes=10)) -> Browser:
    """Somebody whose session was last noted a while ago."""
    browser = Browser(stage.stores, who)
    browser.client = ColdClient().sign_in(stage.stores, who, now() - idle)
    return browser
