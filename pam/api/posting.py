"""Sending a webhook's message over the net: to public addresses alone, over https, following nothing.

A name is resolved once and the connection is made to the address that was checked, so that a name that
answers differently a moment later leads nowhere else.
"""

import base64
import hmac
import ipaddress
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPException
from urllib.parse import urlsplit

from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError

# Networks that carry an IPv4 address in an IPv6 one (NAT64, 6to4, Teredo, compatible): never followed.
WRAPPING = [
    ipaddress.ip_network(one) for one in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]
UNICAST = ipaddress.ip_network("2000::/3")
METADATA = {"168.63.129.16"}  # of a cloud, at an address that looks public
LONGEST = 400
MARK = "whsec_"


class BadAddress(Exception):
    """An address that no webhook may have or reach; its text says why."""


@dataclass(frozen=True)
class Target:
    """Where a message goes: the host's name as in its certificate, its port, and the path with its query."""

    host: str
    port: int
    path: str


@dataclass(frozen=True)
class Answer:
    """The outcome: whether the receiver took it, and in words why not."""

    taken: bool
    why: str = ""


def is_public(text):
    """Whether an IP address, as text, is one of the public internet."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if address.version == 6:
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if address not in UNICAST or any(address in network for network in WRAPPING):
            return False
    if str(address) in METADATA:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def target_of(url):
    """The `Target` of an address. Raises BadAddress for what no webhook may have; it resolves no name."""
    if len(url) > LONGEST or any(ord(letter) <= 32 or ord(letter) > 126 for letter in url) or "\\" in url:
        raise BadAddress("Enter an address of letters, digits and signs, without spaces.")
    try:
        parts = urlsplit(url)
        port = parts.port or 443
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise BadAddress("Enter an address like https://receiver.example/pam.") from None
    if parts.scheme != "https" or not host:
        raise BadAddress("Enter an address that begins with https://.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadAddress("Enter an address without a name, password or # in it.")
    if _is_literal(host) and not is_public(host):
        raise BadAddress("Enter a public address: pam sends nothing into internal networks.")
    if not _is_literal(host) and ("." not in host or host.endswith((".localhost", ".local", ".internal"))):
        raise BadAddress("Enter the full name of a public server.")
    return Target(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _is_literal(host):
    with suppress(ValueError):
        return bool(ipaddress.ip_address(host))
    return False


def resolve(target):
    """The address to connect to. Raises BadAddress if the name has none, or one that is not public."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BadAddress("The name of its server is not known.") from None
    addresses = [str(entry[4][0]) for entry in found]
    if not addresses or not all(is_public(one) for one in addresses):
        raise BadAddress("The name of its server leads into an internal network: nothing was sent.")
    return addresses[0]


def signature(secrets, number, moment, body):
    """The webhook-signature header (https://www.standardwebhooks.com) of a message: `number` is its id,
    `moment` the time in seconds, `body` its bytes; one signature for each of `secrets`, with spaces between.
    """
    signed = f"{number}.{moment}.".encode() + body
    keys = [base64.b64decode(secret.removeprefix(MARK)) for secret in secrets]
    made = [base64.b64encode(hmac.digest(key, signed, sha256)).decode() for key in keys]
    return " ".join(f"v1,{one}" for one in made)


def post(url, body, headers, *, seconds):
    """Sends `body` (bytes) to `url` and returns the `Answer`. Of what the receiver says only its status is
    read; a redirect is not followed. `seconds` is the longest it takes after the connection is made.
    """
    try:
        target = target_of(url)
        address = resolve(target)
    except BadAddress as error:
        return Answer(False, str(error))
    connection = connection_to(target, address, seconds)
    timer = threading.Timer(seconds, _hang_up, [connection])
    try:
        connection.connect()
        timer.start()
        name = target.host if target.port == 443 else f"{target.host}:{target.port}"
        connection.request(
            "POST", target.path, body=body, headers={"Host": name, **headers}, preload_content=False
        )
        status = connection.getresponse().status
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        return Answer(False, f"It could not be reached ({type(error).__name__}).")
    finally:
        timer.cancel()
        connection.close()
    if 200 <= status < 300:
        return Answer(True)
    return Answer(False, f"It answered with {status}.")


def connection_to(target, address, seconds):
    """A connection to `address` that asks for a certificate of the target's name."""
    return HTTPSConnection(
        address,
        target.port,
        timeout=seconds,
        server_hostname=target.host,
        assert_hostname=target.host,
        cert_reqs="CERT_REQUIRED",
    )


def _hang_up(connection):
    """Ends a connection to a receiver that trickles its answer."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
