"""Django settings. Every switch of an installation is an environment variable, listed in docs/operations.md."""

from __future__ import annotations

import sys
from pathlib import Path

import django_htmx
import font_manrope
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from roadbook.kit import logs

from .demo import require_loopback
from .env import data_dir, database, env, secret

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = data_dir()

DEMO = env.bool("ROADBOOK_DEMO", default=False)
TESTING = env.bool("ROADBOOK_TESTING", default="pytest" in sys.modules)
INSECURE_COOKIES = DEMO or TESTING or env.bool("ROADBOOK_INSECURE_COOKIES", default=False)
DEBUG = False
SECRET_KEY = secret("SECRET_KEY", DATA_DIR)
FIELD_KEY = secret("FIELD_KEY", DATA_DIR)
FILE_KEY = secret("FILE_KEY", DATA_DIR)
ALLOWED_HOSTS = env.list("ROADBOOK_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
if DEMO:
    require_loopback(ALLOWED_HOSTS)
DEMO_PASSWORD = env.str("ROADBOOK_DEMO_PASSWORD", default="")
CSRF_TRUSTED_ORIGINS = env.list("ROADBOOK_ORIGINS", default=[])

CONTEXTS = [
    "jurisdictions",
    "organisation",
    "identity",
    "parties",
    "timeline",
    "vehicles",
    "documents",
    "ledger",
    "billing",
    "receivables",
    "payables",
    "leasing",
    "backoffice",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "roadbook.kit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton",
    "django_htmx",
    "django_structlog",
    "django_tasks",
    "django_tasks_db",
    "lucide",
    "ninja",
    *[f"roadbook.apps.{name}" for name in CONTEXTS],
    "roadbook.config.apps.WiringConfig",
]
MIDDLEWARE = [
    "roadbook.kit.http.OriginMiddleware",
    "roadbook.kit.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "roadbook.apps.identity.web.middleware.UserMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "roadbook.kit.http.PermissionsMiddleware",
    "roadbook.kit.search.recent.RecentMiddleware",
    "roadbook.kit.http.SecurityHeadersMiddleware",
]
ROOT_URLCONF = "roadbook.config.urls"
WSGI_APPLICATION = "roadbook.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "roadbook.kit.access.can",
                "roadbook.kit.ui.shell",
                "roadbook.config.demo.logins",
            ],
        },
    }
]
COTTON_DIR = "cotton"

DATABASES = {"default": database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.str("REDIS_URL")}
    if env.str("REDIS_URL", default="")
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

AUTH_USER_MODEL = "identity.User"
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True  # OriginMiddleware has put ours there
LOGGING = logs.configure(as_json=not (DEMO or TESTING))
ROADBOOK_METRICS_TOKEN = env.str("ROADBOOK_METRICS_TOKEN", default="")
ROADBOOK_PERMISSIONS = "roadbook.apps.identity.queries.permissions"
ROADBOOK_JOB_PAGE = "backoffice:job_show"
ROADBOOK_AUDIT_PAGE = "backoffice:audit_list"
ROADBOOK_EXPORT_DAYS = env.int("ROADBOOK_EXPORT_DAYS", default=7)
ROADBOOK_COMPANIES = "roadbook.apps.identity.queries.company_names"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if TESTING else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "roadbook.kit.passwords.DisguisedPasswordValidator"},
    {"NAME": "roadbook.kit.passwords.BreachedPasswordValidator"},
]
ROADBOOK_BREACHED_PASSWORDS = env.str("ROADBOOK_BREACHED_PASSWORDS", default="")  # a file, see docs/operations.md
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "roadbook.apps.identity.web.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/5m/key", "reauthenticate": "10/m/user"}
ACCOUNT_FORMS = {
    "change_password": "roadbook.apps.identity.web.passwords.ChangePasswordForm",
    "set_password": "roadbook.apps.identity.web.passwords.SetPasswordForm",
    "reset_password_from_key": "roadbook.apps.identity.web.passwords.ResetPasswordKeyForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_ADAPTER = "roadbook.apps.identity.web.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "roadbook.apps.identity.web.forms.PasskeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Roadbook"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSECURE_COOKIES  # a loopback without TLS

ROADBOOK_PROOF_SECONDS = 600  # for so long a proof of who one is counts, before sensitive acts
ROADBOOK_IDLE_SECONDS = env.int("ROADBOOK_IDLE_MINUTES", default=30) * 60
ROADBOOK_MOST_OPENED = env.int("ROADBOOK_MOST_OPENED", default=120)  # records of a kind in an hour, then it is told
ROADBOOK_MOST_GUESSES = 50  # wrong passwords for an account in an hour; then only known addresses get in
ROADBOOK_MOST_MISSING = env.int("ROADBOOK_MOST_MISSING", default=30)
ROADBOOK_WATCHED = {
    "parties:party_file": "parties.party",
    "api:show_client": "parties.party",
    "leasing:contract_show": "leasing.contract",
    "api:show_contract": "leasing.contract",
}

LEDGER_ACCOUNT_SUBJECT = "receivables.account"  # whose pages the journal leads to

LANGUAGE_CODE = "en"
LANGUAGES = [("bg", _("Bulgarian")), ("en", _("English")), ("pl", _("Polish")), ("ru", _("Russian"))]
LOCALE_PATHS = [DATA_DIR / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [("fonts", Path(font_manrope.__file__).parent / "files")]
HTMX_SCRIPT = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE_COOKIES
SESSION_COOKIE_NAME = "sessionid" if INSECURE_COOKIES else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if INSECURE_COOKIES else "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
SECURE_HSTS_SECONDS = 0 if INSECURE_COOKIES else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE_COOKIES
SECURE_SSL_REDIRECT = not INSECURE_COOKIES
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]  # asked on this machine, past the TLS proxy
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("ROADBOOK_BEHIND_PROXY", default=False) else None
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "roadbook.kit.files.handlers.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
ROADBOOK_CLAMAV = env.str("ROADBOOK_CLAMAV", default="")
