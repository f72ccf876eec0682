"""The page of an action: asked with GET, taken with POST, shown again with everything that was typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from shared.actions.perform import perform
from shared.actions.queries.case_view import CaseView
from shared.domain.commands import NOTHING, Command
from shared.domain.workflow import definitions
from shared.web.http.action_addresses import page_of
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages.action_page import step_page
from shared.web.pages.step import Step, attempted, opened, posted, statements


def nothing(_call: Call, _application_id: str) -> Command:
    """The form brings nothing along but statements."""
    return NOTHING


@dataclass(frozen=True, slots=True)
class Form:
    """How the page of an action is shown, and what is read from it, which raises InvalidFields for all that is wrong."""

    show: Callable[[Call, Step], Response]
    read: Callable[[Call, str], Command] = nothing
    already: Callable[[Call, CaseView], bool] | None = None
    """Whether what was sent stands already, for steps that can be taken several times in a state."""


def template(name: str) -> Callable[[Call, Step], Response]:
    """A page that needs no more than its step."""
    return lambda call, step: step_page(call, name, step)


def add_forms(
    routes: Routes, forms: Mapping[str, Form], *, taken: Callable[..., Response] | None = None
) -> None:
    """The pages of these actions, by name; `taken` is what happens to a form that was sent, if not simply `take`."""
    for name, form in forms.items():
        page = page_of("<application_id>", definitions().actions[name])
        routes.get(page, policy=name)(partial(_ask, name=name, form=form))
        routes.post(page, policy=name)(partial(taken or take, name=name, form=form))


def _ask(call: Call, application_id: str, *, name: str, form: Form) -> Response:
    return form.show(call, opened(call, application_id, name))


def take(call: Call, application_id: str, *, name: str, form: Form) -> Response:
    """Take the action as the form says, or show it again."""
    return posted(
        call,
        application_id,
        name,
        lambda: perform(attempted(call, application_id, name), command_of(call, application_id, form)),
        lambda step: form.show(call, step),
        already=partial(form.already, call) if form.already else None,
    )


def command_of(call: Call, application_id: str, form: Form) -> Command:
    """What the form says, with everything stated in it."""
    command = form.read(call, application_id)
    return replace(command, attest={**statements(call), **command.attest})
