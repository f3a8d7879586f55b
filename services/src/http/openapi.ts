/** The OpenAPI 3.1 document of a service, made of the schemas that its requests are validated with. */
import type { TObject } from '@sinclair/typebox';
import { ErrorBody, SHARED_SCHEMAS } from './shared-schemas.ts';
import type { AnswerForm, Route } from './route.ts';

/** Answers the document. Pure. */
export function openApiDocument(title: string, routes: readonly Route[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: { title, version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    security: [{ key: [] }, { bearer: [] }],
    paths,
    components: {
      schemas: { Error: ErrorBody, ...SHARED_SCHEMAS },
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operation({ method, path, summary, may, params, query, body, answers, again }: Route): object {
  const name = path.replace(/\/:?(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '');
  return {
    operationId: `${method.toLowerCase()}${name}`,
    summary,
    'x-roles': may === 'everybody' ? ['viewer', 'agent', 'approver', 'operator', 'admin'] : [...may, 'admin'],
    parameters: [
      ...parametersIn('path', params),
      ...parametersIn('query', query),
      ...(again === undefined ? [] : [IDEMPOTENCY_KEY]),
    ],
    ...(body !== undefined && {
      requestBody: {
        required: ((body as { required?: unknown[] }).required ?? ['']).length > 0,
        content: { 'application/json': { schema: body } },
      },
    }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, form]) => [status, response(form)])),
      default: response({ description: 'Something went wrong.', schema: ERROR_REFERENCE }),
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A name for this request: sent again with the same, it is done once, and answered as before.',
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
};

const ERROR_REFERENCE = { $ref: '#/components/schemas/Error' } as unknown as AnswerForm['schema'];

const response = ({ description, schema, type = 'application/json' }: AnswerForm): object => ({
  description,
  content: { [type]: { schema } },
});

function parametersIn(place: 'path' | 'query', schema: TObject | undefined): object[] {
  return Object.entries(schema?.properties ?? {}).map(([name, own]) => ({
    name,
    in: place,
    required: place === 'path' || (schema?.required ?? []).includes(name),
    schema: own,
  }));
}
