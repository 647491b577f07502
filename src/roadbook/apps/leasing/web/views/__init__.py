"""The screens of leasing."""

from . import contracts, entry, moves, products

__all__ = ["contracts", "entry", "moves", "products"]
