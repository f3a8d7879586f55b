package shop.model;

/** Kinds of customers. */
public enum Kind {
  NEW(0),
  REGULAR(10) {
    @Override
    int rounded(int amount) {
      return amount / 10 * 10;
    }
  };

  private final int percent;

  Kind(int percent) {
    this.percent = percent;
  }

  int rounded(int amount) {
    return amount;
  }

  public int discount(int amount) {
    int off = amount * percent / 100;
    return rounded(amount - off);
  }
}
