/** The playground as people use it, in a real browser, as the ledger API serves it. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { verifyAtomic } from '../../src/atomic/index.ts';
import type { SignedLine } from '../../src/atomic/index.ts';
import { readArchive } from '../../src/evidence/pack/archive.ts';
import { makePack } from '../../src/evidence/index.ts';
import { formatKeyring, keyringOf, sealDraft } from '../../src/ledger/index.ts';
import { projectRoot } from '../checks/scratch.ts';
import { CONTENTS, READER, finishedMission } from '../evidence/mission-ledger.ts';
import { chain, draft, publicKey, simpleChain, sourceOf, textOf } from '../ledger/fixtures.ts';
import { KEYRING, signerOf } from '../mission/story.ts';
import { Stage, choose, shoot, skip, verdict, violations, violationsOnPhone } from './stage.ts';
import '../uncounted.ts';

if (skip !== false) console.error(skip);

test('a browser is at hand where everything has to be tested', () => {
  if (process.env['CI'] === 'true') assert.equal(skip, false);
});

let stage: Stage;
before(async () => {
  if (skip === false) stage = await Stage.open();
});
after(async () => {
  if (skip === false) await stage.close();
});

const lines = await simpleChain(6);
const keyring = formatKeyring(keyringOf([publicKey(1)]));
/** Waits until the page says so itself, and not only to those who do not see it. */
const says = (page: Page, text: string | RegExp): Promise<void> =>
  page.locator('main').getByText(text, { exact: true }).first().waitFor();
const rows = (page: Page): Promise<string[]> => page.locator('.row .row-title').allInnerTexts();

describe('the playground', { skip, timeout: 240_000 }, () => {
  test('its page may nothing but its own files, and nobody needs a key for them', async () => {
    const page = await fetch(stage.address);
    const policy = page.headers.get('content-security-policy')!;
    assert.doesNotMatch(policy, /unsafe|\*|data:|http/);
    assert.match(policy, /default-src 'none'/);
    const html = await page.text();
    assert.doesNotMatch(html, /unsafe|<script>|<style|style=|onload/);
    const worker = await fetch(`${stage.address}ledger-worker.js`);
    assert.equal(worker.headers.get('content-security-policy'), "default-src 'none'; script-src 'wasm-unsafe-eval'");
    assert.equal((await fetch(`${stage.address}../etc/passwd`)).status, 404);
  });

  test('an example is verified, looked at line by line, and filtered', async () => {
    const { page, complaints } = await stage.show();
    await page.getByRole('button', { name: 'Look at an example' }).click();
    assert.equal(await verdict(page), 'Verified');
    assert.match(await page.locator('.verdict .facts').innerText(), /Lines\s+12[^]*unbroken[^]*fast engine/);
    await page.locator('.timeline tbody tr').nth(1).waitFor();
    assert.deepEqual(await page.locator('.timeline tbody th').allInnerTexts(), ['M-1', 'M-2']);
    await shoot(page, 'ledger-light');
    await page.getByLabel('Actor', { exact: true }).fill('kim@example.com');
    await page.getByRole('button', { name: 'Find' }).click();
    await says(page, '3 lines');
    await page.locator('.row').nth(3).waitFor({ state: 'detached' });
    assert.equal((await rows(page)).length, 3);
    await page.getByLabel('Text', { exact: true }).fill('two SECONDS');
    await page.getByRole('button', { name: 'Find' }).click();
    await says(page, '1 line');
    await page.getByRole('button', { name: 'Show all' }).click();
    await says(page, '12 lines');
    await page.getByLabel('From', { exact: true }).fill('2026-01-31T10:00Z');
    await page.getByRole('button', { name: 'Find' }).click();
    await says(page, '4 lines');
    await page.locator('.timeline').getByRole('button', { name: 'M-2' }).click();
    await page.locator('.row a').first().click();
    await page.getByRole('heading', { name: 'Line 9' }).waitFor();
    assert.match(page.url(), /#\/ledger\/atomic\/9$/);
    assert.match(await page.locator('.neighbours').innerText(), /Line 8 [^]* and it is[^]*Line 10 [^]* and it is/);
    assert.deepEqual(await page.locator('.checks td:last-child').allInnerTexts(), [
      'passes',
      'passes',
      'passes',
      'passes',
      'passes',
      'passes',
    ]);
    await shoot(page, 'line-light');
    const hash = await page.locator('.facts dt:text-is("Hash") + dd').innerText();
    await page.evaluate(`location.hash = '#/ledger/atomic/${hash}'`);
    await page.getByRole('heading', { name: 'Line 9' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  test('of a changed line the finding comes first, with what was expected beside what stands there', async () => {
    const { page, complaints } = await stage.show('#/ledger/finding/1');
    await page.getByText('open that ledger').waitFor();
    await choose(
      page,
      stage.file('broken.jsonl', textOf(lines).replace('/functions/f3', '/functions/f4')),
      stage.file('keyring.json', keyring),
    );
    await page.getByRole('heading', { name: 'Line 4' }).waitFor();
    const box = page.locator('.line-page .finding');
    assert.match(await box.innerText(), /HASH_MISMATCH[^]*Expected\s+[0-9a-f]{64}[^]*Found\s+[0-9a-f]{64}/);
    await shoot(page, 'finding');
    await page.getByRole('link', { name: 'All lines' }).click();
    assert.equal(await verdict(page), 'Not verified');
    assert.match(await page.locator('.findings').innerText(), /HASH_MISMATCH\s+Line 4/);
    assert.match(await page.locator('.row.bad').innerText(), /4\s+Finding:/);
    assert.deepEqual(complaints, []);
  });

  test('a line that is removed, added twice or no JSON at all is named', async () => {
    const { page } = await stage.show();
    const texts = lines.map(({ line }) => line);
    await choose(
      page,
      stage.file('cut.jsonl', textOf([...texts.slice(0, 2), ...texts.slice(3), texts[0]!, 'what is this?'])),
    );
    assert.equal(await verdict(page), 'Not verified');
    const codes = await page.locator('.findings .finding-head code').allInnerTexts();
    assert.deepEqual(codes, ['PREV_MISMATCH', 'DUPLICATE_ATOMIC', 'PARSE_ERROR']);
    assert.match(await page.locator('.findings').innerText(), /Expected[^]*Found/);
    assert.match(await page.locator('.row').nth(6).innerText(), /cannot be read/);
  });

  test('a keyring says whom to trust, and can be handed in afterwards', async () => {
    const { page } = await stage.show();
    await choose(page, stage.file('good.jsonl', textOf(lines)));
    assert.equal(await verdict(page), 'Unchanged');
    await choose(page, stage.file('foreign.json', formatKeyring(keyringOf([publicKey(2)]))));
    await page.getByText('UNTRUSTED_KEY').first().waitFor();
    await page.getByText('Say whom you trust').or(page.getByText('How it is verified')).click();
    await page.getByLabel('Keys that are trusted').fill(publicKey(1));
    await page.getByRole('button', { name: 'Verify again' }).click();
    await page.locator('.verdict[data-verdict=good]').waitFor();
    await page.getByLabel('Keys that are trusted').fill('no key');
    await page.getByRole('button', { name: 'Verify again' }).click();
    await page.locator('.verdict-word', { hasText: 'Not judged' }).waitFor();
  });

  test('a folder of streams is verified as one ledger, against its seals', async () => {
    const agent = await simpleChain(3, 50);
    const seal = await sealDraft([{ path: 'agent-1.jsonl', source: sourceOf(agent) }], {
      actor: 'kim',
      createdAt: '2026-01-31T12:00:00Z',
    });
    const trunk = await chain([{ draft: draft(1) }, { draft: seal }]);
    const folder = join(stage.folder, 'streams');
    mkdirSync(folder);
    writeFileSync(join(folder, 'main.jsonl'), textOf(trunk));
    writeFileSync(join(folder, 'agent-1.jsonl'), textOf(agent));
    writeFileSync(join(folder, 'notes.txt'), 'no ledger');
    const { page } = await stage.show();
    const input = page.locator('input[webkitdirectory]');
    await input.setInputFiles(folder);
    assert.equal(await verdict(page), 'Unchanged');
    assert.match(await page.locator('.verdict .facts').innerText(), /Lines\s+5[^]*Streams\s+2, 1 of them sealed/);
    await page.locator('.row a').first().click();
    assert.match(page.url(), /stream=agent-1\.jsonl/);
    await page.getByRole('heading', { name: 'Line 1' }).waitFor();
    await page.getByRole('link', { name: 'All lines' }).click();
    writeFileSync(join(folder, 'agent-1.jsonl'), textOf(agent.slice(0, 2)));
    await input.setInputFiles(folder);
    await page.getByText('SEAL_MISMATCH').first().waitFor();
  });

  test('an audit pack is verified, and its mission shown', async () => {
    const ledger = await finishedMission({ title: 'Rename <b>everything</b>' });
    const content = (digest: string): Promise<Uint8Array | undefined> => Promise.resolve(CONTENTS.get(digest));
    const options = { reader: READER, keyring: KEYRING, signer: signerOf('ci'), content, verifier: '// none\n' };
    const bytes = await makePack(ledger.source, 'M-1', options);
    const { page, complaints } = await stage.show();
    await choose(page, stage.file('pack.zip', bytes), stage.file('keys.json', formatKeyring(KEYRING)));
    await choose(page, stage.file('pack.zip', bytes));
    await page.locator('.verdict .facts').getByText('M-1: Rename <b>everything</b>').waitFor();
    await page.getByRole('heading', { name: 'The mission' }).waitFor();
    await page.getByRole('img', { name: 'Provenance' }).waitFor();
    assert.deepEqual(await violations(page), []);
    // The first one, whose file was written anew while it was being read, has nothing to say any more.
    assert.equal(await page.locator('.opener-told').textContent(), '');
    await shoot(page, 'pack');
    // What the page draws and what the pack draws is the same.
    const inside = readArchive(bytes).find(({ name }) => name === 'index.html')!;
    const own = await stage.show('', {}, pathToFileURL(stage.file('index.html', inside.bytes)).href);
    for (const drawing of ['svg.graph', 'table.events']) {
      const [here, there] = [page.locator(`main ${drawing}`), own.page.locator(drawing)];
      assert.equal(await here.innerHTML(), await there.innerHTML(), drawing);
    }
    assert.deepEqual(await violations(own.page), []);
    assert.deepEqual(await violationsOnPhone(own.page), []);
    const narrowest = 'Math.min(...[...document.querySelectorAll("td")].map((cell) => cell.clientWidth))';
    assert.ok((await own.page.evaluate<number>(narrowest)) >= 60, 'words are broken letter by letter');
    const policy = await own.page.locator('meta[http-equiv]').getAttribute('content');
    assert.match(policy ?? '', /^default-src 'none'; style-src 'sha256-[\w+/]{43}='$/);
    assert.equal(await own.page.evaluate('getComputedStyle(document.body).maxWidth'), '1100px');
    await shoot(own.page, 'pack-index-phone');
    await own.page.setViewportSize({ width: 1280, height: 900 });
    await shoot(own.page, 'pack-index');
    assert.deepEqual(own.complaints, []);
    const changed = bytes.slice();
    changed[Math.floor(bytes.length / 2)]! ^= 1;
    await choose(page, stage.file('changed.zip', changed));
    await page.locator('.opener-told:not(:empty), .findings .finding').first().waitFor();
    assert.deepEqual(complaints, []);
  });

  test('tampering shows which checks fail, and that no repair helps', async () => {
    const { page, complaints } = await stage.show('#/tamper');
    const marks = async (line: string): Promise<string[]> =>
      page
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: new RegExp(`^${line}\\b`) }) })
        .locator('td')
        .allInnerTexts();
    const failing = async (line: string): Promise<string[]> => {
      const names = ['Text', 'Schema', 'Hash', 'Signature', 'Signer', 'Place'];
      return (await marks(line)).flatMap((mark, i) => (mark.startsWith('✗') ? [names[i]!] : []));
    };
    await says(page, /^Verified: every check/);
    await page.getByRole('button', { name: 'Change one character' }).click();
    await says(page, /^Not verified: 1 finding./);
    assert.match(await page.locator('.change').innerText(), /^At character \d+: \S became \S$/);
    assert.deepEqual(await failing('Line 4'), ['Hash']);
    await shoot(page, 'tamper');
    await page.getByRole('button', { name: 'Make the hash fit' }).click();
    await says(page, /^Not verified: 2 findings./);
    assert.deepEqual([await failing('Line 4'), await failing('Line 5')], [['Signature'], ['Place']]);
    await page.getByRole('button', { name: 'Sign it with another key' }).click();
    await page.getByRole('cell', { name: '✗ fails' }).nth(1).waitFor();
    await page.getByText('Signer fails').waitFor();
    assert.deepEqual([await failing('Line 4'), await failing('Line 5')], [['Signer'], ['Place']]);
    await page.getByRole('button', { name: 'Undo everything' }).click();
    await says(page, /^Verified: every check/);
    await page.getByRole('button', { name: 'Remove the line' }).click();
    await page.getByText('Place fails').waitFor();
    await page.getByRole('button', { name: 'Undo everything' }).click();
    await page.getByLabel('Its text: change anything').pressSequentially('x');
    await page.getByText('Text fails').waitFor();
    assert.deepEqual(complaints, []);
  });

  test('an atomic is written with completions, faults in place, a key of the page, and verifies', async () => {
    const { page, complaints } = await stage.show('#/write');
    const field = page.getByLabel('The atomic, before it is signed');
    await page.getByRole('button', { name: 'Make a key for this page' }).click();
    await page
      .locator('.signature')
      .filter({ hasText: /^[0-9a-f]{128}$/ })
      .waitFor();
    assert.match(
      await page.locator('.panel').filter({ hasText: 'Public key' }).innerText(),
      /The browser keeps its secret/,
    );
    await shoot(page, 'write-light');
    const before = await page.locator('.hash').innerText();
    await field.fill('{"entity_type": "de');
    await page.getByRole('option', { name: /^decision/ }).waitFor();
    await field.press('Enter');
    assert.equal(await field.inputValue(), '{"entity_type": "decision"');
    await field.fill(
      '{"entity_type": "decision", "this": "/a", "did": {"actor": "kim", "action": "x"}, "metadata": {}}',
    );
    await page.locator('.faults li', { hasText: 'created_at' }).waitFor();
    assert.match(await page.locator('.faults').innerText(), /SCHEMA_INVALID[^]*created_at/);
    assert.equal(await page.locator('.editor-marks mark').count(), 1);
    await page.locator('.faults button').first().click();
    assert.equal(await page.evaluate('document.activeElement.id'), 'draft');
    await field.press('ArrowLeft');
    await field.press('ArrowRight');
    await field.press('Control+Space');
    await page.getByRole('option', { name: /^created_at/ }).waitFor();
    await shoot(page, 'write-completions');
    await field.press('Enter');
    await field.press('Control+Space');
    await page.locator('#completions [role=option]').first().waitFor();
    await field.press('Enter');
    await page.locator('.faults li').waitFor({ state: 'detached' });
    await page.locator('.hash').filter({ hasNotText: before }).waitFor();
    await page
      .locator('.signature')
      .filter({ hasText: /^[0-9a-f]{128}$/ })
      .waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the line' }).click(),
    ]);
    const line = readFileSync(await download.path(), 'utf8').trimEnd();
    assert.deepEqual(verifyAtomic(line, { strict: true }).findings, []);
    assert.deepEqual(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]'), [0, 0, '']);
    assert.deepEqual(complaints, []);
  });

  test('a key of one’s own signs behind the ledger that is open, and both verify together', async () => {
    const { page } = await stage.show();
    await choose(page, stage.file('mine.jsonl', textOf(lines)));
    await verdict(page);
    await page.getByRole('link', { name: 'Write', exact: true }).click();
    await page.getByLabel('A secret key of yours').fill('not a key');
    await page.getByRole('button', { name: 'Take it in' }).click();
    await page.getByText('That is no Ed25519 key').waitFor();
    await page.getByLabel('A secret key of yours').fill('1'.repeat(64));
    await page.getByRole('button', { name: 'Take it in' }).click();
    await page.getByText(publicKey(1)).first().waitFor();
    await page.getByRole('button', { name: 'Follow the ledger' }).click();
    const whole = page.getByRole('button', { name: 'Download the ledger with it' });
    const [download] = await Promise.all([page.waitForEvent('download'), whole.click()]);
    await page.getByRole('link', { name: 'Ledger', exact: true }).click();
    await choose(
      page,
      stage.file('longer.jsonl', readFileSync(await download.path())),
      stage.file('mine.json', keyring),
    );
    await page.locator('.verdict .facts').getByText('7', { exact: true }).first().waitFor();
    assert.equal(await verdict(page), 'Verified');
  });

  test('hostile atomics are shown, and do nothing', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    const hostile: SignedLine[] = await chain([
      { draft: draft(1, { did: { actor: evil, action: 'javascript:alert(1)' } }) },
      {
        draft: draft(2, {
          did: { actor: 'kim\u202e@moc.elpmaxe\u2066', action: 'a\u0000b' },
          payload: { mission: `\u200b${evil}` },
        }),
      },
      { draft: draft(3, { did: { actor: 'x'.repeat(2_000_000), action: '\u{1f600}'.repeat(10_000) } }) },
      {
        draft: draft(4, {
          payload: JSON.parse('{"__proto__": {"polluted": true}, "constructor": "x"}') as Record<string, unknown>,
        }),
      },
    ]);
    const { page, complaints } = await stage.show();
    await choose(page, stage.file('<img src=x>.jsonl'.replaceAll('/', ''), textOf(hostile)));
    assert.equal(await verdict(page), 'Unchanged');
    await page.locator('.row').nth(3).waitFor();
    const shown = await page.locator('.line-list').innerText();
    assert.ok(shown.includes('<img src=x onerror='));
    assert.ok(shown.includes('kim\\u{202e}@moc.elpmaxe\\u{2066}'));
    assert.ok(shown.length < 5000);
    await page.locator('.row a').nth(2).click();
    await page.getByText('2,000,000 characters').first().waitFor();
    for (const line of [1, 2, 3, 4]) {
      await page.evaluate(`location.hash = '#/ledger/atomic/${String(line)}'`);
      await page.getByRole('heading', { name: `Line ${String(line)}` }).waitFor();
      if (line === 2) await shoot(page, 'hostile');
    }
    assert.equal(await page.locator('main img, main script, main iframe').count(), 0);
    assert.match(await page.title(), /logline playground/);
    assert.equal(await page.evaluate('({}).polluted === undefined'), true);
    assert.deepEqual(complaints, []);
  });

  test('many lines are shown without being there, to the last one, by keys and wheel', async () => {
    const text = Array.from(
      { length: 200_000 },
      (_, i) => `{"did":{"actor":"a${String(i % 7)}","action":"n"},"n":${String(i)}}\n`,
    ).join('');
    const { page } = await stage.show();
    await choose(page, stage.file('many.jsonl', text));
    await page.getByText('200,000 lines').first().waitFor({ timeout: 60_000 });
    const list = page.locator('.line-list');
    await list.focus();
    await list.press('End');
    await page.locator('.row-line', { hasText: /^200,000$/ }).waitFor();
    assert.ok((await page.locator('.row').count()) < 60);
    await list.press('Home');
    await page.locator('.row-line', { hasText: /^1$/ }).waitFor();
    await list.hover();
    await page.mouse.wheel(0, 5200);
    await page.locator('.row-line', { hasText: /^101$/ }).waitFor();
    await list.press('PageDown');
    await list.press('ArrowDown');
    await page.locator('.row-line', { hasText: /^112$/ }).waitFor();
  });

  test('signatures of a large ledger are checked by several workers, with the same verdict', async () => {
    const without = 'Object.defineProperty(navigator, "hardwareConcurrency", { value: 3 })';
    const { page, complaints } = await stage.show('', { without });
    let workers = 0;
    page.on('worker', () => workers++);
    const large = await simpleChain(1800);
    await choose(page, stage.file('large.jsonl', textOf(large)));
    assert.equal(await verdict(page), 'Unchanged');
    assert.equal(workers, 4, 'one reads, one verifies, and two check signatures besides');
    const [bad, other] = [large[1500]!, large[1501]!].map(({ atomic }) => atomic.signature!.sig);
    await choose(page, stage.file('large.jsonl', textOf(large).replace(bad!, other!)));
    await page.locator('.verdict[data-verdict=bad] .facts').waitFor();
    await says(page, /^INVALID_SIGNATURE$/);
    await page.locator('.finding').getByText('Line 1,501').waitFor();
    assert.equal(await page.locator('.finding').count(), 1);
    assert.deepEqual(complaints, []);
  });

  test('what is dropped on the page is opened', async () => {
    const { page, complaints } = await stage.show();
    const dropped = await page.evaluateHandle<unknown>(
      `(() => { const all = new DataTransfer(); all.items.add(new File([${JSON.stringify(textOf(lines))}], 'dropped.jsonl')); return all; })()`,
    );
    await page.dispatchEvent('.opener', 'drop', { dataTransfer: dropped });
    assert.equal(await verdict(page), 'Unchanged');
    await page.getByRole('heading', { name: 'dropped.jsonl' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  test('from a disk it does the same, without a host and without WebCrypto', async () => {
    const address = pathToFileURL(join(projectRoot, 'dist/playground/index.html')).href;
    const without = "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })";
    const { page, complaints } = await stage.show('', { without }, address);
    await page.getByRole('button', { name: 'Look at an example' }).click();
    assert.equal(await verdict(page), 'Verified');
    assert.match(await page.locator('.verdict .facts').innerText(), /reference engine|portable engine|JavaScript/);
    await page.getByRole('link', { name: 'Write', exact: true }).click();
    await page.getByRole('button', { name: 'Make a key for this page' }).click();
    await page.getByText('the page keeps the secret in memory').waitFor();
    const signed = page.locator('.signature').filter({ hasText: /^[0-9a-f]{128}$/ });
    await signed.waitFor();
    const line = await page.getByLabel('The line', { exact: true }).innerText();
    assert.deepEqual(verifyAtomic(line, { strict: true }).findings, []);
    assert.deepEqual(complaints, []);
  });

  test('on paper it is dark on white in every theme, without what can only be pressed', async () => {
    const { page } = await stage.show('', { colorScheme: 'dark' });
    await choose(page, stage.file('printed.jsonl', textOf(lines).replace('/functions/f3', '/functions/f4')));
    await verdict(page);
    await page.getByLabel('Theme').selectOption('dark');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const colours = await page.evaluate<string[]>(
      '(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(document.body))',
    );
    assert.deepEqual(colours, ['rgb(28, 35, 33)', 'rgb(255, 255, 255)']);
    for (const hidden of ['header', '.opener', '.filter']) assert.ok(!(await page.locator(hidden).first().isVisible()));
    assert.ok(await page.locator('.findings').isVisible());
    await shoot(page, 'print');
    const pdf = await page.pdf({ format: 'A4' });
    assert.match(pdf.subarray(0, 8).toString('latin1'), /^%PDF-/);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe-core finds nothing in the ${colorScheme} theme, and nothing is too wide for a phone`, async () => {
      const { page } = await stage.show('', { colorScheme });
      assert.deepEqual(await violations(page), []);
      await choose(page, stage.file('seen.jsonl', textOf(lines).replace('/functions/f3', '/functions/f4')));
      await verdict(page);
      await page.locator('.row').first().waitFor();
      assert.deepEqual(await violations(page), []);
      await shoot(page, `ledger-${colorScheme}-findings`);
      for (const [below, ready] of [
        ['ledger/finding/1', '.checks'],
        ['tamper', '.bench td'],
        ['write', '.hash'],
      ] as const) {
        await page.evaluate(`location.hash = '#/${below}'`);
        await page.locator(ready).first().waitFor();
        assert.deepEqual(await violations(page), [], below);
        await shoot(page, `${below.replaceAll('/', '-')}-${colorScheme}`);
        await page.setViewportSize({ width: 375, height: 740 });
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 375, below);
        await shoot(page, `${below.replaceAll('/', '-')}-${colorScheme}-phone`);
        await page.setViewportSize({ width: 1280, height: 900 });
      }
      const other = colorScheme === 'light' ? 'dark' : 'light';
      const back = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const own = await back();
      await page.getByLabel('Theme').selectOption(other);
      assert.notEqual(await back(), own);
    });
  }

  test('everything is reached by the keyboard, and what happens is told to those who do not see it', async () => {
    const { page } = await stage.show();
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate('document.activeElement.textContent'), 'Skip to the content');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.id'), 'main');
    await page.getByRole('button', { name: 'Look at an example' }).focus();
    await page.keyboard.press('Enter');
    await verdict(page);
    assert.match(await page.locator('#told').innerText(), /Verified|12 lines/);
    await page.getByRole('link', { name: 'Write', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Write an atomic' }).waitFor();
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'H1');
    assert.equal(await page.getByRole('link', { name: 'Write', exact: true }).getAttribute('aria-current'), 'page');
  });
});
