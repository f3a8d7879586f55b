/** docker-compose.yml: by the schema of the Compose specification, and by what the services and their image say. No engine is asked. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { SETTINGS } from '../../services/src/settings.ts';
import { projectRoot } from '../checks/scratch.ts';
import { stagesOf } from './image.ts';

const folder = join(projectRoot, 'services/deploy');
const text = readFileSync(join(folder, 'docker-compose.yml'), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly user: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly pids_limit?: number;
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly command?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
}

const compose = parse(text, { merge: true }) as Compose;
const { logline } = compose.services as { readonly logline: Service };

const schemaPath = join(
  createRequire(import.meta.url).resolve('dclint/package.json'),
  '../schemas/compose.schema.json',
);
const { $schema: _, ...schema } = JSON.parse(readFileSync(schemaPath, 'utf8')) as { readonly $schema: string };
/** Formats are of Docker's own, such as `duration`. */
const isValid = new Ajv({ strict: false, validateFormats: false, logger: false }).compile(schema);

describe('docker-compose.yml', () => {
  test('fits the schema of the Compose specification, and what does not is noticed', () => {
    assert.ok(isValid(compose), JSON.stringify(isValid.errors));
    assert.ok(!isValid({ ...compose, services: { logline: { ...logline, read_onyl: true } } }));
    assert.ok(!isValid({ ...compose, services: { logline: { ...logline, ports: 8000 } } }));
  });

  test('runs each program without rights, with a root that cannot be written, and publishes to this machine alone', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      assert.equal(service.read_only, true, name);
      assert.deepEqual(service.cap_drop, ['ALL'], name);
      assert.deepEqual(service.security_opt, ['no-new-privileges:true'], name);
      assert.ok(service.pids_limit !== undefined, name);
      assert.match(service.user, /^[1-9]\d*:\d+$/, name);
      for (const port of service.ports ?? []) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/, name);
      assert.doesNotMatch(service.image, /:latest$/, name);
    }
  });

  test('has databases, figures and dashboards as profiles, and the services without any', () => {
    const profiles = Object.values(compose.services).flatMap(({ profiles: own = [] }) => own);
    assert.deepEqual([...new Set(profiles)].sort(), ['grafana', 'postgres', 'prometheus']);
    assert.equal(logline.profiles, undefined);
  });

  test('gives the services settings that exist, the user of the image, and ports that are published', () => {
    for (const name of Object.keys(logline.environment ?? {})) assert.ok(Object.hasOwn(SETTINGS, name), name);
    assert.match(logline.environment?.['API_KEY'] ?? '', /^\$\{API_KEY:\?/);
    const last = stagesOf(join(folder, 'Dockerfile')).at(-1)!;
    const stepOf = (keyword: string): string => last.steps.find((step) => step.keyword === keyword)!.text;
    assert.equal(logline.user, stepOf('USER'));
    const inside = (logline.ports ?? []).map((port) => port.split(':').at(-1)!);
    assert.deepEqual(inside.sort(), stepOf('EXPOSE').split(' ').sort());
    assert.ok(logline.volumes?.includes('data:/app/data'));
    assert.deepEqual(compose.services['migrate']?.command, ['node', 'dist/cli/logline.js', 'database', 'migrate']);
  });

  test('names files and volumes that are there', () => {
    const { context = '', dockerfile = '' } = logline.build ?? {};
    assert.equal(resolve(folder, context), projectRoot);
    assert.ok(existsSync(resolve(folder, context, dockerfile)));
    const sources = Object.values(compose.services).flatMap(({ volumes = [] }) =>
      volumes.map((one) => one.split(':')[0]!),
    );
    for (const source of sources.filter((one) => !one.startsWith('$')))
      assert.ok(
        source.startsWith('.') ? existsSync(join(folder, source)) : Object.hasOwn(compose.volumes, source),
        source,
      );
  });

  test('shows Prometheus a target that it has', () => {
    const { scrape_configs: jobs } = parse(readFileSync(join(folder, 'prometheus/prometheus.yml'), 'utf8')) as {
      readonly scrape_configs: readonly {
        readonly static_configs: readonly { readonly targets: readonly string[] }[];
      }[];
    };
    const [target = ''] = jobs[0]!.static_configs[0]!.targets;
    const [host = '', port] = target.split(':');
    assert.ok(Object.hasOwn(compose.services, host));
    assert.equal(Number(port), SETTINGS.METRICS_PORT.preset);
  });
});
