/**
 * A signer that asks an external program for each signature, so that a key can stay in a vault, a cloud key manager or a token
 * without its SDK in here. Recipes: docs/signers.md.
 *
 * The program gets the 64 bytes to sign on standard input, and in its arguments where they say `{hash}` (the same 64 characters) or
 * `{base64}` (the base64 of them). It answers the signature on standard output: 64 raw bytes, or as hex, base64 or base64url text, with
 * Vault's `vault:v1:` before it or not. Nothing is believed: each signature is checked before it is used.
 */
import { defaultEngine } from '../atomic/index.ts';
import type { Signer } from '../atomic/index.ts';
import { fromHex } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { runProgram } from '../base/process.ts';
import type { Argv } from '../base/process.ts';

/** How the program is run. */
export interface CommandSignerOptions {
  /** The public key of the key that the program signs with: 64 lower-case hex characters. */
  readonly publicKey: string;
  /** Longest time for one signature, in milliseconds. @default 60_000 */
  readonly timeoutMs?: number;
  /** How many programs run at a time, where many atomics are appended at once. @default 4 */
  readonly concurrency?: number;
}

const MAX_OUTPUT_BYTES = 4096;

/**
 * Answers a signer that runs `argv` for each signature, without a shell.
 *
 * @throws {LoglineError} KEY_MALFORMED - `publicKey` is no key. The signer throws SIGNER_FAILED where the program fails, answers something
 *   else, or signs with another key.
 */
export function createCommandSigner(argv: Argv, options: CommandSignerOptions): Signer {
  const { publicKey, timeoutMs = 60_000, concurrency = 4 } = options;
  const inTurn = createTurns(concurrency);
  const key = fromHex(publicKey, 32);
  if (key === undefined)
    throw new LoglineError(
      'KEY_MALFORMED',
      'The public key of the signing command has to be 64 lower-case hex characters.',
    );
  const sign = async (hashBytes: Uint8Array): Promise<Uint8Array> => {
    const signature = readSignature(argv[0], await inTurn(() => run(argv, hashBytes, timeoutMs)));
    if (defaultEngine().verify({ publicKey: key, signature, message: hashBytes })) return signature;
    throw new LoglineError(
      'SIGNER_FAILED',
      `${argv[0]} gave a signature that is not one of the key ${publicKey} over these 64 bytes.`,
    );
  };
  return { publicKey, sign };
}

/**
 * Answers the words of a command line as they are written in a variable: divided at white space, with single and double quotes around
 * words that hold some; or a JSON array of strings. Nothing else is special. Pure.
 *
 * @throws {LoglineError} USAGE - a quote is not closed, or there is no word.
 */
export function splitCommand(text: string): Argv {
  const words = text.trimStart().startsWith('[') ? wordsOfJson(text) : wordsOf(text);
  const [program, ...args] = words;
  if (program === undefined) throw new LoglineError('USAGE', 'The signing command is empty.');
  return [program, ...args];
}

/** Answers a function that runs work at most `places` at a time, in the order in which it was asked for. */
function createTurns(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free--;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

async function run([program, ...args]: Argv, hashBytes: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
  const hash = new TextDecoder().decode(hashBytes);
  const filled = args.map((arg) => arg.replaceAll('{hash}', hash).replaceAll('{base64}', btoa(hash)));
  try {
    const { stdout } = await runProgram([program, ...filled], {
      stdin: hashBytes,
      timeoutMs,
      maxOutputBytes: MAX_OUTPUT_BYTES,
    });
    return stdout;
  } catch (cause) {
    throw new LoglineError('SIGNER_FAILED', `The signing command failed: ${(cause as Error).message}`, { cause });
  }
}

function readSignature(program: string, output: Uint8Array): Uint8Array {
  if (output.length === 64) return output;
  const text = new TextDecoder()
    .decode(output)
    .trim()
    .replace(/^vault:v\d+:/, '');
  const bytes = fromHex(text, 64) ?? fromBase64(text);
  if (bytes?.length === 64) return bytes;
  const message = `${program} answered ${String(output.length)} bytes that are no signature: 64 raw bytes, or hex, base64 or base64url of them.`;
  throw new LoglineError('SIGNER_FAILED', message);
}

function fromBase64(text: string): Uint8Array | undefined {
  if (!/^[\w+/-]{86}(?:==)?$/.test(text)) return undefined;
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

function wordsOfJson(text: string): readonly string[] {
  const words = jsonOrNone(text);
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words;
  throw new LoglineError('USAGE', 'The signing command begins with [ and is no JSON array of strings.');
}

function jsonOrNone(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function wordsOf(text: string): readonly string[] {
  const words = text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const quotes = text.replace(/"[^"]*"|'[^']*'/g, '');
  if (/["']/.test(quotes)) throw new LoglineError('USAGE', 'A quote in the signing command is not closed.');
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}
