/**
 * Declaration files of two trees, made comparable.
 *
 * Two copies of a class with private members are two types that nothing reconciles, and a type that changed would change everything
 * that mentions it. So the head's files mention the base's declarations: each declaration of the head that has a counterpart is
 * renamed to a name of its own, and its old name is imported from the base. Then every declaration is judged by its own text alone.
 */
import { parseSource } from '../declarations.ts';
import { ts } from '../ts.ts';

/** Prefixes of the names that stand for a declaration of the base, and for the head's own version of one. */
export const BASE_NAME = '__base_';
export const OWN_NAME = '__own_';

/** Begins the specifier of the base's declaration file of a path. */
export const BASE_FILE = 'base:';

/** Answers the names that a declaration file declares at its top, or none where it is a script or has `export =`. */
export function topNames(text: string): ReadonlySet<string> {
  const file = parseSource('a.d.ts', text);
  const isPlainModule = file.statements.some(isModuleSyntax) && !file.statements.some(isExportEquals);
  return new Set(isPlainModule ? file.statements.flatMap(namesOf).map(({ text: name }) => name) : []);
}

const isModuleSyntax = (statement: ts.Statement): boolean =>
  ts.isImportDeclaration(statement) ||
  ts.isExportDeclaration(statement) ||
  ts.isExportAssignment(statement) ||
  (ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword));

const isExportEquals = (statement: ts.Statement): boolean =>
  ts.isExportAssignment(statement) && statement.isExportEquals === true;

function namesOf(statement: ts.Statement): ts.Identifier[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
  }
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement);
  const name = isDeclaration ? statement.name : undefined;
  return name !== undefined && ts.isIdentifier(name) && !isGlobal(statement) ? [name] : [];
}

const isGlobal = (statement: ts.Statement): boolean => (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;

/** Answers the base's file, with every declaration exported by a name that the head can import. Pure. */
export function baseText(text: string): string {
  const names = [...topNames(text)].map((name) => `${name} as ${BASE_NAME}${name}`);
  return names.length === 0 ? text : `${text}\nexport { ${names.join(', ')} };\n`;
}

/**
 * Answers the head's file, with its own versions of declarations renamed and the base's imported in their place. Pure.
 *
 * @param pairs - names of the base by those of the head.
 * @param basePath - path of the base's file.
 */
export function headText(text: string, pairs: ReadonlyMap<string, string>, basePath: string): string {
  if (pairs.size === 0) return text;
  const file = parseSource('a.d.ts', text);
  let result = '';
  let at = 0;
  const reexported = new Set<string>();
  for (const statement of file.statements) {
    for (const name of namesOf(statement).filter((own) => pairs.has(own.text))) {
      result += `${text.slice(at, name.getStart(file))}${OWN_NAME}${name.text}`;
      at = name.end;
      if (isExported(statement)) reexported.add(name.text);
    }
  }
  const imports = [...pairs].map(([head, base]) => `${BASE_NAME}${base} as ${head}`);
  const own = [...pairs.keys()].map((name) => `${OWN_NAME}${name} as ${OWN_NAME}${name}_`);
  const exports = [...own, ...reexported];
  const specifier = JSON.stringify(BASE_FILE + basePath);
  return `${result}${text.slice(at)}\nimport { ${imports.join(', ')} } from ${specifier};\nexport { ${exports.join(', ')} };\n`;
}

/** Whether a statement exports its names by themselves, and not as the default. */
function isExported(statement: ts.Statement): boolean {
  const kinds = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []).map(({ kind }) => kind) : [];
  return kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword);
}
