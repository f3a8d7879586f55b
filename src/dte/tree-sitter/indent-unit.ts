/** By what a text is indented. */

/** Answers what most lines are indented more than the line before; four spaces where there is nothing to see. Pure. */
export function indentUnitOf(text: string): string {
  const counts = new Map<string, number>();
  let before = '';
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') continue;
    const indent = /^[ \t]*/.exec(line)![0];
    if (indent.length > before.length && indent.startsWith(before)) {
      const unit = indent.slice(before.length);
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
    before = indent;
  }
  const most = Math.max(0, ...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0] ?? '    ';
}
