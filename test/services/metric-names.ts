/** What expressions of Prometheus name, and what a scrape has. */

/** The metrics and labels of an expression. */
export interface Named {
  readonly metrics: readonly string[];
  readonly labels: readonly string[];
}

const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'bool', 'offset']);

/** Answers what an expression names, without repeats. */
export function namesIn(expression: string): Named {
  const bare = expression.replaceAll(/"[^"]*"/g, '""');
  const labels = [
    ...[...bare.matchAll(GROUPING)].flatMap(([, list]) => list!.split(',')),
    ...[...bare.matchAll(/\{([^}]*)\}/g)].flatMap(([, list]) =>
      list!.split(',').map((one) => one.split(/[=!]/, 1)[0]!),
    ),
  ];
  const rest = bare.replaceAll(GROUPING, ' ').replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, ' ');
  const metrics = [...rest.matchAll(/(?<![\w.:])[a-zA-Z_:][\w:]*(?!\w)(?!\s*\()/g)]
    .map(([name]) => name)
    .filter((name, i, all) => !WORDS.has(name) && all.indexOf(name) === i);
  return { metrics, labels: [...new Set(labels.map((label) => label.trim()).filter((label) => label !== ''))] };
}

/** Answers the names that a scrape can be asked by, those of histograms with their endings. */
export function metricsOf(scrape: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name, type] of scrape.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    if (type !== 'histogram') names.add(name!);
    else for (const end of ['_bucket', '_sum', '_count']) names.add(`${name!}${end}`);
  }
  return names;
}

/** Answers the labels of all samples of a scrape. */
export function labelsOf(scrape: string): ReadonlySet<string> {
  const samples = scrape.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Set(samples.flatMap((line) => [...line.matchAll(/[{,](\w+)="/g)].map(([, label]) => label!)));
}
