"""Where an action is taken: its page and its route, by the function that serves it."""

from shared.domain.workflow import Action


def page_of(application_id: str, action: Action) -> str:
    """The page on which an action is taken."""
    return f"/{action.duty}/{application_id}/{action.page or action.name}"


def route_of(application_id: str, action: Action) -> str:
    """The route of the API that takes an action."""
    return f"/api/v1/{action.duty}/{application_id}/{action.name}"
