/** Strings that are edited in small programs: each gives the text that it must, or the refusal. */
import { describe, test } from 'node:test';
import { checkCase } from './patch-case.ts';
import type { PatchCase } from './patch-case.ts';
import { STRING_HAZARDS } from './string-hazards.ts';

const TEMPLATE = 'TemplateLiteral';
const jsx = (text: string): Record<string, string> => ({ 'a.tsx': text });

const CASES: readonly PatchCase[] = [
  {
    what: 'the whole content',
    files: "f('old', 'other');",
    selector: "Literal[value='old']",
    details: { to: 'new' },
    want: "f('new', 'other');",
  },
  {
    what: 'a part of it, every time that it occurs',
    files: 'f("an old old tale", "older", "new");',
    selector: 'Literal',
    details: { from: 'old', to: 'young' },
    want: 'f("an young young tale", "younger", "new");',
  },
  {
    what: 'the quote of the literal is escaped, and no other',
    files: `f('a', "a", \`a\`);`,
    selector: ':is(Literal, TemplateLiteral)',
    details: { from: 'a', to: `'"\`` },
    want: `f('\\'"\`', "'\\"\`", \`'"\\\`\`);`,
  },
  {
    what: 'backslashes, line ends and control characters are escaped',
    files: "f('a');",
    selector: 'Literal',
    details: { to: '\\ \n\r\t\u0000\u2028\u{1F600}' },
    want: "f('\\\\ \\n\\r\\t\\u0000\\u2028\u{1F600}');",
  },
  {
    what: 'what is escaped is found, and the rest keeps its spelling',
    files: "f('\\x41\\u0042 \\u{1F600} \\\n C\\tD');",
    selector: 'Literal',
    details: { from: 'AB', to: 'X' },
    want: "f('X \\u{1F600} \\\n C\\tD');",
  },
  {
    what: 'half of a character is not found',
    files: "f('\\u{1F600}');",
    selector: 'Literal',
    details: { from: '\ud83d', to: 'X' },
    want: 'TARGET_MISSING',
  },
  {
    what: 'a digit behind \\0 stays a digit',
    files: "f('\\0a');",
    selector: 'Literal',
    details: { from: 'a', to: '1' },
    want: "f('\\0\\x31');",
  },
  {
    what: 'a template without expressions',
    files: 'f(`old`);',
    selector: TEMPLATE,
    details: { to: '${new}' },
    want: 'f(`\\${new}`);',
  },
  {
    what: 'the parts of a template',
    files: 'f(`old ${old} old`);',
    selector: TEMPLATE,
    details: { from: 'old', to: 'new' },
    want: 'f(`new ${old} new`);',
  },
  {
    what: 'one part of a template',
    files: 'f(`old ${x} old`);',
    selector: 'TemplateElement[tail=true]',
    details: { from: 'old', to: 'new' },
    want: 'f(`old ${x} new`);',
  },
  {
    what: 'a template and its parts, both selected, are edited once',
    files: 'f(`old ${x}`);',
    selector: ':is(TemplateLiteral, TemplateElement)',
    details: { from: 'old', to: 'new' },
    want: 'f(`new ${x}`);',
  },
  {
    what: 'a dollar sign does not begin an expression',
    files: 'f(`a{b} $c`);',
    selector: TEMPLATE,
    details: { from: 'a', to: '$' },
    want: 'f(`\\${b} $c`);',
  },
  {
    what: 'a brace does not begin one either',
    files: 'f(`$c`);',
    selector: TEMPLATE,
    details: { from: 'c', to: '{x}' },
    want: 'f(`$\\{x}`);',
  },
  {
    what: 'the whole of a template with expressions',
    files: 'f(`a ${b}`);',
    selector: TEMPLATE,
    details: { to: 'new' },
    want: 'NEEDS_PERSON',
    says: /details\.from/,
  },
  {
    what: 'a tag sees the spelling: plain text is safe',
    files: 'sql`select old`;',
    selector: TEMPLATE,
    details: { from: 'old', to: 'new' },
    want: 'sql`select new`;',
  },
  {
    what: 'a tag sees the spelling: what needs escapes is not',
    files: 'sql`select old`;',
    selector: TEMPLATE,
    details: { from: 'old', to: '`new`' },
    want: 'NEEDS_PERSON',
    says: /tag/,
  },
  {
    what: 'a text of JSX, whose layout stays',
    files: jsx('<p>\n  old text\n</p>;'),
    selector: 'JSXText',
    details: { to: 'a < b & {c} ' },
    want: jsx('<p>\n  a &#60; b &#38; &#123;c&#125;&#32;\n</p>;'),
  },
  {
    what: 'an attribute of JSX',
    files: jsx(`<p a="old" b='old' c={'old'} />;`),
    selector: 'Literal',
    details: { from: 'old', to: `"it's" & more` },
    want: jsx(`<p a="&quot;it's&quot; &amp; more" b='"it&#39;s" &amp; more' c={'"it\\'s" & more'} />;`),
  },
  {
    what: 'references to characters are found as what they stand for',
    files: jsx('<p>a &lt; b &amp;lt; c</p>;'),
    selector: 'JSXText',
    details: { from: 'a < b', to: 'x' },
    want: jsx('<p>x &amp;lt; c</p>;'),
  },
  {
    what: 'module specifiers and directives are left alone',
    files:
      "'use old'; import a from 'old'; export * from 'old'; import('old'); require('old'); f('old'); let b: import('old').B;",
    selector: 'Literal',
    details: { from: 'old', to: 'new' },
    want: "'use old'; import a from 'old'; export * from 'old'; import('old'); require('old'); f('new'); let b: import('old').B;",
  },
  {
    what: 'module specifiers that the selector names',
    files: "import a from 'old'; f('old');",
    selector: 'ImportDeclaration > Literal',
    details: { from: 'old', to: 'new' },
    want: "import a from 'new'; f('old');",
  },
  {
    what: 'directives that the selector names',
    files: "'use strict'; f('use strict');",
    selector: "ExpressionStatement[directive='use strict'] > Literal",
    details: { to: 'use asm' },
    want: "'use asm'; f('use strict');",
  },
  {
    what: 'only what is left alone',
    files: "import a from 'old';",
    selector: "Literal[value='old']",
    details: { to: 'new' },
    want: 'TARGET_MISSING',
    says: /module specifiers/,
  },
  {
    what: 'what is no string',
    files: 'f(1, /old/, null, old);',
    selector: '*',
    details: { from: 'old', to: 'new' },
    want: 'TARGET_MISSING',
  },
  {
    what: 'nothing, where that is no fault',
    files: 'f(1);',
    selector: 'Literal',
    details: { to: 'new', optional: true },
    want: {},
  },
  {
    what: 'another number than expected',
    files: "f('old', 'old');",
    selector: 'Literal',
    details: { from: 'old', to: 'new', expectCount: 3 },
    want: 'COUNT_MISMATCH',
    says: /2 strings/,
  },
  {
    what: 'an empty string gets a content',
    files: "f('');",
    selector: 'Literal',
    details: { to: 'new' },
    want: "f('new');",
  },
  {
    what: 'a content becomes empty',
    files: "f('old');",
    selector: "Literal[value='old']",
    details: { to: '' },
    want: "f('');",
  },
  {
    what: 'types that are strings, keys and members of enums',
    files: "type A = 'old'; const b = { 'old': 1 }; enum C { D = 'old' } type E = `old-${A}`;",
    selector: ':is(Literal, TSTemplateLiteralType)',
    details: { from: 'old', to: 'new' },
    want: "type A = 'new'; const b = { 'new': 1 }; enum C { D = 'new' } type E = `new-${A}`;",
  },
  {
    what: 'CR LF and a byte order mark stay',
    files: "const a = 'old';\r\nconst b = `x\r\nold`;\r\n",
    selector: ':is(Literal, TemplateLiteral)',
    details: { from: 'old', to: 'a\nb' },
    want: "const a = 'a\\nb';\r\nconst b = `x\r\na\\nb`;\r\n",
  },
  {
    what: 'a file that does not parse',
    files: "f('old'; let",
    selector: 'Literal',
    details: { to: 'new' },
    want: 'SYNTAX_BROKEN',
    says: /before the change/,
  },
];

describe('editString', () => {
  for (const one of [...CASES, ...STRING_HAZARDS]) test(one.what, () => checkCase('editString', one));
});
