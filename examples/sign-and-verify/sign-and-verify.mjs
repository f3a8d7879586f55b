// One atomic: sign it, verify it, see a forgery fail.
import { createMemorySigner, generateKeyPair, parseDraft, signDraft, verifyAtomic } from 'logline-core/atomic';

const { privateKey, publicKey } = generateKeyPair();

// parseDraft refuses what readers could understand in two ways: a key twice, numbers beyond a double, and more.
const draft = parseDraft(`{
  "entity_type": "function",
  "intent": "run_code",
  "this": "/functions/hello",
  "did": { "actor": "user@example.com", "action": "create" },
  "metadata": { "created_at": "2026-01-31T12:00:00Z" },
  "input": { "content": "console.log('Hello, World!')" }
}`);

const { line, atomic } = await signDraft(draft, createMemorySigner(privateKey));
console.log(`signed:  ${atomic.this}, hash ${atomic.hash}`);

// Whom you trust is your decision. Without keys, the key inside the atomic is used, which says nothing about who signed.
show('as signed', verifyAtomic(line, { keys: [publicKey] }));
show('edited', verifyAtomic(line.replace('Hello', 'Goodbye'), { keys: [publicKey] }));
show('other key', verifyAtomic(line, { keys: [generateKeyPair().publicKey] }));

function show(name, { ok, findings }) {
  console.log(`${name}: ${ok ? 'verified' : findings.map(({ code, message }) => `${code}: ${message}`).join('; ')}`);
}
