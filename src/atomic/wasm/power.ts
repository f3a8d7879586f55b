/** Powers of field elements: inverses and square roots. */
import { multiply, square } from './field';

const a = memory.data(192, 16);
const b = memory.data(192, 16);
const c = memory.data(192, 16);

/** h = z^(2^252 - 3). h is not z. The number of doublings of an exponent of ones is what each step adds to. */
export function powerForRoot(h: usize, z: usize): void {
  square(a, z);
  squareTimes(b, a, 2);
  multiply(b, z, b); // z^9
  multiply(a, a, b); // z^11
  square(a, a);
  multiply(a, b, a); // z^(2^5 - 1)
  extend(a, a, 5); // 2^10 - 1
  extend(b, a, 10); // 2^20 - 1
  squareTimes(c, b, 20);
  multiply(b, c, b); // 2^40 - 1
  squareTimes(b, b, 10);
  multiply(a, b, a); // 2^50 - 1
  extend(b, a, 50); // 2^100 - 1
  squareTimes(c, b, 100);
  multiply(b, c, b); // 2^200 - 1
  squareTimes(b, b, 50);
  multiply(a, b, a); // 2^250 - 1
  squareTimes(a, a, 2);
  multiply(h, a, z); // 2^252 - 3
}

/** h = 1 / z; 0 for 0. h is not z. z^(p - 2) = (z^(2^252 - 3))^8 * z^3. */
export function invert(h: usize, z: usize): void {
  powerForRoot(h, z);
  squareTimes(h, h, 3);
  square(a, z);
  multiply(a, a, z);
  multiply(h, h, a);
}

/** h = f^(2^n) * f */
function extend(h: usize, f: usize, n: i32): void {
  squareTimes(c, f, n);
  multiply(h, c, f);
}

/** h = f^(2^n), for n of at least 1 */
function squareTimes(h: usize, f: usize, n: i32): void {
  square(h, f);
  for (let i = 1; i < n; i++) square(h, h);
}
