// Replace a key, then end a stolen one. All of it is in the ledger, so every verifier follows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  cosign,
  createFileStore,
  createMemorySigner,
  generateKeyPair,
  openLedger,
  parseKeyring,
  revocationDraft,
  rotationDraft,
  signDraft,
} from 'logline-core';

const folder = mkdtempSync(join(tmpdir(), 'rotate-a-key-'));
const store = createFileStore(join(folder, 'ledger.jsonl'));

const [agent2026, agent2027, admin] = Array.from({ length: 3 }, generateKeyPair);
const signers = new Map([agent2026, agent2027, admin].map((pair) => [pair, createMemorySigner(pair.privateKey)]));

// What the verifier knows. It is never changed below: rotations and revocations come with the ledger.
const keyring = parseKeyring(
  JSON.stringify({
    keys: [
      { public_key: agent2026.publicKey, actor: 'agent', roles: ['agent'] },
      { public_key: admin.publicKey, actor: 'kim', roles: ['human', 'admin'] },
    ],
  }),
);

try {
  await append(agent2026, '/jobs/1');
  await verify('the key of 2026 signs');

  await rotate(agent2026, agent2027);
  await append(agent2027, '/jobs/2');
  await verify('after the rotation, the key of 2027 signs');

  await append(agent2026, '/jobs/3');
  await verify('the old key signs once more');

  const facts = { actor: 'kim', createdAt: now(), reason: 'the machine was taken over' };
  await as(admin, revocationDraft({ key: agent2027.publicKey, revocation: 'compromised' }, facts));
  await append(agent2027, '/jobs/4');
  await verify('after a revocation by the admin, the key of 2027 signs');
} finally {
  await store.close();
  rmSync(folder, { recursive: true });
}

/** The old key signs, the new one cosigns: so nobody can bring in a key that they do not have. */
async function rotate(old, next) {
  const keys = { oldKey: old.publicKey, newKey: next.publicKey };
  const draft = rotationDraft(keys, { actor: 'agent', createdAt: now(), reason: 'yearly rotation' });
  // Nobody else appends between reading the head and writing behind it.
  await store.exclusive(async (turn) => {
    const { hash: prev } = await turn.head();
    const signed = await signDraft(draft, signers.get(old), { prev });
    const { line, atomic } = await cosign(signed.atomic, signers.get(next));
    await turn.append(prev, new TextEncoder().encode(`${line}\n`), atomic.hash);
  });
}

async function append(key, path) {
  const did = { actor: 'agent', action: 'finish' };
  await as(key, { entity_type: 'decision', this: path, did, metadata: { created_at: now() } });
}

async function as(key, draft) {
  await openLedger(store, { signer: signers.get(key) }).append(draft);
}

async function verify(what) {
  const { ok, findings } = await openLedger(store).verify({ keyring, requireSignatures: true });
  console.log(`${what}: ${ok ? 'verified' : findings.map(({ line, code }) => `line ${line} ${code}`).join(', ')}`);
}

function now() {
  return new Date().toISOString();
}
