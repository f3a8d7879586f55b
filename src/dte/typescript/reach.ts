/** How far a name is seen: what does not see it cannot mean it. */
import { memberNamed } from './meaning.ts';
import type { NameNode } from './names.ts';
import { ts } from './ts.ts';

/**
 * From where a declaration can be meant.
 * - `file`: from its own file alone.
 * - `importers`: from files that import something of the tree.
 * - `everywhere`: from files that import nothing: it is a global, or a member that somebody may have in his hands.
 */
export type Reach = 'file' | 'importers' | 'everywhere';

const WIDTHS: readonly Reach[] = ['file', 'importers', 'everywhere'];

/** Answers the reach of the widest of some declarations. @param names - of the declarations */
export function reachOf(checker: ts.TypeChecker, names: readonly NameNode[]): Reach {
  const widths = names.map((name) => WIDTHS.indexOf(reachOfOne(checker, name)));
  return WIDTHS[Math.max(0, ...widths)]!;
}

function reachOfOne(checker: ts.TypeChecker, name: NameNode): Reach {
  if (memberNamed(name) !== undefined || ts.isEnumMember(name.parent))
    return ts.isPrivateIdentifier(name) ? 'file' : 'everywhere';
  const declaration: ts.Node = name.parent;
  const inside = ts.isParameter(declaration) || ts.isTypeParameterDeclaration(declaration);
  for (let at = inside ? declaration : declaration.parent; !ts.isSourceFile(at); at = at.parent) {
    if (inside || ts.isFunctionLike(at) || ts.isCatchClause(at)) return 'file';
    if (
      ts.isModuleDeclaration(at) &&
      ((at.flags & ts.NodeFlags.GlobalAugmentation) !== 0 || ts.isStringLiteral(at.name))
    )
      return 'everywhere';
  }
  return reachOfFile(checker, name);
}

/** What stands in a module reaches as far as its exports do; what stands in none is a global. */
function reachOfFile(checker: ts.TypeChecker, name: NameNode): Reach {
  const module = checker.getSymbolAtLocation(name.getSourceFile());
  if (module === undefined || module.globalExports !== undefined) return 'everywhere';
  const symbol = checker.getSymbolAtLocation(name);
  const isExported = checker
    .getExportsOfModule(module)
    .some((one) => standsFor(checker, one, symbol) || isWithin(name, one));
  return isExported || ts.isExportSpecifier(name.parent) ? 'importers' : 'file';
}

/** Whether an export is a symbol, by whatever names it got there. */
function standsFor(checker: ts.TypeChecker, exported: ts.Symbol, symbol: ts.Symbol | undefined): boolean {
  let at: ts.Symbol | undefined = exported;
  while (at !== undefined && at !== symbol && (at.flags & ts.SymbolFlags.Alias) !== 0)
    at = checker.getImmediateAliasedSymbol(at);
  return at === symbol;
}

/** What a namespace declares is exported with it. */
const isWithin = (name: ts.Node, { declarations = [] }: ts.Symbol): boolean =>
  declarations.some(
    (declaration) =>
      declaration.getSourceFile() === name.getSourceFile() &&
      declaration.pos <= name.pos &&
      name.end <= declaration.end,
  );
