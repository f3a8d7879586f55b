/** What audit packs need of `node:zlib`, in a browser: bounded unpacking that says how much it took. The build puts it in its place. */
import { Inflate, inflateSync } from 'fflate';

/** So much is unpacked before the bound is looked at again: at most a thousand times as many bytes come out. */
const STEP_BYTES = 16 * 1024;

interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Answers what was packed by raw DEFLATE, and how many of the packed bytes were needed for it: all of them, or fewer.
 *
 * Throws where they are not all there, or where more than `maxOutputLength` bytes would come out.
 */
export function inflateRawSync(
  packed: Uint8Array,
  { maxOutputLength }: { readonly maxOutputLength: number },
): Inflated {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  const inflate = new Inflate((part) => {
    sizeBytes += part.length;
    if (sizeBytes > maxOutputLength) throw new RangeError('It is larger when unpacked than it may be.');
    parts.push(part.slice());
  });
  for (let at = 0; at < packed.length; at += STEP_BYTES)
    inflate.push(packed.subarray(at, at + STEP_BYTES), at + STEP_BYTES >= packed.length);
  const needsAll = !isWhole(packed.subarray(0, -1));
  return { buffer: joined(parts, sizeBytes), engine: { bytesWritten: needsAll ? packed.length : packed.length - 1 } };
}

/** Whether the stream ends before its last byte is needed: then something stands behind it. */
function isWhole(packed: Uint8Array): boolean {
  try {
    inflateSync(packed);
    return packed.length > 0;
  } catch {
    return false;
  }
}

function joined(parts: readonly Uint8Array[], sizeBytes: number): Uint8Array {
  const whole = new Uint8Array(sizeBytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
