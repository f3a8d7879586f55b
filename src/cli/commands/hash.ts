/** `hash` */
import { hashAtomic, isHashOfAtomic, parseJson } from '../../atomic/index.ts';
import { LoglineError } from '../../base/errors.ts';
import type { HASH } from '../catalog/atomics.ts';
import type { Run } from '../command.ts';
import { readInput } from '../input.ts';
import { withPlace } from '../place.ts';
import { factLines } from '../table.ts';

export const run: Run<(typeof HASH)['flags']> = async ({ flags, operands, output, terminal }) => {
  output.outliveReader();
  const { name, bytes } = await readInput(operands[0]!, terminal);
  const value = demandObject(
    name,
    withPlace(name, bytes, () => parseJson(bytes, flags)),
  );
  const stored = Object.hasOwn(value, 'hash') ? value['hash'] : null;
  const computed = hashAtomic(value);
  const match = stored === null ? null : typeof stored === 'string' && isHashOfAtomic(stored, value);
  const verdict = match === null ? 'not stored' : match ? 'equal' : 'DIFFERENT';
  const shown = stored === null ? '-' : typeof stored === 'string' ? stored : JSON.stringify(stored);
  await output.one({ computed, stored, match }, [
    ...factLines({ computed, stored: shown }),
    output.paint(verdict === 'DIFFERENT' ? 'red' : 'green', `verdict   ${verdict}`),
  ]);
  return verdict === 'DIFFERENT' ? 1 : 0;
};

function demandObject(name: string, value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new LoglineError('SCHEMA_INVALID', `${name} holds no JSON object.`, { details: { path: name } });
}
