"""People in the table: the directory is read to its end."""

from shared.store.stores import Stores
from tests.builders import a_person


def test_the_directory_is_read_to_its_end_however_many_people_it_lists(stores: Stores) -> None:
    names = [f"editor-{number:03}" for number in range(210)]
    for name in names:
        stores.people.save(a_person(name, "partner_editor", organisation_id="north"))

    assert [person.id for person in stores.people.holding("partner_editor")] == names
    assert [person.id for person in stores.people.acting_for("north")] == names
