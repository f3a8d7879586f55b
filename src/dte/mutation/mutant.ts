/** What a mutant is: one small fault, put into one place of one file. */
import type { ts } from '../typescript/ts.ts';

/** The groups of faults, by the names that mutation testing of JavaScript uses everywhere. */
export type MutationOperator =
  | 'ArithmeticOperator'
  | 'ArrayDeclaration'
  | 'ArrowFunction'
  | 'AssignmentOperator'
  | 'BlockStatement'
  | 'BooleanLiteral'
  | 'ConditionalExpression'
  | 'EqualityOperator'
  | 'LogicalOperator'
  | 'MethodExpression'
  | 'ObjectLiteral'
  | 'OptionalChaining'
  | 'Regex'
  | 'StringLiteral'
  | 'UnaryOperator'
  | 'UpdateOperator';

/** What stands in place of a node. */
export interface Mutation {
  /** Source text for the whole node. */
  readonly text: string;
  /** Where the token is that decides: an operator, a name, or the start of the node. Its line is the line of the mutant. */
  readonly at: number;
}

/** Answers the mutations of one node by one operator; none for most nodes. Pure. */
export type Mutator = (node: ts.Node, file: ts.SourceFile) => readonly Mutation[];

/** A mutant, in UTF-16 offsets of its file's text. */
export interface Mutant extends Mutation {
  readonly path: string;
  readonly operator: MutationOperator;
  /** The node that `text` stands in place of. */
  readonly node: ts.Node;
  readonly start: number;
  readonly end: number;
  /** Why it is taken as meaning the same as the original, where somebody said so. */
  readonly equivalent?: string;
}
