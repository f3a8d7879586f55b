/** Requests against the schemas of their routes. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { LoglineError } from 'logline-core';
import { SHARED_SCHEMAS } from './shared-schemas.ts';

const OPTIONS = { strict: false, allErrors: false, ownProperties: true, schemas: Object.values(SHARED_SCHEMAS) };

/** Bodies are JSON and have types. Texts in addresses have none: `?limit=5` means a number where the schema says so. */
const ofBodies = new Ajv2020(OPTIONS);
const ofAddresses = new Ajv2020({ ...OPTIONS, coerceTypes: true });

/** Answers the validator of a part of a request. */
export function compileSchema(schema: object, part: string): ValidateFunction {
  return (part === 'body' ? ofBodies : ofAddresses).compile(schema);
}

/** Answers the error that tells what is wrong. Pure. */
export function invalidRequest(errors: readonly Partial<ErrorObject>[], part: string): Error {
  const [first] = errors;
  const where = `${part}${first?.instancePath ?? ''}`;
  const extra = first?.params?.['additionalProperty'] as string | undefined;
  const named = extra === undefined ? '' : `: ${JSON.stringify(extra.slice(0, 100))}`;
  return new LoglineError('REQUEST_INVALID', `${where} ${first?.message ?? 'is not as it has to be'}${named}.`, {
    details: {
      findings: errors.map(({ instancePath = '', message = '' }) => ({ pointer: `${part}${instancePath}`, message })),
    },
  });
}
