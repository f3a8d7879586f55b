/** What AGENTS.md tells coding agents. */
import type { LedgerPlace } from './setup-facts.ts';

/** Where no branch is checked out, as in work trees of agents, the commit: a stream without a name would be none. */
const BRANCH = '$(git symbolic-ref --quiet --short HEAD || git rev-parse --short HEAD)';

/** Answers the paragraph. Its commands are run by the tests. Pure. */
export function agentLines({ path, isFolder }: LedgerPlace): string[] {
  const stream = isFolder ? `${path}/${BRANCH}.jsonl` : path;
  const where = isFolder ? `\`${path}/\`, a file for each branch` : `\`${path}\``;
  return [
    '## The ledger of this repository',
    '',
    `What is decided and done here is recorded in ${where}: signed facts, one JSON line each, that are only ever`,
    'appended. If you are a coding agent, record each task when it is done, before you commit:',
    '',
    '```sh',
    'cat > /tmp/fact.json <<END',
    '{',
    '  "entity_type": "agent",',
    '  "intent": "change_code",',
    '  "this": "/what/changed",',
    '  "did": { "actor": "name-of-the-agent", "action": "change" },',
    '  "metadata": { "created_at": "$(date -u +%Y-%m-%dT%H:%M:%SZ)" },',
    '  "payload": { "why": "one sentence", "asked_by": "who asked", "checked_by": "the tests that were run" }',
    '}',
    'END',
    `logline-cli append /tmp/fact.json --ledger "${stream}"`,
    '```',
    '',
    '- Commit the ledger together with the change that it is about.',
    '- The signing key comes from SIGNING_KEY_FILE or SIGNING_KEY_HEX, which whoever runs you sets. If there is none, say so and record',
    '  nothing. Never write a key into a file, a prompt or a log.',
    '- A ledger cannot forget: no secrets and no personal data in a fact.',
    '- Never edit, reorder or delete lines. `logline-cli verify` tells whether all is well; after a conflict, take your side of the file and run',
    '  `logline-cli rebase --onto` with the other branch.',
    '- Leave `.jsonatomic/config.json` and `.jsonatomic/keyring.json` to people, and the hooks switched on.',
  ];
}
