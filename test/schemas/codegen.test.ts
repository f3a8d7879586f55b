/** The published schemas are sound, and the committed validators say what the schemas say. */
import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as atomicSchemas from '../../src/atomic/generated/validators.ts';
import type { CompiledSchema } from '../../src/base/schema.ts';
import { changeSpecSchema } from '../../src/dte/generated/validators.ts';
import * as evidenceSchemas from '../../src/evidence/generated/validators.ts';
import * as financeSchemas from '../../src/finops/generated/validators.ts';
import { gatewayPolicySchema } from '../../src/gateway/generated/validators.ts';
import { ciVerificationSchema, configurationSchema, keyringSchema } from '../../src/ledger/generated/validators.ts';
import * as missionSchemas from '../../src/mission/generated/validators.ts';
import { linkPackages, plant, projectRoot } from '../checks/scratch.ts';

interface SchemaFile {
  readonly $id: string;
  readonly title: string;
  readonly description: string;
  readonly examples: readonly unknown[];
  readonly $defs?: Readonly<Record<string, unknown>>;
}

const folder = join(projectRoot, 'schemas');
const files = readdirSync(folder).filter((name) => name.endsWith('.schema.json'));
const read = (name: string): SchemaFile => JSON.parse(readFileSync(join(folder, name), 'utf8')) as SchemaFile;
const compiled: Readonly<Record<string, CompiledSchema<unknown>>> = {
  'atomic.schema.json': atomicSchemas.atomicSchema,
  'change-spec.schema.json': changeSpecSchema,
  'config.schema.json': configurationSchema,
  'dsse-envelope.schema.json': evidenceSchemas.dsseEnvelopeSchema,
  'gateway-policy.schema.json': gatewayPolicySchema,
  'keyring.schema.json': keyringSchema,
  'pack-manifest.schema.json': evidenceSchemas.packManifestSchema,
  'pack-proof.schema.json': evidenceSchemas.packProofSchema,
  'payload-batch-added.schema.json': missionSchemas.batchAddedSchema,
  'payload-batch-change.schema.json': missionSchemas.batchChangeSchema,
  'payload-batch-outcome.schema.json': missionSchemas.batchOutcomeSchema,
  'payload-batch-reference.schema.json': missionSchemas.batchReferenceSchema,
  'payload-batch-report.schema.json': missionSchemas.batchReportSchema,
  'payload-budget-release.schema.json': financeSchemas.budgetReleaseSchema,
  'payload-budget-reservation.schema.json': financeSchemas.budgetReservationSchema,
  'payload-budget-set.schema.json': financeSchemas.budgetSetSchema,
  'payload-budget-threshold.schema.json': financeSchemas.budgetThresholdSchema,
  'payload-checkpoint-decision.schema.json': missionSchemas.checkpointDecisionSchema,
  'payload-ci-verification.schema.json': ciVerificationSchema,
  'payload-event-restored.schema.json': evidenceSchemas.eventRestoredSchema,
  'payload-evidence-recorded.schema.json': evidenceSchemas.evidenceRecordSchema,
  'payload-evidence-withheld.schema.json': evidenceSchemas.evidenceWithheldSchema,
  'payload-forecast.schema.json': financeSchemas.forecastRecordSchema,
  'payload-key-revocation.schema.json': atomicSchemas.keyRevocationSchema,
  'payload-key-rotation.schema.json': atomicSchemas.keyRotationSchema,
  'payload-lease-release.schema.json': missionSchemas.leaseReleaseSchema,
  'payload-ledger-merge.schema.json': atomicSchemas.ledgerMergeSchema,
  'payload-ledger-migration.schema.json': atomicSchemas.ledgerMigrationSchema,
  'payload-ledger-seal.schema.json': atomicSchemas.ledgerSealSchema,
  'payload-mission-created.schema.json': missionSchemas.missionCreatedSchema,
  'payload-mission-finalized.schema.json': missionSchemas.missionFinalizedSchema,
  'payload-mission-lease.schema.json': missionSchemas.missionLeaseSchema,
  'payload-mission-planned.schema.json': missionSchemas.missionPlannedSchema,
  'payload-model-policy.schema.json': financeSchemas.modelPolicySchema,
  'payload-usage.schema.json': financeSchemas.usageRecordSchema,
  'price-table.schema.json': financeSchemas.priceFileSchema,
};

test('every schema has a validator', () => {
  assert.deepEqual(Object.keys(compiled), files);
});

for (const name of files) {
  describe(name, () => {
    const schema = read(name);
    const ajv = new Ajv2020({ strict: true, strictRequired: true, allErrors: true });
    const validate = ajv.compile(schema);

    test('says what it is', () => {
      assert.equal(schema.$id, `urn:logline-core:${name.replace('.schema.json', '')}:1.1.0`);
      assert.ok(schema.title.length > 0);
    });

    test('describes each member', () => {
      assert.deepEqual(undescribed(schema), []);
    });

    test('its examples fit, by ajv and by the generated validator', () => {
      assert.ok(schema.examples.length > 0);
      for (const example of schema.examples) {
        assert.equal(validate(example), true, JSON.stringify(validate.errors));
        assert.equal(compiled[name]?.accepts(example), true);
      }
    });
  });
}

test('a definition of one name is the same in all schemas', () => {
  const seen = new Map<string, unknown>();
  for (const file of files) {
    for (const [name, definition] of Object.entries(read(file).$defs ?? {})) {
      if (seen.has(name)) assert.deepEqual(definition, seen.get(name), `${name} in ${file}`);
      seen.set(name, definition);
    }
  }
});

describe('generateSchemaFiles', () => {
  test('answers the committed files, each time the same', async () => {
    const { generateSchemaFiles } = await generatorIn(projectRoot);
    const generated = await generateSchemaFiles();
    assert.equal(generated.size, 14);
    for (const [path, text] of generated) {
      assert.ok(readFileSync(join(projectRoot, path), 'utf8') === text, `${path} is stale: run \`npm run gen\``);
    }
    assert.deepEqual(await generateSchemaFiles(), generated);
  });

  test('follows a changed schema', async (t) => {
    const copy = copyOfSchemas(t, 'payload-ledger-merge', '"heads"', '"tips"');
    const generated = await (await generatorIn(copy)).generateSchemaFiles();
    assert.match(generated.get('src/atomic/generated/types.ts') ?? '', /^ {2}tips: string\[\];$/m);
    assert.match(generated.get('src/atomic/generated/validators.ts') ?? '', /missingProperty: "tips"/);
  });

  const refused: [why: string, from: string, to: string, message: RegExp][] = [
    ['a keyword without words', '"minimum": 0', '"multipleOf": 5', /there are no words for "multipleOf"/],
    ['a type without words', '"type": "boolean"', '"type": "null"', /there are no words for the type "null"/],
    ['a length that counts characters', '"minLength": 1', '"minLength": 2', /minLength above 1/],
    ['a pattern without words', '"type": "boolean"', '"type": "string", "pattern": "a"', /a pattern needs a title/],
    ['a reference to nothing', '#/$defs/text', '#/$defs/txt', /#\/\$defs\/txt leads nowhere/],
    ['what ajv refuses in strict mode', '"minLength": 1', '"minimum": 1', /strict mode/],
  ];
  for (const [why, from, to, message] of refused) {
    test(`refuses ${why}`, async (t) => {
      const { generateSchemaFiles } = await generatorIn(copyOfSchemas(t, 'config', from, to));
      await assert.rejects(generateSchemaFiles(), { message });
    });
  }
});

test('the validators stand alone', () => {
  for (const area of ['atomic', 'ledger', 'dte', 'finops', 'gateway', 'mission', 'evidence']) {
    const text = readFileSync(join(projectRoot, `src/${area}/generated/validators.ts`), 'utf8');
    assert.match(text, /^\/\/ Generated by schemas\/codegen\.mjs from .* Do not edit\.\n/);
    const imports = [...text.matchAll(/\bfrom '([^']+)'/g)].map(([, path]) => path);
    assert.ok(
      imports.every((path) => path?.startsWith('.')),
      imports.join(),
    );
    assert.doesNotMatch(text, /\brequire\(|\bimport\(|\beval\(|new Function/);
  }
});

/** Pointers of the members that have no description, neither beside the reference nor in the definition. */
function undescribed(root: SchemaFile): string[] {
  const bare: string[] = [];
  walk(root as unknown as Node, '');
  return bare;

  interface Node {
    readonly $ref?: string;
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Node>>;
    readonly items?: Node;
    readonly $defs?: Readonly<Record<string, Node>>;
  }
  function walk(node: Node, pointer: string): void {
    const definition = node.$ref === undefined ? node : (root.$defs?.[node.$ref.replace('#/$defs/', '')] as Node);
    if ((node.description ?? definition.description ?? '') === '') bare.push(pointer);
    for (const group of [node.properties, node.$defs]) {
      for (const [name, member] of Object.entries(group ?? {})) walk(member, `${pointer}/${name}`);
    }
    if (node.items?.properties) walk(node.items, `${pointer}/items`);
  }
}

interface Generator {
  readonly generateSchemaFiles: () => Promise<ReadonlyMap<string, string>>;
}

async function generatorIn(root: string): Promise<Generator> {
  return (await import(pathToFileURL(join(root, 'schemas/codegen.mjs')).href)) as Generator;
}

/** Answers a folder with the schemas and their generator, in which one schema has another text in one place. */
function copyOfSchemas(t: TestContext, name: string, from: string, to: string): string {
  const copy = plant(t, {});
  linkPackages(copy);
  cpSync(folder, join(copy, 'schemas'), { recursive: true });
  const schema = join(copy, `schemas/${name}.schema.json`);
  const text = readFileSync(schema, 'utf8');
  assert.ok(text.includes(from));
  writeFileSync(schema, text.replaceAll(from, to));
  return copy;
}
