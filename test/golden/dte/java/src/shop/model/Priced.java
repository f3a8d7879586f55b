package shop.model;

/** Has a price. */
public interface Priced {
  int price();

  default int twice() {
    return price() * 2;
  }
}
