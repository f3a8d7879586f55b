package shop.app;

import static shop.model.Item.NOTHING;

import java.util.ArrayList;
import java.util.List;
import shop.model.Item;
import shop.model.Kind;
import shop.model.Priced;

/** What is bought. */
public class Cart {
  private final List<Item> items = new ArrayList<>();
  private Item last = NOTHING;
  private int count;

  public Cart add(Item item) {
    items.add(item);
    last = item;
    count++;
    return this;
  }

  public int total(Kind kind) {
    int sum = 0;
    for (Item item : items) {
      sum += item.price();
    }
    return kind.discount(sum);
  }

  public String label(Kind kind) {
    switch (kind) {
      case NEW:
        return "new";
      case REGULAR:
        return "regular";
      default:
        return "?";
    }
  }

  static <P extends Priced> int best(P[] all) {
    int best = 0;
    outer:
    for (P one : all) {
      for (P other : all) {
        if (other.price() > one.price()) continue outer;
      }
      best = one.price();
    }
    return best;
  }

  int lastPrice() {
    Object o = last;
    if (o instanceof Item found && found.cents() > 0) {
      return found.cheaper(1).cents();
    }
    return this.last.twice() + count;
  }
}
