/** What the WebAssembly module has to get right before it judges anything: known answers, good and bad. */
import { equalBytes, fromHex, toUtf8 } from '../base/bytes.ts';
import { createDeriveKey } from './blake3.ts';
import { HASH_CONTEXT } from './domains.ts';
import type { SignatureCheck } from './engine.ts';
import type { FastModule, Table, WindowBits } from './fast-module.ts';

/** The key of the third test of RFC 8032, section 7.1. */
const KEY = fromHex('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025', 32)!;

/** What it signed there. */
const OF_RFC: SignatureCheck = {
  publicKey: KEY,
  message: fromHex('af82', 2)!,
  signature: fromHex(
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    64,
  )!,
};

/** The same key's signature over a text as long as a hash. */
const OF_HASH: SignatureCheck = {
  publicKey: KEY,
  message: toUtf8('6f099f64682023fdee324936503e75ca015fa423ab3fb4694d3abe00b69a7aa1'),
  signature: fromHex(
    '459ed6473c8f10ceadfb6f2e91c38e4bb5f5c84a85feeeca13544fbbb56aa7e24c99e24a9457258cce2bcf124db8574378fc7313ac509eca389ed13aafa82e04',
    64,
  )!,
};

/**
 * Answers whether the module gives the known answers: by itself and in company, to signatures that are good and to such in which one bit
 * of R, of S or of the message is changed. Makes the table of the base point, and uses the first place for tables with windows of this size.
 */
export function passesSelfTest(module: FastModule, bits: WindowBits): boolean {
  const changed = [
    withFlippedBit(OF_HASH, 'signature', 3),
    withFlippedBit(OF_HASH, 'signature', 35),
    withFlippedBit(OF_HASH, 'message', 63),
  ];
  const together = [OF_HASH, ...changed, OF_HASH];
  const table = module.places[bits][0]!;
  module.prepare(bits);
  return (
    module.makeTable(table, KEY) &&
    answers(module, table, together) === '10001' &&
    answers(module, table, [OF_RFC]) === '1' &&
    answers(module, table, [withFlippedBit(OF_RFC, 'message', 0)]) === '0'
  );
}

/** Answers whether the module hashes as the other implementation does: nothing, one block, more than one, a whole chunk. */
export function hashesWell(module: FastModule): boolean {
  const hash = createDeriveKey(HASH_CONTEXT);
  const text = Uint8Array.from({ length: 1024 }, (_, i) => i * 167);
  return [0, 64, 201, 1024].every((size) => {
    const found = module.hash(text.subarray(0, size));
    return found !== undefined && equalBytes(found, hash(text.subarray(0, size)));
  });
}

function answers(module: FastModule, table: Table, checks: readonly SignatureCheck[]): string {
  const tables = checks.map(() => table);
  return module.verify(checks, tables, [...checks.keys()]).join('');
}

function withFlippedBit(check: SignatureCheck, part: 'signature' | 'message', at: number): SignatureCheck {
  const bytes = check[part].slice();
  bytes[at]! ^= 1;
  return { ...check, [part]: bytes };
}
