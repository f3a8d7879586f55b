/** `logline-core/atomic` in a real browser, bundled as it is: the same verdicts on every foreign vector as in Node. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { isBuilt } from '../../scripts/setup.mjs';
import { judgeVectors } from '../atomic/suite/suite.ts';
import { missingVectors, readVectors } from '../atomic/suite/vector-files.ts';
import { projectRoot } from '../checks/scratch.ts';
import { bundlePage } from './bundle.ts';
import { findBrowser, openPage } from './chromium.ts';
import type { PageOutcome } from './vectors-page.ts';
import '../uncounted.ts';

const PATIENCE_MS = 120_000;

/** No script but the bundle, no connection but to its server: what a careful application sets. With WebAssembly allowed or not. */
const POLICIES = {
  fast: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
  portable: "default-src 'none'; script-src 'self'; connect-src 'self'",
};

const browser = findBrowser();
const noBrowser = browser === undefined && 'NOTHING WAS TESTED IN A BROWSER: there is none; set CHROMIUM_PATH';
const skip = noBrowser || missingVectors;
if (skip !== false) console.error(skip);

test('a browser and vectors are at hand where everything has to be tested', () => {
  if (process.env['CI'] === 'true') assert.equal(skip, false);
});

for (const [engine, policy] of Object.entries(POLICIES)) {
  test(
    `every vector has the same verdict as in Node, under a strict policy that leaves the ${engine} engine`,
    { skip, timeout: PATIENCE_MS },
    async (t) => {
      assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
      const { code, imports, warnings } = await bundlePage(join(projectRoot, 'test/browser/vectors-page.ts'));
      assert.deepEqual([imports, warnings], [[], []]);
      const vectors = readVectors();
      const outcome = await judgeInBrowser(t, code, vectors, policy);
      assert.deepEqual([outcome.engine, outcome.hasNativeEngine, outcome.signs], [engine, false, [true, false]]);
      assert.deepEqual(outcome.groups, judgeVectors(vectors));
    },
  );
}

/** Serves the page on the loopback interface, opens it, and answers what it tells. */
async function judgeInBrowser(
  t: TestContext,
  code: string,
  vectors: Readonly<Record<string, Uint8Array>>,
  policy: string,
): Promise<PageOutcome> {
  const base64 = Object.entries(vectors).map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]);
  const pages: Readonly<Record<string, readonly [type: string, body: string]>> = {
    '/': ['text/html', '<!doctype html><title>vectors</title><script type="module" src="/page.js"></script>'],
    '/page.js': ['text/javascript', code],
    '/vectors': ['application/json', JSON.stringify(Object.fromEntries(base64))],
  };
  const server = createServer();
  const told = new Promise<string>((resolve, reject) => {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const [type, body] = pages[request.url!] ?? ['text/plain', ''];
      response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body);
      if (request.method === 'POST') readAll(request).then(resolve, reject);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const opened = openPage(t, browser!, `http://127.0.0.1:${String(port)}/`);
  const outcome = JSON.parse(await Promise.race([told, opened])) as PageOutcome | { readonly error: string };
  if ('error' in outcome) assert.fail(outcome.error);
  return outcome;
}

async function readAll(chunks: AsyncIterable<Buffer>): Promise<string> {
  const all = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}
