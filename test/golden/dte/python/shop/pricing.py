"""Prices, in cents."""
from __future__ import annotations

from dataclasses import dataclass

__all__ = ["price_of", "Discount"]

PRICES = {"apple": 120, "pear": 150}
DEFAULT = 99


@dataclass
class Discount:
    """A part of a price that is left out."""

    percent: int
    minimum: int = 0

    def applied(self, amount: int) -> int:
        if amount < self.minimum:
            return amount
        return amount - amount * self.percent // 100


def price_of(name: str, *, discount: "Discount | None" = None) -> int:
    amount = PRICES.get(name, DEFAULT)
    return amount if discount is None else discount_of(amount, discount)


def discount_of(amount: int, discount: Discount) -> int:
    return Discount(percent=discount.percent, minimum=discount.minimum).applied(amount)
