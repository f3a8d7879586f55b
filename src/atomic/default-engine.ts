/** Which engine is used where nobody chose one, and the one that somebody chose. */
import { LoglineError } from '../base/errors.ts';
import { quote } from '../base/schema.ts';
import { createFastEngine } from './engine-fast.ts';
import { createNativeEngine } from './engine-native.ts';
import { createPortableEngine } from './engine-portable.ts';
import type { Engine, EngineName } from './engine.ts';

let chosen: Engine | undefined;

/** Answers the fastest engine that runs here: the fast one beside native in Node, beside portable elsewhere. The same object each time. */
export function defaultEngine(): Engine {
  chosen ??= createFastEngine();
  return chosen;
}

/**
 * Answers a new engine of this name. The fast one makes tables from the first signature on, whether they pay or not.
 *
 * @throws {LoglineError} ENGINE_UNAVAILABLE - it does not run here. USAGE - there is none of this name.
 */
export function createEngine(name: EngineName): Engine {
  if (!Object.hasOwn(CREATORS, name))
    throw new LoglineError('USAGE', `There is no engine ${quote(name)}, but ${Object.keys(CREATORS).join(', ')}.`);
  const engine = CREATORS[name]();
  if (engine?.name === name) return engine;
  throw new LoglineError('ENGINE_UNAVAILABLE', `The engine "${name}" does not run here.`, {
    details: { engine: name },
  });
}

const CREATORS: Readonly<Record<EngineName, () => Engine | undefined>> = {
  native: () => createNativeEngine(),
  portable: () => createPortableEngine(),
  fast: () => createFastEngine({ tableAfter: 0 }),
};
