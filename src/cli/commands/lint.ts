/** `lint` */
import { checkSchema, parseJson, scanJson } from '../../atomic/index.ts';
import type { JsonLimits } from '../../atomic/index.ts';
import { LoglineError } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import { readLines } from '../../ledger/index.ts';
import type { LINT } from '../catalog/atomics.ts';
import type { Call, Run } from '../command.ts';
import { readInput } from '../input.ts';
import { openSource } from '../ledgers.ts';
import { placeFinding, placeText } from '../place.ts';
import { withProgress } from '../progress.ts';
import { findingJson } from '../report-json.ts';
import { screenText } from '../screen-text.ts';

type Flags = (typeof LINT)['flags'];

export const run: Run<Flags> = async (call) => {
  call.output.outliveReader();
  const findings: Finding[] = [];
  for (const path of call.operands)
    findings.push(...(readsLines(call, path) ? await lintLines(call, path) : await lintFile(call, path)));
  await report(call, findings);
  return findings.length === 0 ? 0 : 1;
};

function readsLines({ flags, origins }: Call<Flags>, path: string): boolean {
  return origins.lines === 'flag' ? flags.lines : /\.(jsonl|ndjson)$/.test(path);
}

async function lintFile({ flags, terminal }: Call<Flags>, path: string): Promise<Finding[]> {
  const { name, bytes } = await readInput(path, terminal);
  return lintText(bytes, flags).map((finding) => ({ path: name, ...finding }));
}

/** Each line by itself, of a ledger of any size; places are those of the file. */
async function lintLines(call: Call<Flags>, path: string): Promise<Finding[]> {
  const { flags, terminal } = call;
  const source = await openSource(path, terminal);
  const findings: Finding[] = [];
  await withProgress(call, path, async (progress) => {
    const watched = progress.watch(source, await source.sizeBytes());
    for await (const { bytes, starts, ends, firstLine, byteOffset } of readLines(watched, flags)) {
      if (terminal.signal.aborted) throw new LoglineError('CANCELLED');
      for (const [i, start] of starts.entries())
        for (const finding of lintText(bytes.subarray(start, ends[i]), flags)) {
          const place = { line: firstLine + i, byteOffset: byteOffset + start + (finding.byteOffset ?? 0) };
          findings.push({ path: source.name, ...finding, ...place });
        }
    }
  });
  return findings;
}

/** Everything that is wrong with one atomic. */
function lintText(bytes: Uint8Array, limits: JsonLimits): Finding[] {
  const faults = scanJson(bytes, limits);
  if (faults.length > 0) return faults;
  return checkSchema(parseJson(bytes, limits)).map((finding) => placeFinding(bytes, finding));
}

async function report({ output, operands }: Call<Flags>, findings: readonly Finding[]): Promise<void> {
  const errors = findings.map(findingJson);
  if (output.form === 'ndjson') await output.write(errors.map((error) => `${JSON.stringify(error)}\n`).join(''));
  else
    await output.one(
      { ok: errors.length === 0, files: operands.length, errors },
      tableLines(operands.length, findings),
    );
}

function tableLines(files: number, findings: readonly Finding[]): string[] {
  const lines = findings.map((finding) => {
    const pointer =
      finding.pointer === undefined ? '' : ` (${finding.pointer === '' ? 'the whole value' : finding.pointer})`;
    return screenText(`${placeText(finding.path!, finding)}: ${finding.code}: ${finding.message}${pointer}`);
  });
  const what = `${files} file${files === 1 ? '' : 's'}`;
  return [
    ...lines,
    findings.length === 0
      ? `${what}: no findings`
      : `${what}: ${findings.length} finding${findings.length === 1 ? '' : 's'}`,
  ];
}
