"""The screens of leasing."""

from . import contracts, entry, moves, papers, products

__all__ = ["contracts", "entry", "moves", "papers", "products"]
