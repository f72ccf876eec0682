"""The demo federation: people of every role, two programmes, and a dozen cases made by the same actions people use."""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from infra.local.seed_cases import Cast, make_cases
from shared.actions.admin import programmes
from shared.actions.admin.clerk import Clerk
from shared.domain.agreements import Agreement
from shared.domain.people import Organisation, Person, Role
from shared.domain.programmes import Programme
from shared.identity import issue_token
from shared.store.stores import Stores
from shared.wiring import Wiring

CREDENTIALS = Path(__file__).parents[2] / ".local" / "people.json"
ORGANISATIONS = (
    Organisation(
        id="demo-north",
        name_en="Demo North Volunteer Association",
        name_zh="示例北方志愿者协会",
        uscc="511000005000000080",
    ),
    Organisation(
        id="demo-south",
        name_en="Demo South Service Foundation",
        name_zh="示例南方服务基金会",
        uscc="53440000500000001Q",
    ),
    Organisation(
        id="demo-harbour",
        name_en="Demo Harbour Volunteers",
        name_zh="示例港湾志愿者组织",
        kind="partner_foreign",
        country="KE",
        details={"city": "Demo City 示例市", "registration_number": "DEMO-0002"},
    ),
    Organisation(
        id="demo-asks",
        name_en="Demo Riverside Volunteers",
        name_zh="示例河畔志愿服务队",
        kind="partner_foreign",
        country="KE",
        standing="proposed",
        since=datetime(2026, 11, 2, 8, tzinfo=UTC),
        request={
            "contact_name": "Demo Contact 示例联系人",
            "contact_email": "demo.contact@example.org",
            "wish": "Demo wish: volunteers for community education, in both directions. 示例合作意向。",
        },
    ),
)


AGREEMENT = Agreement(
    id="demo-memorandum",
    organisation_id="demo-north",
    partner_id="demo-harbour",
    reference="DEMO-AGR-0012",
    title_en="Demo memorandum on volunteer exchange",
    title_zh="示例志愿者交流合作备忘录",
    directions=("going_out", "inviting_in"),
    scope="Demo scope: teaching assistants in both directions. 示例：双方互派助教。",
    places_a_year=30,
    valid_from="2026-01-01",
    valid_until="2030-12-31",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One member of the demo cast."""

    username: str
    name: str
    roles: tuple[Role, ...]
    organisation_id: str | None = None
    language: str = "en"
    expertise: tuple[str, ...] = ()


CAST = (
    Part("north-editor", "Demo Editor North 示例经办人甲", ("partner_editor",), "demo-north", "zh"),
    Part("north-signatory", "Demo Signatory North 示例签字人甲", ("partner_signatory",), "demo-north", "zh"),
    Part(
        "north-both",
        "Demo Editor and Signatory North 示例经办人兼签字人",
        ("partner_editor", "partner_signatory"),
        "demo-north",
    ),
    Part("south-editor", "Demo Editor South 示例经办人乙", ("partner_editor",), "demo-south"),
    Part("south-signatory", "Demo Signatory South 示例签字人乙", ("partner_signatory",), "demo-south"),
    Part("officer-1", "Demo Officer One 示例专员一", ("programme_officer",), None, "zh"),
    Part("officer-2", "Demo Officer Two 示例专员二", ("programme_officer",)),
    Part("reviewer-1", "Demo Reviewer One 示例评审一", ("reviewer",), None, "zh", ("education", "community")),
    Part(
        "reviewer-2", "Demo Reviewer Two 示例评审二", ("reviewer",), None, "en", ("health", "disaster_relief")
    ),
    Part(
        "reviewer-3", "Demo Reviewer Three 示例评审三", ("reviewer",), None, "en", ("environment", "culture")
    ),
    Part(
        "officer-reviewer",
        "Demo Officer and Reviewer 示例专员兼评审",
        ("programme_officer", "reviewer"),
        None,
        "zh",
        ("culture",),
    ),
    Part(
        "reviewer-approver",
        "Demo Reviewer and Approver 示例评审兼审批人",
        ("reviewer", "approver"),
        None,
        "en",
        ("education",),
    ),
    Part("compliance", "Demo Compliance 示例合规专员", ("compliance_officer",), None, "zh"),
    Part("safety", "Demo Safety 示例安全专员", ("safety_officer",)),
    Part("approver-1", "Demo Approver One 示例审批人一", ("approver",), None, "zh"),
    Part("approver-2", "Demo Approver Two 示例审批人二", ("approver",)),
    Part("senior", "Demo Senior Approver 示例上级审批人", ("senior_approver",)),
    Part("senior-2", "Demo Senior Approver Two 示例上级审批人二", ("senior_approver",), None, "zh"),
    Part("observer", "Demo Observer 示例查阅人", ("observer",)),
    Part("auditor", "Demo Auditor 示例审计员", ("auditor",)),
    Part("admin", "Demo Administrator 示例管理员", ("config_admin",)),
    Part("admin-2", "Demo Administrator Two 示例管理员二", ("config_admin",), None, "zh"),
)


def seed(wiring: Wiring, _base_url: str, credentials: Path = CREDENTIALS) -> list[dict[str, Any]]:
    """The people of `.local/stack.json`; the federation itself is made only when it is not there yet."""
    stores = wiring.stores
    if credentials.exists() and stores.people.get([CAST[0].username]):
        return list(json.loads(credentials.read_text()))
    people = {person.id: person for person in _people(wiring.oidc_issuer, stores)}
    for organisation in ORGANISATIONS:
        stores.organisations.save(organisation)
    if not stores.agreements.get([AGREEMENT.id]):
        stores.table.commit(stores.agreements.add(AGREEMENT))
    if not stores.programmes.all():
        for programme in _programmes(datetime.now(UTC)):
            stores.programmes.save(programme)
        make_cases(stores, Cast(people), datetime.now(UTC))
        programmes.copy(
            Clerk(stores=stores, person=people["admin"], at=datetime.now(UTC)), "demo-inviting-in"
        )
    rows = [_row(stores, part) for part in CAST]
    credentials.parent.mkdir(exist_ok=True)
    credentials.touch(mode=0o600)
    credentials.write_text(json.dumps(rows, ensure_ascii=False, indent=1))
    return rows


def _people(issuer: str, stores: Stores) -> Iterator[Person]:
    for part in CAST:
        person = Person(
            id=part.username,
            name=part.name,
            email=f"{part.username}@example.org",
            roles=part.roles,
            organisation_id=part.organisation_id,
            language="zh" if part.language == "zh" else "en",
            expertise=part.expertise,
            mandate_until="2030-12-31" if "partner_signatory" in part.roles else None,
        )
        stores.people.save(person)
        stores.sessions.know(issuer, person.id, person.id)
        yield person


def _row(stores: Stores, part: Part) -> dict[str, Any]:
    return {
        "id": part.username,
        "username": part.username,
        "password": f"Demo-{secrets.token_hex(4)}-1",
        "token": issue_token(stores, part.username, at=datetime.now(UTC), label="demo"),
        "roles": list(part.roles),
        "organisation_id": part.organisation_id,
    }


def _programmes(now: datetime) -> list[Programme]:
    opens, closes = (now - timedelta(days=30)).date(), (now + timedelta(days=180)).date()
    out = Programme(
        id="demo-going-out",
        direction="going_out",
        title_en="Demo call: community service abroad",
        title_zh="示例项目：赴境外社区服务",
        opens=opens.isoformat(),
        closes=closes.isoformat(),
        quota=50,
    )
    inward = replace(
        out,
        id="demo-inviting-in",
        direction="inviting_in",
        title_en="Demo call: volunteers hosted in China",
        title_zh="示例项目：来华志愿服务",
    )
    events = replace(
        out,
        id="demo-great-events",
        line="great_events",
        title_en="Demo call: great events abroad",
        title_zh="示例项目：赴境外大型赛会服务",
        quota=10,
        details={
            "days": {"review": 20},
            "reviews_needed": 2,
            "rubric_safety": {
                "en": "Demo words: crowds, heat, and who is in charge on the day.",
                "zh": "示例说明：人群密集、高温天气及当日负责人安排。",
            },
        },
    )
    return [out, inward, events]
