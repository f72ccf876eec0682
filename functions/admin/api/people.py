"""People over the API: invited, changed, disabled."""

from functions.admin import letters
from functions.admin.api.lists import PAGED, ROOT, asked
from functions.admin.clerk import clerk_of
from functions.admin.schemas.bodies import Nothing
from functions.admin.schemas.people import (
    InvitationView,
    NewPerson,
    PeopleView,
    PersonChange,
    PersonView,
    State,
    person_view,
)
from shared.actions.admin import invitations, people
from shared.actions.admin.invitations import Invited
from shared.domain.people import Person
from shared.web.api.validation import validated
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response

routes = Routes(page=False)


@routes.get(f"{ROOT}/people", policy="administer", answers=PeopleView, query=PAGED)
def list_people(call: Call) -> Response:
    """People by name; `q` is what the name begins with."""
    found, following = people.page(clerk_of(call), **asked(call))
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


def _person(person: Person) -> Response:
    return Response.of(person_view(person), etag=f'"{person.version}"')


def _invited(call: Call, invited: Invited, status: int, **headers: str) -> Response:
    sent = letters.send(call, invited)
    view = person_view(invited.person, InvitationView(sent=sent.sent, until=sent.until, link=sent.link))
    return Response.of(view, status=status, etag=f'"{invited.person.version}"', **headers)
