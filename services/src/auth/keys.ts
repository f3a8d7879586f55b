/** The keys that callers have. Kept as digests only, so that no copy of a key stays in memory or gets into a log. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { LoglineError } from 'logline-core';
import { ROLES } from './caller.ts';
import type { Caller, Role } from './caller.ts';

interface KnownKey {
  readonly digest: Buffer;
  readonly caller: Caller;
  readonly expiresAt: number;
}

/** Where keys come from. */
export interface KeySources {
  readonly apiKey?: string | undefined;
  readonly previousApiKey?: string | undefined;
  /** Text of the keys file, and its name for messages. */
  readonly file?: { readonly name: string; readonly text: string } | undefined;
}

/** The keys of a process. */
export class ApiKeys {
  readonly #keys: readonly KnownKey[];

  /** @throws {LoglineError} CONFIG_INVALID - a line of the file is none; with its number, and nothing of what stands there */
  constructor({ apiKey, previousApiKey, file }: KeySources) {
    this.#keys = [
      ...single('api-key:default', apiKey),
      ...single('api-key:previous', previousApiKey),
      ...(file === undefined ? [] : readFile(file.name, file.text)),
    ];
  }

  /** Whether there is any key: without one, only this machine is served. */
  get isEmpty(): boolean {
    return this.#keys.length === 0;
  }

  /** Answers whose key this is at a time. Every key is compared, in constant time over digests, whatever the first ones say. */
  callerOf(key: string, at: Date): Caller | undefined {
    const digest = sha256(key);
    let found: KnownKey | undefined;
    for (const known of this.#keys) if (timingSafeEqual(known.digest, digest)) found ??= known;
    return found !== undefined && at.getTime() < found.expiresAt ? found.caller : undefined;
  }
}

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

function single(keyId: string, key: string | undefined): KnownKey[] {
  if (key === undefined) return [];
  return [{ digest: sha256(key), caller: { actor: keyId, role: 'admin', keyId }, expiresAt: Infinity }];
}

const LINE =
  /^(?<id>[\w.:-]{1,64}),(?<digest>[0-9a-f]{64}),(?<role>\w+),(?<actor>[^,\p{Cc}]{1,128})(?:,(?<expires>\S*))?$/u;

function readFile(name: string, text: string): KnownKey[] {
  const keys = text.split('\n').flatMap((line, i) => {
    const bare = line.replace(/\s*,\s*/g, ',').trim();
    return bare === '' || bare.startsWith('#') ? [] : [readLine(bare, `${name}:${String(i + 1)}`)];
  });
  const twice = keys.find(({ caller }, i) => keys.findIndex((one) => one.caller.keyId === caller.keyId) < i);
  if (twice === undefined) return keys;
  throw new LoglineError('CONFIG_INVALID', `${name} has the id ${twice.caller.keyId} twice.`);
}

function readLine(line: string, place: string): KnownKey {
  const { id, digest, role, actor, expires } = LINE.exec(line)?.groups ?? {};
  const expiresAt = expires === undefined || expires === '' ? Infinity : Date.parse(expires);
  if (id === undefined || digest === undefined || actor === undefined || !isRole(role) || Number.isNaN(expiresAt)) {
    throw new LoglineError(
      'CONFIG_INVALID',
      `${place} is no line of a keys file: id, sha256 of the key, one of ${ROLES.join(' ')}, actor, and when it expires, as RFC 3339 or nothing.`,
    );
  }
  return { digest: Buffer.from(digest, 'hex'), caller: { actor: actor.trim(), role, keyId: id }, expiresAt };
}

const isRole = (text: string | undefined): text is Role => ROLES.some((role) => role === text);
