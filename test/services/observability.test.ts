/** Alerts, dashboard and health check are about figures that the services have, under the names that the guides give them. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { SERVICE_NAMES } from '../../services/src/run.ts';
import { plant, projectRoot } from '../checks/scratch.ts';
import { pageOf } from '../docs/pages.ts';
import { labelsOf, metricsOf, namesIn } from './metric-names.ts';
import { startServices } from './running.ts';
import type { Running } from './running.ts';

const folder = join(projectRoot, 'services/deploy');
const file = (path: string): string => readFileSync(join(folder, path), 'utf8');

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly runbook: string };
}
interface AlertTest {
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
}
interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const alerts = (parse(file('prometheus/alerts.yml')) as { groups: { rules: Alert[] }[] }).groups.flatMap(
  ({ rules }) => rules,
);
const panels = (JSON.parse(file('grafana/dashboard.json')) as { panels: Panel[] }).panels;
const panelExpressions = panels.flatMap(({ targets = [] }) =>
  targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m')),
);
const expressions = [...alerts.map(({ expr }) => expr), ...panelExpressions];

/** What Prometheus itself adds to every sample. */
const OF_PROMETHEUS = { metrics: ['up'], labels: ['job', 'instance', 'le'] };

let services: Running;
let scrape: string;
before(async () => {
  services = await startServices(SERVICE_NAMES, { DTE_WORKERS: '1' });
  await services.ask('ledger', 'GET /stats');
  await services.ask('gateway', 'POST /gateway/preflight', { body: { content: 'mail kim@example.com', metadata: {} } });
  await services.ask('gateway', 'POST /gateway/preflight', { body: { content: 'x'.repeat(21_000_000) } });
  await services.ask('orchestrator', 'POST /missions', { body: { title: 'One' } });
  await services.ask('orchestrator', 'POST /missions/M-1/checkpoints/plan/approve');
  await services.ask('finops', 'POST /finops/budget', { body: { consumed: 25, mission: 'M-1' } });
  await services.ask('evidence', 'POST /evidence/events', { body: { type: 'Done', missionId: 'M-1', data: { n: 1 } } });
  scrape = (await services.ask('metrics', 'GET /metrics')).text;
});
after(() => services.close());

describe('figures', () => {
  test('have the names of the guides, and the ledger is counted by a gauge', () => {
    const names = metricsOf(scrape);
    const guide = [
      'ledger_total_atomics ledger_valid_signatures ledger_invalid_signatures ledger_unsigned_atomics',
      'hash_computation_duration_seconds_bucket signature_verification_duration_seconds_bucket',
      'ledger_append_duration_seconds_bucket verification_errors_total',
    ];
    for (const name of guide.join(' ').split(' ')) assert.ok(names.has(name), name);
    assert.match(scrape, /^# TYPE ledger_total_atomics gauge$/m);
  });

  test('tell of money and of evidence', () => {
    assert.match(scrape, /^finops_consumed_usd 25$/m);
    assert.match(scrape, /^finops_budget_limit_usd 100$/m);
    assert.match(scrape, /^finops_cost_per_mission_usd 25$/m);
    assert.match(scrape, /^finops_forecast_error_ratio NaN$/im);
    assert.match(scrape, /^evidence_storage_bytes [1-9]\d*$/m);
    assert.match(scrape, /^orchestrator_active_missions 1$/m);
    assert.match(scrape, /^gateway_redactions_total\{type="pii"\} 1$/m);
  });

  test('are all that rules and panels name, labels included', () => {
    const metrics = new Set([...metricsOf(scrape), ...OF_PROMETHEUS.metrics]);
    const labels = new Set([...labelsOf(scrape), ...OF_PROMETHEUS.labels, ...NOT_SEEN_HERE]);
    const unknown = (expression: string): string[] => {
      const named = namesIn(expression);
      return [
        ...named.metrics.filter((name) => !metrics.has(name)),
        ...named.labels.filter((name) => !labels.has(name)),
      ];
    };
    assert.ok(alerts.length > 15 && panelExpressions.length > 30);
    assert.deepEqual(expressions.flatMap(unknown), []);
    assert.deepEqual(unknown('sum by (color) (rate(ledger_lines_total{job="x", size="1"}[5m])) > 1'), [
      'ledger_lines_total',
      'color',
      'size',
    ]);
  });
});

/** Labels of figures that only findings and verified changes bring: `code`, `result`. */
const NOT_SEEN_HERE = [
  ...readFileSync(join(projectRoot, 'services/src/metrics.ts'), 'utf8').matchAll(/\['(code|result)'\]/g),
].map(([, label]) => label!);

describe('alerts', () => {
  test('each has a test in which it fires, one in which it is quiet, and a section of the page to turn to', () => {
    const tests = (parse(file('prometheus/alerts.test.yml')) as { tests: AlertTest[] }).tests.flatMap(
      ({ alert_rule_test: one }) => one,
    );
    for (const { alert, annotations } of alerts) {
      const own = tests.filter(({ alertname }) => alertname === alert);
      assert.deepEqual(own.map(({ exp_alerts: expected }) => expected.length > 0).sort(), [false, true], alert);
      const [path = '', anchor = ''] = annotations.runbook.split('#');
      assert.ok(pageOf(path).anchors.has(anchor), annotations.runbook);
    }
    assert.equal(new Set(alerts.map(({ alert }) => alert)).size, alerts.length);
  });

  const hasPromtool = spawnSync('promtool', ['--version']).error === undefined;
  const skip = !hasPromtool && 'promtool is not installed: it is in the package prometheus of Debian';

  test(
    'promtool takes rules, settings, expressions of panels and the figures, and its tests of the rules pass',
    { skip },
    (t) => {
      const at = plant(t, {
        'panels.yml': JSON.stringify({
          groups: [
            { name: 'panels', rules: panelExpressions.map((expr, i) => ({ record: `panel:${String(i)}`, expr })) },
          ],
        }),
      });
      cpSync(join(folder, 'prometheus'), at, { recursive: true });
      const promtool = (args: string[], input?: string) =>
        spawnSync('promtool', args, { cwd: at, encoding: 'utf8', ...(input !== undefined && { input }) });
      for (const args of [
        ['check', 'config', 'prometheus.yml'],
        ['check', 'rules', 'panels.yml'],
        ['test', 'rules', 'alerts.test.yml'],
      ]) {
        const { status, stdout, stderr } = promtool(args);
        assert.equal(status, 0, stdout + stderr);
      }
      const checked = promtool(['check', 'metrics'], scrape);
      assert.equal(checked.status, 0, checked.stdout + checked.stderr);

      const rules = join(at, 'alerts.yml');
      writeFileSync(rules, readFileSync(rules, 'utf8').replace('> 0.08', '> 0.1'));
      const changed = promtool(['test', 'rules', 'alerts.test.yml']);
      assert.equal(changed.status, 1);
      assert.match(changed.stdout + changed.stderr, /LoglinePreflightSlow/);
    },
  );
});

describe('the trace context of a caller', () => {
  const HEX = '0af7651916cd43dd8448eb211c80319c';
  const ID = '0af76519-16cd-43dd-8448-eb211c80319c';
  const traceOf = async (service: string, request: string, traceparent: string): Promise<unknown> => {
    const reply = await services.ask(service, request, { headers: { traceparent } });
    const line = services.lines.findLast(
      ({ service: name, msg }) => name === service && String(msg).startsWith(request),
    );
    assert.ok(line);
    assert.equal(line['trace_id'], reply.headers.get('x-request-id'));
    return line['trace_id'];
  };

  test('is in the log line of every service, whatever the answer is', async () => {
    for (const service of SERVICE_NAMES)
      for (const request of ['GET /health', 'GET /openapi.json'])
        assert.equal(await traceOf(service, request, `00-${HEX}-b7ad6b7169203331-01`), ID, service);
    assert.equal(await traceOf('orchestrator', 'GET /missions/M-99', `00-${HEX}-b7ad6b7169203331-00`), ID);
    // A version to come may say more.
    assert.equal(await traceOf('ledger', 'GET /stats', `cc-${HEX}-b7ad6b7169203331-01-more`), ID);
  });

  for (const wrong of [
    '',
    HEX,
    `ff-${HEX}-b7ad6b7169203331-01`,
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${HEX}-${'0'.repeat(16)}-01`,
    `00-${HEX.toUpperCase()}-b7ad6b7169203331-01`,
    `00-${HEX}-b7ad6b7169203331-012`,
  ])
    test(`${JSON.stringify(wrong)} is none: a new trace begins`, async () => {
      const id = await traceOf('ledger', 'GET /stats', wrong);
      assert.match(String(id), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      assert.notEqual(id, ID);
    });
});

describe('health-check.sh', () => {
  const check = async (names: readonly string[], ports: Readonly<Record<string, number>>) => {
    const SERVICES = names.map((name) => `${name}:${String(ports[name])}`).join(' ');
    const env = { PATH: process.env['PATH'] ?? '', HOST_URL: 'http://127.0.0.1', SERVICES };
    const child = spawn(join(folder, 'health-check.sh'), { env });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number];
    return { status, output };
  };

  test('says of every service whether it is healthy', async () => {
    const { status, output } = await check(SERVICE_NAMES, services.ports);
    assert.equal(output, SERVICE_NAMES.map((name) => `${name}: healthy\n`).join(''));
    assert.equal(status, 0);
  });

  test('says no where one is not, and goes on', async () => {
    const names = ['gateway', 'dte', 'ledger'];
    const { status, output } = await check(names, { ...services.ports, dte: 1 });
    assert.equal(output, 'gateway: healthy\ndte: unhealthy (HTTP 000)\nledger: healthy\n');
    assert.equal(status, 1);
  });

  test('asks at the ports of the guides where none are named', () => {
    const [, list = ''] = /\$\{SERVICES:-([^}]*)\}/.exec(file('health-check.sh')) ?? [];
    assert.deepEqual(
      list
        .split(' ')
        .map((one) => one.split(':')[0])
        .sort(),
      [...SERVICE_NAMES].sort(),
    );
    for (const pair of ['gateway:3001', 'orchestrator:3002', 'dte:3003', 'finops:3004', 'evidence:3005', 'ledger:8000'])
      assert.ok(list.split(' ').includes(pair), pair);
  });
});
