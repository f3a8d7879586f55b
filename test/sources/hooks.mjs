/** Module hooks of register.mjs, in the thread that Node runs them in. */
import { fileURLToPath } from 'node:url';
import { withoutTypes } from './without-types.mjs';

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!/^file:.*\.ts(?:\?|$)/.test(url)) return nextLoad(url, context);
  return { format: 'module', source: await withoutTypes(fileURLToPath(url)), shortCircuit: true };
}
