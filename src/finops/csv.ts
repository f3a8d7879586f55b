/** Tables as CSV (RFC 4180), safe to be opened in a spreadsheet. */

/** Answers a table as CSV: a head, then the rows, with CR LF behind each. Pure. */
export function formatCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/**
 * A text that begins like a formula gets an apostrophe in front: spreadsheets run formulas, and names in a ledger are other people's
 * words. Negative numbers stay what they are.
 */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
