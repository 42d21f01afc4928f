"""All settings, read from the environment. docs/OPERATIONS.md explains each variable.

Without DATABASE_URL and REDIS_URL the addresses of the embedded servers are read from
`<PORTAL_VAR>/servers.env`, which `manage.py up` writes.
"""

import os
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import django.forms
import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from kombu import Queue
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal import queues

# Before numpy is imported: its threads, and those of the search's model, would wait for each other in a loop when all
# cores are busy. The processes share the cores already.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("PORTAL_VAR", default=str(BASE_DIR / "var"))).resolve()
environ.Env.read_env(VAR_DIR / "servers.env", overwrite=False)

# The demonstration brings sample accounts without a second factor, so it is never the default.
DEMO = env.bool("PORTAL_DEMO", default=False)
DEBUG = env.bool("PORTAL_DEBUG", default=False)

if DEMO:
    SECRET_KEY = env.str("SECRET_KEY", default="demonstration-only-" + "0" * 50)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
else:
    SECRET_KEY = env.str("SECRET_KEY", default="")
    if not SECRET_KEY:
        raise ImproperlyConfigured(
            "SECRET_KEY fehlt. Setzen Sie eine zufällige Zeichenkette von mindestens 50 Zeichen, "
            "oder starten Sie die Vorführung mit PORTAL_DEMO=1."
        )
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

if not env.str("PORT", default="8000").isdigit():
    raise ImproperlyConfigured("PORT muss eine Zahl sein, zum Beispiel PORT=8000.")
PORT = env.int("PORT", default=8000)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://localhost:{PORT}").rstrip("/")
SECURE = PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_prose_editor",
    "django_prometheus",
    "drf_spectacular",
    "guardian",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "portal.accounts",
    "portal.audit",
    "portal.documents",
    "portal.files",
    "portal.mail",
    "portal.operations",
    "portal.outbox",
    "responsibility",
    "content",
    "forms",
    "cases",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "portal.operations.middleware.DatabaseAwayMiddleware",
    "content.middleware.CountViewsMiddleware",
    "portal.operations.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "portal.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

# Not as an installed app: its label would be that of our own app "forms".
DJANGO_FORMS_TEMPLATES = Path(django.forms.__file__).parent / "templates"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", DJANGO_FORMS_TEMPLATES],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.page",
                "content.context.notices",
            ],
            "builtins": ["portal.templatetags.portal"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database and broker
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql:///portal")}
DATABASES["default"].update(
    CONN_MAX_AGE=60,
    CONN_HEALTH_CHECKS=True,
    ATOMIC_REQUESTS=False,
)
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "portal.cache.TolerantRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        # A page does not wait for a cache that hangs.
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5, "retry": Retry(NoBackoff(), 0)},
    }
}
# How long a public page may be kept for the next visitor; changed texts are seen at once. 0: not at all.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=60)
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Celery would give up after a hundred tries, about three quarters of an hour.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# A submission must answer at once when the broker is away; the sweep finds what was not told.
CELERY_TASK_PUBLISH_RETRY = False
# Messages that no worker has confirmed come back after the visibility time-out, which is longer than any task may take;
# one that comes back although it was done finds its outbox entry done.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "visibility_timeout": 3600,
    "priority_steps": [queues.URGENT, queues.NORMAL, queues.LATER],
}
# Celery would close the connection after every task; portal.celery looks after it as Django does between two requests
CELERY_DB_REUSE_MAX = sys.maxsize
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Writing PDFs lets a process grow; beyond this a fresh one takes its place after the task it has at hand.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = env.int("WORKER_MEMORY_MB", default=400) * 1024
CELERY_TASK_TIME_LIMIT = queues.HARD_LIMIT
CELERY_TASK_SOFT_TIME_LIMIT = queues.SOFT_LIMIT
CELERY_TASK_ANNOTATIONS = queues.limits()
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Berlin"
CELERY_TASK_QUEUES = [Queue(name) for name in queues.QUEUES]
CELERY_TASK_DEFAULT_QUEUE = queues.DEFAULT
CELERY_TASK_DEFAULT_PRIORITY = queues.NORMAL
CELERY_TASK_ROUTES = queues.routes()
CELERY_TASK_CREATE_MISSING_QUEUES = False
# A worker that is killed holds its work this long, then the next one takes over.
OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", default=300)
# The sweep does not tell Celery of the same entry more often than this.
OUTBOX_REMIND_SECONDS = env.int("OUTBOX_REMIND_SECONDS", default=30)
CELERY_BEAT_SCHEDULE = {
    "outbox-sweep": {"task": "portal.outbox.sweep", "schedule": env.float("OUTBOX_SWEEP_SECONDS", default=15.0)},
    "outbox-clean": {"task": "portal.outbox.clean", "schedule": 86400.0},
    "files-clean": {"task": "portal.files.clean", "schedule": 3600.0},
    "expired-drafts": {"task": "cases.delete_expired_drafts", "schedule": 86400.0},
    "editorial-clock": {
        "task": "content.editorial_clock",
        "schedule": env.float("EDITORIAL_CLOCK_SECONDS", default=60.0),
    },
    "editorial-reminders": {"task": "content.remind_editors", "schedule": crontab(hour=6, minute=30)},
    "xzufi-export": {"task": "content.export_xzufi", "schedule": crontab(minute=40)},
    "forget-searches": {"task": "content.forget_searches", "schedule": crontab(hour=2, minute=40)},
    "collect-links": {"task": "content.collect_links", "schedule": 3600.0},
    "check-links": {"task": "content.check_links", "schedule": 600.0},
    "responsibility-check": {"task": "responsibility.check", "schedule": crontab(hour=3, minute=20)},
    "deemed-approvals": {"task": "cases.grant_deemed", "schedule": 3600.0},
    "waiting-over": {"task": "cases.end_waiting", "schedule": 3600.0},
    "deadline-warnings": {"task": "cases.warn_deadlines", "schedule": 3600.0},
    "operations-digest": {"task": "portal.operations.send_digest", "schedule": crontab(hour=6, minute=30)},
    "audit-checkpoint": {"task": "portal.audit.checkpoint", "schedule": 3600.0},
}
for _entry in CELERY_BEAT_SCHEDULE.values():
    _entry["options"] = {"queue": "periodic"}
# A sweep that nobody came to do in time is done by the next one.
CELERY_BEAT_SCHEDULE["outbox-sweep"]["options"]["expires"] = CELERY_BEAT_SCHEDULE["outbox-sweep"]["schedule"]
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")

# Statistics: the header in which the server in front names the country of a visit, for example HTTP_X_COUNTRY
COUNTRY_HEADER = env.str("COUNTRY_HEADER", default="")

# Days after which counted searches are deleted
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=90)

# Search. auto: also by meaning, where the model runs on this machine; off: by words only; on: by meaning, or a warning.
SEARCH_MEANING = env.str("SEARCH_MEANING", default="auto")
if SEARCH_MEANING not in ("auto", "on", "off"):
    raise ImproperlyConfigured("SEARCH_MEANING muss auto, on oder off sein.")

# Log-in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cases:after_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional" if DEMO else "mandatory"
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "add_email": "portal.accounts.forms.AddEmailForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "login": "portal.accounts.forms.LoginForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.ResetPasswordKeyForm",
    "set_password": "portal.accounts.forms.SetPasswordForm",
    "signup": "portal.accounts.forms.SignupForm",
}
MFA_ADAPTER = "portal.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "portal.accounts.forms.ActivateTOTPForm",
    "authenticate": "portal.accounts.forms.AuthenticateForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # RFC 6238: the code before and after, for slow fingers and clocks
MFA_TOTP_ISSUER = "Dienstleistungsportal M-V"
# How many proxies stand in front; the address of the person is the one before them in X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
# Wrong passwords are counted by axes, in the database, so that the limit holds without the cache.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
AXES_USERNAME_CALLABLE = "portal.accounts.adapter.attempted_email"
AXES_CLIENT_IP_CALLABLE = "portal.accounts.adapter.client_ip"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

# Language and place
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("Deutsch")), ("en", _("Englisch"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "de"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("de",)
TIME_ZONE = "Europe/Berlin"
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True

# The check of links in published texts. The demonstration asks nobody's servers.
LINK_CHECK = env.bool("LINK_CHECK", default=not DEMO)
# Networks that are not public and may be asked all the same, for example 10.20.0.0/16
LINK_CHECK_NETWORKS = env.list("LINK_CHECK_NETWORKS", default=[])
LINK_CHECK_PORTS = env.list("LINK_CHECK_PORTS", cast=int, default=[80, 443])

# The applicant sees which office and role has read the case; with this also the name of the person.
CASE_READERS_BY_NAME = env.bool("CASE_READERS_BY_NAME", default=False)

# Law. From this day a letter or an electronic decision counts as notified on the fourth day (§ 41 Abs. 2 VwVfG M-V).
# Federal law changed on this day; the Land sets its own.
try:
    LEGAL_FOURTH_DAY_FROM = date.fromisoformat(env.str("LEGAL_FOURTH_DAY_FROM", default="2025-01-01"))
except ValueError as error:
    raise ImproperlyConfigured("LEGAL_FOURTH_DAY_FROM muss ein Datum sein, zum Beispiel 2025-01-01.") from error

# Editors are reminded so many days before a text ends, and when nobody has confirmed it for so many months.
EDITORIAL_REMIND_DAYS = env.int("EDITORIAL_REMIND_DAYS", default=14)
EDITORIAL_CHECK_MONTHS = env.int("EDITORIAL_CHECK_MONTHS", default=12)
# The number of this portal in the Portalverbund (schemeAgencyID), once it delivers: it must not change any more
XZUFI_AGENCY = env.str("XZUFI_AGENCY", default="mv-dienstleistungsportal")

# Static and private files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILES_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": FILES_ROOT}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "portal.static_files.StaticFilesStorage"
    },
}
MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", default=10)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
CLAMAV_URL = env.str("CLAMAV_URL", default="")

# Mail. Without EMAIL_URL each message becomes a file below var/mail, which the demonstration shows.
MAIL_DIR = VAR_DIR / "mail"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "portal.mail.backend.FolderBackend"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Dienstleistungsportal M-V <portal@mv.example>")

# Security
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
# A background for the maps, for example https://www.geodaten-mv.de/dienste/adv_dtk; without it they show borders only.
MAP_WMS_URL = env.str("MAP_WMS_URL", default="")
MAP_WMS = MAP_WMS_URL and {
    "url": MAP_WMS_URL,
    "layers": env.str("MAP_WMS_LAYERS", default=""),
    "source": env.str("MAP_WMS_SOURCE", default="© GeoBasis-DE/M-V"),
}
# Servers whose videos pages may play, for example https://videos.mv.example; other videos are offered as links.
VIDEO_ORIGINS = [origin.rstrip("/") for origin in env.list("VIDEO_ORIGINS", default=[])]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *({"{0.scheme}://{0.netloc}".format(urlsplit(MAP_WMS_URL))} if MAP_WMS_URL else ())],
        "font-src": [SELF],
        "media-src": [SELF, *VIDEO_ORIGINS],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
PROMETHEUS_EXPORT_MIGRATIONS = False
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "EXCEPTION_HANDLER": "portal.problems.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Dienstleistungsportal M-V",
    "VERSION": "1.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "AreaKind": "responsibility.models.Area.Kind",
        "OrganisationKind": "responsibility.models.Organisation.Kind",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"hide_secrets": {"()": "portal.logs.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_secrets"]}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # The sweep every 15 seconds and the steps of each PDF are no news; failures are.
    "loggers": {
        name: {"level": "WARNING"}
        for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace", "weasyprint.progress", "fontTools")
    },
}
