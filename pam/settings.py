"""Everything that differs between machines comes from the environment; everything else is here.

`PAM_MODE` is `production` unless it says otherwise. `demo` adds the demo people's sign-in buttons and the
mailbox page, `test` and `bench` are for the suite and the benchmarks.
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from pam.environment import Environment, production_refusals
from pam.schedule import schedule

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()

MODE = env.text("PAM_MODE", "production")
if MODE not in {"production", "demo", "test", "bench"}:
    raise ImproperlyConfigured(f"PAM_MODE is {MODE!r}; it can be production, demo, test or bench.")
PRODUCTION = MODE == "production"
DEBUG = False

REQUIRED_IN_PRODUCTION = (
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "PAM_PUBLIC_URL",
    "PAM_MEDIA_ROOT",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "PAM_MFA_KEYS",
)
if PRODUCTION and (missing := [name for name in REQUIRED_IN_PRODUCTION if not env.text(name, "")]):
    raise ImproperlyConfigured(f"Set {', '.join(missing)} in the environment (PAM_MODE is production).")

# The demo's one-button sign-in.
DEMO_SIGN_IN = env.switch("PAM_DEMO_SIGN_IN", not PRODUCTION)
# What each of the demo's people can show a visitor, by name (`name`, `try_this`).
DEMO_STORY = "demo.people.PERSONAS"
# What is loaded into a training agency that is reset: a function of the Reader who asks for it.
TRAINING_STORY = "demo.training.load_training"

SECRET_KEY = env.text("SECRET_KEY", "only-for-demo-and-tests")
_public = env.web_address("PAM_PUBLIC_URL", "http://127.0.0.1:8000")
PUBLIC_URL = f"{_public.scheme}://{_public.netloc}"
# Besides the public name those by which health checks and people on the same machine ask.
_local = ["localhost", "127.0.0.1"] + (["testserver"] if MODE == "test" else [])
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [_public.hostname or "", *_local])
# How many reverse proxies of ours are before the web server: only they are believed about a client's
# address.
TRUSTED_PROXIES = env.whole("PAM_TRUSTED_PROXIES", 0, unit="reverse proxies before the web server")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "guardian",
    "simple_history",
    "pam.db",
    "pam.audit",
    "pam.access",
    "pam.forms",
    "pam.reference",
    "pam.lists",
    "pam.help",
    "pam.notifications",
    "pam.ui",
    "pam.pdf",
    "pam.frameworks",
    "pam.records",
    "pam.drafts",
    "pam.merging",
    "pam.search",
    "pam.subjects",
    "pam.network",
    "pam.watching",
    "pam.disclosure",
    "pam.actions",
    "pam.assessments",
    "pam.clocks",
    "pam.orders",
    "pam.disagreements",
    "pam.chronology",
    "pam.practice",
    "pam.stages",
    "pam.accounts",
    "pam.contact",
    "pam.oversight",
    "pam.matching",
    "pam.enquiries",
    "pam.retention",
    "pam.training",
    "pam.exchange",
    "pam.api",
    "pam.evidence",
    "pam.imports",
    "pam.transfers",
    "ocg",
    "pvp",
    "places",
    "meetings",
    "pam.dashboard",
    "demo",
]

# The first four see every answer, those that refuse a request too.
MIDDLEWARE = [
    "pam.db.request_id.RequestId",
    "pam.api.problems.OnlyProblems",
    "pam.ui.headers.SafeHeaders",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pam.accounts.address.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pam.access.middleware.PrivateByDefault",
    "pam.live.middleware.Unchanged",
    "pam.accounts.sessions.SessionCookie",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "pam.accounts.sessions.PersonOfSession",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "pam.access.middleware.NoNulBytes",
    "pam.accounts.sessions.SessionEnds",
    "pam.forms.uploads.AnswersUploads",
    "pam.forms.middleware.NothingTypedIsLost",
    "pam.api.limits.Limits",
    "pam.access.middleware.GateMiddleware",
    "pam.accounts.sessions.SessionsAreListed",
    "pam.accounts.middleware.TermsMiddleware",
    "pam.merging.following.FollowMerges",
    "pam.drafts.middleware.Drafts",
    "pam.forms.middleware.SentOnce",
]

ROOT_URLCONF = "pam.urls"
WSGI_APPLICATION = "pam.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "pam.ui.context.navigation",
            ],
            "builtins": ["pam.ui.templatetags.ui", "pam.forms.templatetags.forms"],
        },
    }
]
FORM_RENDERER = "pam.ui.forms.GovukRenderer"
PAM_NAVIGATION = [
    ("My work", "home"),
    ("OCGs", "ocg:list"),
    ("People at risk", "pvp:list"),
    ("Places", "places:list"),
    ("Meetings", "meetings:list"),
    ("Actions", "actions:list"),
    ("Search", "search:results"),
    ("Frameworks", "frameworks:library", ("framework_author",)),
    ("Administration", "accounts:people", ("administrator",)),
    ("Retention", "retention:due", ("supervisor",)),
    ("Subject access", "retention:subjects", ("data_protection",)),
    ("Audit", "oversight:people", ("auditor", "supervisor")),
]
# Pages that are left out of the menu of a person in no team who has no other roles than these.
PAM_CASE_PAGES = ("ocg:list", "pvp:list", "places:list", "meetings:list", "actions:list", "search:results")
PAM_ROLES_WITHOUT_CASES = ("administrator", "auditor", "data_protection")
if DEMO_SIGN_IN:
    PAM_NAVIGATION.append(("Mailbox", "notifications:mailbox"))

# --- Data -------------------------------------------------------------------------------------------

# The role that web and worker connect as, or (for the owner's processes and the tests) the role that the
# gate steps down to for the length of a request. It owns nothing.
WEB_ROLE = env.text("PAM_WEB_ROLE", "pam_web")
# The role of background jobs (system and mail worker). It owns nothing either.
SYSTEM_ROLE = env.text("PAM_SYSTEM_ROLE", "pam_system")
# The role that owns what is written once, and that nobody connects as (pam/db/keeper.py).
KEEPER_ROLE = env.text("PAM_KEEPER_ROLE", "pam_keeper")
DATABASES = {"default": env.database("DATABASE_URL", "postgres://pam_owner:pam_owner@127.0.0.1:5432/pam")}
DATABASES["default"]["ENGINE"] = "pam.db.backend"
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Values go to the server apart from the statement, which it plans once: half the time of a small query is
# planning.
DATABASES["default"].setdefault("OPTIONS", {}).update(
    connect_timeout=5, server_side_binding=True, prepare_threshold=2
)
if MODE in {"production", "demo", "bench"} and env.switch("PAM_POOL", True):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
if MODE == "test" and env.text("PAM_TEST_TEMPLATE", ""):
    # bin/test keeps a migrated database to copy, so that each run needn't migrate from nothing.
    DATABASES["default"]["TEST"] = {"TEMPLATE": env.text("PAM_TEST_TEMPLATE")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.redis("REDIS_URL", "redis://127.0.0.1:6379/0")
MEDIA_ROOT = env.text("PAM_MEDIA_ROOT", str(BASE_DIR / ".local" / "media"))
FILE_UPLOAD_PERMISSIONS = 0o600
# Of backups (manage.py backup_key): the public one to make them, the secret one to restore.
BACKUP_KEY = env.text("PAM_BACKUP_KEY")
# A stored file that no row names is removed when it is this old: far longer than any upload or job takes.
LEFTOVER_HOURS = env.number("PAM_LEFTOVER_HOURS", 24, unit="hours")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The virus scanner that reads each new file before anyone opens it; none if it is empty.
CLAMD = env.scanner("PAM_CLAMD")
MAX_DOCUMENT_BYTES = env.whole("PAM_MAX_DOCUMENT_BYTES", 20 * 1024 * 1024, least=1, unit="bytes")

STATIC_URL = "static/"
STATIC_ROOT = env.text("PAM_STATIC_ROOT", str(BASE_DIR / ".local" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "pam.db.files.Storage"},
    "staticfiles": {
        "BACKEND": "pam.ui.storage.StaticStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_MAX_AGE = 31536000 if PRODUCTION else 60

# --- Signing in -------------------------------------------------------------------------------------

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["pam.access.backend.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
# Where a person who is not signed in goes from the first page.
FRONT_PAGE_URL = "contact:front"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "pam.accounts.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "pam.accounts.reset_tokens.ResetTokens"
# A building has one address: only failures are counted by address (pam/accounts/sign_in_limits.py).
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "5/300s/key",
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}  # nothing that could be guessed
ACCOUNT_FORMS = {
    "login": "pam.accounts.forms.sign_in.SignInForm",
    "change_password": "pam.accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "pam.accounts.forms.sign_in.SetPasswordForm",
    "reset_password": "pam.accounts.forms.password.ResetPasswordForm",
    "reset_password_from_key": "pam.accounts.forms.sign_in.NewPasswordForm",
    "reauthenticate": "pam.accounts.forms.sign_in.PasswordAgainForm",
}
# What the secrets of second factors are kept under, newest first (`manage.py encrypt_second_factors` for a
# new one).
MFA_KEYS = env.words("PAM_MFA_KEYS", [] if PRODUCTION else [SECRET_KEY])
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "pam"
MFA_FORMS = {
    "authenticate": "pam.accounts.forms.sign_in.CodeForm",
    "reauthenticate": "pam.accounts.forms.sign_in.CodeAgainForm",
    "activate_totp": "pam.accounts.forms.sign_in.ActivateCodeForm",
    "add_webauthn": "pam.accounts.forms.sign_in.AddKeyForm",
    "login_webauthn": "pam.accounts.forms.sign_in.SignInWithKeyForm",
    "authenticate_webauthn": "pam.accounts.forms.sign_in.KeyForm",
    "reauthenticate_webauthn": "pam.accounts.forms.sign_in.KeyAgainForm",
    "edit_webauthn": "pam.accounts.forms.sign_in.RenameKeyForm",
}
MFA_ADAPTER = "pam.accounts.sign_in.SecondFactorAdapter"
# An administrator enters e-mail addresses; nobody makes an account for themselves.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Nobody reads case text on a password alone. The demo's buttons are in for both factors.
REQUIRE_SECOND_FACTOR = env.switch("PAM_REQUIRE_SECOND_FACTOR", True)
# Where the newest seal of the log is kept besides the database: a file, a mailbox, or both. The key that
# signs seals and anchors is not for the web's processes.
LOG_ANCHOR_FILE = env.text("PAM_LOG_ANCHOR_FILE", "")
LOG_ANCHOR_MAIL = env.text("PAM_LOG_ANCHOR_MAIL", "")
LOG_KEY = env.text("PAM_LOG_KEY", "" if PRODUCTION else f"log of {SECRET_KEY}")
if PRODUCTION and (
    refusals := production_refusals(
        secret_key=SECRET_KEY,
        mfa_keys=MFA_KEYS,
        public_url=PUBLIC_URL,
        allowed_hosts=ALLOWED_HOSTS,
        second_factor=REQUIRE_SECOND_FACTOR,
        demo_sign_in=DEMO_SIGN_IN,
        leftover_hours=LEFTOVER_HOURS,
        log_anchors=[LOG_ANCHOR_FILE, LOG_ANCHOR_MAIL],
        log_key=LOG_KEY if DATABASES["default"].get("USER") != WEB_ROLE else None,
        media_root=MEDIA_ROOT,
    )
):
    raise ImproperlyConfigured("\n".join(refusals))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "pam.accounts.session_store"
# A session ends after so many minutes without a click, and so many hours after signing in whatever is done.
SESSION_IDLE_MINUTES = env.number("PAM_SESSION_IDLE_MINUTES", 30, least=1, unit="minutes")
SESSION_HOURS = env.number("PAM_SESSION_HOURS", 12, least=0.1, unit="hours")
SESSION_COOKIE_AGE = int(SESSION_HOURS * 60 * 60)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    # The browser itself then refuses them from another host, over an open line or for a part of the site.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_FAILURE_VIEW = "pam.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
# Not in a cookie, where the words would wait for the person who uses the browser next.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Sign-in throttling keeps its counts where they survive a stopped Redis.
CACHES = {
    # Many rows, so that what people type never pushes out how often a password was wrong.
    "default": {
        "BACKEND": "pam.db.counting.CountingDatabaseCache",
        "LOCATION": "access_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
    if MODE != "test"
    else {"BACKEND": "pam.db.counting.CountingMemoryCache"}
}
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
ANONYMOUS_USER_NAME = None

# --- Headers ----------------------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.switch("PAM_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

# --- Work in the background -------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_DEFAULT_QUEUE = "work"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "unacked_restore_throttle": 1,
    "unacked_restore_interval": 5,
    "visibility_timeout": 900,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "Europe/London"
_SYSTEM = (
    "actions",
    "api",
    "audit",
    "accounts",
    "clocks",
    "contact",
    "disclosure",
    "drafts",
    "enquiries",
    "matching",
    "orders",
    "oversight",
    "practice",
    "records",
    "retention",
    "training",
    "watching",
)
CELERY_TASK_ROUTES = {f"pam.{room}.tasks.*": {"queue": "system"} for room in _SYSTEM}
# Mail has a queue and a worker of its own, so that a mail server that hangs keeps nobody else waiting.
CELERY_TASK_ROUTES |= {
    "pam.notifications.tasks.*": {"queue": "mail"},
    "pam.audit.tasks.mail_anchor": {"queue": "mail"},
    "pam.api.tasks.send_hooks": {"queue": "mail"},
    "ocg.*": {"queue": "system"},
    "pam.imports.tasks.forget_imports": {"queue": "system"},
    "meetings.tasks.chase_updates": {"queue": "system"},
}
CELERY_BEAT_SCHEDULE = schedule(env, scans=bool(CLAMD))

# --- Mail -------------------------------------------------------------------------------------------

if _mail := env.mail("EMAIL_URL"):
    vars().update(_mail)
    if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":  # noqa: F821  (set by the line above)
        EMAIL_BACKEND = "pam.mail.SmtpBackend"
elif DEMO_SIGN_IN:
    EMAIL_BACKEND = "pam.notifications.mailbox.MailboxBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "pam <no-reply@pam.example>")
# Where answers to pam's mail go; nowhere if it is empty.
MAIL_REPLY_TO = env.text("PAM_REPLY_TO", "")
# Whether mail goes out at any hour; else quiet hours and days are kept (pam/notifications/hours.py).
MAIL_AT_ALL_HOURS = env.switch("PAM_MAIL_AT_ALL_HOURS", not PRODUCTION)

# --- Language and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
DATE_FORMAT = "j F Y"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "pam.db.request_id.WithRequestId"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s [%(request_id)s] %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"pam.start": {"level": "INFO"}},
}
# Whether browsers preload HSTS for a domain is its owner's to decide, not one service's.
SILENCED_SYSTEM_CHECKS = ["guardian.W001", "security.W021"]
