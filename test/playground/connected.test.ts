/** The views of the playground that need a service, in a real browser, against services that run; missions have a file of their own. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import { createClient } from '../../src/client/index.ts';
import type { ServiceClient } from '../../src/client/index.ts';
import { projectRoot } from '../checks/scratch.ts';
import { PHONE, Stage, shoot, skip, tabTo, violations, violationsOnPhone } from './stage.ts';
import { HOSTILE, KEY, connected, tellMoney } from './story.ts';
import '../uncounted.ts';

const DISK = pathToFileURL(join(projectRoot, 'dist/playground/index.html')).href;

const DRAFT = {
  entity_type: 'file',
  this: '/one',
  did: { actor: 'x', action: HOSTILE },
  metadata: { created_at: '2026-01-31T12:00:00Z' },
} as const;

let stage: Stage;
let client: ServiceClient;
before(async () => {
  if (skip !== false) return;
  stage = await Stage.open(['ledger', 'gateway', 'orchestrator', 'finops'], { API_KEY: KEY });
  client = createClient({ url: stage.address, apiKey: KEY });
  await client.missions.create({ title: 'Rename the id', risk: 'low' });
  await tellMoney(client);
});
after(async () => {
  if (skip === false) await stage.close();
});

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

  test('money is charts, with the same as numbers', async () => {
    const { page, complaints } = await connected(stage, '#/money');
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
    const { page, complaints } = await connected(stage, '#/tail');
    await page.getByText('Following: 0 came.').waitFor();
    await client.ledger.append(DRAFT);
    await page.getByText('Following: 1 came.').waitFor();
    assert.match(await page.locator('.tail li').innerText(), /<img src=x onerror=alert\(1\)>\\u\{202e\}/);
    await page.getByRole('button', { name: 'Pause' }).click();
    await client.ledger.append({ ...DRAFT, this: '/two' });
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
    const { page, complaints } = await connected(stage, '#/gateway');
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
    const { page } = await connected(stage, '#/write');
    await page.getByRole('button', { name: /^Append to 127/ }).click();
    await page.getByText('Appended:').waitFor();
    assert.equal((await client.ledger.query({ this: '/notes/first' })).atomics.length, 1);
  });

  test('each is used on a phone, in the dark, by keys alone', async () => {
    const { page, complaints } = await stage.show('#/connect', { viewport: PHONE, colorScheme: 'dark' });
    const press = (key: string): Promise<void> => page.keyboard.press(key);
    assert.deepEqual(await violationsOnPhone(page), []);
    await tabTo(page, page.getByLabel('API key'));
    await page.keyboard.type(KEY);
    await press('Enter');
    await page.getByRole('heading', { name: 'Connected' }).waitFor();
    assert.deepEqual(await violationsOnPhone(page), []);
    await shoot(page, 'connect-phone');

    await tabTo(page, page.getByRole('link', { name: 'Money' }));
    await press('Enter');
    await page.getByRole('img', { name: /^Spending by period/ }).waitFor();
    assert.deepEqual(await violationsOnPhone(page), []);
    const by = page.getByRole('combobox', { name: /^Spending by/ });
    await tabTo(page, by);
    await press('m');
    await page.getByRole('img', { name: /^Spending by mission/ }).waitFor();
    await shoot(page, 'money-phone');

    await page.evaluate('location.hash = "#/tail"');
    await page.getByText('Following: 0 came.').waitFor();
    await client.ledger.append(DRAFT);
    await page.getByText('Following: 1 came.').waitFor();
    assert.deepEqual(await violationsOnPhone(page), []);
    await tabTo(page, page.getByRole('button', { name: 'Pause' }));
    await press('Space');
    await page.getByText('Paused: 1 came').waitFor();
    await tabTo(page, page.locator('.tail summary').first());
    await press('Enter');
    await page.locator('.tail details[open]').waitFor();
    assert.deepEqual(await violationsOnPhone(page), []);
    await shoot(page, 'tail-phone');

    await page.evaluate('location.hash = "#/gateway"');
    await tabTo(page, page.getByLabel('Text', { exact: true }));
    await page.keyboard.type('Write to kim@example.com');
    await tabTo(page, page.getByRole('button', { name: 'Check' }));
    await press('Enter');
    await page.getByRole('heading', { name: 'May be sent', exact: true }).waitFor();
    assert.deepEqual(await violationsOnPhone(page), []);
    await shoot(page, 'gateway-phone');
    assert.deepEqual(complaints, []);
  });
});
