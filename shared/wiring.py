"""The composition root: the only place that knows AWS clients and the environment."""

import gc
import os
import threading
from datetime import timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sqs import SQSClient

    from shared.files.bucket import Bucket
    from shared.mail.letter import Transport
    from shared.store.stores import Stores

PATIENCE = Config(
    retries={"mode": "standard", "max_attempts": 4},
    connect_timeout=2,
    read_timeout=8,
    max_pool_connections=50,
    parameter_validation=False,
    user_agent=f"exchange-registry Boto3/{boto3.__version__}",
)
"""What is sent is our own: botocore need not check it against its description, nor say anew who calls, in every call."""
ONCE = PATIENCE.merge(Config(retries={"mode": "standard", "total_max_attempts": 1}))
"""For letters: a call whose answer was lost may have sent one, so the client must not repeat it."""
MAKING = threading.Lock()
"""Making clients is not safe in threads; a Lambda process has one event at a time, the embedded run several."""


class Wiring:
    """Everything a function needs from outside, made on first use."""

    @cached_property
    def stores(self) -> "Stores":
        """Imported here: the publisher needs no stores, and pydantic would double its start."""
        from shared.store.stores import Stores  # noqa: PLC0415 -- see above
        from shared.store.table import Table, read_as_sent  # noqa: PLC0415 -- see above

        return Stores(Table(read_as_sent(self._client("dynamodb")), os.environ["TABLE_NAME"]))

    def warm(self) -> None:
        """Make the stores and their client now, where the environment is that of a function; app.py does this last.

        All there is by then stays: a collection in a request need not go through it.
        """
        if "TABLE_NAME" in os.environ:
            _ = self.stores
            gc.freeze()

    @cached_property
    def sns(self) -> "SNSClient":
        client: SNSClient = self._client("sns")
        return client

    @cached_property
    def sqs(self) -> "SQSClient":
        client: SQSClient = self._client("sqs")
        return client

    @cached_property
    def ses(self) -> "SESV2Client":
        client: SESV2Client = self._client("sesv2", ONCE)
        return client

    @cached_property
    def mail(self) -> "Transport | None":
        """How letters leave, None for the inbox alone; each way is imported by those who use it."""
        match self.mail_transport:
            case "none":
                return None
            case "ses":
                from shared.mail.ses import Ses  # noqa: PLC0415 -- see above

                return Ses(self.ses, self.mail_from)
            case "smtp":
                from shared.mail.smtp import Smtp  # noqa: PLC0415 -- see above

                return Smtp(self.smtp_secret, self.mail_from)
            case "sns":
                from shared.mail.topic import MailTopic  # noqa: PLC0415 -- see above

                return MailTopic(self._client("sns", ONCE), self.mail_topic_arn)
            case unknown:
                raise ValueError(unknown)

    @cached_property
    def bucket(self) -> "Bucket":
        """Documents; imported by the functions that handle files."""
        from shared.files.bucket import SIGNED, Bucket  # noqa: PLC0415 -- see above

        return Bucket(self._client("s3", PATIENCE.merge(Config(**SIGNED))), os.environ["BUCKET_NAME"])

    @property
    def malware_scanner(self) -> str:
        """Who looks for malware: `builtin` (which knows a test file alone), or another that says what it found."""
        return os.environ.get("MALWARE_SCANNER", "builtin")

    @property
    def service_name(self) -> str:
        """Which deployment this is: the dimension of its metrics."""
        return os.environ.get("POWERTOOLS_SERVICE_NAME", "exchange-registry")

    @property
    def topic_arn(self) -> str:
        return os.environ["TOPIC_ARN"]

    @property
    def parked_queue_url(self) -> str:
        return os.environ["PARKED_QUEUE_URL"]

    @property
    def base_url(self) -> str:
        return os.environ["BASE_URL"].rstrip("/")

    @cached_property
    def edge_secret(self) -> str:
        """What the edge before the registry proves itself by; empty where none stands there."""
        arn = os.environ.get("EDGE_SECRET_ARN", "")
        secret = self._secret(arn)
        if arn and not secret:
            raise ValueError("EDGE_SECRET_ARN")  # an empty secret would be everybody's
        return secret

    @property
    def oidc_issuer(self) -> str:
        return os.environ["OIDC_ISSUER"]

    @property
    def oidc_client_id(self) -> str:
        return os.environ["OIDC_CLIENT_ID"]

    @cached_property
    def oidc_client_secret(self) -> str:
        """Empty for a public client, which proves itself by PKCE alone."""
        return self._secret(os.environ.get("OIDC_CLIENT_SECRET_ARN", ""))

    @property
    def second_factor(self) -> str:
        """`provider`, or a claim of the ID token and its values: `amr=mfa otp`."""
        return os.environ.get("SECOND_FACTOR", "")

    @property
    def acr_values(self) -> str:
        """What the provider is asked for where a second factor is wanted (OIDC Core 3.1.2.1); empty for nothing."""
        return os.environ.get("OIDC_ACR_VALUES", "")

    @property
    def step_up_after(self) -> timedelta:
        """How old a session may be at a final step."""
        return timedelta(minutes=int(os.environ.get("STEP_UP_MINUTES", "240")))

    @property
    def decide_by_token(self) -> bool:
        """Whether API tokens may take decisions."""
        return os.environ.get("DECIDE_BY_TOKEN") == "true"

    @property
    def mail_transport(self) -> str:
        return os.environ.get("MAIL_TRANSPORT", "none")

    @property
    def mail_from(self) -> str:
        return os.environ.get("MAIL_FROM", "")

    @property
    def mail_topic_arn(self) -> str:
        return os.environ["MAIL_TOPIC_ARN"]

    @cached_property
    def smtp_secret(self) -> str:
        """JSON of host, port, username and password."""
        return self._secret(os.environ["SMTP_SECRET_ARN"])

    def _secret(self, arn: str) -> str:
        if not arn:
            return ""
        return str(self._client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])

    @cached_property
    def _session(self) -> boto3.session.Session:
        """One for all clients: it reads the descriptions of services once."""
        return boto3.session.Session()

    def _client(self, service: str, config: Config = PATIENCE) -> Any:
        with MAKING:
            make: Any = self._session.client  # its stubs know services by literal names
            return make(service, config=config)


@cache
def wiring() -> Wiring:
    return Wiring()
