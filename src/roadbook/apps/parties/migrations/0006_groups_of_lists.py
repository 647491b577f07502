from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("parties", "0005_letters_that_came_back")]

    operations = [
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["kind", "id"], name="party_grouped_by_kind"),
        ),
        migrations.AddIndex(
            model_name="party",
            index=models.Index(fields=["company", "id"], name="party_grouped_by_company"),
        ),
    ]
