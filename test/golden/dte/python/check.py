"""Runs the shop and looks at what it says."""
import shop
import shop.stock
from shop import Cart, Discount, price_of, total_of
from shop.cart import describe
from shop.stock import Missing as Gone

cart = Cart()
assert cart.add("apple", 2) == 120
assert shop.stock.LEVELS["apple"] == 3
assert cart._sum() == 0
assert total_of("apple", "pear") == 270
assert total_of("apple", discount=Discount(percent=50)) == 60
assert price_of("kiwi", discount=Discount(10, minimum=1000)) == 99
assert describe(Discount(5)) == "5% off"
assert describe(["a", "b", "c"]) == "a and 2 more"
assert describe("x") == "x" and describe(1) == "?"
assert shop.warehouse.take("pear", count=1) == 1
try:
    shop.stock.take("pear", count=9)
except Gone as gone:
    assert str(gone) == "pear"
else:
    raise AssertionError("taken")
print("ok")
