"""Forms of imports: the upload, and how a file is read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roadbook.kit.forms import ChoiceField, Form
from roadbook.kit.models import ImportBatch
from roadbook.kit.tabular import ENCODINGS

from . import queries

SEPARATORS = ((";", _("Semicolon ;")), (",", _("Comma ,")), ("\t", _("Tab")), ("|", _("Bar |")))


class UploadForm(Form):
    """What is brought, for whom, and the file."""

    importer = ChoiceField(label=_("What is in the file"))
    company = ChoiceField(label=_("Company"), required=False)
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV or XLSX, up to 100 MB and a million rows. The first line names the columns."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        importers = queries.importers(user)
        places: dict[int, str] = {}
        for importer in importers:
            places |= queries.companies(user, importer) if importer.of_company else {}
        self.fields["importer"].choices = [(one.code, one.title) for one in importers]  # type: ignore[attr-defined]  # a choice field
        choices = sorted(places.items(), key=lambda pair: pair[1])
        self.fields["company"].choices = [(str(pk), name) for pk, name in choices]  # type: ignore[attr-defined]  # as above
        if len(choices) == 1:
            self.fields["company"].widget = forms.HiddenInput()
            self.initial.setdefault("company", str(choices[0][0]))


class ReadingForm(forms.Form):
    """How a text file is decoded and cut, or which sheet is read."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=list(ENCODINGS.items()))
    separator = forms.ChoiceField(label=_("Separator"), choices=SEPARATORS)
    sheet = forms.ChoiceField(label=_("Sheet"))
    header = forms.IntegerField(label=_("Line of the column names"), min_value=1, max_value=50)

    def __init__(self, data: Any = None, *, batch: ImportBatch) -> None:
        super().__init__(data, initial=batch.reading)
        is_text = batch.reading["kind"] == "csv"
        for name in ("sheet",) if is_text else ("encoding", "separator"):
            del self.fields[name]
        if not is_text:
            names = [(one["name"], _hidden(one)) for one in batch.sheets]
            self.fields["sheet"].choices = names  # type: ignore[attr-defined]  # a choice field


def _hidden(sheet: dict[str, Any]) -> str:
    return f"{sheet['name']} ({_('hidden')})" if sheet["is_hidden"] else str(sheet["name"])
