"""Letters by Amazon SES (not to be had in AWS China)."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from shared.mail.letter import Letter, Refused, Unsent

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

NEVER = frozenset({"BadRequestException", "MessageRejected"})


class Ses:
    """Sends by SES v2 with a client that does not try again by itself."""

    def __init__(self, client: "SESV2Client", sender: str) -> None:
        self._client, self._sender = client, sender

    def send(self, letter: Letter) -> None:
        """Let SES write the headers."""
        try:
            self._client.send_email(
                FromEmailAddress=self._sender,
                Destination={"ToAddresses": [letter.to]},
                Content={
                    "Simple": {
                        "Subject": {"Data": letter.subject, "Charset": "UTF-8"},
                        "Body": {"Text": {"Data": letter.text, "Charset": "UTF-8"}},
                    }
                },
            )
        except (ConnectTimeoutError, EndpointConnectionError) as error:
            raise Unsent from error
        except ClientError as error:
            if error.response["Error"]["Code"] in NEVER:
                raise Refused from error
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise
            raise Unsent from error
