/** Settings, `.env`, keys and limits: what is wrong stops the start, and names itself without its value. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { mayCall, ROLES } from '../../services/src/auth/caller.ts';
import { callerOf, demandRole } from '../../services/src/auth/gate.ts';
import { ApiKeys } from '../../services/src/auth/keys.ts';
import { parseEnvFile } from '../../services/src/env-file.ts';
import { RateLimit } from '../../services/src/http/rate-limit.ts';
import { createLog } from '../../services/src/log.ts';
import { exampleFile, readSettings, SETTINGS } from '../../services/src/settings.ts';
import { projectRoot } from '../checks/scratch.ts';

const NAMES = new Set(Object.keys(SETTINGS));
const example = join(projectRoot, '.env.example');

describe('settings', () => {
  test('have their defaults, and nothing set counts as not set', () => {
    const settings = readSettings({ PORT: '', GATEWAY_PORT: '4001' });
    assert.equal(settings.PORT, 8000);
    assert.equal(settings.GATEWAY_PORT, 4001);
    assert.equal(settings.HOST, '127.0.0.1');
    assert.equal(settings.MAX_REQUEST_SIZE, 20_971_520);
    assert.equal(settings.API_KEY, undefined);
  });

  for (const [name, value] of [
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['MAINTENANCE', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['LOGLINE_ENGINE', 'openssl'],
    ['SIGNING_KEY_HEX', 'secret-value'],
    ['DEFAULT_BUDGET_USD', '-5'],
    ['RATE_LIMIT_MAX', '0'],
  ] as const) {
    test(`${name} is not ${value}`, () => {
      assert.throws(
        () => readSettings({ [name]: value }),
        (error: Error) => {
          assert.match(error.message, new RegExp(`^${name} has to be`));
          assert.doesNotMatch(error.message, /secret-value/);
          return 'code' in error && error.code === 'CONFIG_INVALID';
        },
      );
    });
  }

  test('.env.example lists all of them, each with its default', () => {
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(example, exampleFile());
    assert.equal(readFileSync(example, 'utf8'), exampleFile());
    const read = parseEnvFile('.env', exampleFile(), NAMES);
    assert.deepEqual(readSettings(read), readSettings({}));
    for (const name of NAMES) assert.match(exampleFile(), new RegExp(`^(?:# )?${name}=`, 'm'));
  });

  test('no name but the key of the API ends in API_KEY, so that the rotation of the guide changes nothing else', () => {
    assert.deepEqual(
      [...NAMES].filter((name) => name.endsWith('API_KEY')),
      ['API_KEY'],
    );
    const text = 'API_KEY=old\nAPI_KEY_PREVIOUS=older\nPORT=1\n';
    // What `sed -i "s/API_KEY=.*/API_KEY=$NEW/" .env` does.
    const rotated = parseEnvFile('.env', text.replaceAll(/API_KEY=.*/g, 'API_KEY=new'), NAMES);
    assert.deepEqual(rotated, { API_KEY: 'new', API_KEY_PREVIOUS: 'older', PORT: '1' });
  });
});

describe('.env', () => {
  test('is read with quotes, comments and export', () => {
    const text = `# a comment\n\nexport HOST=0.0.0.0\nAPI_KEY="with # and spaces"\nPORT=1 # the port\nDTE_ROOT='a b'\nLOG_LEVEL=\n`;
    const expected = { HOST: '0.0.0.0', API_KEY: 'with # and spaces', PORT: '1', DTE_ROOT: 'a b', LOG_LEVEL: '' };
    assert.deepEqual(parseEnvFile('.env', text, NAMES), expected);
  });

  test('takes # for a comment behind a space alone, as shells do: a key is never cut', () => {
    for (const [line, value] of [
      ['API_KEY=abc#def', 'abc#def'],
      ['API_KEY=abc #def', 'abc'],
      ['API_KEY= # none', ''],
      ['API_KEY=a b # c # d', 'a b'],
      ['API_KEY="a#b" # c', 'a#b'],
    ] as const)
      assert.deepEqual(parseEnvFile('.env', line, NAMES), { API_KEY: value }, line);
  });

  for (const [line, message] of [
    ['API_KEY=#abc', /\.env:1 is no line/],
    ['GATEWAY_PROT=1', /\.env:1: there is no setting GATEWAY_PROT/],
    ['OPENAI_API_KEY=sk-value', /there is no setting OPENAI_API_KEY/],
    ['no assignment', /\.env:1 is no line NAME=VALUE/],
    ['API_KEY="open', /\.env:1 is no line/],
  ] as const) {
    test(`a line ${line} stops the start`, () => {
      assert.throws(
        () => parseEnvFile('.env', line, NAMES),
        (error: Error) => {
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /sk-value|open/);
          return true;
        },
      );
    });
  }
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const FILE = `
# id, sha256, role, actor, expiry
reader, ${sha256('key-of-reader')}, viewer, Robin
kim, ${sha256('key-of-kim')}, approver, kim@example.com, 2030-01-01T00:00:00Z
`;
const at = new Date('2026-01-01T00:00:00Z');

describe('keys', () => {
  test('tell who calls, by digest', () => {
    const keys = new ApiKeys({ apiKey: 'current', previousApiKey: 'before', file: { name: 'keys', text: FILE } });
    assert.deepEqual(keys.callerOf('current', at), {
      actor: 'api-key:default',
      role: 'admin',
      keyId: 'api-key:default',
    });
    assert.equal(keys.callerOf('before', at)?.keyId, 'api-key:previous');
    assert.deepEqual(keys.callerOf('key-of-reader', at), { actor: 'Robin', role: 'viewer', keyId: 'reader' });
    assert.equal(keys.callerOf('key-of-kim', at)?.role, 'approver');
    assert.equal(keys.callerOf('key-of-kim', new Date('2030-01-01T00:00:00Z')), undefined);
    for (const wrong of ['', 'curren', 'current ', sha256('key-of-kim')])
      assert.equal(keys.callerOf(wrong, at), undefined);
  });

  for (const line of [
    'x, abc, viewer, Robin',
    `x, ${sha256('a')}, owner, Robin`,
    `x, ${sha256('a')}, viewer`,
    `x, ${sha256('a')}, viewer, Robin, some day`,
    `reader, ${sha256('a')}, viewer, Robin\nreader, ${sha256('b')}, viewer, Robin`,
  ]) {
    test(`a file with ${line.replaceAll(/[0-9a-f]{64}/g, 'DIGEST')} stops the start`, () => {
      assert.throws(() => new ApiKeys({ file: { name: 'keys', text: line } }), { code: 'CONFIG_INVALID' });
    });
  }
});

describe('the gate', () => {
  const keyed = { keys: new ApiKeys({ apiKey: 'secret' }), isLoopback: false, now: () => at };
  const open = { keys: new ApiKeys({}), isLoopback: true, now: () => at };

  test('takes a key in either header', () => {
    assert.equal(callerOf({ 'x-api-key': 'secret' }, keyed).role, 'admin');
    assert.equal(callerOf({ authorization: 'Bearer secret' }, keyed).role, 'admin');
    for (const headers of [{}, { 'x-api-key': '' }, { authorization: 'Basic secret' }, { 'x-api-key': 'secre' }])
      assert.throws(() => callerOf(headers, keyed), { code: 'UNAUTHENTICATED' });
  });

  test('without keys serves this machine, and no page of a browser', () => {
    assert.equal(callerOf({ host: 'localhost:3001' }, open).actor, 'local');
    assert.equal(callerOf({ host: '127.0.0.1:3001', origin: 'http://127.0.0.1:3001' }, open).role, 'admin');
    for (const headers of [
      { host: 'evil.example:3001' },
      { host: 'localhost:3001', origin: 'https://evil.example' },
      { host: 'localhost:3001', origin: 'null' },
      { host: 'localhost:3001', 'sec-fetch-site': 'cross-site' },
    ])
      assert.throws(() => callerOf(headers, open), { code: 'FORBIDDEN' });
    assert.throws(() => callerOf({ host: 'localhost' }, { ...open, isLoopback: false }), { code: 'UNAUTHENTICATED' });
  });

  test('lets roles do what is theirs', () => {
    for (const role of ROLES) assert.ok(mayCall(role, 'everybody'));
    const caller = { actor: 'a', keyId: 'k', role: 'viewer' } as const;
    assert.throws(() => demandRole(caller, ['agent']), { code: 'FORBIDDEN' });
    demandRole({ ...caller, role: 'admin' }, ['agent']);
  });
});

describe('limits and lines', () => {
  test('a key has so many requests in a window, others have their own', () => {
    let time = 0;
    const limit = new RateLimit({ max: 2, windowMs: 1000, elapsedMs: () => time });
    limit.take('a');
    limit.take('a');
    assert.throws(() => limit.take('a'), { code: 'TOO_MANY_REQUESTS', details: { retryAfterSeconds: 1 } });
    limit.take('b');
    time = 1000;
    limit.take('a');
  });

  test('a line is JSON with the members that guides search for, or text with the level in capitals', () => {
    const lines: string[] = [];
    const options = { level: 'info', write: (line: string) => void lines.push(line), now: () => at } as const;
    const log = createLog({ ...options, form: 'json' }).of('gateway');
    log.debug('not written');
    log.error('it "failed"\n', { trace_id: 't', hash: 'h', more: 1 });
    createLog({ ...options, form: 'text' }).warn('a\nb');
    assert.deepEqual(lines, [
      '{"level":"error","msg":"it \\"failed\\"\\n","trace_id":"t","hash":"h","timestamp":"2026-01-01T00:00:00.000Z","service":"gateway","more":1}\n',
      '2026-01-01T00:00:00.000Z WARN  services: a b\n',
    ]);
  });
});
