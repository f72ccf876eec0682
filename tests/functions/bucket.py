"""The bucket beside the table, and what is done with the files in it."""

from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from functions.scanner.app import handler as scanner
from shared.domain.documents import Document
from shared.store.stores import Stores
from shared.wiring import wiring
from tests.documents import PDF, arrival


@dataclass
class Files:
    """The bucket as its owner sees it."""

    client: Any
    name: str

    def put(self, document: Document, content: bytes = PDF) -> str:
        """What a browser does with the way in; the version that the bucket gives it."""
        key = f"incoming/{document.application_id}/{document.id}"
        return str(self.client.put_object(Bucket=self.name, Key=key, Body=content)["VersionId"])

    def checked(self, document: Document, content: bytes = PDF) -> dict[str, Any]:
        """A file comes in and is looked at."""
        return scanner({"Records": [arrival(document, self.put(document, content))]}, None)

    def read(self, place: str, document: Document) -> bytes | None:
        key = f"{place}/{document.application_id}/{document.id}"
        try:
            found: bytes = self.client.get_object(Bucket=self.name, Key=key)["Body"].read()
        except ClientError:
            return None
        return found


@pytest.fixture
def files(stores: Stores) -> Files:
    """`stores` first: the environment is that of its table."""
    assert stores.table.name
    return Files(wiring().bucket.client, wiring().bucket.name)
