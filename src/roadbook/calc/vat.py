"""VAT of an amount: on a net amount, or within a gross one; the rate and its day are the country pack's affair.

    VAT on net = net x rate          VAT within gross = gross x rate / (1 + rate)

each rounded once to the minor unit (half up in Bulgaria, Poland and Russia: Ustawa o VAT art. 106e ust. 11). The parts
of one gross amount always sum to it: net is what is left.

>>> on_net(1_234_56, Fraction(23, 100)).vat, within_gross(1_518_51, Fraction(23, 100)).net
(28395, 123456)
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from roadbook.calc.explain import Line, Operand
from roadbook.calc.rounding import Rounding, to_units


class Taxed(NamedTuple):
    """An amount with its VAT (minor units) and how the VAT came about."""

    net: int
    vat: int
    line: Line

    @property
    def gross(self) -> int:
        return self.net + self.vat


def on_net(net: int, rate: Fraction, mode: Rounding = Rounding.HALF_UP) -> Taxed:
    """Add the VAT to a net amount (minor units; below zero for a credit note); ``rate`` is a fraction of one."""
    vat = to_units(net * rate, mode)
    operands = (Operand("net", net, "money"), Operand("VAT_rate", rate, "rate"))
    return Taxed(net, vat, Line("VAT", f"round(net * VAT_rate, {mode.name})", operands, vat, "vat.on_net"))


def within_gross(gross: int, rate: Fraction, mode: Rounding = Rounding.HALF_UP) -> Taxed:
    """Find the VAT within a gross amount (minor units; below zero for a credit note); ``rate`` is a fraction of one."""
    vat = to_units(gross * rate / (1 + rate), mode)
    operands = (Operand("gross", gross, "money"), Operand("VAT_rate", rate, "rate"))
    formula = f"round(gross * VAT_rate / (1 + VAT_rate), {mode.name})"
    return Taxed(gross - vat, vat, Line("VAT", formula, operands, vat, "vat.within_gross"))
