"""Letters by any SMTP server that speaks TLS: at once on port 465, after STARTTLS elsewhere."""

import json
import smtplib
import ssl
from contextlib import suppress

from shared.mail.letter import Letter, Refused, Unsent
from shared.mail.mime import mime

IMPLICIT_TLS = 465
PATIENCE = 10.0
"""Seconds to wait for the server at each step."""


class Smtp:
    """Sends by one server; the secret is JSON of host, port, username and password."""

    def __init__(self, secret: str, sender: str, context: ssl.SSLContext | None = None) -> None:
        known = json.loads(secret)
        self._host, self._port = str(known["host"]), int(known.get("port", IMPLICIT_TLS))
        self._tls_at_once = bool(known.get("implicit_tls", self._port == IMPLICIT_TLS))
        self._login = str(known.get("username", "")), str(known.get("password", ""))
        self._sender = sender
        self._context = context or ssl.create_default_context()

    def send(self, letter: Letter) -> None:
        """One connection for each letter; what the server said no to did not leave."""
        try:
            server = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise Unsent from error
        try:
            server.send_message(mime(letter, self._sender))
        except smtplib.SMTPRecipientsRefused as error:
            [(code, _)] = error.recipients.values()
            raise (Refused if _for_good(code) else Unsent) from error
        except smtplib.SMTPSenderRefused as error:
            raise Unsent from error
        except smtplib.SMTPNotSupportedError as error:  # an address in Chinese, a server that knows none
            raise Refused from error
        except smtplib.SMTPDataError as error:
            raise (Refused if _for_good(error.smtp_code) else Unsent) from error
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _connect(self) -> smtplib.SMTP:
        server: smtplib.SMTP
        if self._tls_at_once:
            server = smtplib.SMTP_SSL(self._host, self._port, timeout=PATIENCE, context=self._context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=PATIENCE)
        try:
            if not self._tls_at_once:
                server.starttls(context=self._context)
            if self._login[0]:
                server.login(*self._login)
        except BaseException:
            server.close()
            raise
        return server


def _for_good(code: int) -> bool:
    """RFC 5321 4.2.1: 5xx is final, 4xx passes."""
    return code >= 500  # noqa: PLR2004 -- said above
