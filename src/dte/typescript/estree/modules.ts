/** Imports, exports and namespaces. */
import { ts } from '../ts.ts';
import { shape } from './es-node.ts';
import type { EsNode, Field, Shape } from './es-node.ts';
import { hasModifier, modifiersOf } from './modifiers.ts';
import { tokenAfter } from './tokens.ts';

type WithAttributes = ts.ImportDeclaration | ts.ExportDeclaration;

const attributes: Field<WithAttributes> = (node, view) => view.children(node.attributes?.elements);
const source: Field<WithAttributes> = (node, view) => view.child(node.moduleSpecifier);
const typeOrValue = (isTypeOnly: boolean): string => (isTypeOnly ? 'type' : 'value');

function specifiersOf({ importClause }: ts.ImportDeclaration): ts.Node[] {
  if (importClause === undefined) return [];
  const { name, namedBindings } = importClause;
  const named =
    namedBindings === undefined || ts.isNamespaceImport(namedBindings) ? namedBindings : namedBindings.elements;
  return [name === undefined ? [] : importClause, named ?? []].flat();
}

const phaseOf = ({ importClause }: ts.ImportDeclaration): ts.SyntaxKind | undefined => importClause?.phaseModifier;

const IMPORT = shape<ts.ImportDeclaration>(
  'ImportDeclaration',
  { specifiers: (node, view) => view.children(specifiersOf(node)), source, attributes },
  {
    importKind: (node) => typeOrValue(phaseOf(node) === ts.SyntaxKind.TypeKeyword),
    phase: (node) => (phaseOf(node) === ts.SyntaxKind.DeferKeyword ? 'defer' : null),
  },
);

/** It covers its name, not the whole clause. */
const DEFAULT_IMPORT = shape<ts.ImportClause>(
  'ImportDefaultSpecifier',
  { local: (node, view) => view.child(node.name) },
  {},
  { start: (node, view) => node.name!.getStart(view.tree.file), end: (node) => node.name!.end },
);

const EXPORT_NAMED = shape<ts.ExportDeclaration>(
  'ExportNamedDeclaration',
  {
    declaration: () => null,
    specifiers: (node, view) => view.children((node.exportClause as ts.NamedExports).elements),
    source,
    attributes,
  },
  { exportKind: (node) => typeOrValue(node.isTypeOnly) },
);

const EXPORT_ALL = shape<ts.ExportDeclaration>(
  'ExportAllDeclaration',
  {
    exported: (node, view) => view.child((node.exportClause as ts.NamespaceExport | undefined)?.name),
    source,
    attributes,
  },
  { exportKind: (node) => typeOrValue(node.isTypeOnly) },
);

/** Answers the shape of `export … from` and `export { … }`. */
export const exportShape = ({ exportClause }: ts.ExportDeclaration): Shape =>
  exportClause !== undefined && ts.isNamedExports(exportClause) ? EXPORT_NAMED : EXPORT_ALL;

const EXPORT_EQUALS = shape<ts.ExportAssignment>('TSExportAssignment', {
  expression: (node, view) => view.child(node.expression),
});

const EXPORT_DEFAULT = shape<ts.ExportAssignment>(
  'ExportDefaultDeclaration',
  { declaration: (node, view) => view.child(node.expression) },
  { exportKind: () => 'value' },
);

/** Answers the shape of `export =` and `export default` with an expression. */
export const exportAssignmentShape = (node: ts.ExportAssignment): Shape =>
  node.isExportEquals === true ? EXPORT_EQUALS : EXPORT_DEFAULT;

const exportKeyword = (node: ts.Node): ts.Modifier => modifiersOf(node)[0]!;

const exportedRange = {
  start: (node: ts.Node, view: EsNode): number => exportKeyword(node).getStart(view.tree.file),
};

const EXPORTED_DEFAULT = (declared: Shape): Shape =>
  shape(
    'ExportDefaultDeclaration',
    { declaration: (node, view) => view.part(declaredBehind(declared, 1), node) },
    { exportKind: () => 'value' },
    exportedRange,
  );

const EXPORTED = (declared: Shape): Shape =>
  shape(
    'ExportNamedDeclaration',
    {
      declaration: (node, view) => view.part(declaredBehind(declared, 0), node),
      specifiers: () => [],
      source: () => null,
      attributes: () => [],
    },
    { exportKind: (node) => typeOrValue(isOnlyType(node)) },
    exportedRange,
  );

/** The declaration begins behind the words that export it. */
const declaredBehind = (declared: Shape, modifier: number): Shape => ({
  ...declared,
  start: (node, view) => tokenAfter(view, modifiersOf(node)[modifier]!.end).start,
});

const isOnlyType = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || isDeclared(node);

/** Answers whether a declaration, or what it is nested in by `namespace a.b`, is declared only. */
function isDeclared(node: ts.Node): boolean {
  if (hasModifier(node, ts.SyntaxKind.DeclareKeyword)) return true;
  return (
    ts.isModuleDeclaration(node) &&
    node.body !== undefined &&
    ts.isModuleDeclaration(node.body) &&
    isDeclared(node.body)
  );
}

const exported = new Map<Shape, { named: Shape; byDefault: Shape }>();

/** Answers the shape of a declaration with the `export` in front of it, or its own where there is none. */
export function withExport(node: ts.Node, declared: Shape): Shape {
  const [first, second] = modifiersOf(node);
  if (first?.kind !== ts.SyntaxKind.ExportKeyword) return declared;
  const shapes = exported.get(declared) ?? { named: EXPORTED(declared), byDefault: EXPORTED_DEFAULT(declared) };
  exported.set(declared, shapes);
  return second?.kind === ts.SyntaxKind.DefaultKeyword ? shapes.byDefault : shapes.named;
}

const NAMESPACE_NAME = shape<ts.ModuleDeclaration>(
  'TSQualifiedName',
  {
    left: (node, view) => nestedName(node.parent as ts.ModuleDeclaration, view),
    right: (node, view) => view.child(node.name),
  },
  {},
  { start: (node, view) => outermost(node).name.getStart(view.tree.file), end: (node) => node.name.end },
);

/** `namespace a.b.c` nests three declarations: answers the name down to one of them. */
function nestedName(node: ts.ModuleDeclaration, view: EsNode): EsNode | null {
  return ts.isModuleDeclaration(node.parent) ? view.part(NAMESPACE_NAME, node) : view.child(node.name);
}

function outermost(node: ts.ModuleDeclaration): ts.ModuleDeclaration {
  let top = node;
  while (ts.isModuleDeclaration(top.parent)) top = top.parent;
  return top;
}

function innermost(node: ts.ModuleDeclaration): ts.ModuleDeclaration {
  let inner = node;
  while (inner.body !== undefined && ts.isModuleDeclaration(inner.body)) inner = inner.body;
  return inner;
}

const isGlobal = ({ flags }: ts.Node): boolean => (flags & ts.NodeFlags.GlobalAugmentation) !== 0;

function namespaceKind(node: ts.ModuleDeclaration): string {
  if (isGlobal(node)) return 'global';
  return (innermost(node).flags & ts.NodeFlags.Namespace) !== 0 ? 'namespace' : 'module';
}

const NAMESPACE = shape<ts.ModuleDeclaration>(
  'TSModuleDeclaration',
  {
    id: (node, view) => nestedName(innermost(node), view),
    body: (node, view) => view.child(innermost(node).body) ?? undefined,
  },
  { declare: isDeclared, global: isGlobal, kind: namespaceKind },
);

/** Answers the shape of a namespace or an ambient module. */
export const namespaceShape = (node: ts.ModuleDeclaration): Shape => withExport(node, NAMESPACE);

/** Shapes of imports and exports, by the kind of the TypeScript node. */
export const MODULES: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  [ts.SyntaxKind.ModuleBlock]: shape<ts.ModuleBlock>('TSModuleBlock', {
    body: (node, view) => view.children(node.statements),
  }),
  [ts.SyntaxKind.ImportDeclaration]: IMPORT,
  [ts.SyntaxKind.ImportClause]: DEFAULT_IMPORT,
  [ts.SyntaxKind.NamespaceImport]: shape<ts.NamespaceImport>('ImportNamespaceSpecifier', {
    local: (node, view) => view.child(node.name),
  }),
  [ts.SyntaxKind.ImportSpecifier]: shape<ts.ImportSpecifier>(
    'ImportSpecifier',
    {
      imported: (node, view) => view.child(node.propertyName ?? node.name),
      local: (node, view) => view.child(node.name),
    },
    { importKind: (node) => typeOrValue(node.isTypeOnly) },
  ),
  [ts.SyntaxKind.ImportAttribute]: shape<ts.ImportAttribute>('ImportAttribute', {
    key: (node, view) => view.child(node.name),
    value: (node, view) => view.child(node.value),
  }),
  [ts.SyntaxKind.ExportSpecifier]: shape<ts.ExportSpecifier>(
    'ExportSpecifier',
    {
      local: (node, view) => view.child(node.propertyName ?? node.name),
      exported: (node, view) => view.child(node.name),
    },
    { exportKind: (node) => typeOrValue(node.isTypeOnly) },
  ),
  [ts.SyntaxKind.ImportEqualsDeclaration]: shape<ts.ImportEqualsDeclaration>(
    'TSImportEqualsDeclaration',
    { id: (node, view) => view.child(node.name), moduleReference: (node, view) => view.child(node.moduleReference) },
    { importKind: (node) => typeOrValue(node.isTypeOnly) },
  ),
  [ts.SyntaxKind.ExternalModuleReference]: shape<ts.ExternalModuleReference>('TSExternalModuleReference', {
    expression: (node, view) => view.child(node.expression),
  }),
  [ts.SyntaxKind.NamespaceExportDeclaration]: shape<ts.NamespaceExportDeclaration>('TSNamespaceExportDeclaration', {
    id: (node, view) => view.child(node.name),
  }),
};
