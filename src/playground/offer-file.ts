/** Files that are made in the page. */
import { element } from './element.ts';

/** Has the browser save a file. */
export function offerFile(name: string, content: BlobPart, type = 'application/x-ndjson'): void {
  const href = URL.createObjectURL(new Blob([content], { type }));
  element('a', { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
