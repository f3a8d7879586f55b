/** Keys outside of this process's memory: a file, and programs with the output of the real ones. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { signDraft, verifyAtomic } from '../../src/atomic/index.ts';
import { createCommandSigner, splitCommand } from '../../src/ledger/signer-command.ts';
import { createFileSigner } from '../../src/ledger/signer-file.ts';
import { draft, privateKey, publicKey } from './fixtures.ts';

const folder = mkdtempSync(join(tmpdir(), 'logline-signer-'));
after(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a key file', () => {
  test('signs as the key in memory does', async () => {
    const signer = await createFileSigner(file('key', `${privateKey(1)}\n`));
    assert.equal(signer.publicKey, publicKey(1));
    assert.equal(verifyAtomic((await signDraft(draft(1), signer)).line, { keys: [publicKey(1)] }).ok, true);
  });

  test('that holds no key is refused without a word of what it holds', async () => {
    await assert.rejects(
      createFileSigner(file('secret', 'hunter2')),
      ({ code, message }: { code: string; message: string }) => {
        assert.equal(code, 'KEY_MALFORMED');
        assert.doesNotMatch(message, /hunter2/);
        return true;
      },
    );
    await assert.rejects(createFileSigner(join(folder, 'none')), { code: 'INPUT_MISSING' });
    await assert.rejects(createFileSigner(folder), { code: 'INPUT_UNREADABLE' });
  });
});

describe('a signing command', () => {
  const program = file(
    'signer.mjs',
    `import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
const [form, argument] = process.argv.slice(2);
const message = argument === undefined ? readFileSync(0) : form.startsWith('vault') ? Buffer.from(argument, 'base64') : Buffer.from(argument);
const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from('${privateKey(1)}', 'hex')]);
const sig = sign(null, message, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
const forms = { raw: sig, hex: sig.toString('hex') + '\\n', base64: sig.toString('base64') + '\\n', base64url: sig.toString('base64url'),
  vault: 'vault:v1:' + sig.toString('base64') + '\\n', short: sig.subarray(1).toString('base64'), words: 'no such key', long: 'x'.repeat(9000) };
if (form === 'fail') { console.error('access denied'); process.exit(1); }
process.stdout.write(forms[form]);
`,
  );
  const signerOf = (form: string, ...args: string[]): ReturnType<typeof createCommandSigner> =>
    createCommandSigner([process.execPath, program, form, ...args], { publicKey: publicKey(1) });

  for (const [form, ...args] of [
    ['raw'],
    ['hex'],
    ['base64'],
    ['base64url'],
    ['vault', '{base64}'],
    ['hex', '{hash}'],
  ] as const) {
    test(`may answer ${form}${args.length > 0 ? ` for ${args.join()}` : ''}`, async () => {
      const { line } = await signDraft(draft(1), signerOf(form, ...args));
      assert.equal(verifyAtomic(line, { keys: [publicKey(1)] }).ok, true);
    });
  }

  test('runs only some at a time, however many atomics are signed', async () => {
    const count = file(
      'count.mjs',
      `import { mkdirSync, readdirSync, rmdirSync, appendFileSync } from 'node:fs';
const [, , folder] = process.argv;
mkdirSync(folder + '/' + process.pid, { recursive: true });
appendFileSync(folder + '.log', readdirSync(folder).length + '\\n');
await new Promise((resolve) => setTimeout(resolve, 100));
rmdirSync(folder + '/' + process.pid);
process.stdout.write('0'.repeat(128));
`,
    );
    const running = join(folder, 'running');
    const signer = createCommandSigner([process.execPath, count, running], { publicKey: publicKey(1), concurrency: 2 });
    const signed = await Promise.allSettled(Array.from({ length: 5 }, () => signer.sign(new Uint8Array(64))));
    assert.ok(signed.every(({ status }) => status === 'rejected'));
    const seen = readFileSync(`${running}.log`, 'utf8').trim().split('\n').map(Number);
    assert.equal(seen.length, 5);
    assert.ok(Math.max(...seen) <= 2, seen.join());
  });

  for (const [form, message] of [
    ['fail', /access denied/],
    ['short', /no signature/],
    ['words', /no signature/],
    ['long', /more than 4096 bytes/],
  ] as const) {
    test(`that answers "${form}" is SIGNER_FAILED`, async () => {
      await assert.rejects(signDraft(draft(1), signerOf(form)), { code: 'SIGNER_FAILED', message });
    });
  }

  test('that signs with another key, or something else, is SIGNER_FAILED', async () => {
    const other = createCommandSigner([process.execPath, program, 'hex'], { publicKey: publicKey(2) });
    await assert.rejects(signDraft(draft(1), other), { code: 'SIGNER_FAILED', message: /is not one of the key/ });
    await assert.rejects(signDraft(draft(1), signerOf('hex', 'something else')), { code: 'SIGNER_FAILED' });
  });

  test('that is not there, or has no key, is told', async () => {
    const missing = createCommandSigner([join(folder, 'none')], { publicKey: publicKey(1), timeoutMs: 5000 });
    await assert.rejects(signDraft(draft(1), missing), { code: 'SIGNER_FAILED' });
    assert.throws(() => createCommandSigner(['true'], { publicKey: 'ff' }), { code: 'KEY_MALFORMED' });
  });
});

describe('a command line', () => {
  test('is divided into words without a shell', () => {
    assert.deepEqual(splitCommand(` aws kms  sign --key-id 'alias/a b' --x="$HOME" `), [
      'aws',
      'kms',
      'sign',
      '--key-id',
      'alias/a b',
      '--x=$HOME',
    ]);
    assert.deepEqual(splitCommand('["a b","",";"]'), ['a b', '', ';']);
    assert.deepEqual(splitCommand(`a ''`), ['a', '']);
  });

  test('that cannot be divided is refused', () => {
    for (const text of ['', '  ', `a 'b`, 'a "b', '[', '[7]', '[]'])
      assert.throws(() => splitCommand(text), { code: 'USAGE' }, text);
  });
});
