"""``follows`` counted Bulgarian versions; it is the revision of all languages of a template now."""

from typing import Any

from django.db import migrations
from django.db.models import F


def number_the_bulgarian(apps: Any, _schema: Any) -> None:
    versions = apps.get_model("documents", "TemplateVersion").objects
    versions.filter(language="bg", follows=None).exclude(state="draft").update(follows=F("number"))


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_payment_slips")]
    operations = [migrations.RunPython(number_the_bulgarian, migrations.RunPython.noop)]
