"""Which addresses the portal may ask, and what an answer means. No network here."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import unescape
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Literal, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

Verdict = Literal["ok", "moved", "soft_404", "refused", "timeout", "broken", "not_allowed"]
MAX_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
PERMANENT = {301, 308}
# The server is there and does not want to be asked by a machine
REFUSALS = {401, 403, 407, 429, 451}
# HEAD is not worth an answer to these; GET may be
ASK_AGAIN = {400, 404, 405, 406, 410, 500, 501, 502, 503} | REFUSALS
# IPv6 addresses that carry an IPv4 address inside
NAT64 = ip_network("64:ff9b::/96")
SOFT_404 = re.compile(
    r"^\W*404\b|\b(error|fehler|http)\W*404\b|\b404\W*(not|seite|page|error|fehler)"
    r"|nicht (mehr )?(gefunden|vorhanden|verfügbar)|existiert nicht|seite fehlt"
    r"|not found|no longer (available|exists)|page (does not|doesn.t) exist",
    re.IGNORECASE,
)
HEADLINES = re.compile(r"<(title|h1)\b[^>]*>(.*?)</\1", re.IGNORECASE | re.DOTALL)
TAGS = re.compile(r"<[^>]*>")

Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Policy:
    """Where requests may go. `networks`: not public, and allowed all the same."""

    ports: frozenset[int] = frozenset({80, 443})
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def allows(self, address: str) -> bool:
        """Public addresses, and those of the allowed networks.

        >>> [Policy().allows(ip) for ip in ("193.99.144.80", "10.0.0.1", "127.0.0.1", "::1", "::ffff:10.0.0.1")]
        [True, False, False, False, False]
        """
        found = plain_address(ip_address(address.partition("%")[0]))
        if any(found.version == network.version and found in network for network in self.networks):
            return True
        return found.is_global and not found.is_multicast and not found.is_reserved and not carries_ipv4(found)


def plain_address(address: Address) -> Address:
    """An IPv4 address written as IPv6 is an IPv4 address."""
    return (address.version == 6 and address.ipv4_mapped) or address


def carries_ipv4(address: Address) -> bool:
    """Tunnels to IPv4 could lead anywhere."""
    return address.version == 6 and bool(address.sixtofour or address.teredo or address in NAT64)


class BadAnswer(OSError):
    """What came back is not HTTP."""


class Target(NamedTuple):
    """One address to ask."""

    url: str
    scheme: str
    host: str
    port: int
    path: str


class NotAllowed(Exception):
    """The portal does not ask this address."""


def target(url: str, policy: Policy) -> Target:
    """The parts of an address, or a refusal in words.

    >>> target("https://mv.example/a?b#c", Policy())[1:]
    ('https', 'mv.example', 443, '/a?b')
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode() if parts.hostname else ""
    except (ValueError, UnicodeError) as error:
        raise NotAllowed("keine gültige Adresse") from error
    if parts.scheme not in ("http", "https") or not host:
        raise NotAllowed("keine Webadresse")
    if "@" in parts.netloc:
        raise NotAllowed("enthält Zugangsdaten")
    if port not in policy.ports:
        raise NotAllowed(f"Port {port}")
    path = urlunsplit(("", "", quoted(parts.path) or "/", quoted(parts.query), ""))
    return Target(urlunsplit(parts._replace(fragment="")), parts.scheme, host, port, path)


def quoted(text: str) -> str:
    """As it may stand in a request: signs beyond ASCII and spaces as percent codes, the rest untouched."""
    return "".join(char if "!" <= char <= "~" else "".join(f"%{byte:02X}" for byte in char.encode()) for char in text)


class Answer(NamedTuple):
    """What a server said: the head, and the beginning of the page if it was asked for."""

    status: int
    location: str = ""
    is_html: bool = False
    beginning: str = ""


class Found(NamedTuple):
    """What is to be known about a link."""

    verdict: Verdict
    detail: str = ""
    status: int | None = None
    target: str = ""
    # Nothing answered at all: if this holds for every link, the network here is at fault
    is_silent: bool = False


@dataclass
class Walk:
    """Follows one link from answer to answer. `ask` makes a request and may raise NotAllowed, OSError, TimeoutError."""

    policy: Policy
    ask: Callable[[Target, str], Answer]
    seen: list[str] = field(default_factory=list)
    is_permanent: bool = True

    def judge(self, url: str) -> Found:
        """The verdict about a link."""
        try:
            return self.follow(url)
        except NotAllowed as error:
            return Found("not_allowed", str(error), target=self.seen[-1] if len(self.seen) > 1 else "")
        except TimeoutError:
            return Found("timeout", "keine Antwort in der gesetzten Zeit", is_silent=True)
        except OSError as error:
            return Found("broken", reason(error), is_silent=True)

    def follow(self, url: str) -> Found:
        here = target(url, self.policy)
        self.seen.append(here.url)
        while True:
            answer = self.ask_politely(here)
            if answer.status not in REDIRECTS or not answer.location:
                return self.arrived(here, answer)
            self.is_permanent = self.is_permanent and answer.status in PERMANENT
            following = target(urljoin(here.url, answer.location), self.policy)
            if following.url in self.seen:
                return Found("broken", "leitet im Kreis weiter", answer.status)
            if len(self.seen) > MAX_REDIRECTS:
                return Found("broken", "leitet zu oft weiter", answer.status)
            here = following
            self.seen.append(here.url)

    def ask_politely(self, here: Target) -> Answer:
        """The head first. The page itself where the head says nothing, or where its words count."""
        try:
            head = self.ask(here, "HEAD")
        except (ConnectionError, BadAnswer):  # some servers hang up on HEAD
            return self.ask(here, "GET")
        if head.status in ASK_AGAIN or (head.status < 300 and head.is_html):
            return self.ask(here, "GET")
        return head

    def arrived(self, here: Target, answer: Answer) -> Found:
        first, status = self.seen[0], answer.status
        if status in REFUSALS:
            return Found("refused", "lässt sich nicht automatisch prüfen", status)
        if status >= 300:
            return Found("broken", "gibt es nicht mehr" if status in (404, 410) else f"antwortet mit {status}", status)
        if says_not_found(answer.beginning):
            return Found("soft_404", "zeigt eine Seite, die „nicht gefunden“ sagt", status)
        if len(self.seen) > 1 and is_front_page(here.url) and not is_front_page(first):
            return Found("soft_404", "leitet auf die Startseite weiter", status, here.url)
        if len(self.seen) > 1 and self.is_permanent:
            return Found("moved", "ist dauerhaft umgezogen", status, here.url)
        return Found("ok", status=status)


def says_not_found(beginning: str) -> bool:
    """Does the title or the first heading say that there is nothing?

    >>> says_not_found("<title>Seite nicht gefunden</title>"), says_not_found("<title>Fundstück 404 | Museum</title>")
    (True, False)
    >>> says_not_found("<title>Fundbüro</title><p>Ihr Gegenstand wurde nicht gefunden?</p>")
    False
    """
    return any(SOFT_404.search(unescape(TAGS.sub(" ", match[2]))) for match in HEADLINES.finditer(beginning))


def is_front_page(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/", "/index.html", "/index.php", "/de", "/de/") and not parts.query


def reason(error: OSError) -> str:
    name = type(error).__name__
    return REASONS.get(name, "nicht erreichbar")


REASONS = {
    "gaierror": "den Namen dieses Servers gibt es nicht",
    "SSLCertVerificationError": "das Zertifikat ist nicht gültig",
    "SSLError": "keine sichere Verbindung möglich",
    "ConnectionRefusedError": "der Server nimmt keine Verbindung an",
    "BadAnswer": "antwortet nicht so, wie es ein Webserver tut",
}
# Worst first
SEVERITY: tuple[Verdict, ...] = ("broken", "soft_404", "timeout", "not_allowed", "moved", "refused", "ok")


def networks(written: Iterable[str]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(text) for text in written)
