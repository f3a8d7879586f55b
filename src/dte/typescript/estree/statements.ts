/** Statements. */
import { ts } from '../ts.ts';
import { shape } from './es-node.ts';
import type { EsNode, Field, Shape } from './es-node.ts';
import { is } from './modifiers.ts';

type Body = ts.Block | ts.SourceFile | ts.ModuleBlock;
type WithLabel = ts.BreakStatement | ts.ContinueStatement;

/** The field `body` of what holds statements. */
export const body: Field<Body> = (node, view) => view.children(node.statements);

const label: Field<WithLabel> = (node, view) => view.child(node.label);
const loopBody: Field<ts.IterationStatement> = (node, view) => view.child(node.statement);

const PROGRAM = shape<ts.SourceFile>(
  'Program',
  { body },
  { sourceType: (node) => (ts.isExternalModule(node) ? 'module' : 'script'), comments: none, tokens: none },
  { start: () => 0, end: (node) => node.endOfFileToken.end },
);

const VARIABLE = {
  list: shape<ts.VariableDeclarationList>(
    'VariableDeclaration',
    { declarations: (node, view) => view.children(node.declarations) },
    { declare: () => false, kind: (node) => kindOf(node) },
  ),
  statement: shape<ts.VariableStatement>(
    'VariableDeclaration',
    { declarations: (node, view) => view.children(node.declarationList.declarations) },
    { declare: is(ts.SyntaxKind.DeclareKeyword), kind: (node) => kindOf(node.declarationList) },
  ),
};

/** Answers undefined: a field that is there for its name only. */
function none(): undefined {
  return undefined;
}

function kindOf({ flags }: ts.VariableDeclarationList): string {
  const isConst = (flags & ts.NodeFlags.Const) !== 0;
  if ((flags & ts.NodeFlags.Let) !== 0) return 'let';
  if ((flags & ts.NodeFlags.Using) !== 0) return isConst ? 'await using' : 'using';
  return isConst ? 'const' : 'var';
}

/** A string at the beginning of a body is a directive. */
function directive(node: ts.ExpressionStatement, view: EsNode): string | undefined {
  if (!isString(node) || !canHaveDirectives(node.parent)) return undefined;
  const { statements } = node.parent;
  if (!statements.slice(0, statements.indexOf(node)).every(isString)) return undefined;
  return view.tree.file.text.slice(node.expression.getStart(view.tree.file) + 1, node.expression.end - 1);
}

const isString = (node: ts.Statement): boolean => ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);

function canHaveDirectives(node: ts.Node): node is Body {
  if (ts.isSourceFile(node) || ts.isModuleBlock(node)) return true;
  return ts.isBlock(node) && (ts.isFunctionLike(node.parent) || ts.isClassStaticBlockDeclaration(node.parent));
}

/** Shapes of statements, by the kind of the TypeScript node. */
export const STATEMENTS: Readonly<Partial<Record<ts.SyntaxKind, Shape>>> = {
  [ts.SyntaxKind.SourceFile]: PROGRAM,
  [ts.SyntaxKind.Block]: shape<ts.Block>('BlockStatement', { body }),
  [ts.SyntaxKind.EmptyStatement]: shape('EmptyStatement'),
  [ts.SyntaxKind.DebuggerStatement]: shape('DebuggerStatement'),
  [ts.SyntaxKind.ExpressionStatement]: shape<ts.ExpressionStatement>(
    'ExpressionStatement',
    { expression: (node, view) => view.child(node.expression) },
    { directive },
  ),
  [ts.SyntaxKind.WithStatement]: shape<ts.WithStatement>('WithStatement', {
    object: (node, view) => view.child(node.expression),
    body: (node, view) => view.child(node.statement),
  }),
  [ts.SyntaxKind.ReturnStatement]: shape<ts.ReturnStatement>('ReturnStatement', {
    argument: (node, view) => view.child(node.expression),
  }),
  [ts.SyntaxKind.ThrowStatement]: shape<ts.ThrowStatement>('ThrowStatement', {
    argument: (node, view) => view.child(node.expression),
  }),
  [ts.SyntaxKind.LabeledStatement]: shape<ts.LabeledStatement>('LabeledStatement', {
    label: (node, view) => view.child(node.label),
    body: (node, view) => view.child(node.statement),
  }),
  [ts.SyntaxKind.ContinueStatement]: shape<WithLabel>('ContinueStatement', { label }),
  [ts.SyntaxKind.BreakStatement]: shape<WithLabel>('BreakStatement', { label }),
  [ts.SyntaxKind.IfStatement]: shape<ts.IfStatement>('IfStatement', {
    test: (node, view) => view.child(node.expression),
    consequent: (node, view) => view.child(node.thenStatement),
    alternate: (node, view) => view.child(node.elseStatement),
  }),
  [ts.SyntaxKind.SwitchStatement]: shape<ts.SwitchStatement>('SwitchStatement', {
    discriminant: (node, view) => view.child(node.expression),
    cases: (node, view) => view.children(node.caseBlock.clauses),
  }),
  [ts.SyntaxKind.CaseClause]: shape<ts.CaseClause>('SwitchCase', {
    test: (node, view) => view.child(node.expression),
    consequent: (node, view) => view.children(node.statements),
  }),
  [ts.SyntaxKind.DefaultClause]: shape<ts.DefaultClause>('SwitchCase', {
    test: () => null,
    consequent: (node, view) => view.children(node.statements),
  }),
  [ts.SyntaxKind.TryStatement]: shape<ts.TryStatement>('TryStatement', {
    block: (node, view) => view.child(node.tryBlock),
    handler: (node, view) => view.child(node.catchClause),
    finalizer: (node, view) => view.child(node.finallyBlock),
  }),
  [ts.SyntaxKind.CatchClause]: shape<ts.CatchClause>('CatchClause', {
    param: (node, view) => view.child(node.variableDeclaration?.name, true),
    body: (node, view) => view.child(node.block),
  }),
  [ts.SyntaxKind.WhileStatement]: shape<ts.WhileStatement>('WhileStatement', {
    test: (node, view) => view.child(node.expression),
    body: loopBody,
  }),
  [ts.SyntaxKind.DoStatement]: shape<ts.DoStatement>('DoWhileStatement', {
    body: loopBody,
    test: (node, view) => view.child(node.expression),
  }),
  [ts.SyntaxKind.ForStatement]: shape<ts.ForStatement>('ForStatement', {
    init: (node, view) => view.child(node.initializer),
    test: (node, view) => view.child(node.condition),
    update: (node, view) => view.child(node.incrementor),
    body: loopBody,
  }),
  [ts.SyntaxKind.ForInStatement]: shape<ts.ForInStatement>('ForInStatement', {
    left: (node, view) => view.child(node.initializer, true),
    right: (node, view) => view.child(node.expression),
    body: loopBody,
  }),
  [ts.SyntaxKind.ForOfStatement]: shape<ts.ForOfStatement>(
    'ForOfStatement',
    {
      left: (node, view) => view.child(node.initializer, true),
      right: (node, view) => view.child(node.expression),
      body: loopBody,
    },
    { await: (node) => node.awaitModifier !== undefined },
  ),
  [ts.SyntaxKind.VariableStatement]: VARIABLE.statement,
  [ts.SyntaxKind.VariableDeclarationList]: VARIABLE.list,
  [ts.SyntaxKind.VariableDeclaration]: shape<ts.VariableDeclaration>(
    'VariableDeclarator',
    { id: (node, view) => view.child(node.name, true), init: (node, view) => view.child(node.initializer) },
    { definite: (node) => node.exclamationToken !== undefined },
  ),
};
