/** Which engine is used where a call names none, and the one of a name. */
import { LoglineError } from '../base/errors.ts';
import { quote } from '../base/schema.ts';
import { createFastEngine } from './engine-fast.ts';
import { createNativeEngine } from './engine-native.ts';
import { createPortableEngine } from './engine-portable.ts';
import type { Engine, EngineName } from './engine.ts';

let chosen: Engine | undefined;

/**
 * Answers the engine that the variable `LOGLINE_ENGINE` names; where it is not set, the fastest one that runs here: the fast one beside native
 * in Node, beside portable elsewhere. The same object each time.
 *
 * @throws {LoglineError} USAGE - the variable names none. ENGINE_UNAVAILABLE - the one that it names does not run here.
 */
export function defaultEngine(): Engine {
  chosen ??= forcedEngine() ?? createFastEngine();
  return chosen;
}

/**
 * Read here and nowhere else: threads and programs that a program starts have its environment, so one variable forces the engine of all of them.
 * A browser has none.
 */
function forcedEngine(): Engine | undefined {
  const name = (globalThis as Runtime).process?.env?.LOGLINE_ENGINE;
  if (name === undefined || name === '') return undefined;
  if (Object.hasOwn(CREATORS, name)) return createEngine(name as EngineName);
  throw new LoglineError('USAGE', `LOGLINE_ENGINE is one of ${NAMES}, not ${quote(name)}.`);
}

interface Runtime {
  readonly process?: { readonly env?: { readonly LOGLINE_ENGINE?: string } };
}

/**
 * Answers a new engine of this name. The fast one makes tables from the first signature on, whether they pay or not.
 *
 * @throws {LoglineError} ENGINE_UNAVAILABLE - it does not run here. USAGE - there is none of this name.
 */
export function createEngine(name: EngineName): Engine {
  if (!Object.hasOwn(CREATORS, name))
    throw new LoglineError('USAGE', `There is no engine ${quote(name)}, but ${NAMES}.`);
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

const NAMES = Object.keys(CREATORS).join(', ');
