/** What a service says of itself in its OpenAPI document, to be held to it. */
import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { Reply, Running } from './running.ts';
import { hostileValue, HOSTILE_TEXTS, nearly, valuesOf } from './schema-values.ts';
import type { Resolve, Schema } from './schema-values.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema: Schema;
}

interface Described {
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
}

/** A request as it is sent. */
export interface Sent {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string | undefined;
}

/** Values that lead further into a service than what a schema alone gives, by the name of a parameter or of a schema. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** One route of a service. */
export class Operation {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly #described: Described;
  readonly #ajv: Ajv2020;
  readonly #resolve: Resolve;
  readonly #known: Known;

  constructor(service: string, method: string, path: string, of: { document: object; known: Known; ajv: Ajv2020 }) {
    this.service = service;
    this.method = method.toUpperCase();
    this.path = path;
    this.#ajv = of.ajv;
    this.#known = of.known;
    this.#resolve = resolver(of.document as Schema, of.document as Schema);
    this.#described = (of.document as { paths: Record<string, Record<string, Described>> }).paths[path]![method]!;
  }

  get name(): string {
    return `${this.service} ${this.method} ${this.path}`;
  }

  /** Good requests with what is known to be good, to be sent before all others. */
  examples(): Sent[] {
    const path = this.path.replace(/\{(\w+)\}/g, (_, name: string) => String(this.#known[name]![0]));
    const bodies = this.#known[this.name];
    if (bodies === undefined)
      return this.#described.requestBody === undefined ? [{ path, headers: {}, text: undefined }] : [];
    return bodies.map((body) => ({
      path,
      headers: { 'content-type': 'application/json' },
      text: JSON.stringify(body),
    }));
  }

  /** Requests: a third of them good, a third nearly so, the rest hostile. */
  requests(): fc.Arbitrary<Sent> {
    const body = this.#described.requestBody?.content['application/json']?.schema;
    const good = this.#of(body, (values) => values);
    return fc.oneof(
      good,
      this.#of(body, nearly),
      this.#of(body, () => hostileValue),
      this.#raw(),
    );
  }

  #of(body: Schema | undefined, spoil: (values: fc.Arbitrary<unknown>) => fc.Arbitrary<unknown>): fc.Arbitrary<Sent> {
    const text =
      body === undefined ? fc.constant(undefined) : spoil(this.#bodies(body)).map((value) => JSON.stringify(value));
    return fc.tuple(this.#paths(), text, oddHeaders).map(([path, sent, headers]) => ({
      path,
      text: sent,
      headers: { ...(sent !== undefined && { 'content-type': 'application/json' }), ...headers },
    }));
  }

  #bodies(schema: Schema): fc.Arbitrary<unknown> {
    const known = this.#known[this.name];
    const values = valuesOf(schema, this.#resolveKnown());
    return known === undefined ? values : fc.oneof(fc.constantFrom(...known), values);
  }

  /** A shared schema of which good values are known is taken from those as well. */
  #resolveKnown(): Resolve {
    return (reference) => {
      const found = this.#resolve(reference);
      const known = this.#known[reference];
      return known === undefined ? found : { ...found, schema: { anyOf: [{ enum: known }, found.schema] } };
    };
  }

  /** Addresses: parameters as they are described, and others. */
  #paths(): fc.Arbitrary<string> {
    const value = ({ name, schema }: Parameter): fc.Arbitrary<string> => {
      const known = this.#known[name];
      const good = valuesOf(schema, this.#resolve).map(String);
      return fc.oneof(
        { weight: 6, arbitrary: known === undefined ? good : fc.constantFrom(...known.map(String)) },
        { weight: 1, arbitrary: good },
        { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
      );
    };
    const { parameters } = this.#described;
    const inPath = parameters.filter((each) => each.in === 'path');
    const inQuery = parameters.filter((each) => each.in === 'query');
    const query = fc.record(Object.fromEntries([...inQuery.map((each) => [each.name, value(each)] as const)]), {
      requiredKeys: [],
    });
    return fc
      .tuple(
        fc.tuple(...inPath.map(value)),
        query,
        fc.constantFrom('', '', '', '', 'unknown=1', 'limit=1&limit=2', '%ff', '__proto__=1'),
      )
      .map(([values, asked, more]) => {
        const path = inPath.reduce((text, { name }, i) => text.replace(`{${name}}`, segment(values[i]!)), this.path);
        const pairs = Object.entries(asked).map(([name, each]) => `${name}=${encoded(each ?? '')}`);
        const search = [...pairs, ...(more === '' ? [] : [more])].join('&');
        return search === '' ? path : `${path}?${search}`;
      });
  }

  /** Bodies that are no JSON, or JSON that is refused, of whatever type. */
  #raw(): fc.Arbitrary<Sent> {
    const texts = [
      '{',
      '{"a":1,"a":2}',
      '[',
      'null',
      '"\\ud800"',
      '12345678901234567890',
      '\u0000',
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
    ];
    const types = [
      'application/json',
      'application/json; charset=utf-16',
      'text/plain',
      'application/xml',
      'multipart/form-data',
      '',
    ];
    const text =
      this.method === 'GET'
        ? fc.constant(undefined)
        : fc.oneof(fc.constantFrom(...texts), fc.string({ unit: 'binary' }));
    return fc.tuple(this.#paths(), text, fc.constantFrom(...types)).map(([path, sent, type]) => ({
      path,
      text: sent,
      headers: type === '' ? {} : { 'content-type': type },
    }));
  }

  /** @throws {AssertionError} where an answer is not what the document says, or is a fault */
  check({ status, headers, text }: Reply): void {
    assert.ok(status < 500 || status === 503, `${String(status)} ${text}`);
    if (status === 503) assert.ok(headers.get('retry-after'), text);
    const declared = this.#described.responses[String(status)] === undefined ? 'default' : String(status);
    assert.ok(declared !== 'default' || status >= 400, `${String(status)} is not in the document`);
    const [type, { schema: _ }] = Object.entries(this.#described.responses[declared]!.content)[0]!;
    assert.equal(headers.get('content-type')?.split(';')[0], type);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('x-injected'), null);
    assert.doesNotMatch(text.slice(0, 100_000), /\bat [^"]*\.[jt]s:\d+|root:x:0:0/);
    if (type !== 'application/json') return;
    const pointer = ['paths', this.path, this.method.toLowerCase(), 'responses', declared, 'content', type, 'schema'];
    const reference = `${this.service}#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const isAs = this.#ajv.getSchema(reference)!;
    assert.ok(isAs(JSON.parse(text)), `${this.#ajv.errorsText(isAs.errors)}: ${text.slice(0, 2000)}`);
  }
}

const encoded = (text: string): string => encodeURIComponent(text.toWellFormed());
/** As one part of a path: what a client would make two of stays one. */
const segment = (text: string): string => encoded(text).replaceAll('.', '%2e') || '%20';

const oddHeaders: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { traceparent: '00-00000000000000000000000000000000-0000000000000000-00' },
      { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` },
      { traceparent: 'x'.repeat(500) },
      { accept: 'text/html' },
      { 'x-api-key': 'nobody' },
      { 'x-forwarded-host': 'evil.example', 'x-http-method-override': 'DELETE' },
    ),
  },
);

function resolver(document: Schema, root: Schema): Resolve {
  return (reference) => {
    const shared = Object.values((document['components'] as { schemas: Record<string, Schema> }).schemas);
    const [id, pointer = ''] = reference.split('#');
    const base = id === '' ? root : shared.find((each) => each['$id'] === id)!;
    const parts = pointer.split('/').filter((part) => part !== '');
    const schema = parts.reduce<Schema>((at, part) => at[part.replaceAll('~1', '/')] as Schema, base);
    return { schema, resolve: resolver(document, base) };
  };
}

/** Answers every operation of services that are running, from what each says of itself. */
export async function operationsOf(services: Running, known: Known): Promise<Operation[]> {
  const all: Operation[] = [];
  for (const service of Object.keys(services.ports)) {
    const document = (await services.ask(service, 'GET /openapi.json')).json() as { paths: Record<string, object> };
    const ajv = new Ajv2020({ strict: false, logger: false });
    ajv.addSchema(document, service);
    for (const [path, methods] of Object.entries(document.paths))
      for (const method of Object.keys(methods))
        all.push(new Operation(service, method, path, { document, known, ajv }));
  }
  return all;
}
