/** Findings with a place in a source text. */
import type { Code } from '../base/errors.ts';
import type { Finding } from '../base/report.ts';
import { codeFrame } from './code-frame.ts';
import { placeOf } from './source-text.ts';

/** A range of a source text. */
export interface TextRange {
  readonly path: string;
  /** The whole text, without its byte order mark. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Answers a finding at a place, with the lines around it in `details.frame`. Pure. */
export function findingAt(code: Code, message: string, range: TextRange, details: Finding['details'] = {}): Finding {
  const { line, column } = placeOf(range.text, range.start);
  const frame = codeFrame(range.text, range.start, range.end);
  return { code, message, path: range.path, line, column, details: { ...details, frame } };
}
