/** A decision at a checkpoint: signed in this page with the approver's own key, or witnessed by the service for the name behind the API key. */
import type { Mission } from '../../client/index.ts';
import { button, element, fill, labelled } from '../element.ts';
import { inertText } from '../inert.ts';
import { KeyPanel } from '../keys/key-panel.ts';
import { short } from '../text.ts';
import { Channel } from '../worker/channel.ts';
import type { DecisionSaid, PackTasks } from '../worker/pack-tasks.ts';
import { startWorker } from '../worker/start-worker.ts';
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
  readonly #told = element('div', { role: 'status' });

  constructor(means: MissionMeans, mission: Mission) {
    this.#means = means;
    this.#mission = mission;
    this.#keys = new KeyPanel(means.context, 'Without a key nothing is signed here.');
    this.#fillCheckpoints();
    this.element = element(
      'div',
      { class: 'write decide' },
      element(
        'section',
        { class: 'panel', 'aria-labelledby': 'decide-title' },
        element('h2', { id: 'decide-title' }, 'Decide'),
        labelled('Checkpoint', this.#checkpoint),
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

  /** What was looked at is named in the decision: where it changed meanwhile, the service refuses. */
  async #decide(decision: 'approved' | 'rejected'): Promise<void> {
    const checkpoint = this.#mission.checkpoints.find(({ name }) => name === this.#checkpoint.value);
    if (checkpoint === undefined) return;
    const reason = this.#reason.value.trim();
    const told = {
      subject: checkpoint.subject,
      ...(reason !== '' && { reason }),
      ...(decision === 'approved' && this.#override.checked && { override: true as const }),
    };
    const { missions } = this.#means.service.client;
    const id = this.#mission.missionId;
    try {
      const signature = await this.#signature({ mission: id, checkpoint: checkpoint.name, decision, ...told });
      if (decision === 'approved') await missions.approve(id, checkpoint.name, { ...told, ...signature });
      else await missions.reject(id, checkpoint.name, { ...told, reason, ...signature });
      this.#means.context.announce(`${checkpoint.name} ${decision}.`);
      await this.#means.again();
    } catch (error) {
      fill(this.#told, failureLine(error));
    }
  }

  async #signature(said: DecisionSaid): Promise<{ actor?: string; public_key?: string; sig?: string }> {
    const key = this.#keys.chosen.value;
    if (key === undefined) return {};
    const actor = this.#name.value.trim() || key.name;
    const channel = new Channel<PackTasks>(await startWorker('pack-worker'));
    try {
      const digest = await channel.ask('decision', { ...said, approver: { actor } });
      const sig = await key.sign(new TextEncoder().encode(digest));
      return {
        actor,
        public_key: key.publicKey,
        sig: Array.from(sig, (byte) => byte.toString(16).padStart(2, '0')).join(''),
      };
    } finally {
      channel.close();
    }
  }
}
