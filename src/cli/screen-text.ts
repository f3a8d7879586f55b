/** Text from a ledger on a screen: whatever somebody signed, it must not steer the terminal or fake another line. */

/** Control characters (line feeds among them), marks that turn the direction of text, and other characters without a shape. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** What GitHub obeys in the log of a workflow: `::command::` behind blanks at most, `##[command]` anywhere in a line. */
const COMMAND = /(?<=^\s*):(?=:)|#(?=#\[)/g;

/**
 * Answers one line of text in which every character that a terminal could obey, and the first of what a workflow would, is written as
 * `\u{…}`. Pure.
 */
export function screenText(text: string): string {
  return text.replaceAll(UNSAFE, escaped).replaceAll(COMMAND, escaped);
}

const escaped = (char: string): string => `\\u{${char.codePointAt(0)!.toString(16)}}`;

const COLOURS = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const;

/** Colours text for a terminal. */
export type Paint = (colour: keyof typeof COLOURS, text: string) => string;

/** Answers a {@link Paint}; where `isOn` is false it leaves every text as it is. Pure. */
export function createPaint(isOn: boolean): Paint {
  return (colour, text) => (isOn ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text);
}
