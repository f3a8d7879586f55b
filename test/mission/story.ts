/** Missions told in few words: events by named people, folded as a ledger would have them. */
import assert from 'node:assert/strict';
import type { Atomic, Draft } from '../../src/atomic/index.ts';
import { createMemorySigner, publicKeyOf } from '../../src/atomic/index.ts';
import type { Signer } from '../../src/atomic/index.ts';
import { toHex, toUtf8 } from '../../src/base/bytes.ts';
import type { Code } from '../../src/base/errors.ts';
import type { Keyring } from '../../src/ledger/index.ts';
import { checkpointOf } from '../../src/mission/checkpoints.ts';
import { decisionDigest } from '../../src/mission/digest.ts';
import { missionDraft, refusalOf } from '../../src/mission/drafts.ts';
import type { MissionIntent, MissionPayloads } from '../../src/mission/events.ts';
import { foldMissions } from '../../src/mission/fold.ts';
import type { MissionRule } from '../../src/mission/rules.ts';
import { noMissions } from '../../src/mission/state.ts';
import type { CheckpointName, Mission, MissionRules, Missions } from '../../src/mission/state.ts';
import { at } from '../ledger/fixtures.ts';

/** Who is there: two humans, two agents, the build machine, an admin, and keys that the keyring does not tell about. */
export const PEOPLE = {
  kim: { n: 1, roles: ['human'] },
  lee: { n: 2, roles: ['human'] },
  bot: { n: 3, roles: ['agent'] },
  bee: { n: 4, roles: ['agent'] },
  ci: { n: 5, roles: ['ci'] },
  root: { n: 6, roles: ['admin'] },
  sam: { n: 7, roles: undefined },
  mallory: { n: 8, roles: undefined },
} as const;

export type Person = keyof typeof PEOPLE;

const privateKey = (who: Person): string => String(PEOPLE[who].n).repeat(64);
const KEYS = new Map((Object.keys(PEOPLE) as Person[]).map((who) => [who, publicKeyOf(privateKey(who))]));
export const keyOf = (who: Person): string => KEYS.get(who)!;
export const signerOf = (who: Person): Signer => createMemorySigner(privateKey(who));

/** Mallory is not in it. */
export const KEYRING: Keyring = {
  keys: (Object.keys(PEOPLE) as Person[])
    .filter((who) => who !== 'mallory')
    .map((who) => {
      const { roles } = PEOPLE[who];
      return { public_key: keyOf(who), actor: who, ...(roles && { roles: [...roles] as ['human'] }) };
    }),
};

const hex = (text: string, size: number): string => toHex(toUtf8(text.padEnd(size, '.'))).slice(0, size);

/** A change of one file, that differs by its name. */
export function changeOf(mission: string, batch: string, path = `${batch}.txt`): MissionPayloads['batch_started'] {
  const image = (text: string) => ({
    sha256: hex(`${text}${path}`, 64),
    blob: hex(`${text}${path}`, 40),
    mode: '100644' as const,
    permissions: '0644',
  });
  return {
    mission,
    batch,
    lease: 'lease-1',
    ref: 'refs/heads/main',
    parent: hex(`parent ${batch}`, 40),
    commit: hex(`commit ${batch}`, 40),
    tree: hex(`tree ${batch}`, 40),
    files: [{ path, before: image('old'), after: image('new') }],
    folders: [],
  };
}

/** One ledger's missions, as far as they are told. */
export class Story {
  missions: Missions;
  /** Every atomic that was folded. */
  readonly atomics: Atomic[] = [];
  clock = 0;

  constructor(rules: MissionRules = { keyring: KEYRING }) {
    this.missions = noMissions(rules);
  }

  mission(id = 'M-1'): Mission {
    return this.missions.missions.get(id)!;
  }

  status(name: CheckpointName, id = 'M-1'): string {
    return checkpointOf(this.mission(id), name).status;
  }

  draft<I extends MissionIntent>(who: Person, intent: I, payload: MissionPayloads[I], actor: string = who): Draft {
    return missionDraft(intent, payload, { actor, createdAt: at(this.clock) });
  }

  /** Something happens that is allowed. */
  tell<I extends MissionIntent>(who: Person, intent: I, payload: MissionPayloads[I], actor: string = who): this {
    const draft = this.draft(who, intent, payload, actor);
    const refused = refusalOf(this.missions, draft, keyOf(who));
    assert.equal(refused, undefined, `${intent} by ${who}: ${refused?.message ?? ''}`);
    return this.fold(who, draft);
  }

  /** Something is written into the ledger, whether it is allowed or not. */
  fold(who: Person, draft: Draft): this {
    const signature = { alg: 'Ed25519' as const, public_key: keyOf(who), sig: '0'.repeat(128) };
    const atomic: Atomic = { schema_version: '1.1.0', ...draft, signature };
    this.atomics.push(atomic);
    this.missions = foldMissions(this.missions, atomic);
    this.clock++;
    return this;
  }

  /** Something is forbidden: when it is asked for, and when it is in the ledger all the same. */
  refuses<I extends MissionIntent>(
    who: Person,
    intent: I,
    payload: MissionPayloads[I],
    { rule, code, actor = who }: { rule: MissionRule; code?: Code; actor?: string },
  ): this {
    const draft = this.draft(who, intent, payload, actor);
    const refused = refusalOf(this.missions, draft, keyOf(who));
    assert.equal(refused?.rule, rule, `${intent} by ${who}: ${refused?.message ?? 'it is allowed'}`);
    if (code !== undefined) assert.equal(refused.code, code);
    const before = JSON.stringify([...this.missions.missions]);
    const count = this.missions.refused.length;
    this.fold(who, draft);
    assert.equal(JSON.stringify([...this.missions.missions]), before);
    assert.equal(this.missions.refused.length, count + 1);
    assert.equal(this.missions.refused.at(-1)?.rule, rule);
    return this;
  }

  create(risk: Mission['risk'] = 'medium', more: Partial<MissionPayloads['mission_created']> = {}): this {
    return this.tell('bot', 'mission_created', { mission: 'M-1', title: 'A mission', risk, ...more });
  }

  decision(
    who: Person,
    checkpoint: CheckpointName,
    more: Partial<MissionPayloads['checkpoint_decided']> = {},
  ): MissionPayloads['checkpoint_decided'] {
    const { subject } = checkpointOf(this.mission(), checkpoint);
    const approver = { actor: who, kind: 'human' as const };
    return { mission: 'M-1', checkpoint, decision: 'approved', subject, method: 'signed', approver, ...more };
  }

  /** A decision that its maker signed, for somebody else to write down. */
  async signedDecision(
    who: Person,
    checkpoint: CheckpointName,
    more: Partial<MissionPayloads['checkpoint_decided']> = {},
  ): Promise<MissionPayloads['checkpoint_decided']> {
    const decision = this.decision(who, checkpoint, more);
    const sig = toHex(await signerOf(who).sign(toUtf8(decisionDigest(decision))));
    return { ...decision, approver: { ...decision.approver, public_key: keyOf(who), sig } };
  }

  approve(who: Person, checkpoint: CheckpointName): this {
    return this.tell(who, 'checkpoint_decided', this.decision(who, checkpoint));
  }

  lease(who: Person = 'bot', lease = 'lease-1'): this {
    const executor = '1.-.-.-.-@here';
    return this.tell(who, 'mission_leased', { mission: 'M-1', lease, executor, expires_at: at(this.clock + 1000) });
  }

  add(batch: string, who: Person = 'bot'): this {
    return this.tell(who, 'batch_added', { mission: 'M-1', batch, contents: [content(batch)] });
  }

  /** A batch from nothing to applied and verified. */
  run(batch: string, { path, ok = true, mutation }: { path?: string; ok?: boolean; mutation?: number } = {}): this {
    const change = changeOf('M-1', batch, path);
    const { lease, commit } = change;
    this.tell('bot', 'batch_started', change);
    this.tell('bot', 'batch_applied', { mission: 'M-1', batch, lease, commit });
    return this.verified(batch, ok, mutation);
  }

  verified(batch: string, ok: boolean, mutation?: number): this {
    return this.tell('bot', 'batch_verified', reportOf('M-1', batch, ok, mutation));
  }

  rollBack(batch: string): this {
    const change = { ...changeOf('M-1', batch), commit: hex(`undo ${batch}`, 40) };
    const { lease, commit } = change;
    this.tell('bot', 'rollback_started', change);
    return this.tell('bot', 'batch_rolled_back', { mission: 'M-1', batch, lease, commit });
  }
}

/** What a batch holds, by its name. */
export const content = (name: string): MissionPayloads['batch_added']['contents'][number] => ({
  kind: 'spec',
  name,
  digest: hex(name, 64),
  text: '{}',
});

/** The report on a batch. */
export function reportOf(
  mission: string,
  batch: string,
  ok: boolean,
  mutation?: number,
): MissionPayloads['batch_verified'] {
  const score = mutation === undefined ? {} : { mutation_score: mutation, mutation_threshold: 0.6 };
  return {
    mission,
    batch,
    commit: changeOf(mission, batch).commit,
    ok,
    report_digest: hex(`report ${batch} ${String(ok)}`, 64),
    checks: [{ name: batch, kind: 'spec', ok, findings: [], ...score }],
  };
}
