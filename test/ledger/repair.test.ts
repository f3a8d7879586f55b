/** Torn tails: found and moved aside by the next append, or by a repair on demand. Nothing is ever deleted. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { repairLedger } from '../../src/ledger/repair.ts';
import { createFileStore } from '../../src/ledger/store-file.ts';
import type { FileStore, FileStoreOptions } from '../../src/ledger/store-file.ts';
import type { StoreNotice } from '../../src/ledger/store-notice.ts';
import { failsWith } from './store-conformance.ts';
import { hash, line, lines, scratch } from './store-support.ts';

/** A ledger file with this content. */
function ledger(t: TestContext, content: string | Uint8Array): string {
  const path = join(scratch(t), 'ledger.jsonl');
  writeFileSync(path, content);
  return path;
}

function open(t: TestContext, path: string, options?: FileStoreOptions): FileStore {
  const store = createFileStore(path, options);
  t.after(() => store.close());
  return store;
}

const text = (path: string): string => readFileSync(path, 'utf8');
const names = (path: string): string[] => readdirSync(dirname(path)).sort();
const two = lines(1, 2).toString();

describe('a ledger of three lines, cut at every byte', () => {
  const whole = lines(1, 3);
  const ends = [0, 1, 2, 3].map((n) => lines(1, n).length);
  /** The whole lines before a cut, and whether the cut is just before a line feed. */
  const before = (cut: number): { n: number; isOpen: boolean } => {
    const n = ends.findLastIndex((end) => end <= cut);
    return ends.includes(cut + 1) ? { n: n + 1, isOpen: true } : { n, isOpen: false };
  };

  test('has the head of its last whole line', async (t) => {
    const path = ledger(t, '');
    const store = open(t, path);
    for (let cut = 0; cut <= whole.length; cut++) {
      writeFileSync(path, whole.subarray(0, cut));
      const { n, isOpen } = before(cut);
      assert.deepEqual(
        await store.head(),
        { hash: n === 0 ? null : hash(n), sizeBytes: isOpen ? cut : ends[n] },
        `cut at ${cut}`,
      );
    }
  });

  test('is appended to behind its last whole line, and loses no byte', async (t) => {
    for (let cut = 0; cut <= whole.length; cut++) {
      const path = ledger(t, whole.subarray(0, cut));
      const { n, isOpen } = before(cut);
      const notices: StoreNotice[] = [];
      const store = open(t, path, { onNotice: (notice) => notices.push(notice) });
      await store.append(n === 0 ? null : hash(n), lines(n + 1, n + 1), hash(n + 1));
      assert.equal(text(path), lines(1, n + 1).toString(), `cut at ${cut}`);
      const torn = isOpen ? 0 : cut - ends[n]!;
      assert.deepEqual(
        notices.map(({ kind }) => kind),
        torn > 0 ? ['torn-tail-moved'] : isOpen ? ['line-feed-added'] : [],
      );
      const kept = torn > 0 ? [`ledger.jsonl.torn-${ends[n]}`] : [];
      assert.deepEqual(names(path), ['ledger.jsonl', ...kept]);
      for (const name of kept) assert.deepEqual(readFileSync(join(dirname(path), name)), whole.subarray(ends[n], cut));
    }
  });
});

describe('a torn tail', () => {
  test('is told with the place it had and the place it has', async (t) => {
    const path = ledger(t, `${two}{"hash":"00`);
    const notices: StoreNotice[] = [];
    await open(t, path, { onNotice: (notice) => notices.push(notice) }).exclusive(async (turn) => {
      assert.deepEqual(await turn.head(), { hash: hash(2), sizeBytes: two.length });
    });
    const aside = `${path}.torn-${two.length}`;
    assert.equal(notices.length, 1);
    assert.equal(
      notices[0]!.message,
      `${path}: the last line was cut off, by a killed writer or a power cut; its 11 bytes are in ${aside}.`,
    );
    assert.deepEqual(notices[0]!.details, { ledger: path, path: aside, byteOffset: two.length, sizeBytes: 11 });
    assert.equal(text(path), two);
    assert.equal(text(aside), '{"hash":"00');
  });

  test('may be zeros, which some file systems leave after a power cut, or any bytes', async (t) => {
    for (const torn of [
      Buffer.alloc(5000),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('{"a":"ü').subarray(0, -1),
      Buffer.from('{"n":1e400,'),
    ]) {
      const path = ledger(t, Buffer.concat([Buffer.from(two), torn]));
      await open(t, path).append(hash(2), lines(3, 3), hash(3));
      assert.equal(text(path), lines(1, 3).toString());
      assert.deepEqual(readFileSync(`${path}.torn-${two.length}`), torn);
    }
  });

  test('of zeros only, or of a first line, leaves an empty ledger', async (t) => {
    for (const torn of ['\0\0\0\0', '{', '{"di', '{"did":{"actor":"a']) {
      const path = ledger(t, torn);
      assert.deepEqual(await open(t, path).head(), { hash: null, sizeBytes: 0 });
      await open(t, path).append(null, lines(1, 1), hash(1));
      assert.equal(text(path), line(1));
      assert.equal(text(`${path}.torn-0`), torn);
    }
  });

  test('takes the place of no other that was moved from there before', async (t) => {
    const path = ledger(t, two);
    for (const torn of ['{"first', '{"second', '{"third']) {
      writeFileSync(path, two + torn);
      await repairLedger(path);
    }
    const aside = `${path}.torn-${two.length}`;
    assert.deepEqual([aside, `${aside}-2`, `${aside}-3`].map(text), ['{"first', '{"second', '{"third']);
  });

  test('that was kept already, by a repair that was killed before it cut, is not kept twice', async (t) => {
    const path = ledger(t, `${two}{"torn`);
    writeFileSync(`${path}.torn-${two.length}`, '{"torn');
    const { moved } = await repairLedger(path);
    assert.equal(moved?.path, `${path}.torn-${two.length}`);
    assert.equal(names(path).length, 2);
  });

  test('is kept with the permissions of the ledger', async (t) => {
    const path = ledger(t, `${two}{"secret`);
    chmodSync(path, 0o600);
    await repairLedger(path);
    assert.equal(statSync(`${path}.torn-${two.length}`).mode & 0o777, 0o600);
  });

  test('is kept beside the file, not beside a symbolic link to it', async (t) => {
    const path = ledger(t, `${two}{"torn`);
    mkdirSync(join(dirname(path), 'links'));
    symlinkSync('../ledger.jsonl', join(dirname(path), 'links', 'current'));
    await repairLedger(join(dirname(path), 'links', 'current'));
    assert.equal(text(`${path}.torn-${two.length}`), '{"torn');
  });

  test('that cannot be kept stays where it is', async (t) => {
    const path = ledger(t, `${two}{"torn`);
    mkdirSync(`${path}.torn-${two.length}`);
    const error = await failsWith('LEDGER_UNAVAILABLE', open(t, path).append(hash(2), lines(3, 3), hash(3)));
    assert.match(error.message, /cannot be written: it is a folder, not a file \(EISDIR\)/);
    assert.equal(text(path), `${two}{"torn`);
  });
});

describe('repair', () => {
  test('moves a torn tail aside, reports it, and then has nothing to do', async (t) => {
    const path = ledger(t, `${two}{"torn`);
    const head = { hash: hash(2), sizeBytes: two.length };
    const moved = { path: `${path}.torn-${two.length}`, byteOffset: two.length, sizeBytes: 6 };
    assert.deepEqual(await repairLedger(path), { head, moved, lineFeedAdded: false });
    assert.deepEqual(await repairLedger(path), { head, moved: null, lineFeedAdded: false });
    assert.equal(text(path), two);
  });

  test('adds a line feed to a whole last line', async (t) => {
    const path = ledger(t, two.slice(0, -1));
    const head = { hash: hash(2), sizeBytes: two.length };
    assert.deepEqual(await repairLedger(path), { head, moved: null, lineFeedAdded: true });
    assert.equal(text(path), two);
  });

  test('of an empty ledger has nothing to do', async (t) => {
    const path = ledger(t, '');
    assert.deepEqual(await repairLedger(path), {
      head: { hash: null, sizeBytes: 0 },
      moved: null,
      lineFeedAdded: false,
    });
  });

  test('makes no file where there is none', async (t) => {
    const path = join(scratch(t), 'none', 'ledger.jsonl');
    await failsWith('INPUT_MISSING', repairLedger(path));
    assert.equal(existsSync(dirname(path)), false);
  });
});

/** Ends that are neither whole nor torn: an append or a repair would hide what happened. */
const broken: Record<string, readonly [content: string, message: RegExp]> = {
  'no JSON': [`${two}>>>>>>> theirs\n`, /the last line, at byte \d+, cannot be read: /],
  'an empty line': [`${two}\n`, /cannot be read: /],
  'a line without a hash': [`${two}{"a":1}\n`, /has no hash of 64 lower-case hex characters/],
  'a line without a hash and without a line feed': [`${two}{"a":1}`, /has no hash/],
  'a hash in capitals': [`{"hash":"${'A'.repeat(64)}"}\n`, /has no hash/],
  'a value that is no object': [`${two}null\n`, /has no hash/],
  'a hash twice': [`${two}{"hash":"${hash(2)}","hash":"${hash(9)}"}\n`, /cannot be read: .*"hash"/],
  'a torn line after a line that is none': [`${two}no line\n{"torn`, /cannot be read: /],
  'a file of another kind': [
    'PK\u0003\u0004 a zip archive',
    /at byte 0, is the only one, and does not begin as an atomic does/,
  ],
  'another kind of JSON': ['{ "name": "logline",', /does not begin as an atomic does/],
};

for (const [name, [content, message]] of Object.entries(broken)) {
  test(`a ledger that ends with ${name} is broken, and stays as it is`, async (t) => {
    const path = ledger(t, content);
    const store = open(t, path);
    for (const act of [() => store.head(), () => store.append(hash(2), lines(3, 3), hash(3)), () => store.repair()]) {
      const error = await failsWith('LEDGER_BROKEN', act());
      assert.match(error.message, message);
      assert.match(error.message, /[^.]\.$/);
      assert.equal(error.details['path'], path);
    }
    assert.equal(text(path), content);
    assert.deepEqual(names(path), ['ledger.jsonl']);
  });
}

test('a ledger of version 1.0.0 is named as such', async (t) => {
  const path = ledger(t, `{"curr_hash":"${hash(1)}","schema_version":"1.0.0"}\n`);
  const error = await failsWith('UNSUPPORTED_VERSION', open(t, path).append(null, lines(1, 1), hash(1)));
  assert.match(error.message, /the last line, at byte 0, is an atomic of version 1\.0\.0\./);
});

test('the last line is found however long it is, up to the limit', async (t) => {
  for (const sizeBytes of [4000, 4095, 4096, 4097, 40_000, 2_000_000]) {
    const long = line(2, { content: 'x'.repeat(sizeBytes) });
    const path = ledger(t, line(1) + long);
    assert.deepEqual(await open(t, path).head(), { hash: hash(2), sizeBytes: line(1).length + long.length });
    writeFileSync(path, line(1) + long + '{"torn":"' + 'y'.repeat(sizeBytes));
    assert.deepEqual(await open(t, path).head(), { hash: hash(2), sizeBytes: line(1).length + long.length });
    for (const maxLineBytes of [sizeBytes, 100]) {
      await failsWith('LEDGER_BROKEN', open(t, path, { maxLineBytes }).head());
    }
  }
});

test('an atomic may be nested deeper than other readers allow', async (t) => {
  const path = ledger(t, `{"deep":${'['.repeat(500)}${']'.repeat(500)},"hash":"${hash(1)}"}\n`);
  assert.equal((await open(t, path).head()).hash, hash(1));
});
