"""The API description in the repository is the one the routes give."""

from infra.openapi import TARGET, description, text


def test_the_description_is_generated_from_the_routes_as_they_are() -> None:
    assert TARGET.read_text() == text(), "run `python -m infra.openapi`"


def test_every_operation_says_what_it_does_and_has_a_name_of_its_own() -> None:
    operations = [each for path in description()["paths"].values() for each in path.values()]

    assert all(each["summary"].strip() for each in operations)
    assert len({each["operationId"] for each in operations}) == len(operations)
