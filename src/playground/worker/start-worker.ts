/**
 * Starts workers of the page. From a host they are files; from a disk, where browsers refuse to start those, the same program is loaded as a
 * text (`NAME-text.js`) and started from memory.
 */

/** The programs that workers run. */
export type Program = 'ledger-worker' | 'pack-worker';

interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (text: string) => string },
  ) => { createScriptURL: (text: string) => string };
}

/** Where browsers hold scripts to a list of places, this is the only one that starts any: with the two names above, and from memory. */
const policy = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('logline-worker', {
  createScriptURL: (text) => text,
});
const trusted = (address: string): string => policy?.createScriptURL(address) ?? address;

const texts = new Map<Program, Promise<string>>();

/** Answers a new worker. */
export async function startWorker(program: Program): Promise<Worker> {
  if (location.protocol !== 'file:') return new Worker(trusted(`${program}.js`));
  let text = texts.get(program);
  if (text === undefined) texts.set(program, (text = loadText(program)));
  const address = URL.createObjectURL(new Blob([await text], { type: 'text/javascript' }));
  const worker = new Worker(trusted(address));
  URL.revokeObjectURL(address);
  return worker;
}

/** The file puts its program into one place and does nothing else. */
function loadText(program: Program): Promise<string> {
  const script = document.createElement('script');
  script.src = trusted(`${program}-text.js`);
  return new Promise((resolve, reject) => {
    script.onload = () => resolve((globalThis as unknown as Record<string, string>)[`${program}-text`]!);
    script.onerror = () => reject(new TypeError(`${program}-text.js is missing beside the page.`));
    document.head.append(script);
  });
}
