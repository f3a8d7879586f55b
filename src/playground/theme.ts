/** Dark and light: what the system prefers, until somebody chooses. The choice is of this page and is stored nowhere. */
import { element } from './element.ts';

const THEMES = { auto: 'As the system', light: 'Light', dark: 'Dark' } as const;

/** Answers the switch. */
export function themeSwitch(): HTMLElement {
  const choices = Object.entries(THEMES).map(([value, title]) => element('option', { value }, title));
  const select = element('select', { id: 'theme', name: 'theme' }, choices);
  select.addEventListener('change', () => {
    document.documentElement.dataset['theme'] = select.value;
  });
  return element('label', { class: 'theme' }, element('span', {}, 'Theme'), select);
}
