/** Findings at nodes. */
import type { Code } from '../../base/errors.ts';
import type { Finding } from '../../base/report.ts';
import { findingAt } from '../finding-at.ts';
import { pathOf } from './tree-files.ts';
import type { ts } from './ts.ts';

/** Answers a finding at a node of the tree. Pure. */
export function atNode(code: Code, message: string, node: ts.Node): Finding {
  const file = node.getSourceFile();
  return findingAt(code, message, {
    path: pathOf(file.fileName)!,
    text: file.text,
    start: node.getStart(file),
    end: node.end,
  });
}
