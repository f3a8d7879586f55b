/** Properties of objects, which are patterns where the object is assigned to. */
import type { ts } from '../ts.ts';
import { shape } from './es-node.ts';
import type { Field, Shape } from './es-node.ts';
import { computed, key } from './functions.ts';
import { SHORTHAND_DEFAULT } from './patterns.ts';

const no = (): boolean => false;

/** `a: b`. */
export const PROPERTY_ASSIGNMENT = shape<ts.PropertyAssignment>(
  'Property',
  { key, value: (node, view) => view.child(node.initializer, view.isPattern) },
  { computed, kind: () => 'init', method: no, optional: no, shorthand: no },
);

const shorthand = (value: Field<ts.ShorthandPropertyAssignment>): Shape =>
  shape<ts.ShorthandPropertyAssignment>(
    'Property',
    { key, value },
    { computed: no, kind: () => 'init', method: no, optional: no, shorthand: () => true },
  );

const PLAIN = shorthand((node, view) => view.child(node.name));
const WITH_DEFAULT = shorthand((node, view) => view.part(SHORTHAND_DEFAULT, node));

/** Answers the shape of `{ a }` or `{ a = 1 }`. */
export const shorthandShape = (node: ts.ShorthandPropertyAssignment): Shape =>
  node.objectAssignmentInitializer === undefined ? PLAIN : WITH_DEFAULT;
