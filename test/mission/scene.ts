/** A mission in a real git work tree, with a ledger beside it. */
import { chmodSync, existsSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { createMemoryStore } from '../../src/ledger/index.ts';
import type { LedgerStore } from '../../src/ledger/index.ts';
import { patchContent, specContent } from '../../src/mission/contents.ts';
import type { BatchContent } from '../../src/mission/generated/types.ts';
import { checkpointOf } from '../../src/mission/checkpoints.ts';
import { MissionRecord } from '../../src/mission/record.ts';
import type { CheckpointName, Mission, MissionRules } from '../../src/mission/state.ts';
import { Folder } from '../dte/git-fixture.ts';
import { KEYRING, signerOf } from './story.ts';
import type { Person } from './story.ts';

const FILES = {
  'src/auth.ts': 'export type UserId = string;\nexport const nobody: UserId = "";\n',
  'src/page.ts':
    "import type { UserId } from './auth';\nexport const greet = (id: UserId): string => `Hello, ${id}`;\n",
  'doc.txt': 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n',
  'tool.sh': { run: '#!/bin/sh\necho tool\n' },
  'only/here.txt': 'alone\n',
  'data.bin': new Uint8Array([0, 1, 2, 255, 254, 10, 13]),
} as const;

export const SPEC = {
  id: 'CS-1',
  intent: 'rename UserId to AccountId',
  scope: ['src/**/*.ts'],
  language: 'typescript',
  patches: [
    {
      path: 'src/**/*.ts',
      astOp: 'renameSymbol',
      selector: "Identifier[name='UserId']",
      details: { newName: 'AccountId' },
    },
  ],
  invariants: [{ name: 'NewName', type: 'symbolExists', spec: 'AccountId' }],
  tests: { strategy: 'augment' },
};

/** The spec, with changes. */
export const spec = (more: object = {}): BatchContent => specContent(JSON.stringify({ ...SPEC, ...more }));

/** A folder with a repository, one commit, and files of all kinds; `doc.txt` has permissions of its own. */
export function workTree(t: Pick<TestContext, 'after'>): Folder {
  const folder = new Folder(t, FILES).init();
  folder.git('config', 'user.email', 'work@example.com');
  folder.commit('base');
  setPermissions(folder);
  return folder;
}

/** Git knows of no such permissions, and sets others when it writes a file. */
function setPermissions(folder: Folder): void {
  chmodSync(folder.at('doc.txt'), 0o640);
  if (existsSync(folder.at('only'))) chmodSync(folder.at('only'), 0o750);
}

/** The patch of what `change` does to a folder, which is as it was afterwards. */
export function patchOf(folder: Folder, name: string, change: () => void): BatchContent {
  change();
  folder.git('add', '--all');
  const patch = `${folder.git('diff', '--cached', '--binary', 'HEAD')}\n`;
  folder.git('reset', '--quiet', '--hard', 'HEAD');
  setPermissions(folder);
  return patchContent(name, patch);
}

/** A patch that makes, deletes and changes files of all kinds. */
export const widePatch = (folder: Folder): BatchContent =>
  patchOf(folder, 'wide.patch', () => {
    folder.git('rm', '--quiet', 'only/here.txt');
    folder.write({
      'new/deep/file.txt': 'made\n',
      'doc.txt': 'one\n2\nthree\nfour\nfive\nsix\nseven\n',
      'data.bin': new Uint8Array([0, 9, 9]),
    });
    chmodSync(folder.at('tool.sh'), 0o644);
  });

/** A patch of the last line of `doc.txt`, or of another text for it. */
export const docPatch = (folder: Folder, text = 'one\ntwo\nthree\nfour\nfive\nsix\n7\n'): BatchContent =>
  patchOf(folder, 'doc.patch', () => folder.write({ 'doc.txt': text }));

/** Somebody at work on missions. Times differ by a second each time one is asked for. */
export class Scene {
  readonly folder: Folder;
  readonly store: LedgerStore;
  now = Date.UTC(2026, 0, 1);
  readonly rules: MissionRules;

  constructor(folder: Folder, store: LedgerStore = createMemoryStore(), rules: MissionRules = { keyring: KEYRING }) {
    this.folder = folder;
    this.store = store;
    this.rules = rules;
  }

  record(who: Person = 'bot'): MissionRecord {
    const clock = (): Date => new Date((this.now += 1000));
    return new MissionRecord(this.store, { ...this.rules, signer: signerOf(who), actor: who, clock });
  }

  /** A mission with these batches, ready to run. */
  async begin(
    batches: readonly (readonly BatchContent[])[],
    risk: Mission['risk'] = 'low',
    title = 'A mission',
  ): Promise<this> {
    const record = this.record();
    await record.append(() => ({ intent: 'mission_created', payload: { mission: 'M-1', title, risk } }));
    for (const [i, contents] of batches.entries()) {
      const payload = { mission: 'M-1', batch: `batch-${String(i + 1)}`, contents: [...contents] };
      await record.append(() => ({ intent: 'batch_added', payload }));
    }
    return this;
  }

  async approve(who: Person, checkpoint: CheckpointName): Promise<void> {
    await this.record(who).append(({ missions }) => ({
      intent: 'checkpoint_decided',
      payload: {
        mission: 'M-1',
        checkpoint,
        decision: 'approved',
        subject: checkpointOf(missions.get('M-1')!, checkpoint).subject,
        method: 'signed',
        approver: { actor: who, kind: 'human' },
      },
    }));
  }

  mission(): Promise<Mission> {
    return this.record().mission('M-1');
  }

  async states(): Promise<string[]> {
    return (await this.mission()).batches.map(({ state }) => state);
  }

  /** Intents of all atomics, in order, without those of leases. */
  async story(): Promise<string[]> {
    const intents: string[] = [];
    let text = '';
    for await (const chunk of this.store.read()) text += new TextDecoder().decode(chunk);
    for (const line of text.split('\n').slice(0, -1)) intents.push((JSON.parse(line) as { intent: string }).intent);
    return intents.filter((intent) => !['mission_leased', 'mission_released'].includes(intent));
  }

  log(): string[] {
    return this.folder.git('log', '--format=%s').split('\n');
  }
}
