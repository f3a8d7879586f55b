/** Looks for secrets in staged files and in added lines of ledgers. */
import type { Atomic } from '../../atomic/index.ts';
import type { Finding } from '../../base/report.ts';
import type { Keyring, LedgerSource } from '../../ledger/index.ts';
import { queryLedger } from '../../ledger/index.ts';
import type { Change } from './changes.ts';
import { attributeOf, findBlobs, readBlobs } from './hook-git.ts';
import type { GitBlob } from './hook-git.ts';
import { findSecrets } from './secrets.ts';
import type { Secret } from './secrets.ts';

/** Larger files are not looked into: they are no keys, and a hook has to be quick. */
const MAX_FILE_BYTES = 1024 * 1024;
/** So many bytes of files are in memory at a time. */
const GROUP_BYTES = 16 * 1024 * 1024;

/** The attribute that exempts files, such as keys that only tests use: `test/keys/** secret-scan=off`. */
const ATTRIBUTE = 'secret-scan';

interface ChangedFile {
  readonly change: Change;
  readonly blob: GitBlob;
}

/** Answers the secrets that the changed files bring in. What was there before is not brought in. */
export async function checkFiles(
  top: string,
  changes: readonly Change[],
  keyring: Keyring | undefined,
): Promise<Finding[]> {
  const present = changes.filter(({ newId }) => newId !== undefined);
  const blobs = await findBlobs(
    top,
    present.map(({ newId }) => newId!),
  );
  const files = present.flatMap((change, i) => (isSmall(blobs[i]) ? [{ change, blob: blobs[i] }] : []));
  const findings: Finding[] = [];
  for (const group of groupsOf(files)) findings.push(...(await checkGroup(top, group, keyring)));
  return withoutExempt(top, findings);
}

const isSmall = (blob: GitBlob | undefined): blob is GitBlob => blob !== undefined && blob.sizeBytes <= MAX_FILE_BYTES;

function* groupsOf(files: readonly ChangedFile[]): Generator<ChangedFile[]> {
  let group: ChangedFile[] = [];
  let sizeBytes = 0;
  for (const file of files) {
    group.push(file);
    sizeBytes += file.blob.sizeBytes;
    if (sizeBytes < GROUP_BYTES) continue;
    yield group;
    group = [];
    sizeBytes = 0;
  }
  if (group.length > 0) yield group;
}

async function checkGroup(
  top: string,
  files: readonly ChangedFile[],
  keyring: Keyring | undefined,
): Promise<Finding[]> {
  const contents = await readBlobs(
    top,
    files.map(({ blob }) => blob),
  );
  const findings: Finding[] = [];
  for (const [i, { change }] of files.entries()) {
    const text = new TextDecoder('latin1').decode(contents[i]);
    const secrets = findSecrets({ path: change.path, text, keyring });
    const old = secrets.length === 0 ? '' : await oldText(top, change);
    for (const secret of secrets) if (!old.includes(secret.value)) findings.push(findingOf(change.path, text, secret));
  }
  return findings;
}

async function oldText(top: string, { oldId }: Change): Promise<string> {
  if (oldId === undefined) return '';
  const [content] = await readBlobs(top, (await findBlobs(top, [oldId])).filter(isSmall));
  return new TextDecoder('latin1').decode(content);
}

function findingOf(path: string, text: string, { what, index }: Secret): Finding {
  const line = text.slice(0, index).split('\n').length;
  return { code: 'SECRET_FOUND', message: `Here is ${what}: whoever reads the repository could use it.`, path, line };
}

async function withoutExempt(top: string, findings: readonly Finding[]): Promise<Finding[]> {
  const exempt = await attributeOf(top, ATTRIBUTE, [...new Set(findings.map(({ path }) => path!))]);
  return findings.filter(({ path }) => exempt.get(path!) !== 'off');
}

/** How added lines are looked at. */
export interface LineScan {
  /** The keys that a private key would be known by. */
  readonly keyring: Keyring | undefined;
  /** Whether the gateway looks for secrets of all kinds as well. */
  readonly usesGateway: boolean;
}

/** Answers the secrets in the lines of a ledger from a byte on. There is no exemption: such a file cannot forget. */
export async function checkAddedLines(
  path: string,
  source: LedgerSource,
  start: number,
  { keyring, usesGateway }: LineScan,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const guard = usesGateway ? await secretGuard() : undefined;
  for await (const { atomic, text } of queryLedger(source, {}, { start })) {
    const own = [atomic.hash, atomic.prev];
    const secrets = findSecrets({ path, text, keyring }).filter(({ value }) => !own.includes(value));
    findings.push(...secrets.map(({ what }) => inLedger(path, what, atomic.hash)));
    if (guard && secrets.length === 0) findings.push(...guard(atomic).map((finding) => ({ ...finding, path })));
  }
  return findings;
}

/** The gateway's rules, loaded where lines were added. Changes of keys name public keys, which look like secrets. */
async function secretGuard(): Promise<(atomic: Atomic) => readonly Finding[]> {
  const { createGateway, createGuard } = await import('../../gateway/index.ts');
  const guard = createGuard(createGateway({ secrets: 'deny', personalData: 'allow' }));
  return (atomic) => (atomic.intent?.startsWith('key_') === true ? [] : guard(atomic));
}

function inLedger(path: string, what: string, hash: string | undefined): Finding {
  const message = `The atomic holds ${what}, and a ledger cannot forget it once others have it.`;
  return { code: 'SECRET_FOUND', message, path, ...(hash !== undefined && { hash }) };
}
