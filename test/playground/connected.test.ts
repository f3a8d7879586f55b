/** The views of the playground that need a service, in a real browser, against services that run. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { ATOMIC } from '../../src/cli/atomic-program.ts';
import { createClient } from '../../src/client/index.ts';
import type { ServiceClient } from '../../src/client/index.ts';
import { verifyPack } from '../../src/evidence/index.ts';
import { missionReader } from '../../src/mission/index.ts';
import { projectRoot } from '../checks/scratch.ts';
import { ALICE, cli } from '../cli/cli-runner.ts';
import { SPEC } from '../mission/scene.ts';
import { Stage, shoot, skip, violations } from './stage.ts';
import '../unmeasured.ts';

const KEY = 'the-key-of-the-service';
const DISK = pathToFileURL(join(projectRoot, 'dist/playground/index.html')).href;
const HOSTILE = '<img src=x onerror=alert(1)>\u202etxt.exe';

let stage: Stage;
let client: ServiceClient;
before(async () => {
  if (skip !== false) return;
  const names = ['ledger', 'gateway', 'orchestrator', 'finops', 'evidence'];
  stage = await Stage.open(names, { API_KEY: KEY });
  client = createClient({ url: stage.address, apiKey: KEY });
  await tellStories();
});
after(async () => {
  if (skip === false) await stage.close();
});

/** A project in git, missions in every place, money, and a forecast that came to something. */
async function tellStories(): Promise<void> {
  const { folder } = stage.services;
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
  const run = [
    'mission',
    'run',
    '--mission',
    'M-1',
    '--root',
    folder,
    '--ledger',
    stage.services.ledgerPath,
    '--no-run',
  ];
  const { status, stdout, stderr } = await cli(run, { env: ALICE, program: ATOMIC });
  assert.equal(status, 0, stdout + stderr);
  await client.missions.create({ title: HOSTILE, risk: 'medium' });
  await client.missions.create({ title: 'Signed alone', approvals: 'signed' });
  await client.finops.consume({ consumed: 30, mission: 'M-1', model: 'gpt-4.1', usage: 'U-1' });
  const { forecast } = await client.finops.forecast({ changeSpec: SPEC as never, model: 'gpt-4.1', record: true });
  await client.finops.consume({ consumed: 0.5, forecast: forecast! });
  await client.evidence.record({ type: 'Reviewed', missionId: 'M-1', data: { by: HOSTILE } });
}

/** Opens a view with the service connected. */
async function connected(
  below: string,
  options: Parameters<Stage['show']>[1] = {},
): Promise<{ page: Page; complaints: string[] }> {
  const shown = await stage.show('#/connect', options);
  await shown.page.getByLabel('API key').fill(KEY);
  await shown.page.getByRole('button', { name: 'Connect' }).click();
  await shown.page.getByRole('heading', { name: 'Connected' }).waitFor();
  await shown.page.evaluate(`location.hash = '${below}'`);
  return shown;
}

describe('with a service', { skip, timeout: 240_000 }, () => {
  test('address and key are asked for, and kept in memory alone', async () => {
    const { page, complaints } = await stage.show('#/connect');
    assert.equal(`${await page.getByLabel('Address').inputValue()}/`, stage.address);
    await page.getByLabel('API key').fill('wrong');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('UNAUTHENTICATED').waitFor();
    await page.getByLabel('API key').fill(KEY);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Head', { exact: true }).waitFor();
    const kept = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.documentElement.outerHTML])',
    );
    assert.doesNotMatch(kept, new RegExp(KEY));
    assert.equal(await page.getByLabel('API key').inputValue(), '');
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'connect');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Nothing is connected').waitFor();
    assert.deepEqual(
      complaints.filter((text) => !text.includes('401')),
      [],
    );
  });

  test('from elsewhere nothing is answered, and the page says what to do', async () => {
    const { page } = await stage.show('#/connect', {}, DISK);
    await page.getByLabel('Address').fill(stage.address);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('SERVICE_UNREACHABLE').waitFor();
    await page.getByText('Services answer no page that is from elsewhere').waitFor();
  });

  test('views say so while there is none', async () => {
    for (const view of ['missions', 'money', 'tail']) {
      const { page } = await stage.show(`#/${view}`);
      await page.getByText('This needs a service').waitFor();
    }
    const deep = await stage.show('#/missions/M-1');
    await deep.page.getByRole('link', { name: 'Connect one' }).click();
    await deep.page.getByLabel('API key').fill(KEY);
    await deep.page.getByRole('button', { name: 'Connect' }).click();
    await deep.page.getByRole('heading', { name: 'Checkpoints' }).waitFor();
    assert.match(deep.page.url(), /#\/missions\/M-1$/);
    const { page } = await stage.show('#/gateway');
    assert.ok(await page.getByRole('button', { name: 'Check' }).isDisabled());
  });

  test('the board has missions where they stand, whatever their titles say', async () => {
    const { page, complaints } = await connected('#/missions');
    await page.getByRole('heading', { name: 'Plan to be approved (2)' }).waitFor();
    assert.match(await page.locator('.board').innerText(), /M-1[^]*Rename the id/);
    assert.match(await page.locator('.board').innerText(), /<img src=x onerror=alert\(1\)>\\u\{202e\}txt\.exe/);
    assert.equal(await page.locator('.board img').count(), 0);
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'missions-light');
    await page.getByLabel('Theme').selectOption('dark');
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'missions-dark');
    await page.getByRole('link', { name: /M-1/ }).click();
    await page.getByRole('heading', { name: 'Mission M-1' }).waitFor();
    assert.match(page.url(), /#\/missions\/M-1$/);
    assert.deepEqual(complaints, []);
  });

  test("an approval is signed in the page, and is the approver's own", async () => {
    const { page, complaints } = await connected('#/missions/M-3');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('APPROVAL_REFUSED').waitFor();
    await page.getByLabel('What to call it').fill('kim');
    await page.getByRole('button', { name: 'Make a key for this page' }).click();
    await page.getByLabel('Sign with').locator('option:checked', { hasText: 'kim' }).waitFor({ state: 'attached' });
    await page.getByLabel('Your name').fill('kim@example.com');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('approved by kim@example.com').waitFor();
    const [plan] = (await client.missions.get('M-3')).checkpoints;
    assert.deepEqual([plan?.status, plan?.approvals[0]?.method], ['approved', 'signed']);
    assert.match(plan?.approvals[0]?.by.key ?? '', /^[0-9a-f]{64}$/);
    assert.deepEqual(
      complaints.filter((text) => !/\b40\d\b/.test(text)),
      [],
    );
  });

  test('a rejection has a reason, and without a key the service witnesses it', async () => {
    const { page } = await connected('#/missions/M-2');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('REQUEST_INVALID').waitFor();
    await page.getByLabel(/^Reason/).fill('not now');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText(/rejected by .*witnessed/).waitFor();
    assert.equal((await client.missions.get('M-2')).status, 'rejected');
  });

  test('a rollback names the files before it is done', async () => {
    const { page, complaints } = await connected('#/missions/M-1');
    await page.getByRole('button', { name: 'Roll batch-1 back' }).click();
    const question = page.getByRole('alertdialog');
    assert.match(await question.innerText(), /src\/auth\.ts has its old content/);
    await page.keyboard.press('Escape');
    assert.equal(await question.count(), 0);
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Roll batch-1 back');
    assert.match(readFileSync(join(stage.services.folder, 'src/auth.ts'), 'utf8'), /AccountId/);
    await page.getByRole('button', { name: 'Roll batch-1 back' }).press('Enter');
    await page.locator(':focus', { hasText: 'Leave it as it is' }).waitFor();
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'rollback');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('rolled-back').waitFor();
    assert.match(readFileSync(join(stage.services.folder, 'src/auth.ts'), 'utf8'), /UserId/);
    const links = await page
      .locator('main a')
      .evaluateAll((all) => all.map((one) => (one as unknown as { href: string }).href));
    assert.ok(links.includes('https://example.com/pull/1'));
    assert.ok(links.every((href) => !href.startsWith('javascript:')));
    assert.deepEqual(complaints, []);
  });

  test('provenance is drawn and told, and the pack is downloaded and verifies', async () => {
    const { page, complaints } = await connected('#/missions/M-1');
    await page.getByRole('button', { name: 'Show where it comes from' }).click();
    await page.getByRole('img', { name: 'Provenance' }).waitFor();
    assert.ok((await page.locator('svg.graph g').count()) > 4);
    assert.match(await page.locator('table.events').innerText(), /batch applied/);
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'mission');
    await page.getByLabel('Theme').selectOption('dark');
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'mission-dark');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the audit pack' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'audit-pack-M-1.zip');
    const pack = readFileSync(await download.path());
    assert.deepEqual((await verifyPack(pack, { reader: missionReader })).findings, []);
    assert.deepEqual(complaints, []);
  });

  test('money is charts, with the same as numbers', async () => {
    const { page, complaints } = await connected('#/money');
    await page.getByRole('img', { name: /^30\.5 of 100 USD spent/ }).waitFor();
    await page.getByRole('img', { name: /^Spending by period in USD: \d{4}-\d\d-\d\d 30\.5 USD$/ }).waitFor();
    await page.getByRole('img', { name: /^Forecasts with their bounds.*came to 0\.5$/ }).waitFor();
    await page.getByText('Spending as numbers').click();
    await page.getByRole('combobox', { name: /^Spending by/ }).selectOption('mission');
    await page.getByRole('img', { name: /^Spending by mission in USD: M-1 30 USD; \(none\) 0\.5 USD$/ }).waitFor();
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'money-light');
    await page.getByLabel('Theme').selectOption('dark');
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'money-dark');
    assert.deepEqual(complaints, []);
  });

  test('lines come as they are appended, and are inert', async () => {
    const { page, complaints } = await connected('#/tail');
    await page.getByText('Following: 0 came.').waitFor();
    const draft = (about: string) =>
      ({
        entity_type: 'file',
        this: about,
        did: { actor: 'x', action: HOSTILE },
        metadata: { created_at: '2026-01-31T12:00:00Z' },
      }) as const;
    await client.ledger.append(draft('/one'));
    await page.getByText('Following: 1 came.').waitFor();
    assert.match(await page.locator('.tail li').innerText(), /<img src=x onerror=alert\(1\)>\\u\{202e\}/);
    await page.getByRole('button', { name: 'Pause' }).click();
    await client.ledger.append(draft('/two'));
    await page.getByText('Paused: 2 came, 1 held back.').waitFor();
    assert.equal(await page.locator('.tail li').count(), 1);
    await page.getByRole('button', { name: 'Pause' }).click();
    assert.match(await page.locator('.tail li').first().innerText(), /\/two/);
    await page.locator('.tail summary').first().click();
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'tail');
    assert.deepEqual(complaints, []);
  });

  test('a text is checked, and what was found is marked', async () => {
    const { page, complaints } = await connected('#/gateway');
    await page.getByLabel('Text', { exact: true }).fill('Write to kim@example.com\nand <b>not</b> to nobody.');
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByRole('heading', { name: 'May be sent', exact: true }).waitFor();
    assert.match(await page.locator('mark').innerText(), /^kim@example\.com EMAIL/);
    assert.doesNotMatch(await page.getByLabel('The sanitized text').innerText(), /kim@/);
    assert.equal(await page.locator('main b').count(), 0);
    assert.deepEqual(await violations(page), []);
    await shoot(page, 'gateway');
    assert.deepEqual(complaints, []);
  });

  test('a draft of the editor is appended to it', async () => {
    const { page } = await connected('#/write');
    await page.getByRole('button', { name: /^Append to 127/ }).click();
    await page.getByText('Appended:').waitFor();
    assert.equal((await client.ledger.query({ this: '/notes/first' })).atomics.length, 1);
  });

  test('all of it can be read on a phone', async () => {
    const { page } = await connected('#/missions/M-1', { viewport: { width: 390, height: 800 } });
    await page.getByRole('heading', { name: 'Batches' }).waitFor();
    assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 390);
    await shoot(page, 'mission-phone');
  });
});
