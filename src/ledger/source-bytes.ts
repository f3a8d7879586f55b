/** Bytes of a source in one piece. */
import { LoglineError } from '../base/errors.ts';
import type { LedgerSource } from './store.ts';

/**
 * Answers the bytes of `[start, end)`, with `room` bytes to be filled behind them.
 *
 * @throws {LoglineError} LEDGER_CONFLICT - there are not as many.
 */
export async function readWhole(source: LedgerSource, start: number, end: number, room = 0): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(end - start + room);
  let at = 0;
  for await (const chunk of source.read({ start, end })) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (at < end - start) throw cutMeanwhile(source.name);
  return bytes;
}

/** Answers the error of a reader under whose hands a ledger changed. */
export function cutMeanwhile(name: string): LoglineError {
  const message = `${name} was cut or replaced while it was read; read it again.`;
  return new LoglineError('LEDGER_CONFLICT', message, { details: { name } });
}
