"""The screens of leasing."""

from . import contracts, entry, life, moves, papers, products, registers, taking

__all__ = ["contracts", "entry", "life", "moves", "papers", "products", "registers", "taking"]
