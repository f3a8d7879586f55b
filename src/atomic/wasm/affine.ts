/** Many points to Z = 1 with one inversion between them (Montgomery's trick). */
import { multiply, setSmall } from './field';
import { POINT, T, Y, Z } from './point';
import { invert } from './power';

const product = memory.data(192, 16);
const inverse = memory.data(192, 16);
const own = memory.data(192, 16);

/** Divides X and Y of `count` pairs of points, which follow each other in memory, by their Z. What stands in Z and T afterwards means nothing. */
export function makeAffine(points: usize, count: i32): void {
  const end = points + <usize>count * POINT;
  setSmall(product, 1);
  for (let p = points; p < end; p += POINT) {
    // In T, which is not needed any more: the product of all Z before this one.
    memory.copy(p + T, product, 192);
    multiply(product, product, p + Z);
  }
  invert(inverse, product);
  for (let p = end - POINT; p >= points; p -= POINT) {
    multiply(own, inverse, p + T);
    multiply(inverse, inverse, p + Z);
    multiply(p, p, own);
    multiply(p + Y, p + Y, own);
  }
}
