"""The parts that the JSON bodies of several functions share."""

from typing import Annotated

from pydantic import Field

from shared.domain.words import Words
from shared.domain.workflow import definitions
from shared.web.validation import Body

Id = Annotated[str, Field(min_length=1, max_length=80)]
Text = Annotated[str, Field(max_length=2000)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Attested(Body):
    """Statements about guards whose data is not recorded yet: guard name to note."""

    attest: dict[str, Text] = {}


class BothLanguages(Body):
    """The same text in both languages."""

    en: Text
    zh: Text

    @property
    def words(self) -> Words:
        return Words(self.en, self.zh)


class Refused(Attested):
    """A reason from the list, and in the words the partner gets."""

    reason_code: Annotated[str, Field(json_schema_extra={"enum": sorted(definitions().reasons)})]
    reason: BothLanguages
