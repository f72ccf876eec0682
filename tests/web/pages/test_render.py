import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from jinja2.environment import Environment

from infra.precompile import precompile
from shared.domain import forms
from shared.domain.refusals import FieldError
from shared.domain.words import Language, Words
from shared.web.pages import form_input, jinja_environment
from shared.web.pages.case_table import Row
from shared.web.pages.labels import Said
from shared.web.pages.render import COMPILED, HERE, environment, page, spoken
from shared.web.pages.shell import Notice, Shell

TODAY = date(2026, 11, 23)
LONG_ZH = "东非社区教育与青少年阅读能力提升志愿服务交流项目二〇二六年第二期（内罗毕及周边地区）"
NAME = "Nguyễn Thị Minh-Khai <b>Østergård</b>"
QUEUE = """{% extends "base.html" %}{% from "macros/parts.html" import pagination %}{% from "macros/work.html" import work_table %}
{% set title = "Cases" %}{% set crumbs = [("Home", "/")] %}
{% block content %}{{ work_table(rows, "Cases") }}{{ pagination(next_href="?cursor=x") }}{% endblock %}"""
FORM = """{% extends "base.html" %}{% from "macros/fields.html" import form_field, csrf %}{% set title = "Form" %}
{% block content %}<form>{{ csrf(shell) }}{% for field in fields %}{{ form_field(field, typed, errors) }}{% endfor %}</form>
{% endblock %}"""


def a_shell(language: Language = "en", **known: object) -> Shell:
    person: dict[str, object] = {
        "person_name": NAME, "roles": frozenset({"programme_officer"}), "unread": 3, "csrf_token": "secret",
    }  # fmt: skip
    return Shell(language=language, path="/desk?state=screening&mine=1", **(person | known))  # type: ignore[arg-type]


def written(template: str, language: Language = "en", **context: object) -> str:
    return environment(language).from_string(template).render(context, shell=a_shell(language))


def rows() -> list[Row]:
    english = "Community education and reading skills of young people, Nairobi"
    return [
        Row(
            href=f"/applications/01J{number:023}",
            number=f"GO-26-7K3M{number:02}",
            title=Said(LONG_ZH, "zh-Hans-CN") if number % 2 else Said(english, ""),
            partner=Said("Sunshine Volunteers Association of Hangzhou", ""),
            direction="Going out",
            place="Kenya",
            tone=" tag--turn",
            status="Being checked",
            since="since 20 Nov, 5 days ago",
            due=("27 Nov", "20 Nov", "")[number % 3],
            left=("in 4 days", "3 days overdue", "")[number % 3],
            late=number % 3 == 1,
            owner="Li Xiaowen",
            urgent=number == 0,
        )
        for number in range(25)
    ]


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh", "zh-Hans-CN")])
def test_a_page_says_its_language_once_and_offers_the_other(language: Language, tag: str) -> None:
    html = page("register/privacy.html", {}, shell=a_shell(language))

    assert re.findall(r'<html lang="([^"]+)"', html) == [tag]
    assert re.findall(r'href="/people/language\?to=(..)&amp;next=([^"]+)"', html) == [
        ("zh" if language == "en" else "en", "%2Fdesk%3Fstate%3Dscreening%26mine%3D1")
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["start", "help", "privacy", "docs"])
def test_a_public_page_has_one_heading_and_nothing_inline(name: str, language: Language) -> None:
    html = page(f"register/{name}.html", {"programmes": [], "today": TODAY}, shell=Shell(language=language))

    assert len(re.findall(r"<h1\b", html)) == 1
    assert len(re.findall(r'href="#main-content"', html)) == 1
    assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)|javascript:", html) == []


def test_what_people_typed_is_escaped() -> None:
    html = page("register/help.html", {}, shell=a_shell(notice=Notice("<script>alert(1)</script>")))

    assert "<script>alert" not in html
    assert "<b>Østergård" not in html
    assert "Nguyễn Thị Minh-Khai &lt;b&gt;Østergård&lt;/b&gt;" in html


def test_a_misspelt_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        written('{% extends "base.html" %}{% set title = "x" %}{% block content %}{{ tiitle }}{% endblock %}')


def test_a_visitor_sees_no_token_and_no_work() -> None:
    html = page("register/help.html", {}, shell=Shell(language="en"))

    assert "csrf" not in html
    assert "/desk" not in html


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_queue_of_twenty_five_stays_small(language: Language) -> None:
    html = written(QUEUE, language, rows=rows()).encode()

    assert len(html) <= 25_000
    assert len(gzip.compress(html)) <= 4_000


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("direction", ["going_out", "inviting_in"])
def test_every_question_has_its_inputs_and_keeps_what_was_typed(direction: str, language: Language) -> None:
    form = forms.load(direction)
    example = forms.example(form, today=TODAY)

    for section in form.sections:
        rows = [cell for field in section.fields if field.kind == "table" for cell in field.in_row(2)]
        fields = [*(field for field in section.fields if field.kind not in form_input.APART), *rows]
        typed = form_input.typed_section(section, example)
        html = written(FORM, language, fields=fields, typed=typed, errors=())

        wanted = {name for field in fields for name in form_input.names(field)}
        assert set(re.findall(r' name="([^"]+)"', html)) - {"csrf_token", "viewport", "theme-color"} == wanted
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids))


def test_an_error_is_at_its_field_in_the_summary_and_in_the_title() -> None:
    section = forms.load("going_out").section("programme")
    error = FieldError(field="title_en", code="required", message=Words("Enter the title", "请填写名称"))

    html = written(FORM, fields=section.fields, typed={}, errors=(error,))

    assert html.count("Enter the title") == 2
    assert '<a href="#title_en">Enter the title</a>' in html
    assert 'id="title_en-error"' in html
    assert "<title>Error: " in html


def test_a_date_is_asked_in_the_order_of_the_language() -> None:
    section = forms.load("going_out").section("time")

    orders = {
        language: re.findall(
            r'name="start_date-(\w+)"', written(FORM, language, fields=section.fields, typed={}, errors=())
        )
        for language in ("en", "zh")
    }

    assert orders == {"en": ["day", "month", "year"], "zh": ["year", "month", "day"]}


def test_precompiled_templates_give_the_same_page_without_the_compiler(tmp_path: Path) -> None:
    precompile(tmp_path)
    compiled = tmp_path / COMPILED.relative_to(jinja_environment.ROOT)
    ready = jinja_environment.build(
        compiled, str, lambda one, many, count: one if count == 1 else many, spoken("en")
    )
    compiles: list[str] = []

    class Watched(Environment):
        def compile(self, *_: object, **__: object) -> None:  # type: ignore[override]
            compiles.append("compiled")

    ready.__class__ = Watched
    html = ready.get_template("register/help.html").render(shell=a_shell())

    assert compiles == []
    assert html == page("register/help.html", {}, shell=a_shell())


def test_every_macro_is_used() -> None:
    folders = [HERE / "templates", *(HERE.parents[2] / "functions").glob("*/templates")]
    texts = [path.read_text("utf-8") for folder in folders for path in folder.rglob("*.html")]
    named = {name for text in texts for name in re.findall(r"{% macro (\w+)\(", text)}
    used = [name for text in texts for name in re.findall(r"(?<!macro )\b(\w+)\(", text)]

    assert named - set(used) == set()
