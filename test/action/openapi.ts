/**
 * GitHub's own description of its API, for the calls that the Action makes. `github-api/openapi.json` is an extract of the official
 * OpenAPI document, references put in their place and prose left out, `github-api/schema.graphql` one of the schema of GraphQL; both name
 * their source.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';
import { GraphQLError, Kind, buildSchema, parse, validate } from 'graphql';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: { readonly type?: string };
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: object }>> };
  readonly responses: readonly string[];
}

const { paths } = JSON.parse(readFileSync(new URL('github-api/openapi.json', import.meta.url), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const bodies = new Map<Operation, ValidateFunction>();

/** Answers what the description has against a request: an operation that there is not, a parameter, the body. */
export function requestFaults(method: string, url: string, body: unknown): string[] {
  const { pathname, searchParams } = new URL(url, 'http://x');
  if (/^(?:\/api)?\/graphql$/.test(pathname))
    return method === 'POST' ? graphqlFaults(body) : [`${method} ${pathname}: GraphQL is asked by POST`];
  const operation = operationOf(method, pathname);
  if (operation === undefined) return [`${method} ${pathname}: there is no such operation`];
  const where = `${method} ${pathname} (${operation.operationId})`;
  return [...queryFaults(operation, searchParams), ...bodyFaults(operation, body)].map((fault) => `${where}: ${fault}`);
}

const schema = buildSchema(readFileSync(new URL('github-api/schema.graphql', import.meta.url), 'utf8'));

/** Answers what the schema has against a query. */
export function graphqlFaults(body: unknown): string[] {
  const { query, ...rest } = body as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(rest).filter((name) => name !== 'variables' && name !== 'operationName');
  if (typeof query !== 'string' || unknown.length > 0) return [`GraphQL: the body is ${JSON.stringify(body)}`];
  try {
    const document = parse(query);
    const faults = validate(schema, document).map(({ message }) => message);
    for (const one of document.definitions)
      if (one.kind === Kind.OPERATION_DEFINITION && !schema.getRootType(one.operation))
        faults.push(`there is no ${one.operation}`);
    return faults.map((fault) => `GraphQL: ${fault}`);
  } catch (error) {
    return [`GraphQL: ${error instanceof GraphQLError ? error.message : String(error)}`];
  }
}

function operationOf(method: string, pathname: string): Operation | undefined {
  const fits = (template: string): boolean =>
    new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
  const path = Object.keys(paths).find((template) => fits(template) && method.toLowerCase() in paths[template]!);
  return path === undefined ? undefined : paths[path]![method.toLowerCase()];
}

function queryFaults({ parameters }: Operation, given: URLSearchParams): string[] {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  return [...given].flatMap(([name, value]) => {
    const parameter = known.find((one) => one.name === name);
    if (parameter === undefined) return [`there is no parameter ${name}`];
    const typed = parameter.schema.type === 'integer' ? Number(value) : value;
    return ajv.validate(parameter.schema, typed) ? [] : [`${name}=${value}: ${ajv.errorsText()}`];
  });
}

function bodyFaults(operation: Operation, body: unknown): string[] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) return body === undefined ? [] : ['there is no body'];
  const validate = bodies.get(operation) ?? ajv.compile(schema);
  bodies.set(operation, validate);
  return validate(body) ? [] : [ajv.errorsText(validate.errors)];
}
