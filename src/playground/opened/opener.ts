/** Where things are dropped, or chosen: a ledger, a folder of streams, an audit pack, a keyring. */
import { button, element } from '../element.ts';
import type { Context } from '../view.ts';
import { Channel, TaskError } from '../worker/channel.ts';
import type { LedgerTasks, OpenFile } from '../worker/ledger-tasks.ts';
import { startWorker } from '../worker/start-worker.ts';
import { droppedFiles } from './dropped-files.ts';
import { DEFAULT_SETTINGS, OpenedLedger, failureOf } from './opened-ledger.ts';

/** Files of a ledger; the rest of a folder is left where it is. */
const LEDGER_FILE = /\.(?:jsonl|ndjson)$/i;
const PACK_FILE = /\.zip$/i;
const KEYRING_FILE = /\.json$/i;
/** A keyring is small; nothing larger is read as one. */
const MOST_KEYRING_BYTES = 10_000_000;

/** Answers the place. */
export function opener(context: Context): HTMLElement {
  const told = element('p', { class: 'opener-told', role: 'alert' });
  let latest = 0;
  // What was asked for last is what is shown, however long something else takes to open or to fail.
  const begin = (open: Promise<OpenedLedger | undefined>): void => {
    const own = ++latest;
    told.textContent = '';
    open.then(
      (opened) => {
        if (own !== latest) opened?.close();
        else if (opened !== undefined) show(context, opened);
      },
      (error: unknown) => {
        const { message, fix } = failureOf(error);
        if (own === latest) told.textContent = `${message} ${fix}`;
      },
    );
  };
  const take = (files: readonly OpenFile[]): void => begin(openFiles(context, files));
  const zone = element(
    'section',
    { class: 'opener', 'aria-label': 'Open' },
    element('p', { class: 'opener-title' }, 'Drop a ledger, a folder of ledgers, an audit pack or a keyring here'),
    element('p', { class: 'muted' }, 'It is read and verified in this page. Nothing is sent anywhere.'),
    element(
      'div',
      { class: 'actions' },
      chooser('Open files…', {}, take),
      chooser('Open a folder…', { webkitdirectory: true }, take),
      button('Look at an example', () => begin(openExample()), { class: 'plain' }),
    ),
    told,
  );
  acceptDrops(zone, context.signal, take);
  return zone;
}

/**
 * Opens what was handed in: of several things the keyring first, since it says how the others are verified. Answers nothing where it is a
 * keyring for what is open.
 */
async function openFiles(context: Context, files: readonly OpenFile[]): Promise<OpenedLedger | undefined> {
  const keyring = files.find(
    ({ path, blob }) => KEYRING_FILE.test(path) && blob.size <= MOST_KEYRING_BYTES && !path.includes('/'),
  );
  const ledgers = ledgersIn(files.filter((file) => file !== keyring));
  const { value: opened } = context.opened;
  const settings = {
    ...(opened?.settings ?? DEFAULT_SETTINGS),
    ...(keyring && { keyring: await keyring.blob.text() }),
  };
  if (ledgers.length > 0) return OpenedLedger.open(nameOf(ledgers), ledgers, settings);
  if (keyring === undefined)
    throw refusal('There is no ledger in it.', 'Files end in .jsonl or .ndjson, packs in .zip.');
  if (opened === undefined)
    throw refusal('This keyring has nothing to judge.', 'Open a ledger first, then its keyring.');
  await opened.verify(settings);
  return undefined;
}

const refusal = (message: string, fix: string): TaskError => new TaskError({ code: 'INPUT_UNREADABLE', message, fix });

/** One file is what it is; of several the ledgers, or else the first pack. */
function ledgersIn(files: readonly OpenFile[]): readonly OpenFile[] {
  if (files.length === 1) return files;
  const ledgers = files.filter(({ path }) => LEDGER_FILE.test(path));
  return ledgers.length > 0 ? ledgers : files.filter(({ path }) => PACK_FILE.test(path)).slice(0, 1);
}

async function openExample(): Promise<OpenedLedger> {
  const channel = new Channel<LedgerTasks>(await startWorker('ledger-worker'));
  const { text, keyring } = await channel.ask('example', undefined);
  channel.close();
  const files = [{ path: 'example.jsonl', blob: new Blob([text]) }];
  return OpenedLedger.open('example.jsonl', files, { ...DEFAULT_SETTINGS, keyring });
}

function show(context: Context, opened: OpenedLedger): void {
  context.opened.value?.close();
  context.opened.set(opened);
  context.announce(`${opened.name} is open and is being verified.`);
}

function nameOf(files: readonly OpenFile[]): string {
  const [first] = files;
  return files.length === 1 ? first!.path : (first!.path.split('/')[0] ?? '') + ` (${String(files.length)} files)`;
}

/** A button that opens the chooser of the system. */
function chooser(
  text: string,
  kind: { readonly webkitdirectory?: boolean },
  take: (files: readonly OpenFile[]) => void,
): HTMLElement {
  const input = element('input', { type: 'file', hidden: true, multiple: true, ...kind });
  input.addEventListener('change', () => {
    take([...(input.files ?? [])].map((file) => ({ path: withoutFolder(file), blob: file })));
    input.value = '';
  });
  return element(
    'span',
    {},
    button(text, () => input.click()),
    input,
  );
}

/** Paths begin below the folder that was chosen. */
const withoutFolder = (file: File): string => file.webkitRelativePath.split('/').slice(1).join('/') || file.name;

function acceptDrops(zone: HTMLElement, signal: AbortSignal, take: (files: readonly OpenFile[]) => void): void {
  const over = (isOver: boolean) => (event: Event) => {
    event.preventDefault();
    zone.classList.toggle('over', isOver);
  };
  // Anywhere in the page: a browser would leave it for a file that is dropped beside the place.
  for (const name of ['dragenter', 'dragover']) document.addEventListener(name, over(true), { signal });
  document.addEventListener('dragleave', over(false), { signal });
  document.addEventListener(
    'drop',
    (event) => {
      over(false)(event);
      if (event.dataTransfer !== null) void droppedFiles(event.dataTransfer).then(take);
    },
    { signal },
  );
}
