/** `evidence graph` */
import { formatDot, formatMermaid, provenanceGraph } from '../../evidence/index.ts';
import type { EVIDENCE_GRAPH } from '../catalog/evidence.ts';
import type { Run } from '../command.ts';
import { readEvidence } from '../evidence.ts';

export const run: Run<(typeof EVIDENCE_GRAPH)['flags']> = async (call) => {
  const graph = provenanceGraph(await readEvidence(call));
  const { format } = call.flags;
  const text = format === 'mermaid' ? formatMermaid(graph) : format === 'dot' ? formatDot(graph) : undefined;
  await call.output.write(text ?? `${JSON.stringify(graph)}\n`);
  return 0;
};
