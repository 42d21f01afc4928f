"""`manage.py up`: which programs make up the portal, and in what order they start."""

import errno
import fcntl
import http.client
import os
import shutil
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

from portal.operations import embedded
from portal.operations.processes import CannotStart, Program, reason
from portal.operations.supervisor import Stopped, Supervisor
from portal.queues import WORKERS

SERVERS = (embedded.Postgres, embedded.Valkey)
DEMO_PASSWORD = "vorfuehrung-mv"  # noqa: S105 - shown to everyone who starts the demonstration
DEMO_ACCOUNTS = {
    "anna@demo.example": "Anna Petersen, stellt Anträge",
    "ea@demo.example": "Eva Albrecht, Einheitlicher Ansprechpartner (IHK zu Rostock)",
    "guestrow@demo.example": "Birte Voß, Stadt Güstrow",
    "landkreis@demo.example": "Cord Lüders, Landkreis Rostock",
    "leitung@demo.example": "Katrin Behn, Leitung bei beiden Behörden",
    "redaktion@demo.example": "Rieke Sommer, Redaktion",
    "betrieb@demo.example": "Olaf Betke, Betrieb: darf alles",
}


class Portal:
    """One portal on this machine, with its data in one directory."""

    def __init__(self) -> None:
        self.var: Path = settings.VAR_DIR
        self.host = os.environ.get("HOST", "127.0.0.1")
        self.port: int = settings.PORT
        self.supervisor = Supervisor()
        self.urls: dict[str, str] = {}
        self.servers: list[embedded.Postgres | embedded.Valkey] = []

    def run(self) -> None:
        """Start everything, in order, and stay until somebody asks for the end."""
        os.umask(0o077)  # what people hand in is not for other users of this machine
        self.supervisor.listen_to_signals()
        with self.lock_directory():
            given = self.given_urls()
            self.require_free_port()
            try:
                self.start_servers(given)
                self.supervisor.run(self.django("setup", "prepare"))
                self.start_programs()
                self.supervisor.watch()
            except Stopped:
                self.supervisor.say("Das Portal wird beendet.")
            finally:
                self.supervisor.stop()
                for server in self.servers:
                    server.tidy()
                embedded.remove_addresses(self.var)

    def lock_directory(self) -> IO:
        """The directory belongs to one running portal. The lock ends with the process, however that ends."""
        try:
            self.var.mkdir(parents=True, exist_ok=True)
            lock = (self.var / "up.lock").open("w")
        except OSError as error:
            raise CannotStart(
                f"In {self.var} lassen sich keine Daten ablegen ({reason(error)}): "
                "Geben Sie mit PORTAL_VAR einen beschreibbaren Ordner an."
            ) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"Mit den Daten in {self.var} läuft schon ein Portal: "
                "Beenden Sie es, oder wählen Sie mit PORTAL_VAR einen anderen Ordner."
            ) from None
        return lock

    def given_urls(self) -> dict[str, str]:
        """Addresses of servers that others run. A killed portal may have left its own behind: not those."""
        left_behind = embedded.read_addresses(self.var)
        embedded.remove_addresses(self.var)
        names = [server.variable for server in SERVERS]
        given = {name: os.environ.get(name, "") for name in names}
        return {name: url for name, url in given.items() if url and url != left_behind.get(name)}

    def require_free_port(self) -> None:
        try:
            with socket.socket(socket.AF_INET6 if ":" in self.host else socket.AF_INET) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((self.host, self.port))
        except (OSError, OverflowError) as error:
            if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
                raise CannotStart(
                    f"Der Port {self.port} ist belegt: Beenden Sie das andere Programm, "
                    f"oder wählen Sie einen anderen Port, zum Beispiel PORT={self.port + 1}."
                ) from None
            raise CannotStart(
                f"Unter {self.host}:{self.port} lässt sich kein Server starten ({error}): "
                "Prüfen Sie HOST und PORT (1 bis 65535; unter 1024 nur mit besonderen Rechten)."
            ) from None

    def start_servers(self, given: dict[str, str]) -> None:
        self.urls = dict(given)
        for kind in SERVERS:
            if kind.variable in given:
                continue
            server = kind(self.var)
            self.servers.append(server)
            try:
                child = self.supervisor.start(server.prepare())
            except OSError as error:
                raise CannotStart(
                    f"{server.name} lässt sich in {self.var} nicht einrichten ({error.filename}: {reason(error)})."
                ) from None
            advice = f"Sind die Daten in {server.data} beschädigt, spielen Sie eine Sicherung ein."
            self.supervisor.wait_for(child, server.is_ready, name=server.name, advice=advice, timeout=120)
            self.urls[server.variable] = server.url
        embedded.write_addresses(self.var, {name: url for name, url in self.urls.items() if name not in given})

    def start_programs(self) -> None:
        """People first: the workers would take the web server's time while it loads, and nothing they do is lost."""
        beat = self.celery("beat", "beat", "--pidfile=", f"--schedule={settings.CELERY_BEAT_SCHEDULE_FILENAME}")
        web = self.supervisor.start(self.web())
        self.supervisor.wait_for(web, self.is_served, name="Der Webserver", advice="", timeout=180)
        for label, lines in WORKERS.items():
            self.supervisor.start(self.worker(label, lines))
        self.supervisor.start(beat)
        self.supervisor.say(self.welcome())

    def web(self) -> Program:
        metrics = self.var / "prometheus"
        shutil.rmtree(metrics, ignore_errors=True)  # numbers of an earlier run would be added to those of this one
        metrics.mkdir()
        argv = ["-m", "gunicorn", "--config", "python:portal.operations.gunicorn", "portal.wsgi:application"]
        bind = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        return self.python("web", *argv, WEB_BIND=bind, PROMETHEUS_MULTIPROC_DIR=str(metrics))

    def worker(self, label: str, lines: tuple[str, ...]) -> Program:
        """Documents and mails give way to people's requests and to moving cases."""
        concurrency = os.environ.get("MOVE_PROCESSES" if label == "moves" else "WORKER_PROCESSES", "2")
        options = ("--without-gossip", "--without-mingle", f"--hostname={label}@%h")
        program = self.celery(label, "worker", f"--concurrency={concurrency}", f"--queues={','.join(lines)}", *options)
        return program if label == "moves" else replace(program, argv=["nice", "-n", "5", *program.argv])

    def celery(self, label: str, *arguments: str) -> Program:
        flags = ["-W", "ignore:You're running the worker"]  # as root: that is what root asked for
        return self.python(
            label, *flags, "-m", "celery", "--app=portal.celery", "--quiet", *arguments, "--loglevel=INFO"
        )

    def django(self, label: str, *arguments: str) -> Program:
        return self.python(label, "manage.py", *arguments)

    def python(self, label: str, *arguments: str, **extra: str) -> Program:
        environment = os.environ | self.urls | extra | {"PORTAL_VAR": str(self.var), "PYTHONUNBUFFERED": "1"}
        return Program(label=label, argv=[sys.executable, *arguments], env=environment, cwd=settings.BASE_DIR)

    def is_served(self) -> bool:
        """Whether the web process answers, not whether all is well: /readyz and the log say what is not."""
        connection = http.client.HTTPConnection(self.local_host, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": urlsplit(settings.PUBLIC_URL).netloc})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        else:
            return True
        finally:
            connection.close()

    @property
    def local_host(self) -> str:
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound

    def welcome(self) -> str:
        lines = ["", f"Das Portal läuft: {settings.PUBLIC_URL}/"]
        if settings.DEMO:
            width = max(map(len, DEMO_ACCOUNTS))
            lines += ["", f"Zum Anmelden in der Vorführung, Kennwort überall: {DEMO_PASSWORD}"]
            lines += [f"  {email:<{width}}  {who}" for email, who in DEMO_ACCOUNTS.items()]
            lines += ["", f"Gesendete E-Mails: {settings.PUBLIC_URL}/vorfuehrung/post/"]
        return "\n".join([*lines, "", "Strg+C beendet alles."])
