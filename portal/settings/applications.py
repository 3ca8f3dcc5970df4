"""Applications, middleware, templates, static files; agencies are found by scanning, so adding one changes nothing."""

from pathlib import Path

from portal.settings.environment import DEBUG as DEBUG
from portal.settings.environment import DEMO as DEMO
from portal.settings.environment import ROOT, text

BASE_DIR = ROOT
AGENCY_FOLDERS = sorted(found.parent.name for found in Path(ROOT, "agencies").glob("*/agency.py"))

INSTALLED_APPS = [
    "portal",
    "portal.accounts",
    "portal.public",
    "clearance",
    "clearance.preparing",
    "clearance.reasons",
    "clearance.reference",
    "clearance.worklist",
    "portal.notices",
    "portal.post",
    "portal.neighbours",
    "agencies",
    *(f"agencies.{code}" for code in AGENCY_FOLDERS if Path(ROOT, "agencies", code, "apps.py").exists()),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "django_filters",
    "csp",
    "ninja",
]
if Path(ROOT, "portal", "demo", "apps.py").exists():
    INSTALLED_APPS.insert(4, "portal.demo")

MIDDLEWARE = [
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
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.accounts.middleware.PersonalSettings",
    "portal.accounts.middleware.LastSeen",
    "portal.accounts.middleware.SecondFactorForOfficers",
    # The last: it calls the view itself, as the person, in one transaction.
    "portal.middleware.ActingMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.page_frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = DEBUG is False

STATIC_URL = "/static/"
STATIC_ROOT = Path(text("STATIC_ROOT", str(ROOT / "staticfiles")))
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Without it Django would serve a page whose style sheet is missing and call that well.
WHITENOISE_MANIFEST_STRICT = True
