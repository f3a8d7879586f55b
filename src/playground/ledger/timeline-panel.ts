/** When each mission, or each actor, had how many lines. */
import { lanesTable } from '../../drawing/index.ts';
import type { Lanes } from '../../drawing/index.ts';
import { drawn } from '../drawn.ts';
import { button, element, fill } from '../element.ts';
import { inert } from '../inert.ts';
import type { OpenedLedger } from '../opened/opened-ledger.ts';

type By = 'mission' | 'actor';

/** Answers the timeline of the lines that are looked at, and how to draw it again. `choose` is told of a name that somebody wants alone. */
export function timelinePanel(
  opened: OpenedLedger,
  choose: (by: By, name: string) => void,
): { readonly element: HTMLElement; readonly draw: () => Promise<void> } {
  const place = element('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': 'Timeline' });
  let by: By = 'mission';
  const draw = async (): Promise<void> => {
    const asked = by;
    const timeline = await opened.ask('timeline', asked);
    fill(
      place,
      table(asked, timeline, (name) => choose(asked, name)),
    );
  };
  const choices = (['mission', 'actor'] as const).map((one) => {
    const box = element('input', { type: 'radio', name: 'timeline-by', value: one, checked: one === by });
    box.addEventListener('change', () => {
      by = one;
      void draw();
    });
    return element('label', { class: 'choice' }, box, `By ${one}`);
  });
  const legend = element('legend', {}, 'Timeline');
  const made = element(
    'div',
    { class: 'timeline-panel' },
    element('fieldset', { class: 'choices' }, legend, choices),
    place,
  );
  return { element: made, draw };
}

/** The table as audit packs have it; here the names are buttons. */
function table(by: By, timeline: Lanes, choose: (name: string) => void): Element {
  const made = drawn(lanesTable(by, timeline));
  const heads = [...made.querySelectorAll('tbody th')];
  for (const [i, { name }] of timeline.lanes.entries()) {
    if (name === '') continue;
    const chooser = button('', () => choose(name), { class: 'link', title: 'Show its lines alone' });
    chooser.append(inert(name, { most: 60 }));
    fill(heads[i]!, chooser);
  }
  return made;
}
