package shop.model;

/** A thing to buy. */
public record Item(String name, int cents) implements Priced {
  public static final Item NOTHING = new Item("", 0);

  public Item {
    if (cents < 0) throw new IllegalArgumentException(name);
  }

  @Override
  public int price() {
    return cents;
  }

  public Item cheaper(int by) {
    return new Item(name, this.cents - by);
  }
}
