/** What an event asks about: which commits are judged, and by which they are. Taken from the payload; `GITHUB_SHA` means many things. */
import { LoglineError } from 'logline-core';
import type { Env, Inputs } from './inputs.ts';

/** The pull request that a report goes to. */
export interface PullRequest {
  readonly number: number;
  /** Whether its branch is in another repository, so that the token can read only. */
  readonly isFork: boolean;
}

/** What is judged. */
export type Subject =
  /** A change: what `head` brings to a branch whose tip is `base`. */
  | {
      readonly kind: 'change';
      readonly event: string;
      readonly base: string;
      readonly head: string;
      /** What merging makes of both, where the server has made it. */
      readonly merge?: string;
      readonly pullRequest?: PullRequest;
      /** Files of change specs that its description names, from the top of the repository. Text of whoever wrote it. */
      readonly namedSpecs?: readonly string[];
    }
  /** A branch that has moved on from `base`: everything is verified, and nothing that was there may be gone. */
  | {
      readonly kind: 'push';
      readonly event: string;
      readonly base: string;
      readonly head: string;
      readonly ref: string;
    }
  /** One commit, as it is. */
  | { readonly kind: 'whole'; readonly event: string; readonly head: string }
  /** Nothing, and why. */
  | { readonly kind: 'nothing'; readonly event: string; readonly why: string };

/** Answers what the run is about. Pure. @throws {LoglineError} CONFIG_INVALID - the event has no commits, and the inputs name none. */
export function subjectOf({ base, head }: Inputs, env: Env, payload: unknown): Subject {
  const event = env['GITHUB_EVENT_NAME'] ?? '';
  if (base !== undefined && head !== undefined) return { kind: 'change', event, base, head };
  const read = EVENTS[event] ?? EVENTS[SAME[event] ?? ''];
  if (read !== undefined) return read(asObject(payload), event, env['GITHUB_SHA'] ?? '');
  const names = [...Object.keys(EVENTS), ...Object.keys(SAME)].join(', ');
  throw invalid(
    `The event "${event}" names no commits to compare. Use one of ${names}; or give \`base\` and \`head\`.`,
  );
}

type Payload = Readonly<Record<string, unknown>>;
type Reader = (payload: Payload, event: string, sha: string) => Subject;

const EVENTS: Readonly<Record<string, Reader>> = {
  pull_request: (payload, event, sha) => pullRequestOf(payload, event, sha),
  // It runs on the base, whose commit GITHUB_SHA is.
  pull_request_target: (payload, event) => pullRequestOf(payload, event),
  merge_group: (payload, event) => {
    const group = asObject(payload['merge_group']);
    const { message } = asObject(group['head_commit']);
    return { kind: 'change', event, base: idIn(group, 'base_sha'), head: idIn(group, 'head_sha'), ...namedIn(message) };
  },
  push: pushOf,
  workflow_run: workflowRunOf,
  schedule: (_payload, event, sha) => ({ kind: 'whole', event, head: demandId(sha, 'GITHUB_SHA') }),
};

/** Events that ask what another asks. */
const SAME: Readonly<Record<string, string>> = {
  workflow_dispatch: 'schedule',
  repository_dispatch: 'schedule',
  release: 'schedule',
};

function pullRequestOf(payload: Payload, event: string, merge?: string): Subject {
  const pull = asObject(payload['pull_request']);
  const [base, head] = [asObject(pull['base']), asObject(pull['head'])];
  if (payload['action'] === 'closed') return { kind: 'nothing', event, why: 'The pull request is closed.' };
  const [from, to] = [asObject(head['repo'])['full_name'], asObject(base['repo'])['full_name']];
  return {
    kind: 'change',
    event,
    base: idIn(base, 'sha'),
    head: idIn(head, 'sha'),
    ...(merge !== undefined && { merge: demandId(merge, 'GITHUB_SHA') }),
    // A fork that was deleted has no repository any more.
    pullRequest: { number: numberIn(pull, 'number'), isFork: from !== to },
    ...namedIn(pull['body']),
  };
}

const MAX_NAMED_SPECS = 20;

/** Lines such as `Change-Spec: specs/rename.json`. */
function namedIn(text: unknown): { readonly namedSpecs?: readonly string[] } {
  const lines = typeof text === 'string' ? text.split(/\r?\n/) : [];
  const paths = lines.flatMap((line) => /^Change-Spec:[ \t]*(\S+)[ \t]*$/i.exec(line)?.[1] ?? []);
  return paths.length === 0 ? {} : { namedSpecs: [...new Set(paths)].slice(0, MAX_NAMED_SPECS) };
}

function pushOf(payload: Payload, event: string): Subject {
  const [base, head] = [idIn(payload, 'before'), idIn(payload, 'after')];
  const ref = String(payload['ref']);
  if (isZero(head)) return { kind: 'nothing', event, why: `${ref} was deleted.` };
  return isZero(base) ? { kind: 'whole', event, head } : { kind: 'push', event, base, head, ref };
}

/** The run was started by the pull request; what it wrote is not asked. Of a fork the payload lists no pull request. */
function workflowRunOf(payload: Payload, event: string): Subject {
  const run = asObject(payload['workflow_run']);
  const [pull] = Array.isArray(run['pull_requests']) ? (run['pull_requests'] as unknown[]) : [];
  if (pull === undefined)
    throw invalid('The payload names no pull request, as for forks: use the event pull_request_target instead.');
  const { base, head, number } = asObject(pull) as {
    readonly base: unknown;
    readonly head: unknown;
    readonly number: unknown;
  };
  return {
    kind: 'change',
    event,
    base: idIn(asObject(base), 'sha'),
    head: idIn(asObject(head), 'sha'),
    pullRequest: { number: Number(number), isFork: false },
  };
}

const isZero = (id: string): boolean => /^0+$/.test(id);

function asObject(value: unknown): Payload {
  return typeof value === 'object' && value !== null ? (value as Payload) : {};
}

const idIn = (payload: Payload, name: string): string => demandId(payload[name], name);

function demandId(value: unknown, name: string): string {
  if (typeof value === 'string' && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(value)) return value;
  throw invalid(`The event has no commit id in \`${name}\`.`);
}

function numberIn(payload: Payload, name: string): number {
  const value = payload[name];
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw invalid(`The event has no number in \`${name}\`.`);
}

const invalid = (message: string): LoglineError => new LoglineError('CONFIG_INVALID', message);
