/** Our own vectors (test/vectors/own), as a reader in any language would use them. */
import {
  canonicalize,
  createFastEngine,
  createNativeEngine,
  createPortableEngine,
  hashAtomic,
  parseAtomic,
  scanJson,
  verifyAtomic,
} from 'logline-core/atomic';
import type { Engine } from 'logline-core/atomic';
import { Verdicts, textOf } from './group.ts';
import type { Group, VectorFiles } from './group.ts';
import { bytesOf } from './signature-vectors.ts';

const engines: readonly Engine[] = [
  createNativeEngine(),
  createPortableEngine(),
  createFastEngine({ tableAfter: 0 }),
].filter((engine) => engine !== undefined);

/** The verdict of every engine, where they agree; else what each of them says. */
function ofAll(judge: (engine: Engine) => string): string {
  return [...new Set(engines.map(judge))].join(' but ');
}

const read = (files: VectorFiles, name: string): unknown => JSON.parse(textOf(files, `own/${name}`));

export function ownAtomics(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  const { atomics } = read(files, 'atomics.json') as {
    atomics: { name: string; hashed: string; hash: string; line: string }[];
  };
  for (const { name, hashed, hash, line } of atomics) {
    const atomic = parseAtomic(line);
    verdicts.note(
      `${name}: hash`,
      ofAll((engine) => hashAtomic(atomic, engine)),
      hash,
    );
    verdicts.note(
      `${name}: hashed`,
      canonicalize({ ...atomic, hash: undefined, signature: undefined, cosignatures: undefined }),
      hashed,
    );
    verdicts.note(
      `${name}: line`,
      ofAll((engine) => String(verifyAtomic(line, { engine, strict: true }).ok)),
      'true',
    );
  }
  return verdicts.group('our atomics');
}

export function ownLines(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  const lines = read(files, 'lines.json') as {
    name: string;
    line?: string;
    base64?: string;
    codes: string[];
    canonical?: boolean;
  }[];
  for (const { name, line, base64, codes, canonical } of lines) {
    const input = line ?? Uint8Array.from(atob(base64!), (char) => char.charCodeAt(0));
    const found = ofAll((engine) =>
      verifyAtomic(input, { engine })
        .findings.map(({ code }) => code)
        .join(),
    );
    verdicts.note(name, found, codes.join());
    if (canonical !== undefined)
      verdicts.note(`${name}: canonical`, String(verifyAtomic(input, { strict: true }).ok), String(canonical));
  }
  return verdicts.group('our lines');
}

export function ownNumbers(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  for (const { number, canonical, code } of read(files, 'numbers.json') as {
    number: string;
    canonical?: string;
    code?: string;
  }[]) {
    const [finding] = scanJson(new TextEncoder().encode(number));
    verdicts.note(number, finding?.code ?? canonicalize(JSON.parse(number)), code ?? canonical!);
  }
  return verdicts.group('our numbers');
}

export function ownSignatures(files: VectorFiles): Group {
  const verdicts = new Verdicts();
  const all = read(files, 'signatures.json') as {
    name: string;
    message: string;
    public_key: string;
    sig: string;
    valid: boolean;
  }[];
  for (const { name, message, public_key: key, sig, valid } of all) {
    const check = { message: bytesOf(message), publicKey: bytesOf(key), signature: bytesOf(sig) };
    verdicts.note(
      name,
      ofAll((engine) => String(engine.verify(check))),
      String(valid),
    );
  }
  return verdicts.group('our signatures');
}
