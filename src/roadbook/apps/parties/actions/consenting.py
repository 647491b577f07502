"""Consents: given, taken back; the words in which they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import CONTACTING, Channel, ConsentPurpose, ConsentSource
from roadbook.apps.parties.events import ConsentGiven, ConsentWithdrawn
from roadbook.apps.parties.models import Consent, ConsentText, Party
from roadbook.kit import audit, clock
from roadbook.kit import text as kit_text
from roadbook.kit.errors import Conflict, Refused
from roadbook.kit.events import publish

LONGEST_TEXT = 8000


class ConsentRefused(Refused):
    """This consent cannot be recorded."""

    code = "consent"


class ConsentStands(Conflict):
    """The register already says so."""

    code = "consent"


@transaction.atomic
def give_consent(*, party: Party, purpose: str, channel: str, text: ConsentText, source: str, by: Any) -> Consent:
    """The party agreed, in these words. ``channel`` is empty where the purpose knows no channels.

    :raises ConsentRefused: the words are of another purpose or company, or the channel does not go with the purpose.
    :raises ConsentStands: it is on the register and was not withdrawn.
    """
    row = Party.objects.locked(party.pk)
    identity.require(by, Permission.PARTY_EDIT, company_id=row.company_id)
    _check(row, purpose, channel, text, source)
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                party=row, purpose=purpose, channel=channel, text=text, source=source, given_at=clock.now(), given_to=by
            )
    except IntegrityError:
        raise ConsentStands(_("This consent is on the register already."), field="channel") from None
    told = {"purpose": purpose, "channel": channel, "source": source, "text_version": text.version}
    _tell("give", consent, by, told)
    publish(
        ConsentGiven(
            consent_id=consent.pk,
            party_id=row.pk,
            company_id=row.company_id,
            purpose=purpose,
            channel=channel,
            by_id=getattr(by, "pk", None),
        )
    )
    return consent


@transaction.atomic
def give_consents(*, party: Party, text: ConsentText, channels: Sequence[str], source: str, by: Any) -> list[Consent]:
    """The party agreed to one text, by each of these channels (or once, where the purpose knows none).

    :raises ConsentRefused, ConsentStands: as for one; then none is written.
    """
    if ConsentPurpose(text.purpose) in CONTACTING and not channels:
        raise ConsentRefused(_("Choose by which channel."), field="channels")
    return [
        give_consent(party=party, purpose=text.purpose, channel=channel, text=text, source=source, by=by)
        for channel in channels or [""]
    ]


@transaction.atomic
def withdraw_consent(*, consent: Consent, source: str, by: Any) -> Consent:
    """The party took the consent back. The row keeps when it was given; nothing else of it changes.

    :raises ConsentStands: it was withdrawn already.
    """
    party = Party.objects.locked(consent.party_id)
    identity.require(by, Permission.PARTY_EDIT, company_id=party.company_id)
    if source not in ConsentSource.values:
        raise ConsentRefused(_("Say how the client told us."), field="source")
    values = {"withdrawn_at": clock.now(), "withdrawn_source": source, "withdrawn_to": by}
    if not Consent.objects.live().filter(pk=consent.pk).update(**values):
        raise ConsentStands(_("This consent was withdrawn already."))
    consent.refresh_from_db()
    _tell("withdraw", consent, by, {"purpose": consent.purpose, "channel": consent.channel, "source": source})
    publish(
        ConsentWithdrawn(
            consent_id=consent.pk,
            party_id=party.pk,
            company_id=party.company_id,
            purpose=consent.purpose,
            channel=consent.channel,
            by_id=getattr(by, "pk", None),
        )
    )
    return consent


@transaction.atomic
def write_consent_text(*, company: Company, purpose: str, language: str, text: str, by: Any) -> ConsentText:
    """A new version of the words, for those who agree from now on.

    :raises ConsentRefused: no words, or the same as now.
    """
    identity.require(by, Permission.COMPANY_EDIT, company_id=company.pk)
    Company.objects.select_for_update(of=("self",)).get(pk=company.pk)
    said = _words(text)
    if purpose not in ConsentPurpose.values:
        raise ConsentRefused(_("Choose one of the list."), field="purpose")
    known = ConsentText.objects.filter(company=company, purpose=purpose, language=language).order_by("-version").first()
    if known and known.text == said:
        raise ConsentRefused(_("The words are the same as now."), field="text")
    row = ConsentText.objects.create(
        company=company,
        purpose=purpose,
        language=language,
        version=known.version + 1 if known else 1,
        text=said,
        created_at=clock.now(),
        created_by=by,
    )
    audit.record(
        action="parties.consenttext.write",
        subject=row,
        by=by,
        company_id=company.pk,
        changes={"purpose": [None, purpose], "language": [None, language], "version": [row.version - 1, row.version]},
    )
    return row


def _words(typed: str) -> str:
    try:
        said = kit_text.clean(typed).strip()
    except ValueError:
        raise ConsentRefused(_("This text holds a character that cannot be stored."), field="text") from None
    if not said or len(said) > LONGEST_TEXT:
        raise ConsentRefused(_("Write the words, at most %(most)d letters.") % {"most": LONGEST_TEXT}, field="text")
    return said


def _check(party: Party, purpose: str, channel: str, text: ConsentText, source: str) -> None:
    if purpose not in ConsentPurpose.values:
        raise ConsentRefused(_("Choose one of the list."), field="purpose")
    needs_channel = ConsentPurpose(purpose) in CONTACTING
    if needs_channel and channel not in Channel.values:
        raise ConsentRefused(_("Choose by which channel."), field="channel")
    if not needs_channel and channel:
        raise ConsentRefused(_("This purpose knows no channels."), field="channel")
    if text.company_id != party.company_id or text.purpose != purpose:
        raise ConsentRefused(_("These words are about something else."), field="text")
    if source not in ConsentSource.values:
        raise ConsentRefused(_("Say how the client told us."), field="source")


def _tell(act: str, consent: Consent, by: Any, told: dict[str, Any]) -> None:
    audit.record(
        action=f"parties.consent.{act}",
        subject=consent.party,
        by=by,
        company_id=consent.party.company_id,
        changes={"consent": [None, consent.pk], **{name: [None, value] for name, value in told.items()}},
    )
