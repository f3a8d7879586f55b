/** Addresses: `#/name/step/step?key=value`. They work from a disk as from a host, and can be kept and sent. */

/** An address in its parts. */
export interface Route {
  /** Which view; empty for the first one. */
  readonly name: string;
  /** What stands below it. */
  readonly steps: readonly string[];
  readonly query: URLSearchParams;
}

/** Answers the parts of an address; of a malformed one those that can be read. Pure. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [name = '', ...steps] = path.split('/').map(decoded);
  return { name, steps: steps.filter((step) => step !== ''), query: new URLSearchParams(query) };
}

/** Answers the address of its parts. Pure. */
export function formatRoute(
  name: string,
  steps: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): string {
  const text = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return `#/${[name, ...steps].map(encodeURIComponent).join('/')}${text === '' ? '' : `?${text}`}`;
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
