/**
 * `index.html` of a pack: a mission for a person to read, offline. One file without scripts, pictures or anything else from elsewhere; a
 * policy in it forbids browsers to load or run any. All text out of the ledger is inert.
 */
import { toUtf8 } from '../../base/bytes.ts';
import type { PackProof } from '../generated/types.ts';
import type { ProvenanceGraph } from '../graph/graph-draft.ts';
import { formatDrawing, graphDrawing, htmlText, lanesOf, lanesTable, timelineTable } from '../../drawing/index.ts';
import type { Drawing, Lanes } from '../../drawing/index.ts';
import type { AccountBatch, AccountCheckpoint, AccountDecision } from '../mission-reader.ts';
import { sha256 } from '../sha256.ts';
import type { MissionSummary } from '../summary.ts';
import { element, factList, table, wide } from './html.ts';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h1,h2{line-height:1.2}h2{margin-top:2.5rem;border-bottom:1px solid #ccc}
table{border-collapse:collapse;width:100%;font-size:14px}td,th{border:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f2f2f2}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
code{font-size:13px;overflow-wrap:anywhere}.yes{color:#0a6b2b}.no{color:#a11}.wide{overflow:auto;margin-bottom:1rem}
caption{text-align:left;padding:.25rem 0}.timeline{min-width:40rem}.number{text-align:right}.bars{display:block;fill:#2a8c7c}
svg text{font:12px system-ui,sans-serif}.graph rect{stroke:#888}.graph line,.graph path{stroke:#999}.graph path{fill:none}.agent rect{fill:#fdeccf}.activity rect{fill:#e3ecfb}.entity rect{fill:#e4f3e4}
.graph .wasInvalidatedBy{stroke:#a11}.graph .wasGeneratedBy{stroke:#0a6b2b}.refused{color:#a11}th{overflow-wrap:normal}td{min-width:5.5em}@media (max-width:699px){body{margin:1rem auto}h1{font-size:1.5rem;overflow-wrap:anywhere}dl{display:block}dd{margin:0 0 .5rem}.wide table{width:max-content;max-width:60rem;min-width:100%}td{max-width:18rem}}@media print{.wide{overflow:visible}.graph{max-width:100%;height:auto}}`;

/** Answers the page. Pure. */
export function missionPage(summary: MissionSummary, graph: ProvenanceGraph, proof: PackProof): string {
  const { mission } = summary;
  const title = `${mission.missionId}: ${mission.title}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy()}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${htmlText(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    element('h1', title),
    '<p>This page is part of an audit pack. It is worth as much as the pack is: <code>VERIFY.md</code> says how to verify it.</p>',
    ...overview(summary, proof),
    ...checkpointSection(mission.checkpoints),
    ...batchSection(mission.checkpoints.flatMap(({ batches = [] }) => batches)),
    ...costSection(summary),
    ...evidenceSection(summary),
    element('h2', 'Timeline'),
    wideDrawing('Actors over time', lanesTable('actor', actorLanes(summary.events))),
    wideDrawing('Events', timelineTable(summary.events)),
    element('h2', 'Provenance'),
    wideDrawing('Drawing of the provenance', graphDrawing(graph)),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Browsers apply this one style and no other: its digest stands in the policy. */
const policy = (): string => {
  const digest = Buffer.from(sha256(toUtf8(STYLE)), 'hex').toString('base64');
  return `default-src 'none'; style-src 'sha256-${digest}'`;
};

const wideDrawing = (name: string, drawing: Drawing): string => wide(name, formatDrawing(drawing));

function actorLanes(events: MissionSummary['events']): Lanes {
  return lanesOf<string>({
    total: events.length,
    keyAt: (i) => events[i]!.actor,
    timeAt: (i) => Date.parse(events[i]!.timestamp),
    nameOf: (actor) => actor,
  });
}

function overview({ mission, withheld }: MissionSummary, { ledger, lines }: PackProof): string[] {
  const { missionId, title, description, risk, status, createdAt, createdBy, finalizedAt, traceId } = mission;
  return [
    factList({
      Mission: missionId,
      Title: title,
      Description: description,
      Risk: risk,
      Status: status,
      Begun: `${createdAt} by ${createdBy}`,
      Finalized: finalizedAt,
      Trace: traceId,
      Lines: `${String(lines.length)} of a ledger of ${String(ledger.lines)}, ${String(withheld.length)} more withheld`,
      'Head of the ledger': ledger.head,
    }),
  ];
}

function checkpointSection(checkpoints: readonly AccountCheckpoint[]): string[] {
  const rows = checkpoints.map(({ name, status, required, approvals, rejection, overridden, subject }) => [
    name,
    overridden ? `${status}, although the verification says no` : status,
    [
      ...approvals.map((one) => decisionText('approved', one)),
      ...(rejection ? [decisionText('rejected', rejection)] : []),
    ].join('; ') || (required > 0 ? 'nobody yet' : 'by itself'),
    String(required),
    subject,
  ]);
  return [
    element('h2', 'Checkpoints, and who decided'),
    table(
      'Checkpoints',
      ['checkpoint', 'status', 'decided', 'humans needed', 'digest of what was decided about'],
      rows,
    ),
  ];
}

function decisionText(verdict: string, { by, at, method, reason }: AccountDecision): string {
  const kind = by.vouched ? by.kind : `${by.kind}, as it says`;
  return `${verdict} by ${by.actor} (${kind}; ${method}) at ${at}${reason === undefined ? '' : `: ${reason}`}`;
}

function batchSection(batches: readonly AccountBatch[]): string[] {
  const findings = batches.flatMap(({ id, verification }) =>
    (verification?.checks ?? []).flatMap(({ name, findings: some }) =>
      some.map(({ code, message }) => [id, name, code, message]),
    ),
  );
  const rows = batches.map(({ id, state, contents, commit = '', files = [], prs, verification }) => [
    id,
    state,
    contents.map(({ kind, name }) => `${kind} ${name}`).join(', '),
    commit,
    files.map(({ path }) => path).join(', '),
    verification === undefined ? 'not yet' : verification.ok ? 'passed' : 'failed',
    prs.join(' '),
  ]);
  return [
    element('h2', 'Batches'),
    table('Batches', ['batch', 'state', 'contents', 'commit', 'files', 'verification', 'pull requests'], rows),
    element('h2', 'Findings'),
    findings.length === 0 ? '<p>None.</p>' : table('Findings', ['batch', 'check', 'code', 'message'], findings),
  ];
}

function costSection({ costs }: MissionSummary): string[] {
  const rows = costs.map(({ model, currency, calls, cost, signed }) => [
    model || '-',
    String(calls),
    `${cost} ${currency}`,
    `${signed} ${currency}`,
  ]);
  return [
    element('h2', 'Cost'),
    rows.length === 0
      ? '<p>Nothing was recorded.</p>'
      : table('Cost', ['model', 'calls', 'cost', "of it from providers' responses"], rows),
  ];
}

function evidenceSection({ evidence, withheld }: MissionSummary): string[] {
  const rows = evidence.map(({ kind, name, sha256 = '', facts = {}, content, reason, commit = '', address = '' }) => [
    kind.replaceAll('_', ' '),
    name,
    Object.entries(facts)
      .map(([what, count]) => `${String(count)} ${what.replaceAll('_', ' ')}`)
      .join(', '),
    reason === undefined ? content : `${content}: ${reason}`,
    [commit, address].filter((text) => text !== '').join(' '),
    sha256,
  ]);
  const hidden = withheld.map(({ line, event, reason }) => [String(line), event, reason]);
  return [
    element('h2', 'Evidence'),
    rows.length === 0
      ? '<p>Nothing was recorded.</p>'
      : table('Evidence', ['kind', 'name', 'what it says', 'content', 'about', 'SHA-256'], rows),
    ...(hidden.length === 0
      ? []
      : [element('h2', 'Withheld events'), table('Withheld events', ['line', 'hash', 'reason'], hidden)]),
  ];
}
