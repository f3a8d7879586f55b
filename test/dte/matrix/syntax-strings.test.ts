/** Strings of Python and Java that are edited: how they are read, and how the new text is spelled. */
import { describe, test } from 'node:test';
import type { Code } from '../../../src/base/errors.ts';
import type { PatchDetails } from '../../../src/dte/generated/types.ts';
import { checkSyntaxCase } from './syntax-case.ts';
import type { SyntaxCase } from './syntax-case.ts';

type Row = readonly [what: string, text: string, details: PatchDetails, want: string, selector?: string];

const PYTHON: readonly Row[] = [
  ['strings in a row', 'a = "v1 " "v1"\n', { from: 'v1', to: 'v2' }, 'a = "v2 " "v2"\n', 'concatenated_string'],
  ['what stands between the quotes', 'a = "v1"\n', { to: 'v2' }, 'a = "v2"\n', 'string_content'],
  ['octal escapes', 'a = "\\101\\7x"\n', { from: 'A\x07', to: 'B' }, 'a = "Bx"\n'],
  ['an escape that is none', 'a = "\\q"\n', { from: '\\q', to: 'q' }, 'a = "q"\n'],
  ['a line that goes on', 'a = "on\\\ne"\n', { from: 'one', to: 'two' }, 'a = "two"\n'],
  ['a line that goes on, with CRLF', 'a = "on\\\r\ne"\r\n', { from: 'one', to: 'two' }, 'a = "two"\r\n'],
  ['lines of a long string', 'a = """one\r\ntwo"""\r\n', { from: 'one\ntwo', to: 'three' }, 'a = """three"""\r\n'],
  ['a new line in a long string', 'a = """one"""\n', { to: 'one\ntwo' }, 'a = """one\ntwo"""\n'],
  ['a new line in a short string', 'a = "one"\n', { to: 'one\ntwo' }, 'a = "one\\ntwo"\n'],
  ['braces of a format', 'a = f"{{v1}} {b}"\n', { from: '{v1}', to: '{v2}' }, 'a = f"{{v2}} {b}"\n'],
  ['braces of a string', 'a = "{{v1}}"\n', { from: '{{v1}}', to: '{v2}' }, 'a = "{v2}"\n'],
  ['a raw format', 'a = rf"\\d{{1}}{b}"\n', { from: '\\d{1}', to: '\\w{2}' }, 'a = rf"\\w{{2}}{b}"\n'],
  ['what is no string', 'a = 1\n', { to: 'x' }, 'TARGET_MISSING', 'integer'],
];

const JAVA: readonly Row[] = [
  [
    'what stands between the quotes',
    'class A { String s = "v1"; }\n',
    { to: 'v2' },
    'class A { String s = "v2"; }\n',
    'string_fragment',
  ],
  [
    'octal escapes',
    'class A { String s = "\\101\\7"; }\n',
    { from: 'A\x07', to: 'B' },
    'class A { String s = "B"; }\n',
  ],
  [
    'escapes of four digits',
    'class A { String s = "\\u0041"; }\n',
    { from: 'A', to: '"' },
    'class A { String s = "\\""; }\n',
  ],
  [
    'an escape that is none',
    'class A { String s = "a\\sb"; }\n',
    { from: 'a b', to: 'c' },
    'class A { String s = "c"; }\n',
  ],
  [
    'a text block',
    'class A { String s = """\n  v1\n  """; }\n',
    { from: 'v1', to: '\tv2' },
    'class A { String s = """\n  \tv2\n  """; }\n',
  ],
  [
    'a text block with CRLF',
    'class A { String s = """\r\n  v1\r\n  """; }\r\n',
    { from: '1\n', to: '2' },
    'class A { String s = """\r\n  v2  """; }\r\n',
  ],
  [
    'more lines for a text block',
    'class A { String s = """\n  v1\n  """; }\n',
    { from: 'v1', to: 'v1\nv2' },
    'NEEDS_PERSON',
  ],
  ['what is no string', 'class A { int i = 1; }\n', { to: 'x' }, 'TARGET_MISSING', 'decimal_integer_literal'],
];

const LANGUAGES = {
  python: { path: 'm.py', rows: PYTHON, selector: 'string' },
  java: { path: 'A.java', rows: JAVA, selector: 'string_literal' },
} as const;

for (const [language, { path, rows, selector }] of Object.entries(LANGUAGES)) {
  describe(language, () => {
    for (const row of rows)
      test(row[0], () =>
        checkSyntaxCase(language as keyof typeof LANGUAGES, 'editString', caseOf(row, path, selector)),
      );
  });
}

function caseOf([what, text, details, want, selector]: Row, path: string, every: string): SyntaxCase {
  return {
    what,
    files: { [path]: text },
    selector: selector ?? every,
    details,
    want: /^[A-Z_]+$/.test(want) ? (want as Code) : { [path]: want },
  };
}
