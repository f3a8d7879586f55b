import { isHeavy, priceOf } from './rates.ts';
import type { Parcel } from './rates.ts';

/** Waits for its turn. */
export class Queue {
  #waiting: Parcel[] = [];
  private taken = 0;

  constructor(private readonly most: number = 3) {
    if (most < 1) {
      throw new RangeError('most');
    }
  }

  add(parcel: Parcel): boolean {
    if (this.#waiting.length >= this.most) return false;
    this.#waiting.push(parcel);
    return true;
  }

  take(): Parcel | undefined {
    const next = this.#waiting.shift();
    if (next !== undefined) this.taken++;
    return next;
  }

  get size(): number {
    return this.#waiting.length;
  }

  describe(): string {
    return this.size === 0 ? 'empty' : `${this.size} of ${this.most}, ${this.taken} taken`;
  }
}

/** Heavy ones first, then by price. */
export function sorted(parcels: readonly Parcel[]): Parcel[] {
  return [...parcels].sort((a, b) => Number(isHeavy(b)) - Number(isHeavy(a)) || priceOf(a) - priceOf(b));
}

export async function drain(queue: Queue, send: (parcel: Parcel) => Promise<void>): Promise<number> {
  let sent = 0;
  while (queue.size > 0) {
    const parcel = queue.take();
    if (parcel) await send(parcel);
    sent += 1;
  }
  return sent;
}

export function* batches<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < items.length; i += size) {
    yield items.slice(i, i + size);
  }
}

export function neverCalled(names: string[]): string {
  return names.filter((name) => name.startsWith('x')).join(', ');
}
