/** `evidence import` */
import { parseJson } from '../../atomic/index.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { readFileBytes } from '../../base/fs.ts';
import { findingsError } from '../../base/schema.ts';
import { packLines, restoreEvents, verifyPack } from '../../evidence/index.ts';
import type { Restored } from '../../evidence/index.ts';
import type { Keyring } from '../../ledger/index.ts';
import { missionReader } from '../../mission/index.ts';
import { openClient } from '../api.ts';
import type { EVIDENCE_IMPORT } from '../catalog/evidence.ts';
import type { Call, Run } from '../command.ts';
import { count } from '../change-text.ts';
import { guardOption } from '../guarding.ts';
import { trustOf } from '../missions.ts';
import { openSigner } from '../signing.ts';
import { openStore, withStore } from '../writing.ts';
import { openWritingKey } from '../writing-key.ts';

type Flags = (typeof EVIDENCE_IMPORT)['flags'];

/** What is restored: a mission, and the lines that tell it. */
interface Story {
  readonly mission: string;
  readonly lines: readonly string[];
}

const MAX_BYTES = 0xffff_ffff;

export const run: Run<Flags> = async (call) => {
  const { operands, output } = call;
  const client = await openClient(call, ['keyring', 'key', 'maxLineBytes', 'maxDepth']);
  const { keyring } = await trustOf(call);
  const bytes = await readFileBytes(operands[0]!, { maxBytes: MAX_BYTES });
  const isPack = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const { mission, lines } = isPack ? await storyOfPack(bytes, keyring) : storyOfEvents(bytes);
  const {
    asTheyAre = 0,
    inside = 0,
    known = 0,
  } = client === undefined
    ? await restoreHere(call, keyring, { mission, lines })
    : await client.evidence.record({ missionId: mission, events: lines.map((text) => ({ text })) });
  await output.one({ mission, as_they_are: asTheyAre, inside, known }, [
    `${output.paint('green', 'RESTORED')}  ${mission}: ${count(asTheyAre, 'line')} as they are, ${String(inside)} inside other atomics, ${String(known)} known before`,
  ]);
  return 0;
};

async function restoreHere(
  call: Call<Flags>,
  keyring: Keyring | undefined,
  { mission, lines }: Story,
): Promise<Restored> {
  const { flags, terminal } = call;
  const { signer } = await openWritingKey(call, flags.ledger, openSigner);
  const guard = await guardOption(call);
  const { ledger, bindSigner, maxLineBytes, maxDepth, actor = 'atomic' } = flags;
  const context = { actor, createdAt: terminal.clock().toISOString() };
  const options = { context, keyring, signer, bindSigner, limits: { maxLineBytes, maxDepth }, ...guard };
  return withStore(openStore(ledger, call), (store) => restoreEvents(store, mission, lines, options));
}

async function storyOfPack(bytes: Uint8Array, keyring: Parameters<typeof verifyPack>[1]['keyring']): Promise<Story> {
  const { findings, summary } = await verifyPack(bytes, { reader: missionReader, keyring });
  if (findings.length > 0) throw findingsError(findings);
  return { mission: summary!.mission.missionId, lines: packLines(bytes) };
}

/** A list of events, or one a line, with the members that matter. */
function storyOfEvents(bytes: Uint8Array): Story {
  const events = eventsIn(bytes).map(
    (event) => Object(event) as { readonly mission_id?: unknown; readonly text?: unknown },
  );
  const [mission] = events.map(({ mission_id: id }) => id);
  const texts = events.map(({ mission_id: id, text }) => (id === mission ? text : undefined));
  if (typeof mission === 'string' && texts.every((text) => typeof text === 'string')) return { mission, lines: texts };
  throw new LoglineError(
    'EVIDENCE_INVALID',
    'This is neither a pack nor a list of events of one mission, as `evidence events --output json` prints it.',
  );
}

function eventsIn(bytes: Uint8Array): unknown[] {
  const text = fromUtf8(bytes) ?? '';
  const limits = { maxLineBytes: bytes.length + 1, maxDepth: 128 };
  if (!text.startsWith('['))
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => parseJson(line, limits));
  return parseJson(bytes, limits) as unknown[];
}
