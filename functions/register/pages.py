"""What everybody may read: what the mechanism is, help, privacy, status, the API page, and static files."""

from shared.domain.calendar import day_in_beijing
from shared.domain.refusals import NotFound
from shared.web.answer import Answer
from shared.web.assets import address, find
from shared.web.call import Call
from shared.web.edge import Routes
from shared.web.headers import asset_headers, page_headers
from shared.web.render import page
from shared.web.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)


@routes.get("/", policy="read_public")
def start(call: Call) -> Answer:
    """What the mechanism is and how to apply."""
    today = day_in_beijing(call.at)
    programmes = [each for each in wiring().stores.programmes.all() if each.closes >= today.isoformat()]
    return Answer.page(
        page("register/start.html", {"programmes": programmes, "today": today}, shell=shell_of(call))
    )


@routes.get("/help", policy="read_public")
def help_page(call: Call) -> Answer:
    return Answer.page(page("register/help.html", {}, shell=shell_of(call)))


@routes.get("/privacy", policy="read_public")
def privacy(call: Call) -> Answer:
    return Answer.page(page("register/privacy.html", {}, shell=shell_of(call)))


@routes.get("/status", policy="read_public")
def status(call: Call) -> Answer:
    """Whether the registry answers, with the time it did."""
    wiring().stores.programmes.all()
    return Answer.page(page("register/status.html", {"at": call.at}, shell=shell_of(call)))


@routes.get("/api/v1/docs", policy="read_public")
def docs(call: Call) -> Answer:
    """The API, to read and to try."""
    text = page("register/docs.html", {}, shell=shell_of(call))
    return Answer.page(text, headers=page_headers(call.language, connects=True))


@routes.get("/favicon.ico", policy="read_public")
def favicon(call: Call) -> Answer:  # noqa: ARG001 -- every route takes the call
    return Answer.see(address("mark.svg"))


@routes.get("/static/<version>/<name>", policy="read_public")
def static(call: Call, version: str, name: str) -> Answer:  # noqa: ARG001 -- every route takes the call
    """A static file, kept by browsers for a year under the hash of its content."""
    asset = find(f"{version}/{name}")
    if asset is None:
        raise NotFound
    headers = asset_headers() if asset.current else {"Cache-Control": "no-store"}
    return Answer(asset.content, content_type=asset.content_type, headers=headers)
