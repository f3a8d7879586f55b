/** Requests against the schemas of their routes. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { LoglineError } from 'logline-core';
import { SHARED_SCHEMAS } from './shared-schemas.ts';

const OPTIONS = { strict: false, allErrors: false, ownProperties: true, schemas: Object.values(SHARED_SCHEMAS) };

/** Bodies are JSON and have types. Texts in addresses have none: `?limit=5` means a number where the schema says so. */
const ofBodies = once(() => new Ajv2020(OPTIONS));
const ofAddresses = once(() => new Ajv2020({ ...OPTIONS, coerceTypes: true }));

/** What validates, and says what it found wrong. */
export type Validator = ((value: unknown) => boolean) & { errors?: ErrorObject[] | null };

/** Answers the validator of a part of a request. It is compiled when the first request comes: all of them would take longer than the rest of the start. */
export function validatorOf(schema: object, part: string): Validator {
  const compiled = once((): ValidateFunction => (part === 'body' ? ofBodies : ofAddresses)().compile(schema));
  const validate: Validator = (value) => {
    const isValid = compiled()(value);
    validate.errors = compiled().errors ?? null;
    return isValid;
  };
  return validate;
}

/** Answers what a function answered the first time. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
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
