/** The playground: what is transferred before the page is there, and how long it takes to the verdict, in a real browser. */
import { createReadStream, existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findBrowser } from '../browser/chromium.ts';
import { ForeignLoad } from './machine.ts';
import { count, digits } from './result.ts';
import type { Bench, BenchPlace, BenchResult, Table } from './result.ts';
import { root } from './root.ts';
import { sampleLedger } from './sample.ts';

export const playgroundBench: Bench = { name: 'playground', run };

const SIZES = {
  full: { host: [1_000, 100_000, 1_000_000], disk: [1_000, 10_000] },
  short: { host: [20], disk: [20] },
};
const FOLDER = join(root, 'dist/playground');
const FIRST = ['index.html', 'style.css', 'icon.svg', 'main.js'];
const PATIENCE_MS = 3_600_000;

interface Seen {
  readonly verdictMs: number;
  readonly listMs: number;
  /** The longest time in which the page did not answer. */
  readonly pauseMs: number;
}

async function run({ folder, isShort }: BenchPlace): Promise<BenchResult> {
  const sizes = SIZES[isShort ? 'short' : 'full'];
  const load = new ForeignLoad();
  const transfer = transferTable();
  const found = findBrowser();
  const timed = found === undefined ? [] : await timesTable(folder, sizes);
  return {
    title: 'Playground',
    how: [
      'Transfer: the files as they are, and packed by gzip, as a host sends them. A worker is loaded when something is opened.',
      'Times: from the moment a ledger as in `verify` is handed in to the verdict, and to the list of its lines, in headless Chromium. From a host, signatures are checked in WebAssembly; from a disk in JavaScript, since no worker there has a policy of its own. The pause is the longest task of the page meanwhile; a browser tells of those of 50 ms and more, so 0 stands for less than that.',
      ...(found === undefined ? ['There was no browser, so no times were taken.'] : []),
    ],
    targets: [
      {
        what: 'what is transferred before the page is there, packed',
        bound: { atMost: 60 },
        figure: transfer.firstKb,
        unit: 'kB',
      },
      ...timed.flatMap(({ lines, from, seen }) =>
        from === 'host'
          ? [
              {
                what: `longest pause of the page, ${count(lines)} lines`,
                bound: { atMost: 200 },
                figure: seen.pauseMs,
                unit: 'ms',
              },
            ]
          : [],
      ),
    ],
    tables: [transfer.table, ...(timed.length === 0 ? [] : [tableOf(timed)])],
    bounds: [
      'One worker reads, hashes and judges, others check signatures for it (as many as there are processors beside one, at most three), and one more reads and parses every line for the list: with two processors three threads share them until the list is there.',
      'Of the transfer, the schemas of atomics and the module for signatures take most of a worker.',
    ],
    foreignLoad: load.take(),
    discarded: 0,
  };
}

function transferTable(): { readonly table: Table; readonly firstKb: number } {
  const files = readdirSync(FOLDER)
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(FOLDER, name)) }));
  const packed = (bytes: Buffer): number => gzipSync(bytes, { level: 9 }).length / 1000;
  const rows = files.map(({ name, bytes }) => [`\`${name}\``, digits(bytes.length / 1000), digits(packed(bytes))]);
  const firstKb = files.filter(({ name }) => FIRST.includes(name)).reduce((sum, { bytes }) => sum + packed(bytes), 0);
  return { table: { columns: ['file', 'kB', 'kB packed'], rows }, firstKb };
}

interface Timed {
  readonly from: 'host' | 'disk';
  readonly lines: number;
  readonly seen: Seen;
}

async function timesTable(folder: string, sizes: (typeof SIZES)['full']): Promise<Timed[]> {
  const { path: executablePath, libraries } = findBrowser()!;
  const env = { ...process.env, ...(libraries !== undefined && { LD_LIBRARY_PATH: libraries }) } as Record<
    string,
    string
  >;
  const browser = await chromium.launch({
    executablePath,
    env,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const server = await serve();
  try {
    const { port } = server.address() as AddressInfo;
    const places = { host: `http://127.0.0.1:${String(port)}/`, disk: pathToFileURL(join(FOLDER, 'index.html')).href };
    const timed: Timed[] = [];
    for (const from of ['host', 'disk'] as const)
      for (const lines of sizes[from]) {
        const ledger = await sampleLedger(folder, { lines });
        timed.push({ from, lines, seen: await look(browser, places[from], ledger, lines) });
      }
    return timed;
  } finally {
    server.close();
    await browser.close();
  }
}

/** Hands a ledger in and waits until all of it is judged and listed. */
async function look(browser: Browser, address: string, ledger: string, lines: number): Promise<Seen> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(
    'globalThis.pauses = [0]; new PerformanceObserver((list) => pauses.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: "longtask" });',
  );
  await page.goto(address);
  const start = performance.now();
  await page.locator('.opener input[type=file]').first().setInputFiles(ledger);
  const timeout = PATIENCE_MS;
  const since = (): number => performance.now() - start;
  const [verdictMs, listMs] = await Promise.all([
    page.locator('.verdict[data-verdict=warn], .verdict[data-verdict=bad]').waitFor({ timeout }).then(since),
    page.locator('.row').first().waitFor({ timeout }).then(since),
  ]);
  const word = await page.locator('.verdict-word').innerText();
  const listed = await page.locator('.verdict .facts').innerText();
  if (word !== 'Unchanged' || !listed.includes(lines.toLocaleString('en')))
    throw new Error(`${ledger}: ${word}\n${listed}`);
  const pauseMs = await page.evaluate<number>('Math.max(...pauses)');
  await context.close();
  return { verdictMs, listMs, pauseMs };
}

function tableOf(timed: readonly Timed[]): Table {
  return {
    columns: ['lines', 'from a', 'verdict, s', 'lines a second', 'list, s', 'longest pause, ms'],
    rows: timed.map(({ lines, from, seen: { verdictMs, listMs, pauseMs } }) => [
      count(lines),
      from,
      digits(verdictMs / 1000),
      count(Math.round(lines / (verdictMs / 1000))),
      digits(listMs / 1000),
      digits(pauseMs),
    ]),
  };
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** As a host for static files. */
async function serve(): Promise<Server> {
  const server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1);
    const isThere = /^[\w.-]+$/.test(name) && existsSync(join(FOLDER, name));
    response.writeHead(isThere ? 200 : 404, { 'content-type': TYPES[extname(name)] ?? 'text/plain' });
    if (isThere) createReadStream(join(FOLDER, name)).pipe(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
