/** A small ledger to look at and to tamper with: a mission, done by an agent and approved by a person. The same bytes every time. */
import { createMemorySigner, signDraft } from '../../atomic/index.ts';
import type { Draft } from '../../atomic/index.ts';

/** The example, and whom it should be verified with. */
export interface Example {
  /** Lines, each with its line feed. */
  readonly text: string;
  /** A keyring as text. */
  readonly keyring: string;
}

/** Their secrets are public: they sign this example and nothing else. */
const SEEDS = { agent: 'e1'.repeat(32), person: 'e2'.repeat(32) } as const;
const TRACE = '0b8ff4a2-6a53-4b6e-9a55-52a1c8a3d7f0';

type Told = readonly [
  who: 'agent' | 'person',
  minute: number,
  intent: string,
  action: string,
  subject: string,
  payload: Record<string, unknown>,
];

const STORY: readonly Told[] = [
  [
    'person',
    0,
    'note',
    'ask',
    '/notes/rename-user-id',
    { mission: 'M-1', text: 'UserId should be called AccountId everywhere.' },
  ],
  ['agent', 2, 'file_read', 'read', '/files/src/account.ts', { mission: 'M-1', sizeBytes: 2417 }],
  ['agent', 3, 'file_read', 'read', '/files/src/login.ts', { mission: 'M-1', sizeBytes: 5120 }],
  ['agent', 7, 'file_write', 'rename', '/files/src/account.ts', { mission: 'M-1', changed: 14 }],
  ['agent', 8, 'file_write', 'rename', '/files/src/login.ts', { mission: 'M-1', changed: 3 }],
  ['agent', 11, 'run_code', 'test', '/tests/unit', { mission: 'M-1', passed: 212, failed: 0 }],
  ['person', 25, 'note', 'approve', '/notes/rename-user-id', { mission: 'M-1', text: 'Looks right. Merge it.' }],
  ['agent', 27, 'shell_cmd', 'merge', '/branches/rename-user-id', { mission: 'M-1', commit: '5f2d1c0' }],
  ['person', 61, 'note', 'ask', '/notes/faster-login', { mission: 'M-2', text: 'Logging in takes two seconds. Why?' }],
  ['agent', 64, 'run_code', 'measure', '/functions/login', { mission: 'M-2', milliseconds: 2103 }],
  ['agent', 70, 'file_write', 'edit', '/files/src/login.ts', { mission: 'M-2', changed: 9 }],
  ['agent', 72, 'run_code', 'measure', '/functions/login', { mission: 'M-2', milliseconds: 318 }],
];

/** Answers the example. */
export async function makeExample(): Promise<Example> {
  const signers = { agent: createMemorySigner(SEEDS.agent), person: createMemorySigner(SEEDS.person) };
  let [text, prev]: [string, string | null] = ['', null];
  for (const told of STORY) {
    const signed = await signDraft(draftOf(told), signers[told[0]], { prev });
    text += `${signed.line}\n`;
    prev = signed.atomic.hash!;
  }
  const keys = [
    { public_key: signers.agent.publicKey, actor: 'agent@example.com', roles: ['agent'] },
    { public_key: signers.person.publicKey, actor: 'kim@example.com', roles: ['human'] },
  ];
  return { text, keyring: `${JSON.stringify({ keys }, null, 2)}\n` };
}

function draftOf([who, minute, intent, action, subject, payload]: Told): Draft {
  return {
    entity_type: intent === 'note' ? 'decision' : intent === 'run_code' ? 'function' : 'file',
    intent,
    this: subject,
    did: { actor: who === 'agent' ? 'agent@example.com' : 'kim@example.com', action },
    trace_id: payload['mission'] === 'M-1' ? TRACE : TRACE.replace('0b8ff4a2', '1c9aa5b3'),
    metadata: { created_at: new Date(Date.UTC(2026, 0, 31, 9, minute)).toISOString() },
    payload,
  };
}
