"""manage.py load_content on an empty database"""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.django_db
def test_areas_come_first():
    with pytest.raises(CommandError, match="load_responsibility"):
        call_command("load_content")
