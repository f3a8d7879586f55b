/**
 * The tags of an XML text, in one pass and in linear time. No document type and so no entity of its own is taken in: neither a file of
 * this machine nor a text of a gigabyte can come out of it.
 */
import { LoglineError } from '../../base/errors.ts';

/** One start tag. */
export interface XmlTag {
  /** As it is written, with its prefix. */
  readonly name: string;
  /** By name, entities as they are written. */
  readonly attributes: ReadonlyMap<string, string>;
  /** How many elements it stands in. */
  readonly depth: number;
}

const MAX_DEPTH = 256;
const START = /([A-Za-z_][\w.:-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const END = /\/([A-Za-z_][\w.:-]*)\s*>/y;

/**
 * Answers the start tags of a text in their order.
 *
 * @throws {LoglineError} EVIDENCE_INVALID - the text is no XML, has a document type, or is nested more than 256 deep.
 */
export function* xmlTags(text: string): Generator<XmlTag> {
  const open: string[] = [];
  let roots = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const skipped = afterOther(text, at);
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    const end = matchAt(END, text, at + 1);
    if (end !== undefined) {
      if (open.pop() !== end[1]) throw malformed(`</${end[1]!}> closes nothing`);
      at = END.lastIndex;
      continue;
    }
    const start = matchAt(START, text, at + 1);
    if (start === undefined) throw malformed(`a tag cannot be read at character ${String(at)}`);
    if (open.length === 0 && ++roots > 1) throw malformed('there are two roots');
    at = START.lastIndex;
    yield { name: start[1]!, attributes: attributesOf(start[2]!), depth: open.length };
    if (start[3] === '') open.push(start[1]!);
    if (open.length > MAX_DEPTH) throw malformed('it is nested too deep');
  }
  if (open.length > 0) throw malformed(`<${open.at(-1)!}> is not closed`);
  if (roots === 0) throw malformed('there is no element');
}

/** The end of a comment, a CDATA section or an instruction that begins here. */
function afterOther(text: string, at: number): number | undefined {
  for (const [opening, closing] of OTHERS) {
    if (!text.startsWith(opening, at)) continue;
    const end = text.indexOf(closing, at + opening.length);
    if (end < 0) throw malformed(`${opening} is not closed`);
    return end + closing.length;
  }
  if (text.startsWith('<!', at)) throw malformed('it has a document type, which is not read');
  return undefined;
}

const OTHERS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function attributesOf(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(ATTRIBUTE)].map(([, name, double, single]) => [name!, double ?? single!]));
}

const malformed = (what: string): LoglineError =>
  new LoglineError('EVIDENCE_INVALID', `The XML cannot be read: ${what}.`);
