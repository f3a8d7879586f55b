/** What the gateway of a service says about a text: the places that it takes out, marked, and the text as it may be sent. */
import type { PreflightResult } from '../../client/index.ts';
import { element, fill, labelled } from '../element.ts';
import { inert, inertText } from '../inert.ts';
import { plural } from '../text.ts';
import type { Context, View } from '../view.ts';
import { failureLine } from './failure-line.ts';

/** A text field and the verdict. */
export function gatewayView(context: Context): View {
  const text = element('textarea', { class: 'code', rows: 10, spellcheck: 'false', required: true });
  const provider = element('input', { autocomplete: 'off', placeholder: 'any', maxlength: 256 });
  const result = element('div', { role: 'status' });
  const check = async (): Promise<void> => {
    const { value: service } = context.service;
    if (service === undefined) return;
    const content = text.value;
    const to = provider.value.trim();
    try {
      const verdict = await service.client.gateway.preflight(
        { content, ...(to !== '' && { provider: to }) },
        { signal: context.signal },
      );
      fill(result, verdictPanel(content, verdict));
      context.announce(
        verdict.ok ? `May be sent: ${plural(verdict.redactions.length, 'place')} taken out.` : 'Refused.',
      );
    } catch (error) {
      fill(result, failureLine(error));
    }
  };
  const send = element('button', { type: 'submit' }, 'Check');
  const note = element('p', { class: 'muted' });
  const form = element(
    'form',
    { class: 'panel' },
    labelled('Text', text),
    labelled('Provider that it is for', provider),
    element('div', { class: 'actions' }, send),
    note,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void check();
  });
  context.service.follow(context.signal, (service) => {
    send.disabled = service === undefined;
    fill(
      note,
      service === undefined
        ? element('a', { href: '#/connect' }, 'Connect a service first')
        : 'The text is sent to the service that is connected. What is found is recorded in its ledger, in counts and without the text.',
    );
  });
  return { element: element('div', {}, element('h1', {}, 'Gateway'), form, result) };
}

function verdictPanel(content: string, { ok, violations, redactions, sanitizedContent }: PreflightResult): HTMLElement {
  return element(
    'section',
    { class: 'panel', 'aria-labelledby': 'verdict-title' },
    element('h2', { id: 'verdict-title', class: ok ? 'good' : 'bad' }, ok ? 'May be sent' : 'Refused'),
    element('p', {}, `${plural(redactions.length, 'place')} taken out.`),
    violations.length > 0 &&
      element(
        'ul',
        { class: 'faults' },
        violations.map(({ rule, message }) =>
          element('li', {}, element('code', {}, inert(rule, { most: 100 })), ' ', inert(message, { most: 300 })),
        ),
      ),
    element('h3', {}, 'What was found'),
    element('pre', { tabindex: 0, 'aria-label': 'The text with what was found' }, marked(content, redactions)),
    sanitizedContent !== undefined && element('h3', {}, 'As it may be sent'),
    sanitizedContent !== undefined &&
      element(
        'pre',
        { tabindex: 0, 'aria-label': 'The sanitized text' },
        inert(sanitizedContent, { most: 20_000, keepLayout: true }),
      ),
  );
}

/** The service answers places; whether they lie in this text, in their order, is looked at here. */
function marked(content: string, redactions: PreflightResult['redactions']): (HTMLElement | string)[] {
  const parts: HTMLElement[] = [];
  const plain = (from: number, to: number): void => {
    if (from < to) parts.push(inert(content.slice(from, to), { most: 20_000, keepLayout: true }));
  };
  let at = 0;
  for (const { position, length, type, rule, placeholder } of [...redactions].sort((a, b) => a.position - b.position)) {
    if (position < at || length <= 0 || position + length > content.length) continue;
    plain(at, position);
    const found = inert(content.slice(position, position + length), { most: 500, keepLayout: true });
    const kind = element('span', { class: 'mark-kind' }, ' ', inert(placeholder, { most: 100 }));
    parts.push(element('mark', { title: inertText(`${type}: ${rule}`) }, found, kind));
    at = position + length;
  }
  plain(at, content.length);
  return parts;
}
