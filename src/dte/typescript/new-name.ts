/** What a new name must be. */
import { ts } from './ts.ts';

/** What kind of thing gets the name: other words are reserved for members than for what stands by itself. */
export type NameKind = 'member' | 'private' | 'type' | 'other';

/** Types that need no declaration, which therefore no declaration may be called. */
const TYPE_WORDS = new Set(
  'any bigint boolean never null number object string symbol undefined unknown void'.split(' '),
);

/** No declarations of these are allowed in some places, or they change what code means that does not name them. */
const OTHER_WORDS = new Set('arguments async await eval globalThis Infinity NaN undefined'.split(' '));

/** Members that the language itself looks for. */
const MEMBER_WORDS = new Set(
  '__proto__ constructor hasOwnProperty prototype then toJSON toLocaleString toString valueOf'.split(' '),
);

/** Whether the language itself looks for members of this name, so that no declaration tells what depends on them. Pure. */
export const isLanguageMember = (name: string): boolean => MEMBER_WORDS.has(name);

/** Scripts that are written together. */
const TOGETHER = [
  /^[\p{scx=Latin}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]*$/u,
  /^[\p{scx=Latin}\p{scx=Han}\p{scx=Bopomofo}]*$/u,
  /^[\p{scx=Latin}\p{scx=Han}\p{scx=Hangul}]*$/u,
];

/** Letters of other scripts that look like Latin ones. */
const LATIN_ALIKE = /^[АВЕЅІЈКМНОРСТУХаеѕіјкорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρυԌɡ_$\d]+$/u;

/** Answers what is wrong with a new name, as the rest of a sentence that begins with it, or `undefined`. Pure. */
export function faultOfName(name: string, kind: NameKind): string | undefined {
  const bare = kind === 'private' ? name.replace(/^#/, '') : name;
  if (!isIdentifier(bare)) return 'is not one identifier';
  if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(bare)) return 'has characters that cannot be seen';
  if (bare.normalize('NFKC') !== bare) return 'has characters that others are written for';
  if (!isOneScript(bare)) return 'mixes scripts, so that it can look like another name';
  if (LATIN_ALIKE.test(bare) && /\P{ASCII}/u.test(bare)) return 'looks like a name in Latin letters';
  return faultOfWord(bare, kind);
}

function isIdentifier(name: string): boolean {
  const [first, ...rest] = Array.from(name, (letter) => letter.codePointAt(0)!);
  return (
    first !== undefined &&
    ts.isIdentifierStart(first, ts.ScriptTarget.ESNext) &&
    rest.every((letter) => ts.isIdentifierPart(letter, ts.ScriptTarget.ESNext))
  );
}

function isOneScript(name: string): boolean {
  const letters = name.replaceAll(/[\p{sc=Common}\p{sc=Inherited}]/gu, '');
  if (TOGETHER.some((script) => script.test(letters))) return true;
  return SCRIPTS.some((script) => script.test(letters));
}

/** Scripts of which all letters of a name may be. Others are not told apart: their names have to be written in one of these. */
const SCRIPTS = (
  'Arabic Armenian Bengali Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Hebrew Kannada Khmer Lao Malayalam ' +
  'Myanmar Oriya Sinhala Tamil Telugu Thai Tibetan'
)
  .split(' ')
  .map((script) => new RegExp(`^\\p{scx=${script}}*$`, 'u'));

function faultOfWord(name: string, kind: NameKind): string | undefined {
  if (kind === 'private') return name === 'constructor' ? 'is reserved' : undefined;
  if (kind === 'member')
    return isLanguageMember(name) ? 'is a member that the language gives a meaning of its own' : undefined;
  if (OTHER_WORDS.has(name)) return 'is reserved';
  if (kind === 'type' && TYPE_WORDS.has(name)) return 'is a type of the language';
  return isReserved(name) ? 'is a reserved word' : undefined;
}

/** Words that are reserved in modules and strict code, in which it cannot be told from a name how it is read. */
function isReserved(name: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.ESNext, true, ts.LanguageVariant.Standard, name);
  const token = scanner.scan();
  return token >= ts.SyntaxKind.FirstReservedWord && token <= ts.SyntaxKind.LastFutureReservedWord;
}
