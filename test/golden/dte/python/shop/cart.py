"""Carts and what is in them."""
from . import pricing
from .pricing import Discount, price_of as lookup
from .stock import LEVELS, take

COUNTER = 0


class Line:
    def __init__(self, name, count=1):
        self.name = name
        self.count = count

    def _amount(self):
        return lookup(self.name) * self.count

    def amount(self):
        return self._amount()


class Cart:
    def __init__(self):
        self._lines = []

    def add(self, name, count=1):
        global COUNTER
        COUNTER += count
        take(name, count=count)
        line = Line(name, count=count)
        self._lines.append(line)
        return Line(name).amount()

    def _sum(self):
        return sum(lookup(name) for name in self._names())

    def _names(self):
        names = []
        for name, count in sorted(LEVELS.items()):
            while (missing := count) and missing > 3:
                names.append(name)
                break
        return names


def total_of(*names, discount=None):
    def one(name):
        nonlocal seen
        seen += 1
        return pricing.price_of(name, discount=discount)

    seen = 0
    amounts = [one(name) for name in names]
    assert seen == len(amounts)
    return sum(amounts)


def describe(thing):
    match thing:
        case Discount(percent=percent, minimum=0):
            return f"{percent}% off"
        case [first, *rest]:
            return f"{first} and {len(rest)} more"
        case str() as text:
            return text
    return "?"
