"""Forms about lists: a view saved, renamed, shared."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roadbook.kit.forms import Form, TextField
from roadbook.kit.models import SavedView

from . import audiences, saved


class NewViewForm(Form):
    """The one line under which what is shown now is kept."""

    name = TextField(label=_("Name of the view"), max_length=saved.LONGEST_NAME)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=saved.LONGEST_QUERY)
    opens = forms.BooleanField(label=_("Open this list with it"), required=False)


class ViewForm(Form):
    """Name and audience. Whom one may not share with is not offered; a present audience stays as it is."""

    name = TextField(label=_("Name of the view"), max_length=saved.LONGEST_NAME)
    audience = forms.ChoiceField(label=_("Who sees it"), required=False)
    is_default = forms.BooleanField(label=_("The list opens with it for them"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))

    def __init__(self, *args: Any, user: Any, view: SavedView, **kwargs: Any) -> None:
        initial = {name: getattr(view, name) for name in ("name", "audience", "is_default", "version")}
        super().__init__(*args, initial=initial, **kwargs)
        offered = audiences.offered(user)
        if not offered and not view.audience:
            del self.fields["audience"], self.fields["is_default"]
            return
        choices = [("", _("Only I")), *((one.code, one.label) for one in offered)]
        if view.audience and view.audience not in dict(choices):
            choices.append((view.audience, _("Those who see it now")))
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def told(self, query: str) -> saved.Told:
        answers = self.answers()
        return saved.Told(answers["name"], query, answers.get("audience", ""), answers.get("is_default", False))
