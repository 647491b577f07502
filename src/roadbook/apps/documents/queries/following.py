"""What of the files stays when a party's file becomes part of another one."""

from __future__ import annotations

from django.db.models import Q

from roadbook.apps.documents.models import Attachment
from roadbook.apps.parties.models import Party


def second_main_photo(survivor: Party, _merged: Party) -> Q:
    """A party has one main photo: a second one stays where it is."""
    has_one = Attachment.objects.about(f"parties.party:{survivor.pk}").filter(is_main=True).exists()
    return Q(is_main=True) if has_one else Q(pk__in=[])
