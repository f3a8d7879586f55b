/** What the doc comments of the public doors lack: every export a user can reach has one, and names only codes that exist. */
import { relative } from 'node:path';
import ts from 'typescript';

/** What a user finds behind the doors. */
export interface DocumentedApi {
  /** A line for each fault, `file:line name: what is wrong`. */
  readonly faults: readonly string[];
  /** How many exports and members were looked at. */
  readonly count: number;
}

/**
 * Reads the exports of the doors, and the members of the interfaces and classes among them.
 *
 * @param doors - paths of the `index.ts` files.
 * @param codes - the codes that `@throws {LoglineError} CODE` may name.
 */
export function checkDocComments(
  root: string,
  doors: readonly string[],
  codes: ReadonlySet<string>,
  options: ts.CompilerOptions,
): DocumentedApi {
  const program = ts.createProgram([...doors], options);
  const checker = program.getTypeChecker();
  const declarations = new Set(doors.flatMap((door) => exportsOf(program, checker, door)).flatMap(withMembers));
  const faults = [...declarations].flatMap((declaration) =>
    faultsOf(declaration, codes).map((fault) => `${placeOf(root, declaration)}: ${fault}`),
  );
  return { faults, count: declarations.size };
}

/** The declarations of a door's exports, followed to where they stand. */
function exportsOf(program: ts.Program, checker: ts.TypeChecker, door: string): ts.Declaration[] {
  const source = program.getSourceFile(door);
  const symbol = source && checker.getSymbolAtLocation(source);
  if (symbol === undefined) return [];
  return checker.getExportsOfModule(symbol).flatMap((exported) => {
    const target = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    return (target.declarations ?? []).filter((declaration) => !isGenerated(declaration));
  });
}

function isGenerated(declaration: ts.Declaration): boolean {
  return /\/(generated|node_modules)\//.test(declaration.getSourceFile().fileName);
}

/** A declaration and what users find inside it. */
function withMembers(declaration: ts.Declaration): ts.Declaration[] {
  return [declaration, ...membersOf(declaration).filter(isPublic)];
}

function membersOf(declaration: ts.Declaration): readonly ts.Declaration[] {
  if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) return declaration.members;
  if (ts.isTypeAliasDeclaration(declaration) && ts.isTypeLiteralNode(declaration.type)) return declaration.type.members;
  return [];
}

/** A constructor is explained by its class, an override by what it overrides. */
function isPublic(member: ts.Declaration): boolean {
  const silent = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  const { name } = member as ts.NamedDeclaration;
  if (ts.isConstructorDeclaration(member) || (name !== undefined && ts.isPrivateIdentifier(name))) return false;
  return (ts.getCombinedModifierFlags(member) & silent) === 0;
}

function faultsOf(declaration: ts.Declaration, codes: ReadonlySet<string>): string[] {
  const comments = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc);
  const text = comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '').join('');
  if (text.trim() === '' && comments.every(({ tags = [] }) => tags.length === 0))
    return isImplementation(declaration) ? [] : ['has no doc comment'];
  return ts.getJSDocTags(declaration).flatMap((tag) => (ts.isJSDocThrowsTag(tag) ? faultsOfThrows(tag, codes) : []));
}

/** The body of an overloaded function is not what users see: its signatures are. */
function isImplementation(declaration: ts.Declaration): boolean {
  if (!ts.isFunctionLike(declaration) || !('body' in declaration) || declaration.body === undefined) return false;
  const symbol = (declaration as unknown as { symbol?: ts.Symbol }).symbol;
  return (symbol?.declarations?.length ?? 0) > 1;
}

/** `@throws {LoglineError} CODE - when. OTHER_CODE - when.`, or `as` another one, which tells. */
function faultsOfThrows(tag: ts.JSDocThrowsTag, codes: ReadonlySet<string>): string[] {
  const type = tag.typeExpression?.type.getText();
  const text = ts.getTextOfJSDocComment(tag.comment) ?? '';
  const asAnother = /^as (\{@link \w+\}|`\w+`)/.test(text);
  if (type !== 'LoglineError' && !(type === undefined && asAnother)) {
    return [`@throws names ${type ?? 'no type'} instead of {LoglineError}`];
  }
  const words = text.match(/\b[A-Z][A-Z0-9]+(_[A-Z0-9]+)*\b/g) ?? [];
  const named = words.filter((word, i) => codes.has(word) || word.includes('_') || (i === 0 && text.startsWith(word)));
  if (named.length === 0 && !asAnother) return ['@throws names no code'];
  return [...new Set(named)]
    .filter((code) => !codes.has(code))
    .map((code) => `@throws names ${code}, which is no code`);
}

function placeOf(root: string, declaration: ts.Declaration): string {
  const source = declaration.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(declaration.getStart());
  const name = (declaration as ts.NamedDeclaration).name?.getText() ?? ts.SyntaxKind[declaration.kind];
  return `${relative(root, source.fileName)}:${line + 1} ${name}`;
}
