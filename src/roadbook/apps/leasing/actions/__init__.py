"""Everything that changes a product or a contract."""

from . import following
from .charging import charge_due, close_paid, plan_charging, plan_closing
from .drafting import DraftChanged, DraftRefused, change_draft, draft_contract
from .handing import HandingRefused, hand_over
from .lifecycle import ActivationRefused, SigningRefused, activate, cancel, sign
from .papers import make_set
from .products import change_product, create_product

__all__ = [
    "ActivationRefused",
    "DraftChanged",
    "DraftRefused",
    "HandingRefused",
    "SigningRefused",
    "activate",
    "cancel",
    "change_draft",
    "change_product",
    "charge_due",
    "close_paid",
    "create_product",
    "draft_contract",
    "following",
    "hand_over",
    "make_set",
    "plan_charging",
    "plan_closing",
    "sign",
]
