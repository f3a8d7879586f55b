/** The step that founds the ledger: a first atomic, signed by the key that the keyring begins with. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Draft } from '../../atomic/index.ts';
import { TRUNK, createFileStore, openLedger } from '../../ledger/index.ts';
import { streamsIn } from '../ledgers.ts';
import type { SetupFacts } from './setup-facts.ts';
import { makeFolders } from './step.ts';
import type { Step } from './step.ts';

/** Answers the step. A ledger that is there stays as it is. @throws {LoglineError} INPUT_UNREADABLE */
export function ledgerStep({ top, ledger, ownKey, actor }: SetupFacts, createdAt: string): Step {
  const where = ledger.isFolder ? `${ledger.path}/${TRUNK}` : ledger.path;
  const said = { what: 'ledger', where };
  if (isThere(join(top, ledger.path), ledger.isFolder)) return { ...said, where: ledger.path, action: 'keep' };
  const apply = async (): Promise<void> => {
    const signer = await ownKey.open();
    const path = join(top, where);
    await makeFolders(dirname(path));
    const opened = openLedger(createFileStore(path), { signer });
    try {
      await opened.append(genesis(actor, createdAt, signer.publicKey));
    } finally {
      await opened.close();
    }
  };
  const diff = [`+ ${JSON.stringify(genesis(actor, createdAt, ownKey.signer?.publicKey ?? '(the new key)'))}`];
  return { ...said, action: 'create', note: 'Its first line, which you sign:', diff, apply };
}

function isThere(path: string, isFolder: boolean): boolean {
  return existsSync(path) && (!isFolder || streamsIn(path).length > 0);
}

/** Who founded the ledger, and which key was trusted at first. */
function genesis(actor: string, createdAt: string, publicKey: string): Draft {
  return {
    entity_type: 'contract',
    intent: 'ledger_genesis',
    this: '/ledger',
    did: { actor, action: 'found' },
    metadata: { created_at: createdAt },
    payload: { keys: [publicKey] },
  };
}
