"""Three languages and one country's time; UTC in the database, the office's zone for legal days."""

from portal.settings.environment import ROOT

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("kk", "Қазақша")]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "portal.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
