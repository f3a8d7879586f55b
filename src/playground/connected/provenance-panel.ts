/** Where the result of a mission comes from: a drawing, the same as a list, and the events as a timeline. */
import { button, element, fill } from '../element.ts';
import { events, provenance } from '../provenance.ts';
import { failureLine } from './failure-line.ts';
import type { MissionMeans } from './mission-means.ts';

/** Answers the panel. The evidence is asked for when somebody wants it: the service verifies the ledger for that. */
export function provenancePanel(means: MissionMeans, missionId: string): HTMLElement {
  const place = element('div', { role: 'status' });
  const show = async (): Promise<void> => {
    fill(place, 'Asking …');
    try {
      const story = await means.service.client.evidence.mission(missionId, { signal: means.context.signal });
      fill(place, provenance(story), element('h3', {}, 'Timeline'), events(story.events));
    } catch (error) {
      fill(place, failureLine(error));
    }
  };
  return element(
    'section',
    { class: 'panel', 'aria-labelledby': 'provenance-title' },
    element('h2', { id: 'provenance-title' }, 'Provenance'),
    element(
      'div',
      { class: 'actions' },
      button('Show where it comes from', () => void show(), { class: 'plain' }),
    ),
    place,
  );
}
