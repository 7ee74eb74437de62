"""The guard over TLS, which is how the platform is really called."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.patience import PATIENCE
from tests.wechat.calls import error_of, send
from tests.wechat.mean_api import STABLE_TOKEN, TEMPLATE, MeanApi, Tokens, drips, says
from wechat.account import Account
from wechat.client import Client, ErrorKind, Timeouts
from wechat.tokens import AccessToken, MemoryTokenStore


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    today = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(address, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(encoding) + private)
    return path


@pytest.fixture
def secure_api(certificate: Path) -> Iterator[MeanApi]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    api = MeanApi(context)
    api.script(STABLE_TOKEN, Tokens())
    yield api
    api.stop()


@pytest.fixture
def secure_client(
    secure_api: MeanApi, account: Account, certificate: Path, store: MemoryTokenStore
) -> Iterator[Client]:
    yield from trusting(replace(account, api_base=secure_api.base), certificate, store, PATIENCE)


@pytest.fixture
def hurried(
    secure_api: MeanApi, account: Account, certificate: Path, store: MemoryTokenStore
) -> Iterator[Client]:
    yield from trusting(replace(account, api_base=secure_api.base), certificate, store, 1.5)


def trusting(
    account: Account, certificate: Path, store: MemoryTokenStore, seconds: float
) -> Iterator[Client]:
    client = Client(account, store, timeouts=Timeouts(PATIENCE, PATIENCE, total=seconds))
    client._session.verify = str(certificate)
    yield client
    client.close()


def test_a_message_goes_out_over_one_kept_tls_connection(
    secure_api: MeanApi, secure_client: Client
) -> None:
    secure_api.script(TEMPLATE, says({"errcode": 0, "msgid": 7}))

    assert [send(secure_client).msg_id for _ in range(3)] == ["7"] * 3
    assert len({call.port for call in secure_api.calls}) == 1


def test_a_dripping_reply_ends_at_the_deadline_over_tls_too(
    secure_api: MeanApi, secure_client: Client, hurried: Client
) -> None:
    drip = drips(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n", b" ")
    secure_api.script(TEMPLATE, says({"errcode": 0, "msgid": 7}), drip)
    send(secure_client)  # so that a token is there, and all the time is the drip's

    error = error_of(lambda: send(hurried))

    assert secure_api.outlasted == []
    assert error.is_ambiguous


def test_a_server_nobody_vouches_for_gets_nothing(secure_api: MeanApi, account: Account) -> None:
    store = MemoryTokenStore()
    store.save(AccessToken("token-1", datetime(2999, 1, 1, tzinfo=UTC)))
    client = Client(replace(account, api_base=secure_api.base), store)

    error = error_of(lambda: send(client))

    assert (error.kind, error.is_ambiguous, secure_api.calls) == (ErrorKind.RETRY, False, [])
    client.close()


def test_a_handshake_that_never_ends_is_given_up_without_doubt(account: Account) -> None:
    store = MemoryTokenStore()
    store.save(AccessToken("token-1", datetime(2999, 1, 1, tzinfo=UTC)))
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(8)
        base = f"https://127.0.0.1:{silent.getsockname()[1]}"
        timeouts = Timeouts(connect=0.4, read=0.4, total=0.8)
        client = Client(replace(account, api_base=base), store, timeouts=timeouts)

        error = error_of(lambda: send(client))  # nothing but its own deadline ends it

        assert not error.is_ambiguous
        client.close()
