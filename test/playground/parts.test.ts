/** Parts of the playground that need no browser. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { deflateRawSync, inflateRawSync as inflateInNode } from 'node:zlib';
import fc from 'fast-check';
import { indented } from '../../src/playground/ledger/json-text.ts';
import { Buffer as BufferPort } from '../../src/playground/ports/buffer.ts';
import { createHash as createPort } from '../../src/playground/ports/crypto.ts';
import { inflateRawSync } from '../../src/playground/ports/zlib.ts';
import { formatRoute, parseRoute } from '../../src/playground/route.ts';
import { changeBetween, changeOneCharacter } from '../../src/playground/tamper/change.ts';
import { bytesText, durationText, minuteText, plural, short } from '../../src/playground/text.ts';
import { packChecks, unpackChecks } from '../../src/playground/worker/packed-checks.ts';
import { completionsAt } from '../../src/playground/write/completions.ts';
import { contextAt, placesIn } from '../../src/playground/write/json-places.ts';

const NOW = '2026-01-31T12:00:00.000Z';
/** What is offered at the place of the bar. */
function offered(marked: string): string[] {
  const at = contextAt(marked.replace('|', ''), marked.indexOf('|'));
  return at === undefined ? [] : completionsAt(at, NOW).map(({ label }) => label);
}

test('checks are packed and unpacked, whatever their sizes', () => {
  const sized = (publicKey: number, signature: number, message: number) => ({
    publicKey: new Uint8Array(publicKey).fill(1),
    signature: new Uint8Array(signature).fill(7),
    message: new Uint8Array(message).fill(9),
  });
  const checks = [sized(32, 64, 64), sized(0, 3, 70_000), sized(32, 64, 0)];
  assert.deepEqual(unpackChecks(packChecks(checks)), checks);
  assert.deepEqual(unpackChecks(packChecks([])), []);
});

describe('what stands in for modules of Node', () => {
  test('unpacks what Node unpacks, and says whether something stands behind it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 3000 }),
        fc.uint8Array({ maxLength: 3 }),
        fc.integer({ min: 0, max: 9 }),
        (bytes, more, level) => {
          const packed = new Uint8Array(deflateRawSync(bytes, { level }));
          const whole = new Uint8Array([...packed, ...more]);
          const options = { maxOutputLength: bytes.length + 1, info: true };
          const theirs = inflateInNode(whole, options) as unknown as {
            buffer: Uint8Array;
            engine: { bytesWritten: number };
          };
          const ours = inflateRawSync(whole, { maxOutputLength: bytes.length + 1 });
          assert.deepEqual(Buffer.from(ours.buffer), Buffer.from(theirs.buffer));
          assert.equal(ours.engine.bytesWritten === whole.length, theirs.engine.bytesWritten === whole.length);
        },
      ),
    );
  });

  test('refuses what is cut off, no DEFLATE, or larger than it may be', () => {
    const packed = new Uint8Array(deflateRawSync(new Uint8Array(1_000_000)));
    assert.throws(() => inflateRawSync(packed, { maxOutputLength: 10_000 }), RangeError);
    assert.throws(() => inflateRawSync(packed.subarray(0, -1), { maxOutputLength: 1_000_001 }));
    assert.throws(() => inflateRawSync(Uint8Array.of(7, 7, 7), { maxOutputLength: 100 }));
  });

  test('sees and writes bytes as Buffer does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9000 }), fc.string(), (bytes, text) => {
        for (const form of ['base64', 'latin1'] as const)
          assert.equal(BufferPort.from(bytes).toString(form), Buffer.from(bytes).toString(form));
        const hex = Buffer.from(bytes).toString('hex');
        assert.deepEqual([...BufferPort.from(hex, 'hex')], [...bytes]);
        const base64 = Buffer.from(bytes).toString('base64');
        assert.equal(BufferPort.from(base64, 'base64').toString('base64'), base64);
        const isOwn = (form: typeof Buffer | typeof BufferPort): boolean =>
          form.from(text, 'base64').toString('base64') === text;
        assert.equal(isOwn(BufferPort), isOwn(Buffer));
      }),
    );
    const whole = Uint8Array.of(9, 1, 10, 3);
    const view = BufferPort.from(whole.buffer, 1, 2);
    whole[1] = 7;
    assert.deepEqual([[...view], view.indexOf(10), view.subarray(1).lastIndexOf(10)], [[7, 10], 1, 0]);
  });

  test('hashes as Node does', () => {
    const parts = [Uint8Array.of(1, 2), 'text', new Uint8Array(200)];
    const [theirs, ours] = [createHash('sha256'), createPort('sha256')];
    for (const part of parts) {
      theirs.update(part);
      ours.update(part);
    }
    assert.equal(ours.digest('hex'), theirs.digest('hex'));
    assert.deepEqual(
      Buffer.from(createPort('sha256').update('a').digest() as Uint8Array),
      createHash('sha256').update('a').digest(),
    );
  });
});

describe('completions', () => {
  test('are names of members that are not there yet, and never those that signing makes', () => {
    const names = offered('{"this": "/a", |}');
    assert.ok(names.includes('entity_type') && names.includes('did') && names.includes('metadata'));
    for (const not of ['this', 'hash', 'signature', 'cosignatures', 'prev']) assert.ok(!names.includes(not), not);
    assert.deepEqual(offered('{"did": {"ac|"}}'), ['actor', 'action']);
  });

  test('are the values of a list, the well-known intents, and the time', () => {
    assert.deepEqual(offered('{"entity_type": "f|'), ['file', 'function']);
    assert.ok(offered('{"intent": |}').includes('key_rotation'));
    assert.deepEqual(offered('{"metadata": {"created_at": |}}'), [NOW]);
    assert.deepEqual(offered('{"payload": {"|'), []);
    assert.deepEqual(offered('|'), []);
  });
});

test('places of values are found in JSON, and in what is not JSON yet', () => {
  const text = '{"a": {"b/c": [1, {"d": "x"}]}, "e": tru';
  const textAt = (pointer: string): string | undefined => {
    const place = placesIn(text).find((one) => one.pointer === pointer);
    return place && text.slice(place.start, place.end);
  };
  assert.equal(textAt('/a/b~1c/0'), '1');
  assert.equal(textAt('/a/b~1c/1/d'), '"x"');
  assert.equal(textAt('/a/b~1c'), '[1, {"d": "x"}]');
  assert.equal(textAt('/e'), 'tru');
  fc.assert(fc.property(fc.string(), (any) => placesIn(any).every(({ start, end }) => start >= 0 && end >= start)));
});

test('JSON is laid out without changing it', () => {
  assert.equal(
    indented('{"a":[],"b":{"c":1.50,"d":"x{,:"}}'),
    '{\n  "a": [],\n  "b": {\n    "c": 1.50,\n    "d": "x{,:"\n  }\n}',
  );
  assert.equal(indented('no JSON'), 'no JSON');
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(indented(JSON.stringify(value)), JSON.stringify(JSON.parse(JSON.stringify(value)), null, 2));
    }),
  );
});

test('one character that changes is found, whatever it was', () => {
  assert.equal(changeBetween('same', 'same'), undefined);
  assert.deepEqual(changeBetween('abc', 'abXc'), { at: 2, before: '', after: 'X' });
  assert.deepEqual(changeBetween('aa', 'a'), { at: 1, before: 'a', after: '' });
  for (const text of ['{"payload":{"n":12}}', '{"did":{"actor":"kim"}}', '', '{}']) {
    assert.notEqual(changeOneCharacter(text), text);
  }
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const change = changeBetween(before, after);
      if (change === undefined) assert.equal(before, after);
      else
        assert.equal(before.slice(0, change.at) + change.after + before.slice(change.at + change.before.length), after);
    }),
  );
});

test('an address leads back to what it was made of, and a malformed one to what can be read', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1 }).filter((text) => text.isWellFormed())),
      fc.string().filter((text) => text.isWellFormed()),
      (steps, stream) => {
        const route = parseRoute(formatRoute('ledger', steps, { stream }));
        assert.deepEqual([route.name, route.steps, route.query.get('stream') ?? ''], ['ledger', steps, stream]);
      },
    ),
  );
  assert.deepEqual(parseRoute('#/ledger/%E0%A4%A/x').steps, ['%E0%A4%A', 'x']);
  assert.equal(parseRoute('').name, '');
});

test('numbers and times are for people', () => {
  assert.deepEqual([plural(1, 'line'), plural(2000, 'line')], ['1 line', '2,000 lines']);
  assert.deepEqual(
    [bytesText(12), bytesText(1234), bytesText(1.5e6), bytesText(2e9)],
    ['12 B', '1.2 kB', '1.5 MB', '2.0 GB'],
  );
  assert.deepEqual([durationText(840), durationText(125_000)], ['0.8 s', '2 min 5 s']);
  assert.deepEqual([minuteText(0), minuteText(NaN)], ['1970-01-01 00:00', '']);
  assert.deepEqual([short('ab'), short('0123456789abcdef01')], ['ab', '0123456789ab…']);
});
