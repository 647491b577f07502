"""Everything that changes a product or a contract."""

from . import following
from .activating import ActivationRefused, activate
from .charging import charge_due, plan_charging
from .closing import ClosingRefused, close, close_paid, plan_closing
from .drafting import DraftChanged, change_draft, draft_contract
from .fees import FeeRefused, charge_fee
from .handing import HandingRefused, hand_over
from .handovers import Handing, HandOverRefused, take_back
from .lifecycle import SigningRefused, cancel, sign
from .papers import make_set
from .products import change_product, create_product
from .standing import DraftRefused
from .taking import Brought, TakeOverRefused, give_back, take_over
from .terminating import TerminationRefused, terminate

__all__ = [
    "ActivationRefused",
    "Brought",
    "ClosingRefused",
    "DraftChanged",
    "DraftRefused",
    "FeeRefused",
    "HandOverRefused",
    "Handing",
    "HandingRefused",
    "SigningRefused",
    "TakeOverRefused",
    "TerminationRefused",
    "activate",
    "cancel",
    "change_draft",
    "change_product",
    "charge_due",
    "charge_fee",
    "close",
    "close_paid",
    "create_product",
    "draft_contract",
    "following",
    "give_back",
    "hand_over",
    "make_set",
    "plan_charging",
    "plan_closing",
    "sign",
    "take_back",
    "take_over",
    "terminate",
]
