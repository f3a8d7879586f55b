/** Texts that a program runs as programs of their own. */
import { ts } from './ts.ts';

/** Whether a text is handed to what runs it. */
export const isEvaluated = (node: ts.Node): boolean => {
  const { parent } = node;
  return (
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    parent.arguments?.includes(node as ts.Expression) === true &&
    /\b(?:eval|Function|setTimeout|setInterval|execScript)\)?$/.test(parent.expression.getText())
  );
};
