/**
 * Signed statements: in-toto's Statement v1 in an envelope of DSSE v1. There is one text for a statement and one for its envelope, so nobody
 * can change either without its signature failing.
 *
 * @see https://github.com/secure-systems-lab/dsse/blob/master/protocol.md
 */
import { canonicalize, defaultEngine, parseJson } from '../../atomic/index.ts';
import type { Signer } from '../../atomic/index.ts';
import { concatBytes, fromHex, fromUtf8, toUtf8 } from '../../base/bytes.ts';
import { LoglineError } from '../../base/errors.ts';
import { dsseEnvelopeSchema } from '../generated/validators.ts';

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
/** A manifest names every file of a pack. */
const LIMITS = { maxLineBytes: 64 * 1024 * 1024, maxDepth: 64 };

/** An envelope that was opened. */
export interface Opened {
  /** Canonical text of the statement. */
  readonly text: string;
  /** Public keys that signed it, each 64 lower-case hex. */
  readonly signers: readonly string[];
}

/** Answers the bytes that are signed: DSSE's pre-authentication encoding. They begin with `DSSEv1`, as no hash of an atomic does. Pure. */
export function signedBytes(payload: Uint8Array): Uint8Array {
  const head = `DSSEv1 ${String(PAYLOAD_TYPE.length)} ${PAYLOAD_TYPE} ${String(payload.length)} `;
  return concatBytes(toUtf8(head), payload);
}

/** Answers the envelope of a statement, as a line of canonical JSON. @throws {LoglineError} SIGNER_FAILED */
export async function sealStatement(statement: object, signer: Signer): Promise<Uint8Array> {
  const payload = toUtf8(canonicalize(statement));
  const signature = await signer.sign(signedBytes(payload));
  const sig = Buffer.from(signature).toString('base64');
  const envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: Buffer.from(payload).toString('base64'),
    signatures: [{ keyid: signer.publicKey, sig }],
  };
  return toUtf8(`${canonicalize(envelope)}\n`);
}

/**
 * Answers what stands in an envelope whose signatures all verify.
 *
 * @param name - of its file, for messages.
 * @throws {LoglineError} PACK_ALTERED - it is not in the one form that it can have, or a signature does not verify.
 */
export function openEnvelope(name: string, bytes: Uint8Array): Opened {
  const envelope = parsedIn(name, bytes);
  if (!dsseEnvelopeSchema.accepts(envelope)) throw altered(`${name} is no signed statement.`);
  const payload = base64Bytes(envelope.payload);
  const text = payload && fromUtf8(payload);
  if (payload === undefined || text === undefined || `${canonicalize(envelope)}\n` !== fromUtf8(bytes))
    throw altered(`${name} is not in canonical form.`);
  const message = signedBytes(payload);
  for (const { keyid, sig } of envelope.signatures) {
    const signature = base64Bytes(sig);
    const isGood =
      signature?.length === 64 && defaultEngine().verify({ publicKey: fromHex(keyid, 32)!, signature, message });
    if (!isGood) throw altered(`The signature of ${name} by ${keyid} does not verify.`);
  }
  return { text, signers: envelope.signatures.map(({ keyid }) => keyid) };
}

function parsedIn(name: string, bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes, LIMITS);
  } catch (cause) {
    throw altered(`${name} is no JSON: ${(cause as LoglineError).message}`, cause);
  }
}

/** Of the several texts that a lenient reader takes for the same bytes, one is accepted. */
function base64Bytes(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
}

const altered = (message: string, cause?: unknown): LoglineError =>
  new LoglineError('PACK_ALTERED', message, cause === undefined ? {} : { cause });
