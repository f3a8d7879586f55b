/** Which engine is used where nobody chose one. */
import { createNativeEngine } from './engine-native.ts';
import { createPortableEngine } from './engine-portable.ts';
import type { Engine } from './engine.ts';

let chosen: Engine | undefined;

/** Answers the fastest engine that runs here: native in Node, portable elsewhere. The same object each time. */
export function defaultEngine(): Engine {
  chosen ??= createNativeEngine() ?? createPortableEngine();
  return chosen;
}
