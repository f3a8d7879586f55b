/** Drafts, what is hashed of them, and the lines that come of them. */
import { cosign, parseDraft, publicKeyOf, signDraft } from '../../../src/atomic/index.ts';
import type { SignedLine, SignOptions } from '../../../src/atomic/index.ts';
import { hashedText } from '../../../src/atomic/hash.ts';
import { alice, bob, carol, privateKeys } from './keys.ts';

const least = '"entity_type":"function","this":"/functions/hello","did":{"actor":"alice","action":"create"}';
const created = '"metadata":{"created_at":"2026-01-31T12:00:00Z"}';
const withPayload = (payload: string): string => `{${least},${created},"payload":${payload}}`;

/** A draft as JSON text, as a person may write it: with white space, in any order. */
interface Plan {
  readonly name: string;
  readonly draft: string;
  readonly options?: SignOptions;
  readonly cosigners?: readonly (typeof bob)[];
}

const plans: readonly Plan[] = [
  { name: 'no more than is needed', draft: `{${least},${created}}` },
  { name: 'no signed_by', draft: `{${least},${created}}`, options: { bindSigner: false } },
  { name: 'after another one', draft: `{${least},${created}}`, options: { prev: 'd4'.repeat(32) } },
  { name: 'cosigned by two', draft: `{${least},${created}}`, cosigners: [bob, carol] },
  {
    name: 'every member',
    draft: `{ ${least}, "schema_version": "1.1.0", "intent": "run_code",
      "trace_id": "8d9f4e8a-3c1b-4c55-9a9e-1f6f0d2b7c10",
      "metadata": { "created_at": "2026-01-31T12:00:00.123+01:00", "trace_id": "8d9f4e8a-3c1b-4c55-9a9e-1f6f0d2b7c10", "owner_id": "o",
        "tenant_id": "t", "parent_id": "p", "tags": ["b", "a"], "version": "1", "own": null },
      "input": { "content": "1 + 1" }, "payload": {}, "output": { "value": 2 }, "when": {}, "status": { "ok": true }, "policy": { "rules": [] } }`,
  },
  {
    name: 'numbers',
    draft: withPayload(
      '{"n":[0,-0,1.0,1e3,0.1,-2.50,1e21,1e-7,123456789012345,9007199254740992,5e-324,1.7976931348623157e308]}',
    ),
  },
  { name: 'text beyond ASCII', draft: withPayload('{"t":"Gr\\u00fc\\u00dfe \\ud83d\\udc4b, \u20ac, \u2028"}') },
  { name: 'escapes', draft: withPayload('{"t":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u000b\\u001f\\u007f"}') },
  {
    name: 'keys in the order of UTF-16',
    draft: withPayload('{"\ufb33":1,"\ud83d\ude00":2,"z":3,"\u00e4":4,"":5,"a\\"":6,"10":7,"9":8,"A":9}'),
  },
  {
    name: 'keys that are special in some languages',
    draft: withPayload('{"toString":1,"__proto__":{"admin":true},"constructor":2}'),
  },
  {
    name: 'the members that are left out at the top, further down',
    draft: withPayload('{"hash":1,"signature":{"hash":2},"cosignatures":[]}'),
  },
  { name: 'arrays and objects in each other', draft: withPayload('{"a":[[],{},[{"b":[null,true,false,""]}]]}') },
];

/** Answers the keys, and each draft with its hash and its line. */
export async function atomics(): Promise<object> {
  const keys = Object.entries(privateKeys).map(([name, key]) => [
    name,
    { private_key: key, public_key: publicKeyOf(key) },
  ]);
  return { keys: Object.fromEntries(keys) as object, signer: 'alice', atomics: await Promise.all(plans.map(made)) };
}

async function made({ name, draft, options = {}, cosigners = [] }: Plan): Promise<object> {
  let signed = await signDraft(parseDraft(draft), alice, options);
  for (const cosigner of cosigners) signed = await cosign(signed.atomic, cosigner);
  return {
    name,
    draft,
    bind_signer: options.bindSigner ?? true,
    prev: options.prev ?? null,
    cosigners: cosigners.map(({ publicKey }) => publicKey),
    hashed: hashedText(signed.atomic),
    hash: signed.atomic.hash,
    line: signed.line,
  };
}

/** Answers a ledger of three lines, by Alice, Bob, and Alice with Bob's cosignature. */
export async function chain(): Promise<string> {
  const draft = (n: number): ReturnType<typeof parseDraft> => parseDraft(withPayload(`{"line":${String(n)}}`));
  const first = await signDraft(draft(1), alice);
  const second = await signDraft(draft(2), bob, after(first));
  const third = await signDraft(draft(3), alice, after(second));
  const lines = [first, second, await cosign(third.atomic, bob)];
  return lines.map(({ line }) => `${line}\n`).join('');
}

const after = ({ atomic }: SignedLine): SignOptions => ({ prev: atomic.hash! });
