"""Documents in a real browser: sent straight to the bucket with and without scripts, on a telephone, on a bad line."""

import hashlib
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import LETTER, PHONE, Registry
from tests.browser.walking import press
from tests.documents import PDF

OUT = "demo-going-out"


def draft(registry: Registry) -> str:
    body = {"direction": "going_out", "programme_id": OUT, "fields": {"title_en": "With documents"}}
    return str(registry.call("north-editor", "POST", "/api/v1/applications", body)["id"])


def attach(page: Page, application_id: str, field: str, path: Path) -> None:
    page.goto(f"/applications/{application_id}/sections/documents")
    page.locator(f'button[value="new/{field}"]').click()
    page.locator("#file").set_input_files(path)
    page.locator("#form button").click()


def test_on_a_telephone_a_file_is_sent_checked_opened_and_removed(registry: Registry, letter: Path) -> None:
    application_id = draft(registry)
    page = registry.window("north-editor", language="zh", width=PHONE)

    attach(page, application_id, "host_letter", letter)
    link = page.locator("#host_letter .documents a.said")
    expect(link).to_have_text(LETTER, timeout=20_000)
    with page.expect_download() as download:
        link.click()
    got = Path(str(download.value.path())).read_bytes()
    page.locator('#host_letter button[value$="/remove"]').click()
    press(page, "Yes, remove it")

    assert hashlib.sha256(got).hexdigest() == hashlib.sha256(PDF).hexdigest()
    assert download.value.suggested_filename == LETTER
    expect(page.locator("#host_letter")).to_contain_text("尚未上传")


def test_without_scripts_a_plain_form_sends_the_file(registry: Registry, letter: Path) -> None:
    application_id = draft(registry)
    page = registry.window("north-editor", width=PHONE, scripts=False)
    page.goto(f"/applications/{application_id}/sections/documents")
    page.locator('button[value="new/files"]').click()
    press(page, "Continue")

    page.locator("#file").set_input_files(letter)
    press(page, "Send the file")

    expect(page).to_have_url(
        f"{registry.base_url}/applications/{application_id}/sections/documents?done=attach#files"
    )
    for _ in range(20):
        page.wait_for_timeout(500)
        page.reload()
        if page.locator("#files .documents a.said").count():
            break
    expect(page.locator("#files .documents a.said")).to_have_text(
        "其他附件.pdf"
    )  # in the language of the account


def test_what_is_not_what_it_says_is_refused_in_words_and_stops_the_application(
    registry: Registry, tmp_path: Path
) -> None:
    application_id = draft(registry)
    page = registry.window("north-editor")
    wrong = tmp_path / "plan.pdf"
    wrong.write_text("<html><script>alert(1)</script></html>")

    attach(page, application_id, "files", wrong)

    expect(page.locator("#files .tag")).to_have_text("Refused", timeout=20_000)
    page.goto(f"/applications/{application_id}/check")
    expect(page.locator("main")).to_contain_text("its content is something else")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(registry: Registry, tmp_path: Path) -> None:
    application_id = draft(registry)
    page = registry.window("north-editor")
    large = tmp_path / "large.pdf"
    large.write_bytes(b"%PDF-1.4" + b"0" * (10 * 1024 * 1024))

    attach(page, application_id, "files", large)

    expect(page.locator("#file-error")).to_contain_text("larger than 10 MB")
    assert (
        registry.call("north-editor", "GET", f"/api/v1/applications/{application_id}/documents")["items"]
        == []
    )


def test_an_upload_that_breaks_is_said_and_can_be_tried_again(registry: Registry, letter: Path) -> None:
    application_id = draft(registry)
    page = registry.window("north-editor")
    page.route("**/exchange-registry-bucket**", lambda route: route.abort("connectionreset"), times=1)

    attach(page, application_id, "files", letter)
    expect(page.locator("#file-error")).to_contain_text("The connection broke")
    page.locator("#form button").click()

    expect(page.locator("#files .documents a.said")).to_have_text(LETTER, timeout=20_000)


def test_the_address_of_a_document_is_good_for_those_alone_who_may_read_it(
    registry: Registry, letter: Path
) -> None:
    application_id = draft(registry)
    page = registry.window("north-editor")
    attach(page, application_id, "files", letter)
    link = page.locator("#files .documents a.said")
    expect(link).to_have_text(LETTER, timeout=20_000)
    address = str(link.get_attribute("href"))

    for who in ("south-editor", "officer-1", "reviewer-1", "admin"):
        assert registry.window(who).goto(address).status == 404  # type: ignore[union-attr]
