"""The administration as JSON: organisations, people, programmes, what waits, and what was done."""

from typing import Any

from functions.admin import letters
from functions.admin.clerk import clerk_of
from functions.admin.schemas import (
    AdminHistoryView,
    AdminProgrammesView,
    AdminProgrammeView,
    InvitationView,
    NewOrganisation,
    NewPerson,
    NewProgramme,
    Nothing,
    OrganisationChange,
    OrganisationsView,
    OrganisationView,
    PeopleView,
    PersonChange,
    PersonView,
    ProgrammeChange,
    ProposalsView,
    ProposalView,
    Reasoned,
    Standing,
    State,
    event_view,
    organisation_view,
    person_view,
    programme_view,
    proposal_view,
)
from shared.actions.admin import history, invitations, organisations, people, programmes, releases
from shared.actions.admin.invitations import Invited
from shared.domain.people import Person
from shared.web.api.validation import validated
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.paging import limit_of, sought
from shared.web.http.response import Response

routes = Routes(page=False)
ROOT = "/api/v1/admin"
PAGED = {"q": "string", "cursor": "string", "limit": "integer"}


@routes.get(f"{ROOT}/organisations", policy="administer", answers=OrganisationsView, query=PAGED)
def list_organisations(call: Call) -> Response:
    """Organisations by name; `q` is what the English name begins with."""
    found, following = organisations.page(clerk_of(call), **_asked(call))
    items = [organisation_view(each) for each in found]
    return Response.of(OrganisationsView(items=items, next_cursor=following))


@routes.post(
    f"{ROOT}/organisations",
    policy="administer",
    body=NewOrganisation,
    answers=OrganisationView,
    status=201,
)
def add_organisation(call: Call) -> Response:
    """Enter an organisation."""
    found = organisations.add(clerk_of(call), call.json(NewOrganisation).root)
    where = f"{ROOT}/organisations/{found.id}"
    return Response.of(organisation_view(found), status=201, etag=f'"{found.version}"', location=where)


@routes.get(f"{ROOT}/organisations/<organisation_id>", policy="administer", answers=OrganisationView)
def read_organisation(call: Call, organisation_id: str) -> Response:
    """One organisation."""
    found = organisations.read(clerk_of(call), organisation_id)
    return Response.of(organisation_view(found), etag=f'"{found.version}"')


@routes.on(
    "PATCH",
    f"{ROOT}/organisations/<organisation_id>",
    policy="administer",
    body=OrganisationChange,
    answers=OrganisationView,
    if_match=True,
)
def change_organisation(call: Call, organisation_id: str) -> Response:
    """Merge answers, or change where the organisation stands: suspended ones send no applications."""
    sent, clerk = call.json(OrganisationChange).root, clerk_of(call)
    if "standing" in sent:
        wanted = validated(Standing, sent)
        found = organisations.stand(clerk, organisation_id, wanted.standing, wanted.reason, call.seen)
    else:
        found = organisations.change(clerk, organisation_id, sent, call.seen)
    return Response.of(organisation_view(found), etag=f'"{found.version}"')


@routes.get(f"{ROOT}/people", policy="administer", answers=PeopleView, query=PAGED)
def list_people(call: Call) -> Response:
    """People by name; `q` is what the name begins with."""
    found, following = people.page(clerk_of(call), **_asked(call))
    return Response.of(PeopleView(items=[person_view(each) for each in found], next_cursor=following))


@routes.post(f"{ROOT}/people", policy="administer", body=NewPerson, answers=PersonView, status=201)
def invite_person(call: Call) -> Response:
    """Invite somebody by letter; roles of the federation wait for a second administrator."""
    invited = people.invite(clerk_of(call), call.json(NewPerson).root)
    return _invited(call, invited, 201, location=f"{ROOT}/people/{invited.person.id}")


@routes.get(f"{ROOT}/people/<person_id>", policy="administer", answers=PersonView)
def read_person(call: Call, person_id: str) -> Response:
    """One person."""
    return _person(people.read(clerk_of(call), person_id))


@routes.on(
    "PATCH",
    f"{ROOT}/people/<person_id>",
    policy="administer",
    body=PersonChange,
    answers=PersonView,
    if_match=True,
)
def change_person(call: Call, person_id: str) -> Response:
    """Merge answers, or disable an account with its sessions and tokens, or enable it again."""
    sent, clerk = call.json(PersonChange).root, clerk_of(call)
    if "state" not in sent:
        return _person(people.change(clerk, person_id, sent, call.seen))
    wanted = validated(State, sent)
    act = people.disable if wanted.state == "disabled" else people.enable
    return _person(act(clerk, person_id, wanted.reason, call.seen))


@routes.post(f"{ROOT}/people/<person_id>/invitation", policy="administer", body=Nothing, answers=PersonView)
def invite_again(call: Call, person_id: str) -> Response:
    """Send the invitation again, with a new link; the one before is good no more."""
    call.json(Nothing)
    return _invited(call, invitations.again(clerk_of(call), person_id), 200)


@routes.get(f"{ROOT}/programmes", policy="administer", answers=AdminProgrammesView)
def list_programmes(call: Call) -> Response:
    """Every programme, soonest to close first."""
    items = [programme_view(each) for each in programmes.every(clerk_of(call))]
    return Response.of(AdminProgrammesView(items=items))


@routes.post(
    f"{ROOT}/programmes", policy="administer", body=NewProgramme, answers=AdminProgrammeView, status=201
)
def propose_programme(call: Call) -> Response:
    """Enter a programme; it opens once a second administrator releases it."""
    found = programmes.propose(clerk_of(call), call.json(NewProgramme).root)
    where = f"{ROOT}/programmes/{found.id}"
    return Response.of(programme_view(found), status=201, etag=f'"{found.version}"', location=where)


@routes.get(f"{ROOT}/programmes/<programme_id>", policy="administer", answers=AdminProgrammeView)
def read_programme(call: Call, programme_id: str) -> Response:
    """One programme."""
    found = programmes.read(clerk_of(call), programme_id)
    return Response.of(programme_view(found), etag=f'"{found.version}"')


@routes.on(
    "PATCH",
    f"{ROOT}/programmes/<programme_id>",
    policy="administer",
    body=ProgrammeChange,
    answers=AdminProgrammeView,
    if_match=True,
)
def change_programme(call: Call, programme_id: str) -> Response:
    """Merge answers into what waits still; what was released changes once a second administrator agrees."""
    found = programmes.change(clerk_of(call), programme_id, call.json(ProgrammeChange).root, call.seen)
    return Response.of(programme_view(found), etag=f'"{found.version}"')


@routes.post(
    f"{ROOT}/programmes/<programme_id>/close",
    policy="administer",
    body=Reasoned,
    answers=AdminProgrammeView,
    if_match="optional",
)
def close_programme(call: Call, programme_id: str) -> Response:
    """Take no more submissions from now; drafts stay."""
    reason = call.json(Reasoned).reason
    found = programmes.close(clerk_of(call), programme_id, reason, call.if_match)
    return Response.of(programme_view(found), etag=f'"{found.version}"')


@routes.post(
    f"{ROOT}/programmes/<programme_id>/copy",
    policy="administer",
    body=Nothing,
    answers=AdminProgrammeView,
    status=201,
    if_match="optional",
)
def copy_programme(call: Call, programme_id: str) -> Response:
    """Propose another programme like this one."""
    call.json(Nothing)
    found = programmes.copy(clerk_of(call), programme_id, call.if_match)
    where = f"{ROOT}/programmes/{found.id}"
    return Response.of(programme_view(found), status=201, etag=f'"{found.version}"', location=where)


@routes.get(
    f"{ROOT}/changes",
    policy="administer",
    answers=ProposalsView,
    query={"cursor": "string", "limit": "integer"},
)
def list_changes(call: Call) -> Response:
    """What waits for a second administrator, oldest first."""
    found, following = releases.page(clerk_of(call), limit=limit_of(call), cursor=call.query.get("cursor"))
    return Response.of(ProposalsView(items=[proposal_view(each) for each in found], next_cursor=following))


@routes.post(f"{ROOT}/changes/<change_id>/release", policy="release", body=Nothing, answers=ProposalView)
def release_change(call: Call, change_id: str) -> Response:
    """Let a proposal of somebody else take effect."""
    call.json(Nothing)
    return Response.of(proposal_view(releases.release(clerk_of(call), change_id)))


@routes.post(f"{ROOT}/changes/<change_id>/refuse", policy="release", body=Reasoned, answers=ProposalView)
def refuse_change(call: Call, change_id: str) -> Response:
    """End a proposal of somebody else without effect."""
    return Response.of(proposal_view(releases.refuse(clerk_of(call), change_id, call.json(Reasoned).reason)))


@routes.post(f"{ROOT}/changes/<change_id>/withdraw", policy="administer", body=Nothing, answers=ProposalView)
def withdraw_change(call: Call, change_id: str) -> Response:
    """Take one's own proposal back."""
    call.json(Nothing)
    return Response.of(proposal_view(releases.withdraw(clerk_of(call), change_id)))


@routes.get(
    f"{ROOT}/history",
    policy="read_administration",
    answers=AdminHistoryView,
    query={"cursor": "string", "limit": "integer"},
)
def read_history(call: Call) -> Response:
    """What administrators did, oldest first."""
    found, following = history.page(clerk_of(call), limit=limit_of(call), cursor=call.query.get("cursor"))
    return Response.of(AdminHistoryView(items=[event_view(each) for each in found], next_cursor=following))


def _asked(call: Call) -> dict[str, Any]:
    return {
        "limit": limit_of(call),
        "cursor": call.query.get("cursor"),
        "begins": sought(call),
    }


def _person(person: Person) -> Response:
    return Response.of(person_view(person), etag=f'"{person.version}"')


def _invited(call: Call, invited: Invited, status: int, **headers: str) -> Response:
    sent = letters.send(call, invited)
    view = person_view(invited.person, InvitationView(sent=sent.sent, until=sent.until, link=sent.link))
    return Response.of(view, status=status, etag=f'"{invited.person.version}"', **headers)
