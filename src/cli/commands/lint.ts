/** `lint` */
import { checkSchema, parseJson, scanJson } from '../../atomic/index.ts';
import type { JsonLimits } from '../../atomic/index.ts';
import type { Finding } from '../../base/report.ts';
import type { LINT } from '../catalog/atomics.ts';
import type { Call, Run } from '../command.ts';
import { readInput } from '../input.ts';
import type { Input } from '../input.ts';
import { placeFinding, placeText } from '../place.ts';
import { findingJson } from '../report-json.ts';
import { screenText } from '../screen-text.ts';

type Flags = (typeof LINT)['flags'];

export const run: Run<Flags> = async (call) => {
  call.output.outliveReader();
  const findings: Finding[] = [];
  for (const path of call.operands) {
    const input = await readInput(path, call.terminal);
    const found = readsLines(call, path) ? lintLines(input, call.flags) : lintText(input.bytes, call.flags);
    findings.push(...found.map((finding) => ({ path: input.name, ...finding })));
  }
  await report(call, findings);
  return findings.length === 0 ? 0 : 1;
};

function readsLines({ flags, origins }: Call<Flags>, path: string): boolean {
  return origins.lines === 'flag' ? flags.lines : /\.(jsonl|ndjson)$/.test(path);
}

/** Everything that is wrong with one atomic. */
function lintText(bytes: Uint8Array, limits: JsonLimits): Finding[] {
  const faults = scanJson(bytes, limits);
  if (faults.length > 0) return faults;
  return checkSchema(parseJson(bytes, limits)).map((finding) => placeFinding(bytes, finding));
}

/** Each line by itself; places are those of the file. */
function lintLines({ bytes }: Input, limits: JsonLimits): Finding[] {
  const findings: Finding[] = [];
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const feed = bytes.indexOf(0x0a, start);
    const end = feed < 0 ? bytes.length : feed;
    const offset = start;
    const found = lintText(bytes.subarray(start, end), limits);
    findings.push(...found.map((finding) => ({ ...finding, line, byteOffset: offset + (finding.byteOffset ?? 0) })));
    start = end + 1;
  }
  return findings;
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
