/** A guard for a ledger: refuses atomics that would write a secret or personal data into a file that cannot forget. */
import type { Draft } from '../atomic/index.ts';
import type { Finding } from '../base/report.ts';
import type { Gateway } from './gateway.ts';

/** Members that are digests, keys or names of who signs, by their pointers: they are what they are. */
const LEFT_OUT =
  /^\/(?:hash|prev|signature(?:\/.*)?|cosignatures(?:\/.*)?|trace_id|schema_version|did\/actor|metadata\/(?:signed_by|trace_id|created_at|owner_id|tenant_id|parent_id))$/;

/** Looks at a draft before it is signed, as `openLedger` takes it. */
export type DraftGuard = (draft: Draft) => readonly Finding[];

/**
 * Answers a guard. Every text of a draft is looked at, each with the names of the members that lead to it, and names of members as well.
 *
 * @param gateway - its policy says what is found; rules that it allows are let through, all others refuse the draft.
 */
export function createGuard(gateway: Gateway): DraftGuard {
  return (draft) => {
    const findings: Finding[] = [];
    for (const [path, text, lead] of textsOf(draft)) {
      const check = gateway.check(lead + text);
      if (check.ok && check.spans.length === 0) continue;
      const [first] = check.findings;
      // Names of members may be secrets themselves.
      const pointer = gateway.check(path).sanitized ?? '';
      if (first !== undefined) findings.push(at(pointer, first, check.findings.length));
      for (const { rule, message } of check.violations.filter(({ severity }) => severity === 'error')) {
        if (first === undefined) findings.push({ code: 'GUARD_REFUSED', message, pointer, details: { rule } });
      }
    }
    return findings;
  };
}

function at(pointer: string, { code, details }: Finding, count: number): Finding {
  const rule = String(details?.['rule']);
  const what = code === 'SECRET_FOUND' ? 'a secret' : code === 'TERM_FOUND' ? 'a listed word' : 'personal data';
  return { code, message: `${pointer} holds ${what} (${rule}).`, pointer, details: { rule, count } };
}

/** Each text with its pointer and the name before it: what a member is called says what its value is. */
function* textsOf(value: unknown, pointer = '', name = ''): Generator<readonly [string, string, string]> {
  if (LEFT_OUT.test(pointer)) return;
  if (typeof value === 'string') yield [pointer, value, name === '' ? '' : `${name}: "`];
  else if (typeof value === 'number') yield [pointer, String(value), name === '' ? '' : `${name}: `];
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      const inside = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (!Array.isArray(value)) yield [pointer, key, ''];
      yield* textsOf(member, inside, Array.isArray(value) ? name : key);
    }
  }
}
