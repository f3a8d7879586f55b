/** Tests of attributes, such as `[name='x']` or `[arguments.length>1]`. Values are compared as esquery compares them. */
import type esquery from 'esquery';
import { linearPattern } from '../linear-pattern.ts';
import type { AttributeTest } from './selector-node.ts';

type Accepts = (value: unknown) => boolean;

/** Answers the test. @throws {LoglineError} PATTERN_INVALID - its regular expression cannot be run in linear time. */
export function attributeTest(attribute: esquery.Attribute): AttributeTest {
  const { name, operator, value } = attribute;
  const path = name.split('.');
  if (operator === undefined || value === undefined) {
    return { kind: 'attribute', path, accepts: (found) => found !== null && found !== undefined };
  }
  if (operator !== '=' && operator !== '!=') return { kind: 'attribute', path, accepts: ordered(operator, value) };
  const accepts = equal(operator === '=', value);
  const literal = operator === '=' && value.type === 'literal' ? String(value.value) : undefined;
  return { kind: 'attribute', path, accepts, ...(literal === undefined ? {} : { literal }) };
}

function equal(wanted: boolean, value: NonNullable<esquery.Attribute['value']>): Accepts {
  if (value.type === 'regexp') {
    const pattern = linearPattern(value.value.source, value.value.flags);
    return (found) => (typeof found === 'string' || !wanted ? pattern.test(String(found)) === wanted : false);
  }
  if (value.type === 'type') return (found) => (typeof found === value.value) === wanted;
  const literal = String(value.value);
  return (found) => (String(found) === literal) === wanted;
}

function ordered(operator: '<' | '<=' | '>' | '>=', value: NonNullable<esquery.Attribute['value']>): Accepts {
  const limit = value.type === 'literal' ? value.value : Number.NaN;
  const holds = (found: number | string): boolean => {
    if (operator === '<') return found < limit;
    if (operator === '<=') return found <= limit;
    return operator === '>' ? found > limit : found >= limit;
  };
  return (found) => (typeof found === 'number' || typeof found === 'string') && holds(found);
}
