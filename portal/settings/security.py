"""Who gets in and what a page may load: sign-in, sessions, cookies, content policy, limits."""

from csp.constants import NONE, SELF

from portal.settings.environment import DEBUG, DEMO, count, flag, names, refuse, text

_LOCAL = DEBUG or DEMO

SECRET_KEY = text("SECRET_KEY")
if not _LOCAL and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5):
    refuse("SECRET_KEY", "is too short; take 50 random characters or more, for example from `openssl rand -base64 48`.")
ALLOWED_HOSTS = names("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if _LOCAL else [])
if not ALLOWED_HOSTS:
    refuse("ALLOWED_HOSTS", "is not set; name the hosts people type, parted by commas.")
CSRF_TRUSTED_ORIGINS = names("CSRF_TRUSTED_ORIGINS", [])

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "portal.accounts.signin.Adapter"
ACCOUNT_FORMS = {
    "login": "portal.accounts.signin.LoginForm",
    "signup": "portal.accounts.signin.SignupForm",
    "change_password": "portal.accounts.signin.ChangePasswordForm",
    "set_password": "portal.accounts.signin.SetPasswordForm",
    "reset_password": "portal.accounts.signin.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.signin.ResetPasswordKeyForm",
    "reauthenticate": "portal.accounts.signin.ReauthenticateForm",
    "add_email": "portal.accounts.signin.AddEmailForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
# One signs in without; registering a company asks for a confirmed address.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Failures lock the account for that address for a while (5 in 5 minutes), whoever asks 20 times an hour is slowed.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/h/ip,5/300s/key", "confirm_email": "5/10m/key"}
# How many proxies of ours a request passes: that many last entries of X-Forwarded-For are true.
BEHIND_PROXY = count("BEHIND_PROXY", 0, most=5)
ALLAUTH_TRUSTED_PROXY_COUNT = BEHIND_PROXY
# No security keys yet: they cannot be used without JavaScript.
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "portal.accounts.signin.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.signin.CodeForm",
    "reauthenticate": "portal.accounts.signin.CodeAgainForm",
    "activate_totp": "portal.accounts.signin.FirstCodeForm",
}
MFA_PASSKEY_LOGIN_ENABLED = False
MFA_TOTP_ISSUER = "Single window"
USERSESSIONS_TRACK_ACTIVITY = False
REQUIRE_SECOND_FACTOR = flag("REQUIRE_SECOND_FACTOR", not DEMO)
LIVE_UPDATES = flag("LIVE_UPDATES", True)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = not _LOCAL
if not _LOCAL:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_SSL_REDIRECT = flag("SSL_REDIRECT", not _LOCAL)
SECURE_REDIRECT_EXEMPT = [r"^(api/v1/)?(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 0 if _LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not _LOCAL
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A declaration of 999 items is one form; Django's default of 1000 fields would refuse it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

SILENCED_SYSTEM_CHECKS: list[str] = []
