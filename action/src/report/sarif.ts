/** The report for code scanning: SARIF 2.1.0, as far as GitHub reads it. */
import { createHash } from 'node:crypto';
import type { Level, Remark } from '../remark.ts';

/** GitHub shows 5 000 results of a file, and refuses more than 25 000. */
const MAX_RESULTS = 5000;

/** Answers remarks as SARIF text. Those without a place are at the config, since a result has to have one. Pure. */
export function formatSarif(remarks: readonly Remark[]): string {
  const rules = [...new Set(remarks.map(({ rule }) => rule))].sort();
  const driver = {
    name: 'JSON✯Atomic',
    informationUri: 'https://github.com/jsonatomic/action',
    rules: rules.map((id) => ({ id, shortDescription: { text: id } })),
  };
  const results = remarks.slice(0, MAX_RESULTS).map((remark) => resultOf(remark, rules));
  const log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const LEVELS: Readonly<Record<Level, string>> = {
  error: 'error',
  undecided: 'error',
  warning: 'warning',
  notice: 'note',
};

function resultOf(
  { level, rule, message, path = '.jsonatomic/config.json', line = 1, fix }: Remark,
  rules: readonly string[],
): object {
  const uri = path.split('/').map(encodeURIComponent).join('/');
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: LEVELS[level],
    message: { text: fix === undefined ? message : `${message} ${fix}` },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: line } } }],
    partialFingerprints: { 'logline/v1': createHash('sha256').update(`${rule}\0${path}\0${message}`).digest('hex') },
  };
}
