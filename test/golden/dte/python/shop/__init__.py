"""A small shop."""
from .cart import Cart, total_of
from .pricing import *
from . import stock as warehouse

__all__ = ["Cart", "total_of", "price_of", "Discount", "warehouse"]
