"""What somebody typed into a search box, read in every way that it can be meant."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from roadbook.kit import money, text
from roadbook.kit.money.amounts import AmountRefused

LONGEST, MOST_WORDS = 100, 6


@dataclass(frozen=True)
class Asked:
    """``words`` are folded; ``plate`` is Latin capitals without spaces; ``digits`` only where no letter was typed.

    ``amount`` in minor units where it can be one. All are empty for what no text may hold.
    """

    text: str = ""
    folded: str = ""
    words: tuple[str, ...] = ()
    plate: str = ""
    digits: str = ""
    amount: int | None = None

    @property
    def number(self) -> str:
        """As numbers of papers are kept: capitals, without spaces at the ends."""
        return self.text.upper()

    @property
    def has_digits(self) -> bool:
        return any(sign.isdigit() for sign in self.text)


@lru_cache(maxsize=64)
def asked(typed: str) -> Asked:
    """Read what was typed, at most a hundred signs and six words of it."""
    try:
        plain = text.clean(typed[:LONGEST]).strip()
    except ValueError:
        return Asked()
    folded = text.fold(plain)
    is_number = not any(sign.isalpha() for sign in plain)
    return Asked(
        text=plain,
        folded=folded,
        words=tuple(folded.split()[:MOST_WORDS]),
        plate=text.latin_plate(plain),
        digits="".join(sign for sign in plain if sign.isdigit()) if is_number else "",
        amount=_amount(plain),
    )


def _amount(plain: str) -> int | None:
    """``1 234,56``, ``1,234.56``, ``€12.50``, ``500``; None where it is none, or could be read in two ways."""
    for currency in ("EUR", "PLN", "RUB"):
        try:
            minor = money.parse(plain, currency)
        except AmountRefused:
            continue
        return minor if minor > 0 else None
    return None
