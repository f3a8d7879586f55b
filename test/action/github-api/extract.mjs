/**
 * Writes openapi.json and webhooks.json from GitHub's OpenAPI description, as @octokit/openapi brings it, and schema.graphql from its schema of
 * GraphQL, as @octokit/graphql-schema does:
 *
 *     npm pack @octokit/openapi@23.0.2 && tar xf octokit-openapi-23.0.2.tgz package/generated/api.github.com.json
 *     npm pack @octokit/graphql-schema@15.26.1 && tar xf octokit-graphql-schema-15.26.1.tgz package/schema.graphql
 *     node test/action/github-api/extract.mjs package/generated/api.github.com.json package/schema.graphql
 *
 * References are put in their place. Prose, examples and what answers look like are left out.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { format } from 'prettier';

const SOURCE = {
  source:
    'https://github.com/github/rest-api-description (MIT), by @octokit/openapi 23.0.2, generated/api.github.com.json',
  version: '23.0.2',
};

/** The calls that the Action makes. */
const CALLS = {
  '/repos/{owner}/{repo}/git/commits/{commit_sha}': ['get'],
  '/repos/{owner}/{repo}/git/trees/{tree_sha}': ['get'],
  '/repos/{owner}/{repo}/git/blobs/{file_sha}': ['get'],
  '/repos/{owner}/{repo}/compare/{basehead}': ['get'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['patch', 'delete'],
  '/repos/{owner}/{repo}/git/ref/{ref}': ['get'],
  '/repos/{owner}/{repo}/git/blobs': ['post'],
  '/repos/{owner}/{repo}/git/trees': ['post'],
  '/repos/{owner}/{repo}/git/commits': ['post'],
  '/repos/{owner}/{repo}/git/refs': ['post'],
  '/repos/{owner}/{repo}/git/refs/{ref}': ['patch'],
  '/repos/{owner}/{repo}/pulls': ['get', 'post'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get', 'patch'],
};

/** The payloads that it reads, by the event and its action. `schedule` has none; `workflow_run` is refused or read alike. */
const WEBHOOKS = {
  'pull_request synchronize': 'pull-request-synchronize',
  'pull_request edited': 'pull-request-edited',
  'pull_request closed': 'pull-request-closed',
  'merge_group checks_requested': 'merge-group-checks-requested',
  'push ': 'push',
  'workflow_dispatch ': 'workflow-dispatch',
  'workflow_run completed': 'workflow-run-completed',
};
/** Below that, objects may hold what they like: a user of a team of a repository is nobody's concern here. */
const MAX_DEPTH = 3;

const api = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

/** @param {Record<string, any>} operations @param {readonly string[]} methods */
function callsOf(operations, methods) {
  return Object.fromEntries(
    methods.map((method) => {
      const { operationId, parameters = [], requestBody, responses } = operations[method];
      const body = requestBody && {
        required: requestBody.required ?? false,
        content: mapped(requestBody.content, (_, { schema }) => ({ schema: plain(schema) })),
      };
      const shown = parameters.map(resolve).map(parameterOf);
      const call = {
        operationId,
        parameters: shown,
        ...(body && { requestBody: body }),
        responses: Object.keys(responses),
      };
      return [method, call];
    }),
  );
}

const parameterOf = ({ name, in: place, required, schema }) => ({
  name,
  in: place,
  ...(required && { required }),
  schema: plain(schema),
});

const payloadOf = ({ requestBody }) => plain(requestBody.content['application/json'].schema);

const PROSE = new Set([
  'description',
  'title',
  'example',
  'examples',
  'default',
  'format',
  'externalDocs',
  'deprecated',
]);

/** As JSON Schema has it: without prose, and with null as a type. */
function plain(node, depth = 0) {
  if (Array.isArray(node)) return node.map((one) => plain(one, depth));
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, properties, ...rest } = resolve(node);
  const kept = Object.entries(rest).filter(([name]) => !PROSE.has(name) && !name.startsWith('x-'));
  const isDeep = properties !== undefined && depth >= MAX_DEPTH;
  const schema = {
    ...mapped(Object.fromEntries(isDeep ? kept.filter(([name]) => name === 'type') : kept), (_, value) =>
      plain(value, depth),
    ),
    ...(properties !== undefined &&
      !isDeep && { properties: mapped(properties, (_, value) => plain(value, depth + 1)) }),
  };
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function resolve(node) {
  if (node.$ref === undefined) return node;
  const target = node.$ref
    .split('/')
    .slice(1)
    .reduce((at, step) => at[step], api);
  return resolve(target);
}

const mapped = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(name, value)]));

async function write(name, value) {
  const text = await format(JSON.stringify(value), { parser: 'json', printWidth: 120 });
  writeFileSync(new URL(name, import.meta.url), text);
}

await write('openapi.json', { ...SOURCE, paths: mapped(CALLS, (path, methods) => callsOf(api.paths[path], methods)) });
const hooks = api.webhooks ?? api['x-webhooks'];
await write('webhooks.json', { ...SOURCE, events: mapped(WEBHOOKS, (_, name) => payloadOf(hooks[name].post)) });

/** Of GraphQL, the fields that are asked for; whose type is another one in here, with what that needs. */
const FIELDS = { Query: ['viewer'], User: ['login'] };
// GitHub's own text names a field twice.
const schema = buildSchema(readFileSync(process.argv[3] ?? '', 'utf8'), { assumeValidSDL: true });
const types = Object.entries(FIELDS).map(([type, names]) => {
  const fields = schema.getType(type).getFields();
  return `type ${type} {\n${names.map((name) => `  ${name}: ${String(fields[name].type)}\n`).join('')}}\n`;
});
const graphqlSource =
  "# An extract of GitHub's schema of GraphQL (MIT), by @octokit/graphql-schema 15.26.1, schema.graphql.\n";
writeFileSync(new URL('schema.graphql', import.meta.url), [graphqlSource, ...types].join('\n'));
