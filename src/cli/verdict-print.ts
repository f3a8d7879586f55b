/** Prints what `verify` found. */
import type { Finding } from '../base/report.ts';
import type { LedgerReport } from '../ledger/index.ts';
import type { VERIFY } from './catalog/verifying.ts';
import type { Call } from './command.ts';
import { findingJson } from './report-json.ts';
import { factLines } from './table.ts';
import { verdictJson, withPath } from './verdict.ts';
import type { JointVerdict } from './verdict.ts';

/** A person reads so many; `--verbose` shows all. */
const FINDINGS_SHOWN = 20;

/** Prints findings as they come where the form is lines of JSON, and everything else at the end. */
export class VerdictPrinter {
  readonly #call: Call<(typeof VERIFY)['flags']>;
  readonly #isJoint: boolean;
  readonly #trustedBy: string | undefined;

  constructor(call: Call<(typeof VERIFY)['flags']>, isJoint: boolean, trustedBy: string | undefined) {
    this.#call = call;
    this.#isJoint = isJoint;
    this.#trustedBy = trustedBy;
  }

  async finding(path: string, finding: Finding): Promise<void> {
    if (this.#call.output.form !== 'ndjson') return;
    const placed = this.#isJoint ? withPath(path, finding) : finding;
    await this.#call.output.write(`${JSON.stringify({ type: 'error', ...findingJson(placed) })}\n`);
  }

  async verdict(verdict: JointVerdict): Promise<void> {
    const { output } = this.#call;
    const { errors, ...summary } = verdictJson(verdict, this.#trustedBy);
    if (output.form === 'ndjson') return output.write(`${JSON.stringify({ type: 'report', ...summary })}\n`);
    if (output.form === 'json') return output.write(`${JSON.stringify({ ...summary, errors })}\n`);
    await output.write(
      this.#summaryLines(verdict)
        .map((line) => `${line}\n`)
        .join(''),
    );
    await this.#printParts(verdict);
    await this.#printFindings(verdict);
  }

  #summaryLines(verdict: JointVerdict): string[] {
    const { ok, paths, counts, chain, trust, engine, findings, single, sealed, bases } = verdict;
    const { flags, output } = this.#call;
    const { paint } = output;
    const { findings: _findings, nonCanonical, ...rest } = counts;
    const isExtension = findings.every(({ code }) => code !== 'NOT_APPEND_ONLY');
    return [
      `${ok ? paint('green', 'VERIFIED') : paint('red', 'NOT VERIFIED')}  ${paths.join(' ')}`,
      ...factLines({
        ...rest,
        non_canonical: nonCanonical,
        chain,
        ...(single && { head: single.head ?? '-', last_valid_line: single.lastValidLine }),
        ...(sealed !== undefined && { sealed: counted(sealed, 'stream') }),
        ...(single?.partialFrom !== undefined && { partial_from: single.partialFrom }),
        ...(bases[0] && {
          base: `${bases[0].name} (${counted(bases[0].lines, 'line')}${isExtension ? '' : ' in common'})`,
        }),
        trust: trust === 'keyring' ? `keyring (${this.#trustedBy!})` : trust,
        ...((flags.verbose || flags.engine !== undefined) && { engine }),
      }),
    ];
  }

  async #printParts({ parts }: JointVerdict): Promise<void> {
    if (parts.size === 0) return;
    await this.#call.output.write('\n');
    const table = this.#call.output.list([
      'PATH',
      'TOTAL',
      'VALID',
      'INVALID',
      'UNSIGNED',
      'CHAIN',
      'LAST VALID',
      'HEAD',
    ]);
    for (const [path, report] of parts) await table.add({ json: '', cells: partCells(path, report) });
    await table.end();
  }

  async #printFindings({ findings, counts }: JointVerdict): Promise<void> {
    if (counts.findings === 0) return;
    const { flags, output } = this.#call;
    const shown = flags.verbose ? findings : findings.slice(0, FINDINGS_SHOWN);
    await output.write('\n');
    const table = output.list(['PLACE', 'CODE', 'MESSAGE']);
    for (const finding of shown) {
      await table.add({ json: '', cells: [placeCell(finding), finding.code, finding.message] });
      if (flags.verbose) for (const fact of evidence(finding)) await table.add({ json: '', cells: ['', '', fact] });
    }
    await table.end();
    const hidden = counts.findings - shown.length;
    if (hidden > 0) await output.write(`and ${hidden} more${flags.verbose ? '' : '; --verbose shows them'}\n`);
  }
}

function partCells(path: string, { counts, chain, lastValidLine, head }: LedgerReport): string[] {
  const { total, valid, invalid, unsigned } = counts;
  return [
    path,
    ...[total, valid, invalid, unsigned].map(String),
    chain,
    String(lastValidLine),
    head?.slice(0, 16) ?? '-',
  ];
}

function placeCell({ path, line }: Finding): string {
  const place = line === undefined ? [] : [`line ${line}`];
  return [...(path === undefined ? [] : [path]), ...place].join(' ') || '-';
}

const counted = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** All that is known besides place, code and message. */
function evidence(finding: Finding): string[] {
  const { path: _path, line: _line, code: _code, message: _message, ...rest } = findingJson(finding);
  return Object.entries(rest).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
}
