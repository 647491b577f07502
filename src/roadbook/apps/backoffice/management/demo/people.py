"""What is known about the clients of the demo book beside their contracts: e-mails, accounts, relations, consents."""

from __future__ import annotations

import random
from datetime import timedelta

from roadbook.apps.parties import actions as parties
from roadbook.apps.parties.models import AddressLine, BankLine, ConsentText, ContactLine, Party
from roadbook.apps.parties.queries.latin import latin

from . import names, numbers
from .firms import Place

WORDS = {
    "marketing": {
        "bg": "Съгласен съм да получавам предложения и новини по избраните канали. Мога да оттегля съгласието си по "
        "всяко време.",
        "pl": "Zgadzam się na otrzymywanie ofert i nowości wybranymi kanałami. Zgodę mogę wycofać w każdej chwili.",
        "ru": "Я согласен получать предложения и новости по выбранным каналам. Согласие можно отозвать в любое время.",
        "en": "I agree to receive offers and news by the channels that I chose. I may take this back at any time.",
    },
    "credit_check": {
        "bg": "Съгласен съм дружеството да провери задълженията ми в кредитните регистри.",
        "pl": "Zgadzam się na sprawdzenie moich zobowiązań w biurach informacji kredytowej.",
        "ru": "Я согласен на проверку моих обязательств в бюро кредитных историй.",
        "en": "I agree that the company asks credit bureaus about my debts.",
    },
}
PHONE = "+359 2 000 010"
NEWER = {
    "bg": "Съгласен съм да получавам предложения за коли и лизинг по избраните канали. Мога да оттегля съгласието си "
    "по всяко време, с едно обаждане.",
    "pl": "Zgadzam się na otrzymywanie ofert samochodów i leasingu wybranymi kanałami. Zgodę mogę wycofać w każdej "
    "chwili, także telefonicznie.",
    "ru": "Я согласен получать предложения автомобилей и лизинга по выбранным каналам. Согласие можно отозвать в любое "
    "время, достаточно позвонить.",
}
IBANS = {
    "BG": ("BG{:02}{}9661{:010}", ("UNCR", "STSA", "UBBS", "FINV")),
    "PL": ("PL{:02}{}0000{:016}", ("1140", "1020")),
}


def enrich(place: Place, clients: list[Party], rng: random.Random) -> None:
    """Make the files whole: who belongs to whom, what they agreed to; one client stands twice, another one stood."""
    texts = _texts(place)
    fresh = [Party.objects.select_related("company").get(pk=one.pk) for one in clients]
    people = [one for one in fresh if one.is_person]
    for party in fresh:
        _reach(place, party, rng)
    for party in rng.sample(people, len(people) * 2 // 3):
        _consent(place, party, texts, rng)
    _family(place, people, rng)
    for firm in [one for one in fresh if not one.is_person]:
        _managed(place, firm, rng)
    _letters(place, people, rng)
    _twice(place, people, rng)


def _texts(place: Place) -> dict[str, ConsentText]:
    """English for those whose language we have no words in; the offers were worded anew once."""
    language = place.firm.language
    found = {}
    for purpose, words in WORDS.items():
        for one in dict.fromkeys([language, "en"]):
            text = parties.write_consent_text(
                company=place.company, purpose=purpose, language=one, text=words[one], by=None
            )
            found[f"{purpose} {one}"] = text
    newer = parties.write_consent_text(
        company=place.company, purpose="marketing", language=language, text=NEWER[language], by=None
    )
    return {
        "old": found[f"marketing {language}"],
        "marketing": newer,
        "credit_check": found[f"credit_check {language}"],
    }


def _reach(place: Place, party: Party, rng: random.Random) -> None:
    """Most phones were tried; half the clients have an e-mail and an account."""
    phones = [one.line for one in party.contact_points.filter(kind="phone").order_by("position")]
    tried = tuple(
        ContactLine(one.value, "", rng.choice(["works", "works", "works", "unconfirmed", "wrong"])) for one in phones
    )
    changes: dict[str, object] = {"phones": tried}
    if rng.random() < 0.5:
        name = latin(f"{party.first_name}.{party.last_name}" if party.is_person else "office", party.language)
        local = "".join(one for one in name if one.isascii() and (one.isalnum() or one == ".")) or "client"
        changes["emails"] = (ContactLine(f"{local}{rng.randrange(10, 99)}@example.com", "", "works"),)
    if place.firm.country in IBANS and rng.random() < 0.5:
        changes["bank_accounts"] = (BankLine(_iban(place.firm.country, rng)),)
    parties.change_party(party=party, version=party.version, by=place.staff["broker"], **changes)
    party.refresh_from_db()


def _iban(country: str, rng: random.Random) -> str:
    """An account that passes its check (ISO 7064, modulo 97) and that nobody has."""
    shape, banks = IBANS[country]
    body = shape.format(0, rng.choice(banks), rng.randrange(10**9))
    digits = "".join(str(int(one, 36)) for one in body[4:] + body[:4])
    return f"{country}{98 - int(digits) % 97:02}{body[4:]}"


def _consent(place: Place, party: Party, texts: dict[str, ConsentText], rng: random.Random) -> None:
    by = place.staff["broker"]
    text = texts[rng.choice(["marketing", "marketing", "old"])]
    channels = rng.sample(["sms", "viber", "email", "phone"], rng.randrange(1, 3))
    given = parties.give_consents(party=party, text=text, channels=channels, source=rng.choice(["paper", "web"]), by=by)
    parties.give_consents(party=party, text=texts["credit_check"], channels=[], source="paper", by=by)
    if rng.random() < 0.3:
        parties.withdraw_consent(consent=given[0], source="call", by=by)


def _family(place: Place, people: list[Party], rng: random.Random) -> None:
    """Spouses, guarantors, and a contact person who has no file."""
    by, on = place.staff["broker"], place.company.business_date
    couples = rng.sample(people, min(len(people) // 2 * 2, 6))
    for one, other in zip(couples[::2], couples[1::2], strict=True):
        parties.relate(
            party=one, kind="spouse", other=other, from_on=on - timedelta(days=rng.randrange(700, 7000)), by=by
        )
    for party in rng.sample(people, min(len(people), 4)):
        guarantor = rng.choice([one for one in people if one.pk != party.pk])
        parties.relate(party=party, kind="guarantor", other=guarantor, from_on=on - timedelta(days=90), by=by)
    country = place.firm.country
    for party in rng.sample(people, min(len(people), 3)):
        name = f"{rng.choice(names.WOMEN[country])} {rng.choice(names.SURNAMES[country])}"
        parties.relate(party=party, kind="contact_person", outsider_name=name, outsider_contact=PHONE, by=by)


def _letters(place: Place, people: list[Party], rng: random.Random) -> None:
    """Two letters came back; one of the addresses was put right since."""
    by, today = place.staff["back_office"], place.company.business_date
    for nth, party in enumerate(rng.sample(people, min(len(people), 2))):
        on = today - timedelta(days=rng.randrange(5, 40))
        parties.return_letter(party=party, kind="registered", on=on, reason=("not_collected", "moved")[nth], by=by)
        if nth:
            parties.confirm_address(party=party, kind="registered", by=by)


def _managed(place: Place, firm: Party, rng: random.Random) -> None:
    """A firm has a manager, and an owner with a share."""
    country = place.firm.country
    manager = f"{rng.choice(names.MEN[country])} {rng.choice(names.SURNAMES[country])}"
    row = Party.objects.get(pk=firm.pk)
    parties.change_party(
        party=row, version=row.version, by=place.staff["broker"], manager=manager, accountable_person=manager
    )
    owner = f"{rng.choice(names.WOMEN[country])} {rng.choice(names.SURNAMES[country])}"
    share = rng.choice([2500, 5000, 7500, 10_000])
    parties.relate(party=firm, kind="beneficial_owner", outsider_name=owner, share=share, by=place.staff["broker"])


def _twice(place: Place, people: list[Party], rng: random.Random) -> None:
    """The hostess entered two clients a second time; one of the doubles was found and joined."""
    by = place.staff["back_office"]
    for number, party in enumerate(rng.sample(people, min(len(people), 2))):
        phones = tuple(one.value for one in party.contact_points.filter(kind="phone"))
        double = parties.register_person(
            company=place.company,
            by=place.staff["broker"],
            first_name=party.first_name,
            last_name=party.last_name,
            birth_date=party.birth_date,
            language=party.language,
            phones=(*phones, f"{phones[0][:-4]}{numbers.TEN}{rng.randrange(10, 99)}"),
            current_address=AddressLine(
                place.firm.country, city=place.branches[0].city, street=names.STREETS[place.firm.country][0] + " 3"
            ),
        )
        if number == 0:
            survivor = Party.objects.get(pk=party.pk)
            parties.merge(survivor=survivor, merged=double, versions=(survivor.version, double.version), by=by)
