/** Change specs: from text to a value that the engine can trust, and back to one digest. */
import { canonicalize, createPlainHash, parseJson } from '../atomic/index.ts';
import { toHex, toUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { findingsError, requireSchema } from '../base/schema.ts';
import type { ChangeSpec, Patch, PatchDetails } from './generated/types.ts';
import { changeSpecSchema } from './generated/validators.ts';
import { MAX_INVARIANTS, MAX_PATCHES, MAX_SPEC_BYTES } from './limits.ts';
import { specFaults } from './spec-faults.ts';

/** What an operation takes beside `optional` and `expectCount`. */
interface OperationForm {
  readonly hasSelector: boolean;
  /** Members of `details` that it needs. */
  readonly needs: readonly (keyof PatchDetails)[];
  /** Others that it takes. */
  readonly takes: readonly (keyof PatchDetails)[];
}

const FORMS: Readonly<Record<Patch['astOp'], OperationForm>> = {
  renameSymbol: {
    hasSelector: true,
    needs: ['newName'],
    takes: ['all', 'declaredIn', 'container', 'exports', 'comments', 'strings', 'attributes'],
  },
  replaceAPI: {
    hasSelector: true,
    needs: [],
    takes: ['module', 'newModule', 'newObject', 'newProperty', 'newFunction', 'argsMap', 'references', 'all'],
  },
  moveModule: { hasSelector: false, needs: ['to'], takes: [] },
  insertNode: { hasSelector: true, needs: ['position', 'text'], takes: [] },
  deleteNode: { hasSelector: true, needs: [], takes: ['cascade'] },
  editString: { hasSelector: true, needs: ['to'], takes: ['from'] },
  editRegex: { hasSelector: true, needs: ['pattern', 'replacement'], takes: ['flags', 'textual'] },
};

const COMMON: readonly (keyof PatchDetails)[] = ['optional', 'expectCount'];

/**
 * Answers the change spec of a JSON text.
 *
 * @param source - the text, or its UTF-8 bytes; at most 1 MiB.
 * @throws {LoglineError} SPEC_INVALID - it does not fit the schema, a patch has members that its operation does not take, or an
 *   invariant is no sentence that can be checked. SELECTOR_INVALID, PATTERN_INVALID, PATH_UNSAFE - a selector, pattern or path of it.
 *   `details.findings` has all of them, each with a JSON pointer. PARSE_ERROR and the other codes of strict JSON - it is no JSON.
 * @see schemas/change-spec.schema.json
 */
export function parseChangeSpec(source: string | Uint8Array): ChangeSpec {
  return checkChangeSpec(parseJson(source, { maxLineBytes: MAX_SPEC_BYTES }));
}

/**
 * Answers a value as a change spec.
 *
 * @throws {LoglineError} as {@link parseChangeSpec}, for a value that is JSON already.
 */
export function checkChangeSpec(value: unknown): ChangeSpec {
  const spec = requireSchema(changeSpecSchema, value, 'SPEC_INVALID');
  demandFew(spec.patches.length, 'patches', MAX_PATCHES);
  demandFew(spec.invariants.length, 'invariants', MAX_INVARIANTS);
  const findings = [...spec.patches.flatMap((patch, index) => patchFaults(patch, index)), ...specFaults(spec)];
  if (findings.length > 0) throw findingsError(findings);
  return spec;
}

/** Answers the digest of a spec: BLAKE3 of its canonical text (RFC 8785), 64 lower-case hex characters. Pure. */
export function specDigest(spec: ChangeSpec): string {
  return toHex(
    createPlainHash()
      .update(toUtf8(canonicalize(spec)))
      .digest(),
  );
}

function demandFew(count: number, what: string, most: number): void {
  if (count <= most) return;
  throw new LoglineError('LIMIT_EXCEEDED', `The spec has ${count} ${what}, more than the limit of ${most}.`);
}

function patchFaults(patch: Patch, index: number): Finding[] {
  const { hasSelector, needs, takes } = FORMS[patch.astOp];
  const given = Object.keys(patch.details ?? {}) as (keyof PatchDetails)[];
  const faults = [
    ...(hasSelector && patch.selector === undefined ? ['selector is missing'] : []),
    ...(!hasSelector && patch.selector !== undefined ? [`${patch.astOp} takes no selector`] : []),
    ...needs.filter((name) => !given.includes(name)).map((name) => `details.${name} is missing`),
    ...given
      .filter((name) => ![...COMMON, ...needs, ...takes].includes(name))
      .map((name) => `${patch.astOp} takes no details.${name}: it takes ${[...needs, ...takes, ...COMMON].join(', ')}`),
    ...emptyReplacement(patch),
  ];
  return faults.map((fault) => ({
    code: 'SPEC_INVALID',
    message: `patches[${index}]: ${fault}.`,
    pointer: `/patches/${index}`,
  }));
}

function emptyReplacement({ astOp, details = {} }: Patch): string[] {
  if (astOp !== 'replaceAPI') return [];
  const says = ['newModule', 'newObject', 'newProperty', 'newFunction', 'argsMap'] as const;
  return says.some((name) => details[name] !== undefined)
    ? []
    : [`one of ${says.map((name) => `details.${name}`).join(', ')} is missing`];
}
