"""A programme that nobody released is nobody's to read, whatever became of the proposal."""

import pytest

from tests.functions.admin.conftest import PROGRAMME, As, one, settle, waiting
from tests.functions.pages import Browser
from tests.stage import Stage


@pytest.mark.parametrize("ending", ["refuse", "withdraw"])
def test_a_programme_that_was_not_released_is_published_nowhere(as_: As, stage: Stage, ending: str) -> None:
    programme = one(as_(), "programmes", {**PROGRAMME, "title_en": "Never released"})
    [change] = waiting(as_("admin-2", "config_admin"))
    if ending == "refuse":
        settle(as_("admin-2", "config_admin"), change, "refuse", reason="Not this one")
    else:
        Browser(stage.stores, "admin").client.post(f"/admin/changes/{change['id']}/withdraw")
    stage.stores.programmes.all(fresh=True)

    anybody = Browser(stage.stores, "nobody").client
    anybody.cookies.clear()
    editor = Browser(stage.stores, "north-editor")

    assert as_().get(f"/api/v1/admin/programmes/{programme['id']}").json["state"] == "refused"
    assert anybody.get(f"/programmes/{programme['id']}").status == 404
    for read in (
        anybody.get("/programmes"),
        editor.client.get("/applications/new"),
        Browser(stage.stores, "observer").client.get("/overview"),
    ):
        assert (read.status, "Never released" in read.text) == (200, False)
    again = as_().call("POST", f"/api/v1/admin/programmes/{programme['id']}/copy", {})
    assert (again.status, again.json["state"]) == (201, "proposed")
