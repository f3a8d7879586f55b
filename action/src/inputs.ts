/** The inputs of action.yml, read strictly: what is not understood is refused, since a typing mistake would switch a check off. */
import { LoglineError } from 'logline-core';
import type { FailOn } from './remark.ts';

/** An environment, as the runner sets it. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What may be checked. */
export const CHECKS = ['ledger', 'rules', 'changes', 'evidence', 'spending'] as const;

/** One of them. */
export type Check = (typeof CHECKS)[number];

/** All inputs. */
export interface Inputs {
  /** Patterns of ledgers; none: as the config of the base says. */
  readonly ledgers: readonly string[];
  /** Folder of the project in the repository, without slashes around it; empty for the top. */
  readonly folder: string;
  /** Both or none. */
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly fetch: 'auto' | 'git' | 'api' | 'never';
  readonly checks: ReadonlySet<Check>;
  readonly failOn: FailOn;
  readonly full: 'auto' | 'always' | 'never';
  readonly comment: 'on-change' | 'always' | 'on-failure' | 'never';
  readonly commentId: string;
  readonly summary: boolean;
  readonly annotations: boolean;
  readonly reportFile: string | undefined;
  readonly sarifFile: string | undefined;
  readonly token: string | undefined;
  /** Private Ed25519 key in hex. Secret. */
  readonly signingKey: string | undefined;
  readonly signBy: 'auto' | 'api' | 'git' | 'pull-request';
}

/** Names as in action.yml; a test holds the two equal. */
export const INPUT_NAMES = [
  'ledger',
  'working-directory',
  'base',
  'head',
  'fetch',
  'checks',
  'fail-on',
  'full-verify',
  'comment',
  'comment-id',
  'summary',
  'annotations',
  'report-file',
  'sarif-file',
  'github-token',
  'signing-key',
  'sign-by',
] as const;

type Name = (typeof INPUT_NAMES)[number];

/** Answers the inputs. Pure. @throws {LoglineError} CONFIG_INVALID */
export function readInputs(env: Env): Inputs {
  demandKnown(env);
  const text = (name: Name): string | undefined => {
    const value = (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();
    return value === '' ? undefined : value;
  };
  const [base, head] = [text('base'), text('head')].map((id, i) => demandId(id, i === 0 ? 'base' : 'head'));
  if ((base === undefined) !== (head === undefined)) throw invalid('Give both `base` and `head`, or none of them.');
  return {
    ledgers: linesOf(text('ledger')),
    folder: folderOf(text('working-directory')),
    base,
    head,
    fetch: choice('fetch', text('fetch'), ['auto', 'git', 'api', 'never']),
    checks: checksOf(text('checks')),
    failOn: choice('fail-on', text('fail-on'), ['error', 'warning', 'never']),
    full: choice('full-verify', text('full-verify'), ['auto', 'always', 'never']),
    comment: choice('comment', text('comment'), ['on-change', 'always', 'on-failure', 'never']),
    commentId: idOf(text('comment-id') ?? `${env['GITHUB_WORKFLOW'] ?? ''}/${env['GITHUB_JOB'] ?? ''}`),
    summary: flag('summary', text('summary')),
    annotations: flag('annotations', text('annotations')),
    reportFile: text('report-file'),
    sarifFile: text('sarif-file'),
    token: text('github-token'),
    signingKey: text('signing-key'),
    signBy: choice('sign-by', text('sign-by'), ['auto', 'api', 'git', 'pull-request']),
  };
}

function demandKnown(env: Env): void {
  const known = new Set<string>(INPUT_NAMES.map((name) => `INPUT_${name.toUpperCase()}`));
  const unknown = Object.keys(env).filter((name) => name.startsWith('INPUT_') && !known.has(name));
  if (unknown.length === 0) return;
  const names = unknown.map((name) => `"${name.slice('INPUT_'.length).toLowerCase()}"`).join(', ');
  throw invalid(`There is no input ${names}. The inputs are: ${INPUT_NAMES.join(', ')}.`);
}

const linesOf = (text = ''): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

function folderOf(text = '.'): string {
  const steps = text.split('/').filter((step) => step !== '' && step !== '.');
  if (steps.includes('..') || text.startsWith('/') || text.includes('\\'))
    throw invalid('`working-directory` is a folder of the repository, relative to its top.');
  return steps.join('/');
}

/** Names move; what is judged has to stand. */
function demandId(text: string | undefined, name: string): string | undefined {
  if (text === undefined || /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text)) return text;
  throw invalid(`\`${name}\` is the full id of a commit in lower-case hex, not "${text}".`);
}

function choice<T extends string>(name: Name, text: string | undefined, values: readonly [T, ...T[]]): T {
  if (text === undefined) return values[0];
  const value = values.find((one) => one === text);
  if (value === undefined) throw invalid(`\`${name}\` is one of ${values.join(', ')}, not "${text}".`);
  return value;
}

function checksOf(text: string | undefined): ReadonlySet<Check> {
  const names = text?.split(/[\s,]+/).filter((name) => name !== '') ?? [...CHECKS];
  if (names.length === 0) throw invalid(`\`checks\` names nothing of ${CHECKS.join(', ')}: nothing would be checked.`);
  const checks = new Set(names.map((name) => choice('checks', name, CHECKS)));
  const blind = [...checks].find((name) => name === 'evidence' || name === 'spending');
  if (blind === undefined || checks.has('ledger')) return checks;
  throw invalid(`\`${blind}\` is read from lines that were verified: name \`ledger\` among the \`checks\` as well.`);
}

/** The words of YAML 1.2, as `core.getBooleanInput` takes them. */
function flag(name: Name, text = 'true'): boolean {
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  throw invalid(`\`${name}\` is true or false, not "${text}".`);
}

/** It stands within an HTML comment. */
const idOf = (text: string): string => text.replaceAll(/[^\w./ -]/g, '_').slice(0, 100);

const invalid = (message: string): LoglineError => new LoglineError('CONFIG_INVALID', message);
