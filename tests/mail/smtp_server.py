"""A mail server of a few lines, with a certificate of its own, that keeps what it is given."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Server(socketserver.ThreadingTCPServer):
    """Answers RCPT TO with `recipient` and the end of the data with `data`; breaks off there if that is empty."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, *, tls_at_once: bool) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.context, self.tls_at_once = context, tls_at_once
        self.recipient, self.data = "250 ok", "250 ok"
        self.received: list[bytes] = []
        self.commands: list[str] = []

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away, or would not trust us, is what some tests want."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Talk(socketserver.BaseRequestHandler):
    """One connection."""

    server: Server

    def handle(self) -> None:
        self.stream = self.request
        if self.server.tls_at_once:
            self.stream = self.server.context.wrap_socket(self.stream, server_side=True)
        self.reader = self.stream.makefile("rb")
        self.say("220 ready")
        while line := self.reader.readline().decode().strip():
            command = line.split(" ")[0].upper()
            self.server.commands.append(command)
            if not self.obey(command):
                break
        self.stream.close()

    def obey(self, command: str) -> bool:
        if command == "STARTTLS":
            self.say("220 go on")
            self.stream = self.server.context.wrap_socket(self.stream, server_side=True)
            self.reader = self.stream.makefile("rb")
        elif command == "EHLO":
            self.say("250-mail.example\r\n250-STARTTLS\r\n250 AUTH PLAIN")
        elif command == "AUTH":
            self.say("235 ok")
        elif command == "RCPT":
            self.say(self.server.recipient)
        elif command == "DATA":
            self.say("354 go on")
            return self.take()
        elif command == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 ok")
        return True

    def take(self) -> bool:
        lines = []
        while (line := self.reader.readline()) != b".\r\n":
            lines.append(line)
        self.server.received.append(b"".join(lines))
        if self.server.data:
            self.say(self.server.data)
        return bool(self.server.data)

    def say(self, text: str) -> None:
        self.stream.sendall(text.encode() + b"\r\n")


@contextmanager
def serving(folder: Path, *, tls_at_once: bool) -> Iterator[tuple[Server, ssl.SSLContext]]:
    """A running server and what a client must trust to speak to it."""
    certificate = _certificate(folder)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificate)
    trust = ssl.create_default_context(cafile=str(certificate))
    with Server(own, tls_at_once=tls_at_once) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server, trust
        server.shutdown()
        thread.join()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(pem + made.public_bytes(serialization.Encoding.PEM))
    return path
