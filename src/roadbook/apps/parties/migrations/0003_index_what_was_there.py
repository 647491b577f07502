"""Make what is on file findable by document number and by the name as people confuse it."""

from typing import Any

from django.db import migrations

from roadbook.apps.parties.queries.latin import name_key
from roadbook.kit import crypto


def index(apps: Any, _schema_editor: Any) -> None:
    for paper in apps.get_model("parties", "IdDocument").objects.filter(number_index="").iterator():
        plain = "".join(letter for letter in paper.number.upper() if letter.isalnum())
        paper.number_index = crypto.blind_index(plain, "parties.paper")
        paper.save(update_fields=["number_index"])
    for party in apps.get_model("parties", "Party").objects.filter(name_key="").iterator():
        named = f"{party.first_name} {party.last_name}" if party.kind == "person" else party.name
        party.name_key = name_key(named, party.language)
        party.save(update_fields=["name_key"])


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_whole_parties")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
