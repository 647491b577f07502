"""The invariants of the books that the house expects; one that no context checks yet is listed as absent.

The codes are those of docs/operations.md. A context that owns the rows registers the check, and the line disappears
from the absent ones by itself.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop

from roadbook.kit import invariants

EXPECTED = {
    "I1": gettext_noop("Books balance: every row stands between two accounts of its own company, in its own month"),
    "I2": gettext_noop("Positions and open charges by kind are what the journal says, for every account"),
    "I3": gettext_noop("What was allocated of a payment and what it left make the payment"),
    "I4": gettext_noop("Every accepted bank line was posted, is in suspense, or was refused with its reason"),
    "I5": gettext_noop("A statement opens where the last one closed, and its lines lead from opening to closing"),
    "I6": gettext_noop("A schedule repays what is financed, and exactly one version of it is in force"),
    "I7": gettext_noop("Late interest of a charge is whole: its segments leave no gap and do not overlap"),
    "I8": gettext_noop("Clearing accounts return to nothing, and what is older than five working days is named"),
    "I9": gettext_noop("A closed month holds nothing that was booked after it was closed"),
    "I10": gettext_noop("Every state was reached by listed moves, each with its entry in the audit log"),
    "I11": gettext_noop("Who approved is not who asked, and what was done is what was approved"),
    "I12": gettext_noop("Every event of a committed act is kept, and a message is sent once"),
    "I14": gettext_noop("Whoever is overdue over the threshold is on the delinquency register, and nobody else"),
    "I15": gettext_noop("A stock unit has at most one live commitment of an owner"),
    "I17": gettext_noop("The sealed audit log is as it was sealed"),
    "I18": gettext_noop("Stored files are the bytes that were stored, and papers can be made again"),
    "I20": gettext_noop("Numbers are unique, and without gap where the law asks for it"),
    "I24": gettext_noop("A running job gives signs of life"),
    "I26": gettext_noop("A converted contract comes to its converted total, the rounding posted"),
}


def expect_all() -> None:
    """Tell the registry, once the contexts have told theirs."""
    for code, title in EXPECTED.items():
        invariants.expect(code, title)
