/** A real browser on the playground as the ledger API serves it: one for a whole file of tests, with a new page for each flow. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { isBuilt } from '../../scripts/setup.mjs';
import { findBrowser } from '../browser/chromium.ts';
import type { Environment } from '../../services/src/settings.ts';
import { startServices } from '../services/running.ts';
import type { Running } from '../services/running.ts';

/** Why nothing can be tested; `false` where it can. */
export const skip: string | false =
  findBrowser() === undefined && 'NOTHING WAS TESTED IN A BROWSER: there is none; set CHROMIUM_PATH';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where screenshots are put, if anywhere: for looking at them. */
const SHOTS = process.env['LOGLINE_SHOTS'];

/** A page, and everything that it complained of. */
export interface Shown {
  readonly page: Page;
  /** Errors of scripts, and what its policy refused. */
  readonly complaints: string[];
}

/** How a page is opened. */
export interface ShowOptions extends BrowserContextOptions {
  /** A script that takes something away which a browser may not have. */
  readonly without?: string;
}

/** The browser, the service and a folder for files. */
export class Stage {
  readonly folder: string;
  readonly address: string;
  readonly services: Running;
  readonly #browser: Browser;

  private constructor(browser: Browser, services: Running) {
    this.#browser = browser;
    this.services = services;
    this.address = `http://127.0.0.1:${String(services.ports['ledger'])}/`;
    this.folder = mkdtempSync(join(tmpdir(), 'logline-playground-'));
  }

  static async open(names: readonly string[] = ['ledger'], settings: Environment = {}): Promise<Stage> {
    assert.ok(isBuilt(), 'dist/ is older than the sources: npm run build');
    const { path, libraries } = findBrowser()!;
    const env = { ...process.env, ...(libraries !== undefined && { LD_LIBRARY_PATH: libraries }) } as Record<
      string,
      string
    >;
    const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
    const [browser, services] = await Promise.all([
      chromium.launch({ executablePath: path, env, args }),
      startServices(names, settings),
    ]);
    return new Stage(browser, services);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.services.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Opens the page at an address below it, such as `#/write`. */
  async show(below = '', { without, ...options }: ShowOptions = {}, address = this.address): Promise<Shown> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    if (without !== undefined) await page.addInitScript(without);
    page.setDefaultTimeout(20_000);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(address + below);
    return { page, complaints };
  }

  /** Writes a file, and answers its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }
}

/** Hands files to the page, as the chooser of the system would. */
export async function choose(page: Page, ...paths: string[]): Promise<void> {
  await page.locator('.opener input[type=file]').first().setInputFiles(paths);
}

/** Waits for the verdict, and answers its word. */
export async function verdict(page: Page): Promise<string> {
  await page.locator('.verdict[data-verdict]:not([data-verdict=running])').waitFor();
  await page.locator('.verdict .facts, .verdict .muted').first().waitFor();
  return page.locator('.verdict-word').innerText();
}

/** What axe-core has against the page as it is now. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<{ id: string; nodes: { html: string; failureSummary: string }[] }[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** Presses Tab until something has the focus. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab');
    if (
      await wanted.evaluate(
        (one) => one === (one as { ownerDocument: { activeElement: unknown } }).ownerDocument.activeElement,
      )
    )
      return;
  }
  assert.fail(`${String(wanted)} is not reached by Tab.`);
}

/** What is wrong on a phone of 360 pixels: axe-core's violations, and a page that is wider. */
export async function violationsOnPhone(page: Page): Promise<string[]> {
  await page.setViewportSize(PHONE);
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  return [...(await violations(page)), ...(width > PHONE.width ? [`The page is ${String(width)} pixels wide.`] : [])];
}

/** A small one. */
export const PHONE = { width: 360, height: 740 } as const;

/** Puts a picture of the page where somebody looks at pictures. */
export async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS !== undefined) await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: true });
}
