/** Change specs and patches from files, as batches hold them. */
import { fromUtf8 } from '../base/bytes.ts';
import { LoglineError } from '../base/errors.ts';
import { patchContent, specContent } from '../mission/index.ts';
import type { BatchContent } from '../mission/index.ts';
import type { Call } from './command.ts';
import { readInput } from './input.ts';
import { withPlace } from './place.ts';

/** Answers the contents that a call names, specs first. @throws {LoglineError} as `readInput`, `specContent` and `patchContent` */
export async function readContents({
  flags: { spec, patch },
  terminal,
}: Pick<Call, 'terminal'> & {
  readonly flags: { readonly spec: readonly string[]; readonly patch: readonly string[] };
}): Promise<BatchContent[]> {
  const contents: BatchContent[] = [];
  for (const path of spec) {
    const { name, bytes } = await readInput(path, terminal);
    contents.push(withPlace(name, bytes, () => specContent(textOf(name, bytes))));
  }
  for (const path of patch) {
    const { name, bytes } = await readInput(path, terminal);
    contents.push(patchContent(name, textOf(name, bytes)));
  }
  return contents;
}

function textOf(name: string, bytes: Uint8Array): string {
  const text = fromUtf8(bytes);
  if (text !== undefined) return text;
  throw new LoglineError(
    'INVALID_UTF8',
    `${name} is not UTF-8. A patch of other text is UTF-8 if \`git diff --binary\` treats its files as binary.`,
  );
}
