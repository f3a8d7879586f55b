/** Schemas that bodies share, by their names in OpenAPI documents. Those of the library are read from the package. */
import { createRequire } from 'node:module';
import { Type } from '@sinclair/typebox';
import type { TLiteral, TObject, TProperties, TUnion, TUnsafe } from '@sinclair/typebox';
import type { ChangeSpec } from 'logline-core/dte';

const require = createRequire(import.meta.url);
const changeSpec = require('logline-core/schemas/change-spec.schema.json') as { readonly $id: string };

/** By name. Each has an `$id`, by which other schemas refer to it. */
export const SHARED_SCHEMAS: Readonly<Record<string, { readonly $id: string }>> = { ChangeSpec: changeSpec };

/** A change spec. */
export const ChangeSpecSchema: TUnsafe<ChangeSpec> = Type.Unsafe<ChangeSpec>({ $ref: changeSpec.$id });

/** How secret content is. */
export const DataClassSchema = Type.Union([
  Type.Literal('public'),
  Type.Literal('internal'),
  Type.Literal('confidential'),
  Type.Literal('restricted'),
]);

/** An object that may have more members than are listed. */
export const open = <P extends TProperties>(properties: P, description = ''): TObject<P> =>
  Type.Object(properties, { additionalProperties: true, description });

/** The same, with a name of its own among the types of the client. */
export const named = <P extends TProperties>(title: string, properties: P, description: string): TObject<P> =>
  Type.Object(properties, { additionalProperties: true, title, description });

/** One of some words. */
export const oneOf = <T extends string>(texts: readonly T[], description?: string): TUnion<TLiteral<T>[]> =>
  Type.Union(
    texts.map((text) => Type.Literal(text)),
    description === undefined ? {} : { description },
  );

/** What is answered where something goes wrong. */
export const ErrorBody = Type.Object({
  error: Type.String({ description: 'One sentence for people.' }),
  code: Type.String({ description: 'For programs: a code of docs/errors.md.' }),
  details: Type.Unknown({ description: 'Facts about the case.' }),
});
