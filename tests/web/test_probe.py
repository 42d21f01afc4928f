"""The link check against servers that time out, redirect, loop and lie."""

import time
from ipaddress import ip_network

import pytest

from portal.web.probe import Prober
from portal.web.rules import NotAllowed, Policy, target
from tests.web import servers

ONLY_THIS = (ip_network("127.0.0.1/32"),)


@pytest.fixture(scope="module")
def server():
    with servers.liar() as running:
        yield running


def probe(port, *, seconds=3.0, resolve=lambda host, port: ["127.0.0.1"], networks=ONLY_THIS):
    return Prober(Policy(frozenset({port}), networks), seconds=seconds, resolve=resolve)


@pytest.mark.parametrize(
    ("path", "verdict", "status"),
    [
        ("/gut", "ok", 200),
        ("/302//gut", "ok", 200),  # for now elsewhere: the link stays right
        ("/301//gut", "moved", 200),
        ("/308//gut", "moved", 200),
        ("/404/", "broken", 404),
        ("/410/", "broken", 410),
        ("/500/", "broken", 500),
        ("/403/", "refused", 403),
        ("/429/", "refused", 429),
        ("/weg", "soft_404", 200),
        ("/301//weg", "soft_404", 200),
        ("/302//", "soft_404", 200),  # a deep link that ends on the front page
        ("/kette/3", "ok", 200),
        ("/kette/9", "broken", 302),
        ("/kreis/a", "broken", 302),
        ("/kein-head", "ok", 200),
        ("/head-luegt-404", "ok", 200),
        ("/head-luegt-200", "broken", 404),
        ("/haengt-bei-head-auf", "ok", 200),
        ("/woanders/10.0.0.1", "not_allowed", None),
        ("/woanders/evil.example:22", "not_allowed", None),
        ("/302/file:///etc/passwd", "not_allowed", None),
    ],
)
def test_verdicts(server, path, verdict, status):
    with probe(server.server_port) as prober:
        found = prober.check(f"http://amt.example:{server.server_port}{path}")
    assert (found.verdict, found.status) == (verdict, status), found


def test_a_moved_link_names_its_new_address(server):
    base = f"http://amt.example:{server.server_port}"
    with probe(server.server_port) as prober:
        assert prober.check(f"{base}/301//gut").target == f"{base}/gut"


@pytest.mark.parametrize(
    ("behave", "verdict"),
    [
        (servers.silent, "timeout"),
        (servers.drips_its_head, "timeout"),
        (servers.drips_its_page, "timeout"),
        (servers.floods, "ok"),
        (servers.no_http, "broken"),
        (servers.endless_head, "broken"),  # more than a hundred lines
    ],
)
def test_time_is_bounded(behave, verdict):
    with servers.raw(behave) as port, probe(port, seconds=1.0) as prober:
        began = time.monotonic()
        assert prober.check(f"http://amt.example:{port}/").verdict == verdict
        assert time.monotonic() - began < 2.0


def test_a_resolver_that_hangs_is_bounded_too():
    with probe(80, seconds=0.5, resolve=lambda host, port: time.sleep(3) or []) as prober:
        began = time.monotonic()
        assert prober.check("http://amt.example/").verdict == "timeout"
        assert time.monotonic() - began < 1.5


def test_unknown_names_and_closed_ports_are_broken():
    with Prober(Policy(frozenset({80}))) as prober:
        assert prober.check("http://gibt-es-nicht.invalid/").verdict == "broken"
    with servers.liar() as gone:
        port = gone.server_port
    with probe(port) as prober:
        assert prober.check(f"http://amt.example:{port}/").verdict == "broken"


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - nothing listens here
    "224.0.0.1",
]
PRIVATE += ["255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1"]
PRIVATE += ["64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "198.18.0.1", "192.0.2.1", "240.0.0.1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public_are_not_asked(server, address):
    with Prober(Policy(frozenset({server.server_port})), resolve=lambda host, port: [address]) as prober:
        before = len(server.asked)
        assert prober.check(f"http://amt.example:{server.server_port}/gut").verdict == "not_allowed"
        assert len(server.asked) == before


@pytest.mark.parametrize("address", ["193.99.144.80", "2a02:2e0:3fe:1001:302::"])
def test_public_addresses_are_allowed(address):
    assert Policy().allows(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/",
        "http://127.0.0.1/",
        "http://2130706433/",  # 127.0.0.1 as one number
        "http://0x7f.1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "https://localhost.:443/",
    ],
)
def test_names_of_this_machine_are_not_asked(url):
    with Prober(Policy()) as prober:
        assert prober.check(url).verdict in ("not_allowed", "broken")
        assert prober.check(url).detail in (
            "liegt nicht im öffentlichen Netz",
            "den Namen dieses Servers gibt es nicht",
        )


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "javascript:alert(1)",
        "http://",
        "http://a.example:22/",
        "http://u:p@a.example/",
        "http://[::1",
        "x",
    ],
)
def test_other_addresses_are_refused(url):
    with pytest.raises(NotAllowed):
        target(url, Policy())


def test_one_private_address_among_public_ones_is_enough_to_refuse(server):
    with probe(server.server_port, resolve=lambda host, port: ["127.0.0.1", "10.0.0.1"]) as prober:
        assert prober.check(f"http://amt.example:{server.server_port}/gut").verdict == "not_allowed"


def test_a_name_that_changes_its_answer_reaches_nothing():
    """The check and the request use the same answer: DNS rebinding finds no gap between them."""
    with servers.liar("127.0.0.1") as allowed, servers.liar("127.0.0.2", allowed.server_port) as inside:
        answers = iter(["127.0.0.1", "127.0.0.2"])
        with probe(allowed.server_port, resolve=lambda host, port: [next(answers)]) as prober:
            found = prober.check(f"http://amt.example:{allowed.server_port}/gut")
        assert found.verdict == "not_allowed"
        assert [method for method, _path, _host in allowed.asked] == ["HEAD"]
        assert inside.asked == []


def test_the_server_is_asked_by_its_name(server):
    server.asked.clear()
    with probe(server.server_port) as prober:
        prober.check(f"http://müritz.example:{server.server_port}/a b?ä=1#teil")
    assert server.asked[0] == ("HEAD", "/a%20b?%C3%A4=1", f"xn--mritz-kva.example:{server.server_port}")
