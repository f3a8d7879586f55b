/** What stands in for a value, by the kind of redaction. */
import { createHmac } from 'node:crypto';
import { LoglineError } from '../base/errors.ts';
import type { GatewayPolicy } from './generated/types.ts';
import { letters } from './redaction-letters.ts';
import { standIn, standInName } from './stand-ins.ts';
import type { StandInOf } from './stream.ts';
import type { Vault } from './vault.ts';

/** A way to redact. */
export type RedactionKind = NonNullable<GatewayPolicy['redaction']>;

/** What the kinds need. */
export interface RedactionOptions {
  /** For `hash`: at least 16 bytes that nobody else knows; the same salt gives the same hash. */
  readonly salt?: Uint8Array;
  /** For `token`. */
  readonly vault?: Vault;
}

const LEAST_SALT = 16;
/** Shorter values would be told by their last characters. */
const LEAST_MASKED = 12;

/**
 * Answers how values are replaced.
 *
 * @throws {LoglineError} POLICY_INVALID - what the kind needs is missing.
 */
export function redactor(kind: RedactionKind, { salt, vault }: RedactionOptions = {}): StandInOf {
  switch (kind) {
    case 'replace':
      return ({ kind: of, rule }) => standIn('REDACTED', standInName(of, rule));
    case 'mask':
      return ({ kind: of, rule }, value) => standIn('MASKED', standInName(of, rule), lastCharacters(value));
    case 'hash': {
      if (salt === undefined || salt.length < LEAST_SALT) throw missing(kind, `a salt of at least ${LEAST_SALT} bytes`);
      return ({ kind: of, rule }, value) => standIn('HASHED', standInName(of, rule), letters(hmac(salt, value)));
    }
    case 'token': {
      if (vault === undefined) throw missing(kind, 'a vault');
      return ({ kind: of, rule }, value) => vault.put(standInName(of, rule), value);
    }
  }
}

function missing(kind: string, what: string): LoglineError {
  return new LoglineError('POLICY_INVALID', `The redaction "${kind}" needs ${what}.`, { details: { redaction: kind } });
}

function lastCharacters(value: string): string | undefined {
  const known = value.replace(/[^A-Za-z0-9]/g, '');
  return known.length < LEAST_MASKED ? undefined : known.slice(-4);
}

const hmac = (key: Uint8Array, value: string): Uint8Array =>
  createHmac('sha256', key).update(value, 'utf16le').digest();
