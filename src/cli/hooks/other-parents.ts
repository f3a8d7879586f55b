/** A merge that people finish by hand: what the other side wrote into a ledger must not be lost on the way. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding } from '../../base/report.ts';
import { compareWithBase } from '../../ledger/index.ts';
import type { LedgerSource } from '../../ledger/index.ts';
import { gitText } from './hook-git.ts';

/** Answers the commits that are being merged into the one that is checked out; none outside of a merge. @throws {LoglineError} COMMAND_FAILED */
export async function mergedCommits(top: string): Promise<string[]> {
  const file = resolve(top, await gitText(top, ['rev-parse', '--git-path', 'MERGE_HEAD']));
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** Answers `NOT_APPEND_ONLY` with the first line of `theirs` that `merged` lacks, if it lacks one. */
export async function lostLine(
  theirs: LedgerSource,
  merged: LedgerSource,
  commit: string,
): Promise<Finding | undefined> {
  const { finding } = await compareWithBase(theirs, merged);
  if (finding === undefined) return undefined;
  const firstLine = finding.line!;
  const kept = new Set(await linesFrom(merged, firstLine));
  const lost = (await linesFrom(theirs, firstLine)).findIndex((line) => !kept.has(line));
  if (lost < 0) return undefined;
  const line = firstLine + lost;
  const message =
    `Line ${String(line)} of the version in ${commit.slice(0, 12)}, which is being merged, is not in the ledger any more. ` +
    'Put the lines behind those of that version with `logline-cli rebase --onto MERGE_HEAD`.';
  return { code: 'NOT_APPEND_ONLY', message };
}

/** The texts of the lines from a number on. Only what two branches do not share is held. */
async function linesFrom(source: LedgerSource, firstLine: number): Promise<string[]> {
  let line = 1;
  const pieces: Buffer[] = [];
  for await (const chunk of source.read()) {
    let at = 0;
    for (; line < firstLine && at < chunk.length; line++) {
      const end = chunk.indexOf(0x0a, at);
      at = end < 0 ? chunk.length : end + 1;
      if (end < 0) break;
    }
    if (line >= firstLine) pieces.push(Buffer.from(chunk.subarray(at)));
  }
  return Buffer.concat(pieces).toString('latin1').split('\n').filter(Boolean);
}
