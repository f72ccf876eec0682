"""What the page of a step says of its case, and the page itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.domain.application import Application
from shared.domain.calendar import day_in_beijing
from shared.domain.words import Language
from shared.web.http.call import Call
from shared.web.http.response import Response
from shared.web.pages import labels
from shared.web.pages.labels import Said
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.web.pages.step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Which case this is, in the reader's language."""

    href: str
    number: str
    title: Said
    partner: Said
    direction: str
    place: str
    state: str
    status: str
    due: str
    today: date


def about(application: Application, language: Language, today: date) -> About:
    return About(
        href=f"/applications/{application.id}",
        number=application.number,
        title=labels.title(application, language),
        partner=labels.partner(application, language),
        direction=labels.direction(application.direction, language),
        place=labels.place(application, language),
        state=application.state,
        status=labels.state(application, language),
        due=application.due,
        today=today,
    )


def step_page(call: Call, template: str, step: Step, **more: object) -> Response:
    """The page of a step with its case, errors on top, and what happened meanwhile."""
    language = call.language
    known: Mapping[str, object] = {
        "step": step,
        "errors": step.errors,
        "abroad": labels.abroad(step.seen.abroad, language),
        "about": about(step.seen.case.application, language, day_in_beijing(call.at)),
        "changed": [(labels.event(each, language), each.by_name, each.at) for each in step.changed],
        "action": call.path,
    }
    return Response.page(page(template, {**known, **more}, shell=shell_of(call)), status=step.status)
