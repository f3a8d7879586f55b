/** Python modules and packages that move. */
import type { Code } from '../../../src/base/errors.ts';
import type { Files, SyntaxCase } from './syntax-case.ts';

const move = (
  what: string,
  [path, to]: readonly [string, string],
  files: Files,
  want: Readonly<Record<string, string | undefined>> | Code,
  more: Partial<SyntaxCase> = {},
): SyntaxCase => ({ what, files, details: { to }, path, want, ...more });

const CART = 'class Cart: pass\ndef total(): pass\n';
const SHOP: Files = { 'shop/__init__.py': '', 'shop/cart.py': CART };
const BASKET: Readonly<Record<string, string | undefined>> = { 'shop/cart.py': undefined, 'shop/basket.py': CART };

/** Every form in which a module can be imported. */
export const PYTHON_MOVES: readonly SyntaxCase[] = [
  move(
    'a module gets another name',
    ['shop/cart.py', 'shop/basket.py'],
    {
      ...SHOP,
      'a.py': 'import shop.cart\nshop.cart.total()\n',
      'b.py': 'import shop.cart as c\nc.total()\n',
      'c.py': 'from shop.cart import Cart, total as t\nt(Cart)\n',
      'd.py': 'from shop import cart\ncart.total()\n',
      'e.py': 'from shop import cart as c\nc.total()\n',
      'f.py': 'from shop.cart import *\ntotal()\n',
      'g.py': 'import cart\ncart.total()\n',
      'h.py': 'def f():\n    import os, shop.cart\n    return shop.cart.Cart()\n',
    },
    {
      ...BASKET,
      'a.py': 'import shop.basket\nshop.basket.total()\n',
      'b.py': 'import shop.basket as c\nc.total()\n',
      'c.py': 'from shop.basket import Cart, total as t\nt(Cart)\n',
      'd.py': 'from shop import basket as cart\ncart.total()\n',
      'e.py': 'from shop import basket as c\nc.total()\n',
      'f.py': 'from shop.basket import *\ntotal()\n',
      'h.py': 'def f():\n    import os, shop.basket\n    return shop.basket.Cart()\n',
    },
  ),
  move(
    'relative imports, of it and in it',
    ['shop/cart.py', 'shop/sale/basket.py'],
    {
      'shop/__init__.py': 'from .cart import Cart\nfrom . import cart, money\n',
      'shop/money.py': 'X = 1\n',
      'shop/sale/__init__.py': '',
      'shop/sale/tax.py': 'from ..cart import total\nfrom .. import cart\n',
      'shop/cart.py':
        'from .money import X\nfrom . import money\nfrom .sale import tax\nfrom .sale.tax import *\nimport shop.money\nclass Cart: pass\ndef total(): pass\n',
      'main.py': 'from shop import Cart\nimport shop\nshop.Cart()\nshop.cart.total()\n',
    },
    {
      'shop/__init__.py': 'from .sale.basket import Cart\nfrom . import money\nfrom .sale import basket as cart\n',
      'shop/sale/tax.py': 'from .basket import total\nfrom . import basket as cart\n',
      'shop/cart.py': undefined,
      'shop/sale/basket.py':
        'from ..money import X\nfrom .. import money\nfrom . import tax\nfrom .tax import *\nimport shop.money\nclass Cart: pass\ndef total(): pass\n',
      'main.py': 'from shop import Cart\nimport shop\nshop.Cart()\nshop.sale.basket.total()\n',
    },
  ),
  move(
    'a package with all that is in it',
    ['shop/old', 'shop/young'],
    {
      'shop/__init__.py': 'from .old import a\nfrom .old.a import A\n',
      'shop/old/__init__.py': 'from .a import A\nfrom . import b\n',
      'shop/old/a.py': 'from .b import B\nfrom .. import other\nfrom shop.old import b\nclass A: pass\n',
      'shop/old/b.py': 'class B: pass\n',
      'shop/old/data.txt': 'old\n',
      'shop/other.py': 'import shop.old.a as x\nimport shop.old\nshop.old.a.A\nshop.old.A\n',
    },
    {
      'shop/__init__.py': 'from .young import a\nfrom .young.a import A\n',
      'shop/old/__init__.py': undefined,
      'shop/old/a.py': undefined,
      'shop/old/b.py': undefined,
      'shop/old/data.txt': undefined,
      'shop/young/__init__.py': 'from .a import A\nfrom . import b\n',
      'shop/young/a.py': 'from .b import B\nfrom .. import other\nfrom shop.young import b\nclass A: pass\n',
      'shop/young/b.py': 'class B: pass\n',
      'shop/young/data.txt': 'old\n',
      'shop/other.py': 'import shop.young.a as x\nimport shop.young\nshop.young.a.A\nshop.young.A\n',
    },
  ),
  move(
    'a package at the top',
    ['src/shop', 'src/store'],
    {
      'src/shop/__init__.py': '',
      'src/shop/cart.py': 'from . import money\nimport shop.money\n',
      'src/shop/money.py': '',
      'tests/test_cart.py': 'import shop\nfrom shop import cart\nfrom shop.cart import money\nshop.cart\n',
    },
    {
      'src/shop/__init__.py': undefined,
      'src/shop/cart.py': undefined,
      'src/shop/money.py': undefined,
      'src/store/__init__.py': '',
      'src/store/cart.py': 'from . import money\nimport store.money\n',
      'src/store/money.py': '',
      'tests/test_cart.py': 'import store\nfrom store import cart\nfrom store.cart import money\nstore.cart\n',
    },
  ),
  move(
    'out of its package: dots no longer lead anywhere',
    ['shop/cart.py', 'cart.py'],
    {
      'shop/__init__.py': '',
      'shop/cart.py': 'from .money import X\nfrom . import money\n',
      'shop/money.py': 'from . import cart\nX = 1\n',
    },
    {
      'shop/cart.py': undefined,
      'cart.py': 'from shop.money import X\nfrom shop import money\n',
      'shop/money.py': 'import cart\nX = 1\n',
    },
  ),
  move(
    'several names of one statement',
    ['shop/cart.py', 'shop/sale/cart.py'],
    {
      ...SHOP,
      'shop/sale/__init__.py': '',
      'a.py': 'if True:\n    from shop import (\n        cart,  # mine\n        sale,\n    )\n    cart.total(sale)\n',
    },
    {
      'shop/cart.py': undefined,
      'shop/sale/cart.py': CART,
      'a.py':
        'if True:\n    from shop import (\n        sale,\n    )\n    from shop.sale import cart\n    cart.total(sale)\n',
    },
  ),
  move(
    'types in texts, stubs and chains of packages',
    ['shop/cart.py', 'shop/basket.py'],
    {
      ...SHOP,
      'shop/cart.pyi': 'class Cart: ...\n',
      'a.py': 'import shop.cart\ndef f(x: "shop.cart.Cart") -> shop.cart.Cart: return x\n',
      'b.py': 'import shop as s\nimport shop.cart\ns.cart.total()\n',
    },
    {
      ...BASKET,
      'shop/cart.pyi': undefined,
      'shop/basket.pyi': 'class Cart: ...\n',
      'a.py': 'import shop.basket\ndef f(x: "shop.basket.Cart") -> shop.basket.Cart: return x\n',
      'b.py': 'import shop as s\nimport shop.basket\ns.basket.total()\n',
    },
  ),
  move(
    'settings follow',
    ['shop/cart.py', 'shop/basket.py'],
    {
      ...SHOP,
      'pyproject.toml': '[project.scripts]\ncart = "shop.cart:total"\nother = "shop.carts:total"\n',
      'README.md': 'shop.cart and shop/cart.py\n',
    },
    { ...BASKET, 'pyproject.toml': '[project.scripts]\ncart = "shop.basket:total"\nother = "shop.carts:total"\n' },
  ),
  move(
    'the change spec itself names the path',
    ['shop/cart.py', 'shop/basket.py'],
    { ...SHOP, 'spec.json': '{ "path": "shop/cart.py", "details": { "to": "shop/basket.py" } }\n' },
    BASKET,
  ),
  move(
    'names of the same spelling stay',
    ['shop/cart.py', 'shop/basket.py'],
    { ...SHOP, 'a.py': 'cart = 1\nx.cart.total(cart)\ndef cart2(cart): return cart\n"cart"\n' },
    BASKET,
  ),
  move(
    'what is no module',
    ['data/a.txt', 'data/b.txt'],
    { 'data/a.txt': 'x\n', 'm.py': 'x = 1\n' },
    { 'data/a.txt': undefined, 'data/b.txt': 'x\n' },
  ),
  move(
    'nothing, which is no fault',
    ['gone.py', 'b.py'],
    { 'm.py': '' },
    {},
    { details: { to: 'b.py', optional: true } },
  ),
  move(
    'its own file, within the folder',
    ['shop/cart.py', 'shop/basket.py'],
    { 'shop/__init__.py': '', 'shop/cart.py': 'HERE = __file__\n' },
    { 'shop/cart.py': undefined, 'shop/basket.py': 'HERE = __file__\n' },
  ),
];

/** What cannot be proven, or must not be. */
export const PYTHON_MOVE_REFUSALS: readonly SyntaxCase[] = [
  move('nothing', ['gone.py', 'b.py'], { 'm.py': '' }, 'TARGET_MISSING'),
  move('the target is there', ['a.py', 'b.py'], { 'a.py': '', 'b.py': '' }, 'TARGET_EXISTS'),
  move('a package has the name', ['a.py', 'b.py'], { 'a.py': '', 'b/__init__.py': '' }, 'TARGET_EXISTS', {
    says: /b\/__init__\.py is a module/,
  }),
  move('what makes a folder a package', ['p/__init__.py', 'q/__init__.py'], { 'p/__init__.py': '' }, 'NEEDS_PERSON', {
    says: /move the folder/,
  }),
  move('another ending', ['a.py', 'a.txt'], { 'a.py': '' }, 'NAME_INVALID', { says: /end with \.py/ }),
  move('no name', ['a.py', 'my-a.py'], { 'a.py': '' }, 'NAME_INVALID', { says: /no identifier/ }),
  move('a keyword', ['a.py', 'class.py'], { 'a.py': '' }, 'NAME_INVALID', { says: /keyword/ }),
  move(
    'the package has something else of the name',
    ['shop/cart.py', 'shop/basket.py'],
    { 'shop/__init__.py': 'basket = 1\n', 'shop/cart.py': '' },
    'NAME_COLLISION',
    { at: ['shop/__init__.py:1:1'] },
  ),
  move(
    'import_module',
    ['shop/cart.py', 'shop/basket.py'],
    { ...SHOP, 'a.py': 'import_module("shop.cart")\n' },
    'NEEDS_PERSON',
    { at: ['a.py:1:15'], says: /editString/ },
  ),
  move(
    'a mock',
    ['shop/cart.py', 'shop/basket.py'],
    { ...SHOP, 'a.py': 'mock.patch("shop.cart.total")\n' },
    'NEEDS_PERSON',
    { at: ['a.py:1:12'] },
  ),
  move(
    'a name of one step in a mock',
    ['cart.py', 'basket.py'],
    { 'cart.py': '', 'a.py': 'x = "cart"\nmock.patch("cart.total")\nimport_module("cart")\n' },
    'NEEDS_PERSON',
    { at: ['a.py:2:12', 'a.py:3:15'] },
  ),
  move(
    '__all__ of the package',
    ['shop/cart.py', 'shop/basket.py'],
    { 'shop/__init__.py': '__all__ = ["cart"]\n', 'shop/cart.py': '' },
    'NEEDS_PERSON',
    { says: /lists cart/ },
  ),
  move(
    'its own file, in another folder',
    ['shop/cart.py', 'cart.py'],
    { 'shop/__init__.py': '', 'shop/cart.py': 'HERE = __file__\n' },
    'NEEDS_PERSON',
    { at: ['shop/cart.py:1:8'] },
  ),
  move(
    'settings that nobody follows',
    ['shop/cart.py', 'shop/basket.py'],
    { ...SHOP, 'deploy.yml': 'handler: shop.cart.total\n' },
    'NEEDS_PERSON',
    { at: ['deploy.yml:1:10'] },
  ),
  move(
    'an entry point of one step',
    ['cart.py', 'basket.py'],
    { 'cart.py': '', 'setup.cfg': 'scripts =\n  c = cart:main\n' },
    'NEEDS_PERSON',
    { at: ['setup.cfg:2:7'] },
  ),
  move(
    'a package in settings',
    ['shop', 'store'],
    {
      'shop/__init__.py': '',
      'pyproject.toml': 'name = "shop"\npackages = ["shop"]\n',
      'setup.py': 'setup(name="shop", packages=["shop"])\n',
    },
    'NEEDS_PERSON',
    { at: ['setup.py:1:30', 'pyproject.toml:2:14'] },
  ),
  move(
    'a path in settings',
    ['shop/cart.py', 'shop/basket.py'],
    { ...SHOP, Makefile: 'run:\n\tpython shop/cart.py\n' },
    'NEEDS_PERSON',
    { at: ['Makefile:2:9'] },
  ),
  move(
    'it would hide another module',
    ['shop.py', 'json.py'],
    { 'shop.py': '', 'a.py': 'import json\njson.loads("1")\n' },
    'BINDING_CHANGED',
    { says: /something else/ },
  ),
  move('a file with a fault', ['m.py', 'n.py'], { 'm.py': '', 'a.py': 'import m\ndef (\n' }, 'SYNTAX_BROKEN'),
  move(
    'a module that cannot be told',
    ['x/p/m.py', 'x/p/n.py'],
    { 'x/p/__init__.py': '', 'x/p/m.py': '', 'y/p/__init__.py': '', 'y/p/m.py': '', 'a.py': 'import p.m\n' },
    'BINDING_CHANGED',
  ),
  move(
    'used by another import',
    ['shop/cart.py', 'store/cart.py'],
    { ...SHOP, 'store/__init__.py': '', 'a.py': 'import shop\nshop.cart.total()\n' },
    'BINDING_CHANGED',
    { says: /nowhere/ },
  ),
];
