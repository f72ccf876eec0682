"""From nothing: the first administrators, the hub, its people and programmes, by the deployed API and its sign-in."""

import os
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import unescape
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from infra.local.sign_in import SignIn
from infra.rehearsal.journey import SECONDS, Api, Stay, expect
from shared.actions.admin.foundation import Founder, found
from shared.domain.programmes import DIRECTIONS
from shared.wiring import wiring

PASSWORD = "Rehearsal-1234567890"  # noqa: S105 -- of accounts that end with the emulator
FOUNDERS = (
    Founder(name="Rehearsal Administrator 演练管理员一", email="admin@example.org"),
    Founder(name="Rehearsal Administrator Two 演练管理员二", email="admin-2@example.org", language="zh"),
)
STAFF = {
    "officer-1": "programme_officer",
    "officer-2": "programme_officer",
    "reviewer-1": "reviewer",
    "reviewer-2": "reviewer",
    "compliance": "compliance_officer",
    "safety": "safety_officer",
    "approver-1": "approver",
}
PARTNERS = {"north-editor": "partner_editor", "north-signatory": "partner_signatory"}
INPUT = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
TOKEN = re.compile(r"ert_[A-Za-z0-9_.-]+")


@dataclass(slots=True)
class Window:
    """Somebody's browser: it keeps cookies, follows nothing by itself, and speaks to the registry by its host."""

    api: Api
    jar: CookieJar = field(default_factory=CookieJar)

    def open(self, address: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        headers = {} if self._elsewhere(address) else {"Host": self.api.host}
        data = urlencode(form).encode() if form is not None else None
        request = Request(address, data, headers)  # noqa: S310 -- loopback
        try:
            answer: HTTPResponse | HTTPError = build_opener(Stay, HTTPCookieProcessor(self.jar)).open(
                request, timeout=SECONDS
            )
        except HTTPError as other:
            answer = other
        with answer:
            return answer.status or 0, answer.headers.get("Location", ""), answer.read().decode()

    def here(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """A page of the registry."""
        return self.open(self.api.endpoint_url + path, form)

    def _elsewhere(self, address: str) -> bool:
        """The sign-in service has the same address here; its paths are those of the pool."""
        return "/oauth2/" in address or urlsplit(address).path.startswith(("/login", "/us-"))


def hidden(page: str) -> dict[str, str]:
    """The hidden inputs of a page's forms."""
    pairs = [dict(ATTRIBUTE.findall(each)) for each in INPUT.findall(page)]
    return {each["name"]: unescape(each.get("value", "")) for each in pairs if "name" in each}


WINDOWS: dict[str, Window] = {}
"""Everybody's browser, signed in, by user name."""


def join(api: Api, sign_in: SignIn, username: str, link: str) -> str:
    """Follow an invitation with an account of the sign-in service, and make a token on the profile page."""
    sign_in.ensure_users([{"id": username, "username": username, "password": PASSWORD}])
    window = WINDOWS[username] = Window(api)
    secret = link.rpartition("/")[2]
    status, _, page = window.here(f"/people/invitation/{secret}")
    expect(f"{username}: the invitation opens", status, 200, page)
    _, away, page = window.here(f"/people/sign-in?invitation={secret}")
    _, _, login = window.open(away)
    form = {**hidden(login), "username": username, "password": PASSWORD}
    _, back, page = window.open(urljoin(away, "/login"), form)
    status, _, page = window.here(f"/people/callback?{urlsplit(back).query}")
    expect(
        f"{username}: signs in and joins",
        (status, bool(parse_qs(urlsplit(back).query).get("code"))),
        (303, True),
        page,
    )
    _, _, profile = window.here("/people/profile")
    asked = {**hidden(profile), "label": "Rehearsal", "scopes": "write", "lasting": "30"}
    _, _, made = window.here("/people/profile/tokens", asked)
    return str(TOKEN.findall(made)[0])


def establish(api: Api, sign_in: SignIn) -> dict[str, str]:
    """The hub with everybody in it and a programme for each direction; ids by the names of the journey."""
    now = datetime.now(UTC)
    invited = found(wiring().stores, FOUNDERS, now)
    for name, link in zip(("admin", "admin-2"), invited, strict=True):
        api.tokens[name] = join(api, sign_in, name, f"{api.endpoint_url}{link.path}")
    organisation = new(
        api,
        "organisations",
        kind="member",
        name_en="Rehearsal Association",
        name_zh="演练志愿者协会",
        country="CN",
        uscc="511000005000000080",
    )
    ids = {}
    for name, role in {**STAFF, **PARTNERS}.items():
        own = {"organisation_id": organisation["id"]} if name in PARTNERS else {}
        mandate = {"mandate_until": "2031-12-31"} if role == "partner_signatory" else {}
        person = new(
            api, "people", name=f"Rehearsal {name}", email=f"{name}@example.org", language="en",
            roles=[role], **own, **mandate,
        )  # fmt: skip
        api.tokens[name] = join(api, sign_in, name, person["invitation"]["link"])
        ids[name] = person["id"]
    for direction in DIRECTIONS:
        ids[direction] = new(
            api, "programmes", direction=direction, line="general", title_en=f"Rehearsal {direction}",
            title_zh="演练项目一", opens=now.date().isoformat(),
            closes=(now + timedelta(days=180)).date().isoformat(), quota=5, lead_time_days=30,
        )["id"]  # fmt: skip
    release(api)
    return ids


def new(api: Api, where: str, **body: Any) -> Any:
    status, made = api.call("admin", "POST", f"/api/v1/admin/{where}", body)
    expect(
        f"an administrator enters: {body.get('name', body.get('name_en', body.get('title_en')))}",
        status,
        201,
        made,
    )
    return made


def release(api: Api) -> None:
    """The second administrator releases whatever the first proposed, who may not."""
    _, waiting = api.call("admin-2", "GET", "/api/v1/admin/changes?limit=100")
    for each in waiting["items"]:
        path = f"/api/v1/admin/changes/{each['id']}/release"
        status, said = api.call("admin", "POST", path, {})
        expect(
            f"the proposer cannot release: {each['subject_name']}",
            (status, said["code"]),
            (403, "own_proposal"),
        )
        status, said = api.call("admin-2", "POST", path, {})
        expect(f"a second administrator releases: {each['subject_name']}", status, 200, said)


def lead_functions_here(outputs: dict[str, str], endpoint_url: str) -> None:
    """What the actions of this process need of the deployed stack."""
    os.environ.update(
        TABLE_NAME=outputs["TableName"], BASE_URL=endpoint_url, OIDC_ISSUER="", OIDC_CLIENT_ID=""
    )
