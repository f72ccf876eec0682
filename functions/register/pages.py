"""What everybody may read: what the mechanism is, help, privacy, status, the API page, and static files."""

from shared.domain.calendar import day_in_beijing
from shared.domain.refusals import NotFound
from shared.web.http.app import Routes
from shared.web.http.call import Call
from shared.web.http.headers import asset_headers, page_headers
from shared.web.http.response import Response
from shared.web.pages.assets import address, find
from shared.web.pages.render import page
from shared.web.pages.shell import shell_of
from shared.wiring import wiring

routes = Routes(page=True)


@routes.get("/", policy="read_public")
def start(call: Call) -> Response:
    """What the mechanism is and how to apply."""
    today = day_in_beijing(call.at)
    programmes = [
        each
        for each in wiring().stores.programmes.all()
        if each.state == "released" and each.closes >= today.isoformat()
    ]
    return Response.page(
        page("register/start.html", {"programmes": programmes, "today": today}, shell=shell_of(call))
    )


@routes.get("/help", policy="read_public")
def help_page(call: Call) -> Response:
    return Response.page(page("register/help.html", {}, shell=shell_of(call)))


@routes.get("/privacy", policy="read_public")
def privacy(call: Call) -> Response:
    return Response.page(page("register/privacy.html", {}, shell=shell_of(call)))


@routes.get("/status", policy="read_public")
def status(call: Call) -> Response:
    """Whether the registry answers, with the time it did."""
    wiring().stores.programmes.all()
    return Response.page(page("register/status.html", {"at": call.at}, shell=shell_of(call)))


@routes.get("/api/v1/docs", policy="read_public")
def docs(call: Call) -> Response:
    """The API, to read and to try."""
    text = page("register/docs.html", {}, shell=shell_of(call))
    return Response.page(text, headers=page_headers(call.language, connects=True))


@routes.get("/favicon.ico", policy="read_public")
def favicon(call: Call) -> Response:  # noqa: ARG001 -- every route takes the call
    return Response.see(address("mark.svg"))


@routes.get("/static/<version>/<name>", policy="read_public")
def static(call: Call, version: str, name: str) -> Response:  # noqa: ARG001 -- every route takes the call
    """A static file, kept by browsers for a year under the hash of its content."""
    asset = find(f"{version}/{name}")
    if asset is None:
        raise NotFound
    headers = asset_headers() if asset.current else {"Cache-Control": "no-store"}
    return Response(asset.content, content_type=asset.content_type, headers=headers)
