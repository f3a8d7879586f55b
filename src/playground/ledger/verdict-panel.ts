/** The verdict in one word, and what it rests on; and how it is asked for. */
import { button, element, fill, labelled } from '../element.ts';
import { inert } from '../inert.ts';
import type { OpenedLedger, Phase, Verification } from '../opened/opened-ledger.ts';
import { count, durationText, plural } from '../text.ts';
import type { Context } from '../view.ts';
import type { Verdict } from '../worker/ledger-tasks.ts';
import type { PackVerdict } from '../worker/pack-tasks.ts';
import { facts } from './facts.ts';
import { progressBar } from './progress-bar.ts';
import { unsignedIn } from './totals.ts';

/** Answers the panel, which follows the verification. */
export function verdictPanel(context: Context, opened: OpenedLedger): HTMLElement {
  const word = element('p', { class: 'verdict-word' });
  const reason = element('div', {});
  const panel = element(
    'section',
    { class: 'panel verdict', 'aria-labelledby': 'verdict-title' },
    element('h2', { id: 'verdict-title' }, inert(opened.name, { most: 120 })),
    word,
    reason,
    settingsForm(context, opened),
  );
  let told = '';
  opened.verification.follow(context.signal, ({ phase, findings }) => {
    const { text, kind } = wordOf(phase, findings.length);
    panel.dataset['verdict'] = kind;
    if (word.textContent !== text) fill(word, text);
    fill(reason, ...reasonOf(phase));
    if (phase.state !== 'running' && text !== told)
      context.announce(
        `${text}. ${phase.state === 'done' ? plural(phase.result.report.findings.length, 'finding') : ''}`,
      );
    told = text;
  });
  return panel;
}

function wordOf(phase: Verification['phase'], findings: number): { readonly text: string; readonly kind: string } {
  if (phase.state === 'failed') return { text: 'Not judged', kind: 'bad' };
  if (phase.state === 'running')
    return findings > 0 ? { text: 'Not verified', kind: 'bad' } : { text: 'Verifying…', kind: 'running' };
  const { report } = phase.result;
  const { ok, trust } = report;
  if (!ok) return { text: 'Not verified', kind: 'bad' };
  return trust === 'keyring' && unsignedIn(report) === 0
    ? { text: 'Verified', kind: 'good' }
    : { text: 'Unchanged', kind: 'warn' };
}

function reasonOf(phase: Phase<Verdict | PackVerdict>): HTMLElement[] {
  if (phase.state === 'failed')
    return [element('p', {}, inert(phase.failure.message)), element('p', { class: 'muted' }, phase.failure.fix)];
  if (phase.state === 'running') return [progressBar('Verification', phase.advance)];
  const { report, elapsedMs } = phase.result;
  return [
    element('p', {}, trustText(report, 'completeness' in report)),
    'completeness' in report ? packFacts(report) : ledgerFacts(report, elapsedMs),
  ];
}

function trustText(report: PackVerdict['report'] | Verdict['report'], isPack: boolean): string {
  const { ok, trust } = report;
  const unsigned = unsignedIn(report);
  const who = trust === 'keyring' ? '' : ' No keyring was handed in, so this does not say who signed.';
  if (!ok) return `The findings below say why.${who}`;
  if (isPack)
    return `Every file is what its signers signed, and every line stands in the ledger where the pack says.${who}`;
  const signer = trust === 'keyring' ? 'a trusted key' : 'the key in it';
  const bare =
    unsigned === 0
      ? ''
      : ` Of ${plural(unsigned, 'line')} without a signature nobody says anything: anyone may have written them.`;
  return `Every line that is signed is what ${signer} signed, and the chain is whole.${bare}${who}`;
}

function ledgerFacts(report: Verdict['report'], elapsedMs: number): HTMLElement {
  const { total, valid, invalid, unsigned, nonCanonical } = report.counts;
  return facts({
    Lines: count(total),
    Valid: count(valid),
    Invalid: invalid > 0 && count(invalid),
    Unsigned: unsigned > 0 && count(unsigned),
    'Not in canonical form': nonCanonical > 0 && count(nonCanonical),
    Chain: report.chain,
    Streams:
      'streams' in report && `${count(Object.keys(report.streams).length)}, ${count(report.sealed)} of them sealed`,
    Head: 'head' in report && report.head !== null && element('code', {}, report.head),
    Keys: report.trust === 'keyring' ? 'judged by the keyring' : 'those in the lines',
    Time: `${durationText(elapsedMs)}${total > 1000 ? `, ${count(Math.round(total / (elapsedMs / 1000)))} lines a second` : ''} (${report.engine} engine)`,
  });
}

function packFacts({ counts, signers, completeness, ledger, summary }: PackVerdict['report']): HTMLElement {
  return facts({
    Mission: summary && inert(`${summary.mission.missionId}: ${summary.mission.title}`),
    Status: summary?.mission.status,
    Lines: `${count(counts['lines'] ?? 0)}${ledger ? ` of a ledger of ${count(ledger.lines)}` : ''}, ${count(counts['withheld'] ?? 0)} withheld`,
    Files: count(counts['files'] ?? 0),
    Signed: signers.length > 0 && element('code', {}, signers.join(', ')),
    Head: ledger && element('code', {}, ledger.head),
    'Left out': completeness === 'not checked' ? 'not checked: that takes the ledger, and the command line' : 'nothing',
  });
}

/** What the verdict is asked with. */
function settingsForm(context: Context, opened: OpenedLedger): HTMLElement {
  const keyring = element('textarea', {
    rows: 4,
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: 'A keyring file, or public keys, one a line',
  });
  // A keyring can be dropped as well.
  opened.verification.follow(context.signal, () => (keyring.value = opened.settings.keyring));
  const choices = {
    partial: 'It is a part of a ledger, and may begin in the middle',
    strict: 'Lines have to be in canonical form',
    requireSignatures: 'Every line has to be signed',
  } as const;
  const boxes = Object.entries(choices).map(([name, text]) => {
    const box = element('input', { type: 'checkbox', name, checked: opened.settings[name as keyof typeof choices] });
    return { name, box, field: element('label', { class: 'choice' }, box, text) };
  });
  const again = (): void => {
    const chosen = Object.fromEntries(boxes.map(({ name, box }) => [name, box.checked])) as Record<
      keyof typeof choices,
      boolean
    >;
    void opened.verify({ ...chosen, keyring: keyring.value });
  };
  return element(
    'details',
    { class: 'settings' },
    element('summary', {}, opened.settings.keyring === '' ? 'Say whom you trust' : 'How it is verified'),
    labelled('Keys that are trusted', keyring),
    opened.kind === 'pack'
      ? undefined
      : element(
          'div',
          { class: 'choices' },
          boxes.map(({ field }) => field),
        ),
    element('div', { class: 'actions' }, button('Verify again', again)),
  );
}
