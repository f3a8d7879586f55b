/** Asking a person, where there is one. */
import { createInterface } from 'node:readline/promises';
import type { Terminal } from '../terminal.ts';

/** Answers whether a person is at the other end of both streams. */
export function asksPeople({ stdin, stderr }: Terminal): boolean {
  return stderr.isTTY === true && (stdin as { readonly isTTY?: boolean }).isTTY === true;
}

/** Asks, and answers whether the answer is yes. */
export async function agrees({ stdin, stderr, signal }: Terminal): Promise<boolean> {
  const asking = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(?:es)?$/i.test((await asking.question('\nDo it? [y/N] ', { signal })).trim());
  } finally {
    asking.close();
  }
}
