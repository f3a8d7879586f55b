/** What the views of a service are tested with: a project in git, missions in every place, money, and a forecast that came to something. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import type { ServiceClient } from '../../src/client/index.ts';
import { ALICE, cli } from '../cli/cli-runner.ts';
import { SPEC } from '../mission/scene.ts';
import type { Running } from '../services/running.ts';
import type { ShowOptions, Shown, Stage } from './stage.ts';

/** The key of the services. */
export const KEY = 'the-key-of-the-service';
/** What somebody would write who wants to do harm. */
export const HOSTILE = '<img src=x onerror=alert(1)>\u202etxt.exe';

/** M-1 is applied and verified, M-2 and M-3 wait for the approval of their plans; M-3 takes signatures alone. */
export async function tellMissions({ folder, ledgerPath }: Running, client: ServiceClient): Promise<void> {
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src/auth.ts'), 'export type UserId = string;\n');
  writeFileSync(join(folder, '.gitignore'), 'evidence\n*.jsonl*\n.jsonatomic\n');
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['config', 'user.name', 'Test'],
    ['config', 'user.email', 'test@example.com'],
    ['add', '.'],
    ['commit', '--quiet', '--message', 'base'],
  ])
    execFileSync('git', args, { cwd: folder });
  await client.missions.create({ title: 'Rename the id', risk: 'low', description: HOSTILE });
  await client.missions.addBatch('M-1', {
    contents: [{ spec: SPEC as never }],
    prs: ['javascript:alert(1)', 'https://example.com/pull/1'],
  });
  const run = ['mission', 'run', '--mission', 'M-1', '--root', folder, '--ledger', ledgerPath, '--no-run'];
  const { status, stdout, stderr } = await cli(run, { env: ALICE, program: ATOMIC });
  assert.equal(status, 0, stdout + stderr);
  await client.missions.create({ title: HOSTILE, risk: 'medium' });
  await client.missions.create({ title: 'Signed alone', approvals: 'signed' });
  await client.evidence.record({ type: 'Reviewed', missionId: 'M-1', data: { by: HOSTILE } });
}

/** 30.5 of 100 USD are spent, of which 0.5 were forecast. */
export async function tellMoney(client: ServiceClient): Promise<void> {
  await client.finops.consume({ consumed: 30, mission: 'M-1', model: 'gpt-4.1', usage: 'U-1' });
  const { forecast } = await client.finops.forecast({ changeSpec: SPEC as never, model: 'gpt-4.1', record: true });
  await client.finops.consume({ consumed: 0.5, forecast: forecast! });
}

/** Opens a view with the service connected. */
export async function connected(
  stage: Stage,
  below: string,
  options: ShowOptions = {},
  address = stage.address,
): Promise<Shown> {
  const shown = await stage.show('#/connect', options, address);
  await shown.page.getByLabel('API key').fill(KEY);
  await shown.page.getByRole('button', { name: 'Connect' }).click();
  await shown.page.getByRole('heading', { name: 'Connected' }).waitFor();
  await shown.page.evaluate(`location.hash = '${below}'`);
  return shown;
}

/** Makes a key in the page, and takes it for signing. */
export async function makeKey(page: Page, name: string): Promise<void> {
  await page.getByLabel('What to call it').fill(name);
  await page.getByRole('button', { name: 'Make a key for this page' }).click();
  await page.getByLabel('Sign with').locator('option:checked', { hasText: name }).waitFor({ state: 'attached' });
}
