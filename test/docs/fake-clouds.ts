/**
 * Programs in place of the clouds' command lines, for docs/signers.md: they take the arguments that the page shows and no others, sign, and answer
 * in the form of the real ones. The keys are theirs alone.
 */

const common = `
const { createHash, createPrivateKey, createPublicKey, sign } = require('node:crypto');
const fs = require('node:fs');
const [, , ...args] = process.argv;
const fail = (message) => { console.error(message); process.exit(255); };
/** Flags with a value each. Unknown and missing ones fail, as they do with the real program. */
const flagsOf = (words, needed) => {
  const flags = {};
  for (let i = 0; i < words.length; i += 2) flags[words[i]] = words[i + 1];
  if (Object.keys(flags).sort().join() !== [...needed].sort().join()) fail('unexpected arguments: ' + words.join(' '));
  return flags;
};
const keyOf = (name) => {
  const seed = createHash('sha256').update(name).digest();
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
};
const spkiOf = (name) => createPublicKey(keyOf(name)).export({ type: 'spki', format: 'der' });
const messageOf = (base64) => {
  const message = Buffer.from(base64, 'base64');
  if (message.toString('base64') !== base64) fail('invalid base64: ' + base64);
  return message;
};
`;

const aws = `#!/usr/bin/env node
${common}
const [service, verb, ...rest] = args;
const expect = (flags, values) => {
  for (const [flag, value] of Object.entries(values)) if (flags[flag] !== value) fail(flag + ' has to be ' + value);
};
if (service !== 'kms') fail('unknown service ' + service);
if (verb === 'create-key') {
  const flags = flagsOf(rest, ['--key-spec', '--key-usage', '--query', '--output']);
  expect(flags, { '--key-spec': 'ECC_NIST_EDWARDS25519', '--key-usage': 'SIGN_VERIFY', '--query': 'KeyMetadata.KeyId', '--output': 'text' });
  console.log('1234abcd-12ab-34cd-56ef-1234567890ab');
} else if (verb === 'create-alias') {
  const flags = flagsOf(rest, ['--alias-name', '--target-key-id']);
  expect(flags, { '--alias-name': 'alias/ledger', '--target-key-id': '1234abcd-12ab-34cd-56ef-1234567890ab' });
} else if (verb === 'get-public-key') {
  const flags = flagsOf(rest, ['--key-id', '--query', '--output']);
  expect(flags, { '--key-id': 'alias/ledger', '--query': 'PublicKey', '--output': 'text' });
  console.log(spkiOf('kms').toString('base64'));
} else if (verb === 'sign') {
  const flags = flagsOf(rest, ['--key-id', '--message', '--cli-binary-format', '--message-type', '--signing-algorithm', '--query', '--output']);
  expect(flags, { '--key-id': 'alias/ledger', '--cli-binary-format': 'base64', '--message-type': 'RAW', '--signing-algorithm': 'ED25519_SHA_512', '--query': 'Signature', '--output': 'text' });
  console.log(sign(null, messageOf(flags['--message']), keyOf('kms')).toString('base64'));
} else fail('unknown operation ' + verb);
`;

const vault = `#!/usr/bin/env node
${common}
const line = args.join(' ');
if (line === 'secrets enable transit') console.log('Success! Enabled the transit secrets engine at: transit/');
else if (line === 'write -f transit/keys/ledger type=ed25519') console.log('Key       Value\\n---       -----\\ntype      ed25519');
else if (line === 'read -format=json transit/keys/ledger') {
  const keys = { 1: { creation_time: '2026-01-31T12:00:00Z', name: 'ed25519', public_key: spkiOf('vault').subarray(-32).toString('base64') } };
  console.log(JSON.stringify({ request_id: 'x', data: { keys, latest_version: 1, name: 'ledger', type: 'ed25519' } }, null, 2));
} else {
  const [, input] = /^write -field=signature transit\\/sign\\/ledger input=(\\S+) key_version=1$/.exec(line) ?? fail('unexpected arguments: ' + line);
  process.stdout.write('vault:v1:' + sign(null, messageOf(input), keyOf('vault')).toString('base64'));
}
`;

const az = `#!/usr/bin/env node
${common}
const [group, kind, verb, ...rest] = args;
if (group !== 'keyvault' || kind !== 'secret') fail('unknown command ' + args.join(' '));
const store = process.env.HOME + '/secret-of-the-vault';
if (verb === 'set') {
  const flags = flagsOf(rest, ['--vault-name', '--name', '--file', '--output']);
  fs.copyFileSync(flags['--file'], store);
} else if (verb === 'show') {
  const flags = flagsOf(rest, ['--vault-name', '--name', '--query', '--output']);
  if (flags['--query'] !== 'value' || flags['--output'] !== 'tsv') fail('unexpected form');
  process.stdout.write(fs.readFileSync(store, 'utf8') + '\\n');
} else fail('unknown command ' + verb);
`;

/** By the names that they have on PATH. */
export const fakeClouds: Readonly<Record<string, string>> = { aws, vault, az };
