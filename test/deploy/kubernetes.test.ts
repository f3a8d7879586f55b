/** The manifests: by the types of the API of Kubernetes 1.30, and by what the services say. No cluster is asked. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { SERVICE_NAMES } from '../../services/src/run.ts';
import { readSettings, SETTINGS } from '../../services/src/settings.ts';
import type { Setting } from '../../services/src/settings.ts';
import { projectRoot } from '../checks/scratch.ts';
import { cli } from '../cli/cli-runner.ts';
import { startPostgres } from '../ledger/postgres-server.ts';
import type { PostgresServer } from '../ledger/postgres-server.ts';
import { KEY, startServices } from '../services/running.ts';
import { stagesOf } from './image.ts';
import { complaintsAbout, manifestsIn } from './manifests.ts';
import type { Manifest } from './manifests.ts';

type Texts = Readonly<Record<string, string>>;
interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly envFrom: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly env: readonly {
    readonly name: string;
    readonly valueFrom: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
  }[];
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly lifecycle: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
}
interface Pod {
  readonly metadata: { readonly labels: Texts };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly volumes: readonly {
      readonly name: string;
      readonly persistentVolumeClaim?: { readonly claimName: string };
    }[];
    readonly securityContext: { readonly runAsUser: number; readonly runAsNonRoot: boolean };
    readonly terminationGracePeriodSeconds: number;
  };
}
interface Selector {
  readonly matchLabels: Texts;
}
interface Spec {
  readonly replicas: number;
  readonly minAvailable: number;
  readonly selector: Selector;
  readonly podSelector: Selector;
  readonly template: Pod;
  readonly ingress: readonly { readonly ports: readonly { readonly port: string }[] }[];
}
interface Filled extends Manifest {
  readonly spec: Spec;
  readonly data: Texts;
  readonly stringData: Texts;
}

const folder = join(projectRoot, 'services/deploy/kubernetes');
const manifests = manifestsIn(folder);

function only(kind: string): Filled {
  const found = manifests.filter((manifest) => manifest.kind === kind);
  assert.equal(found.length, 1, kind);
  return found[0] as Filled;
}

const deployment = only('Deployment');
const pod = deployment.spec.template;
const container = pod.spec.containers[0]!;
const config = only('ConfigMap');
const secret = only('Secret');
const job = only('Job');
const migration = job.spec.template.spec.containers[0]!;

const fits = ({ matchLabels }: Selector, { metadata: { labels } }: Pod): boolean =>
  Object.entries(matchLabels).every(([name, value]) => labels[name] === value);

describe('the manifests', () => {
  test('fit the types of the API, and what does not is noticed', { timeout: 60_000 }, () => {
    assert.deepEqual(complaintsAbout(manifests), []);
    const planted = (from: string, to: string): string[] => {
      const text = JSON.stringify(deployment);
      assert.ok(text.includes(from), from);
      return complaintsAbout([JSON.parse(text.replace(from, to)) as Manifest]);
    };
    assert.match(planted('"readOnlyRootFilesystem"', '"readOnlyRootFileSystem"').join(), /does not exist in type/);
    assert.match(planted('"replicas":3', '"replicas":"three"').join(), /not assignable/);
    assert.match(planted('"name":"services",', '').join(), /'name' is missing/);
  });

  test('are all in the kustomization, each with a name of its own', () => {
    const { resources } = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as { resources: string[] };
    assert.equal(resources.flatMap((name) => manifestsOf(name)).length, manifests.length);
    assert.equal(new Set(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).size, manifests.length);
  });

  test('hold no secret', () => {
    for (const [name, value] of Object.entries(secret.stringData)) assert.equal(value, '', name);
  });
});

const manifestsOf = (name: string): string[] => readFileSync(join(folder, name), 'utf8').match(/^kind: /gm) ?? [];

describe('what they say of the services', () => {
  test('names settings that exist, with values that are taken, and secrets as secrets', () => {
    const isSecret = (name: string): boolean =>
      (SETTINGS as Readonly<Record<string, Setting<unknown>>>)[name]!.isSecret;
    for (const name of Object.keys(config.data)) assert.ok(Object.hasOwn(SETTINGS, name) && !isSecret(name), name);
    readSettings(config.data);
    assert.deepEqual(container.envFrom, [{ configMapRef: { name: config.metadata.name } }]);
    for (const { name, valueFrom } of container.env) {
      assert.ok(Object.hasOwn(SETTINGS, name) && isSecret(name), name);
      assert.equal(valueFrom.secretKeyRef.name, secret.metadata.name);
      assert.ok(Object.hasOwn(secret.stringData, valueFrom.secretKeyRef.key), name);
    }
    const names = [...container.env, ...migration.env].map(({ valueFrom }) => valueFrom.secretKeyRef.key);
    assert.deepEqual(names.sort(), Object.keys(secret.stringData).sort());
  });

  test('has a port for each service that is started, and probes, Service and policy that lead to them', () => {
    const started = readSettings(config.data).SERVICES!.split(',');
    for (const name of started) assert.ok(SERVICE_NAMES.includes(name), name);
    const ports = Object.fromEntries(container.ports.map(({ name, containerPort }) => [name, containerPort]));
    assert.deepEqual(Object.keys(ports).sort(), [...started].sort());
    for (const [name, port] of Object.entries(ports)) assert.equal(port, defaultPort(name), name);
    const service = only('Service').spec as unknown as {
      readonly selector: Texts;
      readonly ports: readonly { readonly port: number; readonly targetPort: string }[];
    };
    assert.ok(fits({ matchLabels: service.selector }, pod));
    for (const { port, targetPort } of service.ports) assert.equal(ports[targetPort], port);
    const allowed = only('NetworkPolicy').spec.ingress.flatMap((rule) => rule.ports.map(({ port }) => port));
    assert.deepEqual(allowed.sort(), Object.keys(ports).sort());
    for (const { httpGet } of [container.startupProbe, container.livenessProbe, container.readinessProbe])
      assert.ok(Object.hasOwn(ports, httpGet.port) && ['/health', '/ready'].includes(httpGet.path));
  });

  test('selects the pods that it means', () => {
    assert.ok(fits(deployment.spec.selector, pod));
    const budget = only('PodDisruptionBudget').spec;
    assert.ok(fits(budget.selector, pod) && budget.minAvailable < deployment.spec.replicas);
    assert.equal(deployment.spec.replicas, 3);
    const policy = only('NetworkPolicy').spec.podSelector;
    assert.ok(fits(policy, pod) && fits(policy, job.spec.template));
    // The Service must not send requests to the migration.
    assert.ok(!fits(deployment.spec.selector, job.spec.template));
  });

  test('gives no rights, the user of the image, volumes that are there, and time to end', () => {
    const last = stagesOf(join(projectRoot, 'services/deploy/Dockerfile')).at(-1)!;
    const user = last.steps.find(({ keyword }) => keyword === 'USER')!.text;
    for (const { spec } of [pod, job.spec.template]) {
      assert.equal(`${String(spec.securityContext.runAsUser)}:1001`, user);
      assert.equal(spec.securityContext.runAsNonRoot, true);
      const rights = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
      assert.deepEqual(spec.containers[0]!.securityContext, rights);
    }
    const volumes = pod.spec.volumes.map(({ name }) => name);
    assert.deepEqual(container.volumeMounts.map(({ name }) => name).sort(), volumes.sort());
    const claims = pod.spec.volumes.flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []);
    assert.deepEqual(claims, [only('PersistentVolumeClaim').metadata.name]);
    const settings = readSettings(config.data);
    const places = container.volumeMounts.map(({ mountPath }) => mountPath);
    for (const place of [settings.EVIDENCE_PATH, settings.DTE_ROOT, '/tmp']) assert.ok(places.includes(place), place);
    const pauseSeconds = Number(container.lifecycle.preStop.exec.command[1]);
    assert.ok(pod.spec.terminationGracePeriodSeconds > pauseSeconds + settings.SHUTDOWN_TIMEOUT_MS / 1000);
  });
});

const defaultPort = (name: string): number => {
  const setting = name === 'ledger' ? 'PORT' : (`${name.toUpperCase()}_PORT` as 'GATEWAY_PORT');
  return SETTINGS[setting].preset;
};

describe('on a database', () => {
  let server: PostgresServer;
  before(async () => (server = await startPostgres()));
  after(() => server.remove());

  test('the command of the job makes the tables, and with the settings of the pods the probes answer yes', async () => {
    const address = (await server.newDatabase()).replace(/\w+$/, 'postgres');
    const [node, program, ...args] = migration.command!;
    assert.deepEqual([node, program], ['node', 'dist/cli/logline.js']);
    assert.equal(migration.env[0]!.name, 'DATABASE_URL');
    const migrated = await cli(args, { env: { DATABASE_URL: address } });
    assert.equal(migrated.status, 0, migrated.stderr);
    const { HOST: _, EVIDENCE_PATH: __, DTE_ROOT: ___, ...data } = config.data;
    const services = await startServices(data['SERVICES']!.split(','), {
      ...data,
      API_KEY: 'k',
      SIGNING_KEY_HEX: KEY,
      DATABASE_URL: address,
    });
    try {
      for (const { httpGet } of [container.startupProbe, container.livenessProbe, container.readinessProbe])
        assert.equal((await services.ask(httpGet.port, `GET ${httpGet.path}`)).status, 200);
      await server.crash();
      // The database is away: no more requests, but no new start either.
      assert.equal((await services.ask(container.readinessProbe.httpGet.port, 'GET /ready')).status, 503);
      assert.equal((await services.ask(container.livenessProbe.httpGet.port, 'GET /health')).status, 200);
    } finally {
      await services.close();
    }
  });
});
