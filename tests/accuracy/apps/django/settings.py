"""Django's settings for the bookshop; SETTINGS, from the environment, says what differs between the cases:
{"sessions": "short" | "signed"}, {"names": "plain"}"""
import json
import os

CASE = json.loads(os.environ.get("SETTINGS") or "{}")

SECRET_KEY = "bookshop-" * 6        # signs cookies; the captures are of invented users
ALLOWED_HOSTS = ["*"]
DEBUG = False
ROOT_URLCONF = "views"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.path.join(os.environ["WORK"], f"bookshop-{os.environ['PORT']}.sqlite3"),
                         "OPTIONS": {"timeout": 20}}}
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
                  "django.contrib.messages"]
MIDDLEWARE = ["account.Account",    # outermost: it sees what the others did
              "django.middleware.gzip.GZipMiddleware",
              "django.contrib.sessions.middleware.SessionMiddleware",
              "django.middleware.locale.LocaleMiddleware",
              "django.middleware.common.CommonMiddleware",
              "django.middleware.csrf.CsrfViewMiddleware",
              "django.contrib.auth.middleware.AuthenticationMiddleware",
              "django.contrib.messages.middleware.MessageMiddleware"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates",
              "DIRS": [os.path.join(os.path.dirname(os.path.abspath(__file__)), "templates")],
              "OPTIONS": {"context_processors": ["django.template.context_processors.request",
                                                 "django.contrib.auth.context_processors.auth",
                                                 "django.contrib.messages.context_processors.messages"]}}]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]    # quick: nothing is guarded here
LOGIN_URL, LOGIN_REDIRECT_URL = "/login/", "/account/"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
LANGUAGE_CODE, USE_I18N, USE_TZ = "en", True, True
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"    # a signed cookie that is no session
SESSION_ENGINE = "django.contrib.sessions.backends.db"

if CASE.get("sessions") == "short":     # the server forgets after three seconds, the browser when it is closed
    SESSION_COOKIE_AGE, SESSION_EXPIRE_AT_BROWSER_CLOSE = 3, True
    SESSION_SAVE_EVERY_REQUEST = True   # seconds at rest, and the same id is set again by every response
elif CASE.get("sessions") == "signed":  # no table: the session itself is the cookie and changes with what it holds
    SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
if CASE.get("names") == "plain":        # names that tell nothing, and a CSRF cookie that looks like an id
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "k3", "visit_id", "l"
