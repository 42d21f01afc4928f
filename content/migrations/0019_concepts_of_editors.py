from django.db import migrations, models


def mark_those_of_editors(apps, schema_editor):
    """Who was saved by an editor stands in the audit log."""
    saved = apps.get_model("audit", "Record").objects.filter(verb="concept.saved").values_list("subject", flat=True)
    keys = {int(subject.rpartition(":")[2]) for subject in saved}
    apps.get_model("content", "Concept").objects.filter(pk__in=keys).update(is_edited=True)


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("content", "0018_views_of_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="concept",
            name="is_edited",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(mark_those_of_editors, migrations.RunPython.noop),
    ]
