/** Invariants on names: that something is declared or exported after the change. */
import { nearestName } from '../../base/nearest.ts';
import type { Invariant } from '../generated/types.ts';
import { pathFilter } from '../path-filter.ts';
import { oneFinding } from './context.ts';
import type { InvariantContext, Verdict } from './context.ts';
import type { DeclaredName } from './declared-name.ts';
import { declarationsIn } from './declared-names.ts';
import type { DeclarationSearch } from './declared-names.ts';
import { isTextOf, textsOf } from './looked-at.ts';
import { parseSymbolName } from './symbol-form.ts';

/** Looks for a declaration. @throws {LoglineError} as {@link parseSymbolName} */
export async function checkSymbolExists({ spec }: Invariant, context: InvariantContext): Promise<Verdict> {
  const { file, steps } = parseSymbolName(spec);
  const files = file === undefined ? (): boolean => true : pathFilter([file]);
  const { texts, findings } = textsOf(context.after, (path) => files(path) && isTextOf(context.spec.language, path));
  if (texts.length + findings.length === 0) {
    return oneFinding(
      'INVARIANT_FAILED',
      `There is no source${file === undefined ? '' : ` ${file}`} that could declare ${spec}.`,
    );
  }
  const name = steps.at(-1)!;
  const declared = await declarationsIn(
    searchOf(context),
    texts.filter(({ text }) => text.includes(name)),
  );
  const found = declared.filter((declaration) => isNamed(declaration, steps));
  const counts = { files: texts.length, declarations: found.length };
  if (found.length > 0) return { findings: [], counts };
  if (findings.length > 0) return { findings, counts };
  return { ...(await missing(spec, name, context, texts)), counts };
}

const searchOf = ({ spec, after, projects }: InvariantContext): DeclarationSearch => ({
  language: spec.language,
  tree: after,
  projects,
});

/** Whether a declaration is meant: a bare name means what a module or namespace declares, not a member or a local. */
function isNamed({ name, containers, level }: DeclaredName, steps: readonly string[]): boolean {
  if (steps.length === 1) return name === steps[0] && level === 'module';
  const chain = [...containers, name];
  return steps.every((step, i) => chain[chain.length - steps.length + i] === step);
}

async function missing(
  spec: string,
  name: string,
  context: InvariantContext,
  texts: Parameters<typeof declarationsIn>[1],
): Promise<Verdict> {
  const others = await declarationsIn(searchOf(context), texts.slice(0, MAX_SEARCHED));
  const near = nearestName(
    name,
    new Set(others.map((declaration) => declaration.name).filter((other) => other !== name)),
  );
  const within = others.filter((other) => other.name === name).map(({ containers }) => [...containers, name].join('.'));
  const hint =
    within.length > 0 ? ` There is ${within.slice(0, 5).join(', ')}.` : near === undefined ? '' : ` There is ${near}.`;
  return oneFinding('INVARIANT_FAILED', `Nothing declares or exports ${spec}.${hint}`);
}

/** Files in which a name that resembles a missing one is looked for. */
const MAX_SEARCHED = 500;
