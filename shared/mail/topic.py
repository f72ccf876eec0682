"""Letters by an SNS topic, for staff where neither SES nor SMTP can be had.

Each member of staff subscribes an address with the filter policy `{"recipient": ["<own person id>"]}` and confirms
it once; without the filter they would get everybody's letters. Partners have the inbox alone.
"""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from shared.mail.letter import Letter, Unsent

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

LONGEST_SUBJECT = 99
"""SNS wants fewer than 100 characters of ASCII, so Chinese subjects go into the text."""


class MailTopic:
    """Publishes to one topic with a client that does not try again by itself."""

    def __init__(self, client: "SNSClient", arn: str) -> None:
        self._client, self._arn = client, arn

    def send(self, letter: Letter) -> None:
        """The address stays here: the topic knows who subscribed."""
        plain = letter.subject.isascii() and len(letter.subject) <= LONGEST_SUBJECT
        subject = letter.subject if plain else "Exchange Registry"
        text = letter.text if plain else f"{letter.subject}\n\n{letter.text}"
        try:
            self._client.publish(
                TopicArn=self._arn,
                Subject=subject,
                Message=text,
                MessageAttributes={"recipient": {"DataType": "String", "StringValue": letter.person_id}},
            )
        except (ConnectTimeoutError, EndpointConnectionError) as error:
            raise Unsent from error
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:  # noqa: PLR2004 -- server's fault, outcome unknown
                raise
            raise Unsent from error
