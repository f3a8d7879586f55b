/**
 * `npm run demo`: the ledger at work, in a temporary git repository, from keys to a caught forgery.
 *
 * A check as much as a show: every step says what it expects, and the demo ends with status 1 at the first that gives another answer. Needs
 * Node, npm and git.
 */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  Surprise,
  atomic,
  cli,
  env,
  folder,
  git,
  lineCount,
  note,
  paint,
  project,
  read,
  say,
  title,
  write,
} from './demo-stage.mjs';
import { comment } from './demo-action.mjs';
import { evidenceStep } from './demo-evidence.mjs';
import { ensureReady } from './setup.mjs';

ensureReady();

const traceId = randomUUID();

/** What the change of steps 10 to 12 is made in. */
const SOURCES = {
  'src/limit.ts': 'export interface Limit {\n  perMinute: number;\n}\n',
  'src/check.ts':
    "import type { Limit } from './limit';\n\nexport const isOver = (calls: number, limit: Limit): boolean => calls > limit.perMinute;\n",
};

/** Rules of the main branch for its pull requests. */
const RULES = { action: { changes: [{ paths: ['src/**'], allow: 'explained' }], budget: '8 USD' } };

try {
  mkdirSync(project);
  demo();
  say(paint('green', '\nAll steps gave the answers that were expected.'));
} catch (error) {
  if (!(error instanceof Surprise)) throw error;
  say(paint('red', `\nNOT AS EXPECTED: ${error.message}`));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function demo() {
  title('1', 'Keys', 'A private key signs; a public key verifies. The private one stays outside of the repository.');
  cli('generate-keys --out ../keys');
  const key = readFileSync(join(folder, 'keys', 'public.key'), 'utf8').trim();

  title(
    '2',
    'A keyring',
    'Signatures prove nothing without a list of the keys that are trusted. It lives in the repository, under review.',
  );
  const keyring = { keys: [{ public_key: key, actor: 'release agent', roles: ['agent', 'admin'] }] };
  write('.jsonatomic/keyring.json', `${JSON.stringify(keyring, null, 2)}\n`);
  write('.gitattributes', '*.jsonl -text\n');
  cli('keys list', { shows: /good +release agent +agent,admin/ });

  title(
    '3',
    'Three signed facts',
    'Each names the hash of the one before it. They are committed with the change that they talk about.',
  );
  for (const fact of facts()) write(fact.file, `${JSON.stringify(fact.atomic, null, 2)}\n`);
  cli('append write.json test.json approve.json', { prints: lineCount });
  git('init --quiet --initial-branch=main');
  git('config user.name Demo');
  git('config user.email demo@example.com');
  git('add .gitattributes .jsonatomic data');
  git('commit --quiet --message "A change, and what happened on its way"');

  title('4', 'Verification', 'Text, schema, hash, signature, trust and chain of every line.');
  cli('verify --check-prev-chain --require-signatures --strict', {
    shows: /^VERIFIED[^]*\nvalid +3\n[^]*\nchain +unbroken\n/,
  });

  title('5', 'The story of one request', 'Everything that carries its trace id.');
  cli(`query --trace-id ${traceId}`, { shows: /file_write[^]*law_test/, counts: { approve: 0, '2026-01-31': 2 } });

  title('6', 'Somebody edits a line', 'A copy of the ledger, in which 3 failed tests became 0.');
  write('tampered.jsonl', read('data/ledger.jsonl').replace('"failed":3', '"failed":0'));
  cli('verify --ledger tampered.jsonl --check-prev-chain', {
    status: 1,
    shows: /^NOT VERIFIED[^]*\nlast_valid_line +1\n[^]*\nline 2 +HASH_MISMATCH /,
  });

  title(
    '7',
    'Somebody with the key writes history anew',
    'By itself the new ledger is flawless. Compared with the version in git it is not.',
  );
  note('Lines 2 and 3 are removed, and signed again with other content.');
  const history = read('data/ledger.jsonl');
  write('data/ledger.jsonl', history.slice(0, history.indexOf('\n') + 1));
  write('test.json', read('test.json').replace('"failed": 3', '"failed": 0'));
  cli('append test.json approve.json', { prints: lineCount });
  cli('verify --check-prev-chain', { shows: /^VERIFIED/ });
  cli('verify --base HEAD', { status: 1, shows: /\nline 2 +NOT_APPEND_ONLY / });
  git('restore data/ledger.jsonl');
  cli('verify --base HEAD', { shows: /^VERIFIED/ });

  title(
    '8',
    'Streams and a seal',
    'One file a writer: branches never conflict. A seal on the trunk says how far each has come.',
  );
  cli('append test.json --ledger ledger/main.jsonl', { prints: lineCount });
  cli('append write.json --ledger ledger/agent-1.jsonl', { prints: lineCount });
  cli('append approve.json write.json --ledger ledger/agent-2.jsonl', { prints: lineCount });
  cli('seal --ledger ledger --actor "release agent"');
  cli('verify --ledger ledger', { shows: /^VERIFIED[^]*agent-2\.jsonl +2 +2 / });
  note('The second line of agent-2.jsonl is cut off.');
  const stream = read('ledger/agent-2.jsonl');
  write('ledger/agent-2.jsonl', stream.slice(0, stream.indexOf('\n') + 1));
  cli('verify --ledger ledger', { status: 1, shows: /\nagent-2\.jsonl +SEAL_MISMATCH / });

  title(
    '9',
    'A new key',
    'The old key signs the rotation, the new one cosigns it. From that line on the old one is not accepted.',
  );
  write('../keyring-before.json', read('.jsonatomic/keyring.json'));
  cli('keys rotate --out ../new-keys --reason "yearly rotation"');
  note('Now with the new key:');
  env.SIGNING_KEY_FILE = join('..', 'new-keys', 'private.key');
  cli('append approve.json', { prints: lineCount });
  cli('verify --check-prev-chain', { shows: /^VERIFIED[^]*\nvalid +5\n/ });
  note('And once more with the old one:');
  env.SIGNING_KEY_FILE = join('..', 'keys', 'private.key');
  cli('append approve.json', { status: 1, prints: lineCount });
  note('It is not taken. Nor is it by the keyring of before, since the ledger says the same:');
  cli('append approve.json --keyring ../keyring-before.json', { status: 1, prints: lineCount });
  note('Somebody signs all the same, and writes the line into the file by hand:');
  cli('sign approve.json --ledger data/ledger.jsonl', { prints: writtenByHand });
  cli('verify --check-prev-chain', { status: 1, shows: /\nlast_valid_line +5\n[^]*\nline 6 +KEY_EXPIRED / });
  git('restore data .jsonatomic');

  title(
    '10',
    'A declared change',
    'A sentence becomes a spec, the spec becomes edits. What it does is recorded in the ledger, and can be undone to the byte.',
  );
  for (const [path, text] of Object.entries(SOURCES)) write(path, text);
  write('.jsonatomic/config.json', `${JSON.stringify(RULES, null, 2)}\n`);
  git('add src .jsonatomic');
  git('commit --quiet --message "Sources, and what is demanded of their changes"');
  git('switch --quiet --create limits');
  atomic('dte plan --intent "rename Limit to RateLimit" --scope src --output changespec.json', {
    shows: /: 1 patch, .* written to changespec\.json/,
  });
  atomic('dte apply --spec changespec.json --dry-run', { shows: /\n\+export interface RateLimit / });
  atomic('dte apply --spec changespec.json --ledger data/ledger.jsonl', { shows: /^APPLIED .* in 2 files/ });
  cli('query --intent change_applied', { shows: /change_applied/ });
  atomic('dte verify --spec changespec.json', { shows: /^VERIFIED[^]*\nstate +applied\n/ });

  title(
    '11',
    'The diff of a pull request, proven',
    'The spec is applied to the base in memory. It explains every byte of the branch, until somebody adds a line.',
  );
  atomic('finops consume --model gpt-4.1 --input 12000 --output-tokens 900 --ledger data/ledger.jsonl');
  git('add changespec.json src data');
  git('commit --quiet --message "Limit is RateLimit now"');
  const honest = head();
  atomic('dte verify --spec changespec.json --base main --evidence data', { shows: /\ndiff +proved: / });
  note('A line is smuggled in.');
  write('src/check.ts', `${read('src/check.ts')}export const skip = (user: string): boolean => user === 'root';\n`);
  git('commit --quiet --all --message "Limit is RateLimit now, too"');
  atomic('dte verify --spec changespec.json --base main --evidence data', {
    status: 1,
    shows: /^NOT VERIFIED[^]*DIFF_UNEXPLAINED[^]*\+export const skip = /,
  });
  const [base, smuggled] = [head('main'), head()];

  title(
    '12',
    'A mission',
    'An agent works when a human approved its plan, and a human approves the result. It can be taken back to the byte.',
  );
  git('switch --quiet main');
  for (const name of ['kim', 'bot']) cli(`generate-keys --out ../${name}`);
  write(
    '.jsonatomic/keyring.json',
    `${JSON.stringify({ keys: [keyOf('kim', 'human'), keyOf('bot', 'agent')] }, null, 2)}\n`,
  );
  env.LEDGER_PATH = join('data', 'missions.jsonl');
  signAs('bot');
  const source = read('src/limit.ts');
  atomic('dte plan --intent "rename Limit to RateLimit" --scope src --output changespec.json');
  atomic('mission create --title "Rate limits" --risk medium', { shows: /^CREATED +M-1\n/ });
  atomic('finops budget set --budget limits --limit 5 --mission M-1 --actor kim');
  atomic('mission add --mission M-1 --spec changespec.json', { shows: /^ADDED +batch-1 of M-1\n/ });
  note('The plan waits for approval, and the agent cannot give it.');
  atomic('mission run --mission M-1', { status: 1 });
  atomic('mission approve --mission M-1 --checkpoint plan', { status: 1 });
  signAs('kim');
  atomic('mission approve --mission M-1 --checkpoint plan', { shows: /^APPROVED +plan of M-1 by kim\n/ });
  signAs('bot');
  note('A call of a model is reserved before it is made, and settled when its cost is known.');
  atomic('finops reserve --amount 0.50 --mission M-1 --reservation call-1');
  atomic('finops settle --reservation call-1 --cost 0.31 --model gpt-4.1', { shows: /4\.69/ });
  atomic('mission run --mission M-1', { shows: /^DONE +M-1: batch-1\n/ });
  git('log -1 --format=%B');
  atomic('mission verify --mission M-1', { shows: /^VERIFIED +M-1: batch-1\n/ });
  signAs('kim');
  atomic('mission approve --mission M-1 --checkpoint finalize', {
    shows: /\nverify +approved[^]*\nfinalize +approved/,
  });
  atomic('mission finalize --mission M-1', { shows: /^FINALIZED +M-1\n/ });
  atomic('mission rollback --mission M-1 --batch batch-1', { shows: /^ROLLED BACK +batch-1 of M-1: 2 files/ });
  if (read('src/limit.ts') !== source) throw new Surprise('src/limit.ts is not as it was');
  cli('verify --check-prev-chain --require-signatures', { shows: /^VERIFIED/ });
  evidenceStep();

  title(
    '14',
    'The comment on the pull request',
    'The Action judges the branch of step 11 by the rules of main, and executes nothing of it. First without the line that was smuggled in, then with it.',
  );
  comment({ base, head: honest }, { status: 0, shows: /^✅ Passed: [^]*explained/, isWhole: false });
  note('This is what stands under the pull request:\n');
  comment({ base, head: smuggled }, { status: 1, shows: /^❌ Failed: [^]*\+export const skip = /, isWhole: true });
}

/** Answers the full id of a commit. */
function head(name = 'HEAD') {
  return execFileSync('git', ['rev-parse', name], { cwd: project, env, encoding: 'utf8' }).trim();
}

/** @param {string} name @param {string} role */
function keyOf(name, role) {
  return {
    public_key: readFileSync(join(folder, name, 'public.key'), 'utf8').trim(),
    actor: name,
    roles: [role],
  };
}

/** @param {string} name */
function signAs(name) {
  env.SIGNING_KEY_FILE = join('..', name, 'private.key');
}

/** Adds the line that a command printed to the ledger, as no command would. Answers what is shown of it. @param {string} line */
function writtenByHand(line) {
  write('data/ledger.jsonl', read('data/ledger.jsonl') + line);
  return lineCount(line);
}

/** What the release agent did. */
function facts() {
  const fact = (/** @type {string} */ intent, /** @type {object} */ more, /** @type {number} */ minute) => ({
    entity_type: 'function',
    intent,
    this: '/functions/rate-limit',
    did: { actor: 'release agent', action: 'record' },
    trace_id: traceId,
    metadata: { created_at: `2026-01-31T12:0${String(minute)}:00Z` },
    ...more,
  });
  const approval = {
    did: { actor: 'kim@example.com', action: 'approve' },
    trace_id: randomUUID(),
    payload: { limit: 100 },
  };
  return [
    { file: 'write.json', atomic: fact('file_write', { input: { path: 'src/rate-limit.ts' } }, 0) },
    { file: 'test.json', atomic: fact('law_test', { output: { passed: 12, failed: 3 } }, 1) },
    { file: 'approve.json', atomic: { ...fact('approval', approval, 2), entity_type: 'decision' } },
  ];
}
