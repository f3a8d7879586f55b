/** Missions in the playground, in a real browser, against services that run: looked at, decided about, rolled back, taken along. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createClient } from '../../src/client/index.ts';
import type { Mission, ServiceClient } from '../../src/client/index.ts';
import { verifyPack } from '../../src/evidence/index.ts';
import { missionReader } from '../../src/mission/index.ts';
import { standBetween } from '../services/between.ts';
import { PHONE, Stage, shoot, skip, tabTo, violations, violationsOnPhone } from './stage.ts';
import { KEY, connected, makeKey, tellMissions } from './story.ts';
import '../uncounted.ts';

/** What a service answered, to be changed. */
type Wire = Changeable<Mission>;
type Changeable<T> = { -readonly [Name in keyof T]: Changeable<T[Name]> };

let stage: Stage;
let client: ServiceClient;
before(async () => {
  if (skip !== false) return;
  stage = await Stage.open(['ledger', 'orchestrator', 'evidence'], { API_KEY: KEY });
  client = createClient({ url: stage.address, apiKey: KEY });
  await tellMissions(stage.services, client);
});
after(async () => {
  if (skip === false) await stage.close();
});

describe('missions', { skip, timeout: 240_000 }, () => {
  test('the board has missions where they stand, whatever their titles say', async () => {
    const { page, complaints } = await connected(stage, '#/missions');
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
    const { page, complaints } = await connected(stage, '#/missions/M-3');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('APPROVAL_REFUSED').waitFor();
    await makeKey(page, 'kim');
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

  test('what a lying service names is not signed, and nothing is sent', async () => {
    const between = await standBetween(stage.services.ports['ledger']!);
    const lies: readonly (readonly [RegExp, (mission: Wire) => unknown])[] = [
      [/plan of M-1 names .* It covers title, description/, (mission) => (mission.description = 'harmless')],
      [/execute of M-1 names/, ({ checkpoints }) => (checkpoints[1]!.batches![0]!.files![0]!.path = 'doc.txt')],
      [/verify of M-1 names/, ({ checkpoints }) => (checkpoints[1]!.batches![0]!.verification!.checks = [])],
      [
        /finalize of M-1 names 0{64}, and what is shown has/,
        ({ checkpoints }) => (checkpoints[3]!.subject = '0'.repeat(64)),
      ],
    ];
    try {
      const { page, complaints } = await connected(stage, '#/missions/M-2', {}, between.address);
      await makeKey(page, 'kim');
      for (const [says, lie] of lies) {
        between.lie = (asked, body) => {
          if (asked === 'GET /missions/M-1') lie(body as Wire);
        };
        await page.evaluate('location.hash = "#/missions"');
        await page.getByRole('link', { name: /M-1/ }).click();
        await page.getByRole('combobox', { name: /^Checkpoint/ }).selectOption('finalize');
        await page.getByRole('group', { name: 'What is decided about' }).getByText(says).waitFor();
        await page.getByRole('button', { name: 'Approve' }).click();
        await page.getByRole('status').getByText(says).waitFor();
      }
      await shoot(page, 'approval-refused');
      assert.deepEqual(
        between.asked.filter((line) => line.startsWith('POST')),
        [],
      );
      between.lie = undefined;
      assert.deepEqual(complaints, []);
    } finally {
      between.close();
    }
  });

  test('a rejection has a reason, and without a key the service witnesses it', async () => {
    const { page } = await connected(stage, '#/missions/M-2');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('REQUEST_INVALID').waitFor();
    await page.getByLabel(/^Reason/).fill('not now');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText(/rejected by .*witnessed/).waitFor();
    assert.equal((await client.missions.get('M-2')).status, 'rejected');
  });

  test('a rollback names the files before it is done', async () => {
    const { page, complaints } = await connected(stage, '#/missions/M-1');
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
    const { page, complaints } = await connected(stage, '#/missions/M-1');
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

  test('board and mission are used on a phone, in the dark, by keys alone', async () => {
    const options = { viewport: PHONE, colorScheme: 'dark' } as const;
    const { page, complaints } = await connected(stage, '#/missions', options);
    const mission = page.getByRole('link', { name: /M-3/ });
    await mission.waitFor();
    assert.deepEqual(await violationsOnPhone(page), []);
    await shoot(page, 'missions-phone');
    await tabTo(page, mission);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Batches' }).waitFor();
    await page.getByText('This page worked the digest of that out itself').waitFor();
    assert.deepEqual(await violationsOnPhone(page), []);
    await tabTo(page, page.getByLabel('Your name'));
    await page.keyboard.type('lee@example.com');
    await tabTo(page, page.getByRole('button', { name: 'Make a key for this page' }));
    await page.keyboard.press('Enter');
    await page.getByText('Public key').waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Reject' }));
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('REQUEST_INVALID').waitFor();
    assert.deepEqual(await violationsOnPhone(page), []);
    await shoot(page, 'mission-phone');
    assert.deepEqual(
      complaints.filter((text) => !/\b40\d\b/.test(text)),
      [],
    );
  });
});
