/**
 * What the library uses of Node's `Buffer`, in a browser: a view of bytes, and bytes as hex, Latin-1 and base64. The build puts it in its
 * place.
 */

/** Bytes that are there already, seen as a `Buffer`, and bytes of texts. */
export class Bytes extends Uint8Array {
  static view(source: ArrayBuffer, at?: number, length?: number): Bytes {
    return new Bytes(source, at, length);
  }

  static copy(source: Uint8Array): Bytes {
    return new Bytes(source);
  }

  static ofText(text: string, form: string | undefined): Bytes {
    if (form === 'hex') return new Bytes((text.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16)));
    if (form === 'base64') return new Bytes(Array.from(decoded(text), (char) => char.charCodeAt(0)));
    return new Bytes(new TextEncoder().encode(text));
  }

  override toString(form?: string): string {
    if (form === 'latin1') return binary(this);
    return form === 'base64' ? btoa(binary(this)) : new TextDecoder().decode(this);
  }
}

/** In the place of the global. */
export const Buffer = {
  from(source: ArrayBuffer | Uint8Array | string, first?: number | string, length?: number): Bytes {
    if (typeof source === 'string') return Bytes.ofText(source, first as string | undefined);
    return source instanceof Uint8Array ? Bytes.copy(source) : Bytes.view(source, first as number | undefined, length);
  },
};

/** A call takes so many arguments everywhere. */
const STEP = 4096;

function binary(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += STEP) text += String.fromCharCode(...bytes.subarray(at, at + STEP));
  return text;
}

/** Of a text that is none nothing is left, so that it is not what it becomes again. */
function decoded(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}
