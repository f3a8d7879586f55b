/** A diff proof, as people and programs read it. */
import type { DiffExplanation, DiffProof } from '../dte/index.ts';
import { count } from './change-text.ts';
import { findingJson } from './report-json.ts';
import { snakeCased } from './snake-case.ts';

/** Answers what a proof says beside its findings, by name. Pure. */
export function proofFacts({ ok, base, head, files }: DiffProof): Record<string, string> {
  return {
    diff: ok ? `proved: ${verdictCounts(files)}` : `not proved: ${verdictCounts(files)}`,
    base_tree: base.tree,
    head_tree: head.tree,
  };
}

/** Answers how many files have each verdict. Pure. */
export function verdictCounts(files: DiffExplanation['files']): string {
  const verdicts = [...new Set(files.map(({ verdict }) => verdict))].sort();
  const counts = verdicts.map((verdict) => {
    const number = files.filter((file) => file.verdict === verdict).length;
    return `${count(number, 'file')} ${verdict}`;
  });
  return counts.length === 0 ? 'no file differs' : counts.join(', ');
}

/** Answers a proof for programs: members in snake_case. Pure. */
export function proofJson({ findings, doubts, ...proof }: DiffProof): Record<string, unknown> {
  const told = { doubts: doubts.map(findingJson), findings: findings.map(findingJson) };
  return { ...(snakeCased(proof) as object), ...told };
}
