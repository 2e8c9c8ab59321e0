"""The bookshop as a server loads it: tables and users first, then the application."""
import os

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()
call_command("migrate", run_syncdb=True, verbosity=0)

from django.contrib.auth.models import User     # after setup, as Django wants it

PASSWORDS = {"ada": "difference-engine", "ben": "kite-and-key", "eve": "listening-in", "dan": "tiny-little-cat",
             "joe": "over-the-hills", "kim": "paper-and-ink", "lou": "river-of-stone"}
for name, password in PASSWORDS.items():
    if not User.objects.filter(username=name).exists():
        User.objects.create_user(name, password=password, is_staff=name in ("eve", "kim"))

app = get_wsgi_application()
