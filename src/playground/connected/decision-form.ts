/** A decision at a checkpoint: signed in this page with the approver's own key, or witnessed by the service for the name behind the API key. */
import type { Mission } from '../../client/index.ts';
import { button, element, fill, labelled } from '../element.ts';
import { inertText } from '../inert.ts';
import { KeyPanel } from '../keys/key-panel.ts';
import { short } from '../text.ts';
import { makeDecision, showDecidedAbout } from './decided-about.ts';
import type { DecisionAsked } from '../worker/pack-tasks.ts';
import { failureLine } from './failure-line.ts';
import type { MissionMeans } from './mission-means.ts';

/** Answers the form. */
export const decisionForm = (means: MissionMeans, mission: Mission): HTMLElement =>
  new Deciding(means, mission).element;

class Deciding {
  readonly element: HTMLElement;
  readonly #means: MissionMeans;
  readonly #mission: Mission;
  readonly #keys: KeyPanel;
  readonly #checkpoint = element('select', {});
  readonly #name = element('input', { autocomplete: 'name', maxlength: 256, value: '' });
  readonly #reason = element('textarea', { rows: 2, maxlength: 10_000 });
  readonly #override = element('input', { type: 'checkbox' });
  readonly #about = element('div', { role: 'group', 'aria-label': 'What is decided about' });
  readonly #told = element('div', { role: 'status' });

  constructor(means: MissionMeans, mission: Mission) {
    this.#means = means;
    this.#mission = mission;
    this.#keys = new KeyPanel(means.context, 'Without a key nothing is signed here.');
    this.#fillCheckpoints();
    this.#showAbout();
    this.#checkpoint.addEventListener('change', () => this.#showAbout());
    this.element = element(
      'div',
      { class: 'write decide' },
      element(
        'section',
        { class: 'panel', 'aria-labelledby': 'decide-title' },
        element('h2', { id: 'decide-title' }, 'Decide'),
        labelled('Checkpoint', this.#checkpoint),
        this.#about,
        labelled('Your name, as it is signed', this.#name),
        labelled('Reason; a rejection needs one', this.#reason),
        element('label', { class: 'choice' }, this.#override, 'Although the verification says no; needs a reason'),
        element(
          'p',
          { class: 'muted' },
          mission.approvals === 'signed'
            ? 'This mission asks for the signature of the approver: choose a key.'
            : 'With a key, the decision is signed in this page and is yours. Without one, the service witnesses it for the name behind the API key.',
        ),
        element(
          'div',
          { class: 'actions' },
          button('Approve', () => void this.#decide('approved')),
          button('Reject', () => void this.#decide('rejected'), { class: 'plain' }),
        ),
        this.#told,
      ),
      this.#keys.element,
    );
  }

  #fillCheckpoints(): void {
    const { checkpoints } = this.#mission;
    const options = checkpoints
      .filter(({ actor }) => actor === 'human')
      .map(({ name, status, subject }) =>
        element('option', { value: name }, inertText(`${name}: ${status}, ${short(subject)}`)),
      );
    fill(this.#checkpoint, options);
    this.#checkpoint.value =
      checkpoints.find(({ actor, status }) => actor === 'human' && status === 'pending')?.name ?? 'plan';
  }

  #showAbout(): void {
    const checkpoint = this.#mission.checkpoints.find(({ name }) => name === this.#checkpoint.value);
    if (checkpoint !== undefined) void showDecidedAbout(this.#about, this.#mission, checkpoint.name);
  }

  /** What is shown is named in the decision: where it changed meanwhile, the service refuses; where the service named something else, this page does. */
  async #decide(decision: 'approved' | 'rejected'): Promise<void> {
    const checkpoint = this.#mission.checkpoints.find(({ name }) => name === this.#checkpoint.value);
    if (checkpoint === undefined) return;
    const reason = this.#reason.value.trim();
    const told = {
      ...(reason !== '' && { reason }),
      ...(decision === 'approved' && this.#override.checked && { override: true as const }),
    };
    const { missions } = this.#means.service.client;
    const id = this.#mission.missionId;
    try {
      const signed = await this.#signed({ checkpoint: checkpoint.name, decision, ...told });
      if (decision === 'approved') await missions.approve(id, checkpoint.name, { ...told, ...signed });
      else await missions.reject(id, checkpoint.name, { ...told, reason, ...signed });
      this.#means.context.announce(`${checkpoint.name} ${decision}.`);
      await this.#means.again();
    } catch (error) {
      fill(this.#told, failureLine(error));
    }
  }

  /** With a key the decision is signed, and without one it says as well what it is about. */
  async #signed(said: Omit<DecisionAsked, 'shown' | 'actor'>): Promise<Signed> {
    const key = this.#keys.chosen.value;
    const actor = this.#name.value.trim() || (key?.name ?? '');
    const { subject, digest } = await makeDecision(this.#mission, { ...said, actor });
    if (key === undefined) return { subject };
    const sig = await key.sign(new TextEncoder().encode(digest));
    return {
      subject,
      actor,
      public_key: key.publicKey,
      sig: Array.from(sig, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    };
  }
}

interface Signed {
  readonly subject: string;
  readonly actor?: string;
  readonly public_key?: string;
  readonly sig?: string;
}
