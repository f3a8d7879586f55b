/** The page of the browser example, built as its readers build it, in a real browser. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { createMemorySigner, generateKeyPair, signDraft } from 'logline-core';
import { isBuilt } from '../../scripts/setup.mjs';
import { findBrowser, openPage } from '../browser/chromium.ts';
import { plant, projectRoot } from '../checks/scratch.ts';
import { draft } from '../ledger/fixtures.ts';
import '../uncounted.ts';

const browser = findBrowser();
const skip = browser === undefined && 'NOTHING WAS TESTED IN A BROWSER: there is none; set CHROMIUM_PATH';

interface Shown {
  readonly summary: string;
  readonly rows: readonly string[];
}

test('a browser is at hand where everything has to be tested', () => {
  if (process.env['CI'] === 'true') assert.equal(skip, false);
});

test('the page verifies lines by itself', { skip, timeout: 120_000 }, async (t) => {
  const folder = build(t);
  assert.deepEqual(readdirSync(folder).sort(), ['index.html', 'page.css', 'page.js']);

  const { privateKey, publicKey } = generateKeyPair();
  const { line } = await signDraft(draft(1), createMemorySigner(privateKey));
  const lines = [line, line.replace('console', 'consola'), '<b>no JSON</b>'].join('\n');
  const signer = `${publicKey.slice(0, 16)}…`;

  const trusted = await show(t, folder, { lines, keys: publicKey });
  assert.deepEqual(trusted.rows, [
    `1|/functions/f1|${signer}|verified`,
    `2|/functions/f1|${signer}|HASH_MISMATCH`,
    '3|||PARSE_ERROR',
  ]);
  assert.equal(trusted.summary, '3 verified, 2 not.');

  const foreign = await show(t, folder, { lines: line, keys: generateKeyPair().publicKey });
  assert.deepEqual(foreign.rows, [`1|/functions/f1|${signer}|UNTRUSTED_KEY`]);
  const nobody = await show(t, folder, { lines: line });
  assert.match(nobody.summary, /No keys: this does not show who signed\.$/);
  const slip = await show(t, folder, { lines: line, keys: publicKey.toUpperCase() });
  assert.match(slip.summary, /is not 64 lower-case hex characters/);
});

function build(t: TestContext): string {
  assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
  const folder = plant(t, {});
  const script = join(projectRoot, 'examples/verify-in-a-browser/build.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, folder], {
    cwd: projectRoot,
    encoding: 'utf8',
  });
  assert.deepEqual([status, stderr, stdout], [0, '', `built ${folder}\n`]);
  return folder;
}

const TYPES: Readonly<Record<string, string>> = { html: 'text/html', css: 'text/css', js: 'text/javascript' };

/** A script of the test's own, which tells what the page shows. The policy of the page lets it fetch nothing, so it goes to another one. */
const PROBE = `
  const rows = [...document.querySelectorAll('tbody tr')].map((tr) => [...tr.cells].map((td) => td.textContent).join('|'));
  const shown = JSON.stringify({ summary: document.getElementById('summary').textContent, rows });
  location.href = '/told?' + encodeURIComponent(shown);
`;

async function show(t: TestContext, folder: string, link: Readonly<Record<string, string>>): Promise<Shown> {
  const server = createServer();
  const told = new Promise<Shown>((resolve) => {
    server.on('request', ({ url = '/' }: IncomingMessage, response: ServerResponse) => {
      const [path, query] = url.split('?') as [string, string?];
      if (path === '/told') resolve(JSON.parse(decodeURIComponent(query!)) as Shown);
      const [name, body] = fileOf(folder, path);
      response.writeHead(200, { 'content-type': TYPES[name.split('.').at(-1)!] ?? 'text/plain' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${String(port)}/#${new URLSearchParams(link).toString()}`;
  return Promise.race([told, openPage(t, browser!, url)]);
}

/** A file of the page, with the probe in it. */
function fileOf(folder: string, path: string): [name: string, body: string] {
  if (path === '/probe.js') return ['probe.js', PROBE];
  const name = path === '/' ? 'index.html' : path.slice(1);
  if (!readdirSync(folder).includes(name)) return ['', ''];
  const text = readFileSync(join(folder, name), 'utf8');
  return [name, text.replace('</head>', '<script type="module" src="probe.js"></script></head>')];
}
