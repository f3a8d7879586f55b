/** The gateway in the words of `POST /gateway/preflight`. */
import type { Gateway, TextCheck } from './gateway.ts';
import type { RequestFacts, Violation } from './policy.ts';
import { standInName } from './stand-ins.ts';

/** A request. */
export interface PreflightRequest {
  readonly content: string;
  readonly provider?: string;
  readonly model?: string;
  /** `dataClass` is read, and `model` where it is not given beside; the rest is the caller's. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Something that was taken out. */
export interface PreflightRedaction {
  readonly type: 'secret' | 'pii' | 'proprietary';
  /** In the content, in UTF-16 code units. */
  readonly position: number;
  readonly length: number;
  /** What kind of thing stands there now, such as `EMAIL`. */
  readonly placeholder: string;
  readonly rule: string;
}

/** An answer. */
export interface PreflightResult {
  readonly ok: boolean;
  readonly violations: readonly Violation[];
  readonly redactions: readonly PreflightRedaction[];
  /** Left out where the content is refused. */
  readonly sanitizedContent?: string;
}

const TYPES = { secret: 'secret', personal: 'pii', term: 'proprietary' } as const;

/** Answers what `POST /gateway/preflight` answers, and the whole check for a record of it. */
export function preflight(
  gateway: Gateway,
  request: PreflightRequest,
): { readonly result: PreflightResult; readonly check: TextCheck } {
  const check = gateway.check(request.content, factsOf(request));
  const result: PreflightResult = {
    ok: check.ok,
    violations: check.violations,
    redactions: check.spans.map(({ start, end, kind, rule }) => ({
      type: TYPES[kind],
      position: start,
      length: end - start,
      placeholder: standInName(kind, rule),
      rule,
    })),
    ...(check.sanitized !== undefined && { sanitizedContent: check.sanitized }),
  };
  return { result, check };
}

function factsOf({ provider, model, metadata = {} }: PreflightRequest): RequestFacts {
  const text = (name: string): string | undefined => {
    const value = Object.hasOwn(metadata, name) ? metadata[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const [named, dataClass] = [model ?? text('model'), text('dataClass')];
  return {
    ...(provider !== undefined && { provider }),
    ...(named !== undefined && { model: named }),
    ...(dataClass !== undefined && { dataClass }),
  };
}
