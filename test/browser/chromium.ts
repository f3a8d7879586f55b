/**
 * A real browser: CHROMIUM_PATH, else the one inside the npm package @sparticuz/chromium with the libraries that it needs (Linux on
 * x64), else one that the system has.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { projectRoot } from '../checks/scratch.ts';

/** A browser that can be started. */
export interface Browser {
  readonly path: string;
  /** A folder of shared libraries, where it brings its own. */
  readonly libraries?: string;
}

/** Answers a browser, or `undefined` where there is none. */
export function findBrowser(): Browser | undefined {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) return { path: named };
  const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );
  return packaged() ?? (installed === undefined ? undefined : { path: installed });
}

/**
 * Opens a page without a window. The browser ends with the test; where it ends earlier or runs out of time, the promise rejects with
 * what it wrote.
 */
export function openPage(t: TestContext, { path, libraries }: Browser, url: string): Promise<never> {
  const profile = mkdtempSync(join(cache(), 'profile-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', `--user-data-dir=${profile}`];
  const env = { ...process.env, HOME: profile, ...(libraries !== undefined && { LD_LIBRARY_PATH: libraries }) };
  const child = spawn(path, [...flags, url], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  child.on('error', (error) => (output += error.message));
  const ended = new Promise<void>((resolve) => child.on('close', resolve));
  const timedOut = new Promise<void>((resolve) => {
    t.signal.addEventListener('abort', () => {
      resolve();
    });
  });
  t.after(async () => {
    // Its processes are one group.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  return Promise.race([ended, timedOut]).then(() => {
    throw new Error(`the page told nothing, and the browser wrote: ${output}`);
  });
}

/** Unpacks the browser of the npm package, once for each version. */
function packaged(): Browser | undefined {
  const manifest = join(projectRoot, 'node_modules/@sparticuz/chromium/package.json');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const folder = join(cache(), version);
  if (!existsSync(folder)) unpack(folder);
  return { path: join(folder, 'chromium'), libraries: join(folder, 'al2023/lib') };
}

/** The package unpacks into the folder for temporary files, and its libraries only where it takes the machine for one of Amazon's. */
function unpack(folder: string): void {
  const fresh = mkdtempSync(`${folder}-`);
  const module = JSON.stringify(import.meta.resolve('@sparticuz/chromium'));
  const script = `const { default: chromium } = await import(${module}); await chromium.executablePath();`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: projectRoot,
    env: { ...process.env, TMPDIR: fresh, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the browser could not be unpacked: ${stderr}`);
  if (existsSync(folder)) rmSync(fresh, { recursive: true });
  else renameSync(fresh, folder);
}

function cache(): string {
  const folder = join(projectRoot, '.cache/chromium');
  mkdirSync(folder, { recursive: true });
  return folder;
}
