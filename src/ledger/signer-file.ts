/** A signer with its private key in a file, as `logline-cli generate-keys --out` writes it. */
import { createMemorySigner } from '../atomic/index.ts';
import type { Signer } from '../atomic/index.ts';
import { LoglineError } from '../base/errors.ts';
import { readFileBytes } from '../base/fs.ts';

/** A key file holds 64 characters and a line feed; whatever is longer by far is another file. */
const MAX_BYTES = 1024;

/**
 * Answers a signer with the private key in a file: 64 lower-case hex characters, white space around them allowed. The file is
 * read once, now.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE - it cannot be read. KEY_MALFORMED - it holds something else. No message quotes the
 *   content.
 */
export async function createFileSigner(path: string): Promise<Signer> {
  const text = new TextDecoder().decode(await readFileBytes(path, { maxBytes: MAX_BYTES }));
  try {
    return createMemorySigner(text.trim());
  } catch (cause) {
    const message = `${path} holds no private key: 64 lower-case hex characters and nothing else.`;
    throw new LoglineError('KEY_MALFORMED', message, { details: { path }, cause });
  }
}
