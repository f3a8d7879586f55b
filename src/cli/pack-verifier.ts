/**
 * `verify.mjs` of an audit pack: verifies a pack with Node and nothing else. `npm run gen` bundles it into one file, which every pack carries;
 * the same sources give the same file.
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyPack } from '../evidence/index.ts';
import { keyringOf, parseKeyring } from '../ledger/index.ts';
import type { Keyring, LedgerSource } from '../ledger/index.ts';
import { missionReader } from '../mission/index.ts';
import { packJson, packLinesOf } from './pack-text.ts';
import { createPaint } from './screen-text.ts';

const USAGE = `node verify.mjs PACK [--keyring FILE] [--key HEX[,HEX]] [--ledger FILE] [--json]

Verifies an audit pack. Exit status 0: it verifies; 1: it does not; 2: it could not be looked at.
Without --keyring or --key nobody says whom to trust, and the answer is about integrity alone.
`;

async function main(): Promise<0 | 1 | 2> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      keyring: { type: 'string' },
      key: { type: 'string' },
      ledger: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const [path] = positionals;
  if (values.help === true || path === undefined || positionals.length > 1) {
    process.stdout.write(USAGE);
    return values.help === true ? 0 : 2;
  }
  const report = await verifyPack(new Uint8Array(readFileSync(path)), {
    reader: missionReader,
    keyring: keyringFrom(values),
    ledger: values.ledger === undefined ? undefined : sourceAt(values.ledger),
  });
  const lines =
    values.json === true ? [JSON.stringify(packJson(report))] : packLinesOf(report, path, createPaint(false));
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return report.ok ? 0 : 1;
}

function keyringFrom({
  keyring,
  key,
}: {
  keyring?: string | undefined;
  key?: string | undefined;
}): Keyring | undefined {
  if (keyring !== undefined) return parseKeyring(readFileSync(keyring));
  return key === undefined ? undefined : keyringOf(key.split(','));
}

function sourceAt(path: string): LedgerSource {
  return {
    name: path,
    sizeBytes: () => Promise.resolve(statSync(path).size),
    read: ({ start = 0, end = Infinity } = {}) =>
      end <= start ? noBytes() : createReadStream(path, { start, end: end - 1 }),
  };
}

async function* noBytes(): AsyncGenerator<Uint8Array> {
  // Nothing is there to be read.
}

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
