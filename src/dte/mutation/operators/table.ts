/** All operators, in the order of their names, which is the order of the mutants of one node. */
import type { MutationOperator, Mutator } from '../mutant.ts';
import { arithmeticOperator, assignmentOperator, unaryOperator, updateOperator } from './arithmetic.ts';
import { arrowFunction, blockStatement, methodExpression, optionalChaining } from './calls.ts';
import { booleanLiteral, conditionalExpression, equalityOperator, logicalOperator } from './logic.ts';
import { regex } from './regex.ts';
import { arrayDeclaration, objectLiteral, stringLiteral } from './values.ts';

export const OPERATORS: Readonly<Record<MutationOperator, Mutator>> = {
  ArithmeticOperator: arithmeticOperator,
  ArrayDeclaration: arrayDeclaration,
  ArrowFunction: arrowFunction,
  AssignmentOperator: assignmentOperator,
  BlockStatement: blockStatement,
  BooleanLiteral: booleanLiteral,
  ConditionalExpression: conditionalExpression,
  EqualityOperator: equalityOperator,
  LogicalOperator: logicalOperator,
  MethodExpression: methodExpression,
  ObjectLiteral: objectLiteral,
  OptionalChaining: optionalChaining,
  Regex: regex,
  StringLiteral: stringLiteral,
  UnaryOperator: unaryOperator,
  UpdateOperator: updateOperator,
};
