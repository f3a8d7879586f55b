package shop.app;

import shop.model.*;

class Main {
  static class Special extends Cart {
    @Override
    public int total(Kind kind) {
      return super.total(kind) - 1;
    }
  }

  interface Check {
    boolean holds(int value);
  }

  static void check(Check check, int value) {
    if (!check.holds(value)) throw new IllegalStateException("" + value);
  }

  public static void main(String[] args) {
    Cart cart = new Cart().add(new Item("a", 105)).add(new Item("b", 200));
    check(value -> value == 305, cart.total(Kind.NEW));
    check(value -> value == 270, cart.total(Kind.REGULAR));
    Cart special = new Special();
    check(value -> value == -1, special.total(Kind.NEW));
    check(value -> value == 199, cart.lastPrice());
    Priced[] all = {new Item("a", 1), new Item("b", 3)};
    check(value -> value == 3, Cart.best(all));
    System.out.println(cart.label(Kind.REGULAR).equals("regular") ? "ok" : "wrong");
  }
}
