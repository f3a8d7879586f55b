/** All services of a process: opened together, closed together. */
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { createSecureContext } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { LoglineError } from 'logline-core';
import { ApiKeys } from './auth/keys.ts';
import { tellDisagreement } from './disagreement.ts';
import { BodyBudget } from './http/body-budget.ts';
import { RateLimit } from './http/rate-limit.ts';
import { createServer } from './http/server.ts';
import type { ServerOptions, Service } from './http/server.ts';
import { openAccess } from './ledger/access.ts';
import type { LedgerAccess } from './ledger/access.ts';
import { addLedgerFigures } from './ledger/figures.ts';
import { Metrics } from './metrics.ts';
import type { ServiceParts, Surroundings } from './parts.ts';
import { readSetting } from './setting-file.ts';
import type { Settings } from './settings.ts';

/** Services that are running. */
export interface RunningServices {
  /** The port that each listens to, by its name. */
  readonly ports: Readonly<Record<string, number>>;
  /** Takes nothing new, finishes what was accepted, and lets go of the ledger. */
  close(): Promise<void>;
}

interface Kind {
  readonly port: keyof Settings & `${string}PORT`;
  readonly create: (parts: ServiceParts) => Promise<Service>;
}

/** Every service there is, by name. Loaded when it is started: some take longer to load than Node takes to start. */
const KINDS: Readonly<Record<string, Kind>> = {
  ledger: {
    port: 'PORT',
    create: async ({ access }) => (await import('./ledger/service.ts')).ledgerService(access),
  },
  gateway: {
    port: 'GATEWAY_PORT',
    create: async (parts) => (await import('./gateway/service.ts')).gatewayService(parts),
  },
  orchestrator: {
    port: 'ORCHESTRATOR_PORT',
    create: async (parts) => (await import('./orchestrator/service.ts')).orchestratorService(parts),
  },
  dte: { port: 'DTE_PORT', create: async (parts) => (await import('./dte/service.ts')).dteService(parts) },
  evidence: {
    port: 'EVIDENCE_PORT',
    create: async (parts) => (await import('./evidence/service.ts')).evidenceService(parts),
  },
  finops: { port: 'FINOPS_PORT', create: async (parts) => (await import('./finops/service.ts')).finopsService(parts) },
  metrics: { port: 'METRICS_PORT', create: async () => (await import('./figures-service.ts')).metricsService() },
};

/** At its port, the routes of all services of the process are answered: one address for programs, and one origin for pages. */
const WHOLE = 'ledger';

/** Names of all services. */
export const SERVICE_NAMES: readonly string[] = Object.keys(KINDS);

/**
 * Starts services.
 *
 * @throws {LoglineError} CONFIG_INVALID - a name is none, a file of a setting cannot be read, a port is taken. As `openAccess`.
 */
export async function runServices(surroundings: Surroundings, names: readonly string[]): Promise<RunningServices> {
  const { settings, log, now } = surroundings;
  demandNames(names);
  const keys = openKeys(settings);
  if (keys.isEmpty && !LOOPBACK.test(settings.HOST))
    log.warn(
      `No key is set, and ${settings.HOST} is open to others: only /health, /ready and /metrics are answered. Set API_KEY or API_KEYS_FILE.`,
    );
  const metrics = new Metrics();
  const tls = readTls(settings);
  const access = await openAccess({ settings, log, metrics, now });
  addLedgerFigures(metrics, access);
  const group = new ServerGroup(
    { ...surroundings, access, metrics },
    { ...serverOptions(surroundings, keys, metrics, access), tls },
  );
  try {
    await group.start(names);
  } catch (error) {
    await group.close();
    throw error;
  }
  const { ports } = group;
  log.info(
    `ready: ${Object.entries(ports)
      .map(([name, port]) => `${name} ${String(port)}`)
      .join(', ')}`,
    { ports },
  );
  return { ports, close: () => group.close() };
}

function serverOptions(
  surroundings: Surroundings,
  keys: ApiKeys,
  metrics: Metrics,
  known: LedgerAccess,
): Omit<ServerOptions, 'isDraining'> {
  const { settings, log, now, elapsedMs } = surroundings;
  return {
    gate: { keys, isLoopback: LOOPBACK.test(settings.HOST), now },
    log,
    metrics,
    rateLimit: new RateLimit({ max: settings.RATE_LIMIT_MAX, windowMs: settings.RATE_LIMIT_WINDOW, elapsedMs }),
    bodies: new BodyBudget(settings.MAX_REQUEST_SIZE),
    limits: {
      maxBodyBytes: settings.MAX_REQUEST_SIZE,
      maxInFlight: settings.MAX_IN_FLIGHT,
      requestTimeoutMs: settings.REQUEST_TIMEOUT_MS,
      headersTimeoutMs: settings.HEADERS_TIMEOUT_MS,
    },
    known,
    onFault: (error) => void tellDisagreement(dirname(settings.LEDGER_PATH), error, log),
  };
}

/** The servers of a process. */
class ServerGroup {
  /** The port of each, by the name of its service. */
  readonly ports: Record<string, number> = {};
  readonly #parts: ServiceParts;
  readonly #options: Omit<ServerOptions, 'isDraining'>;
  readonly #servers: FastifyInstance[] = [];
  readonly #ends: (() => Promise<void>)[] = [];
  #isDraining = false;

  constructor(parts: ServiceParts, options: Omit<ServerOptions, 'isDraining'>) {
    this.#parts = parts;
    this.#options = options;
  }

  async start(names: readonly string[]): Promise<void> {
    const services = new Map<string, Service>();
    for (const name of names) {
      const service = await KINDS[name]!.create(this.#parts);
      if (service.close !== undefined) this.#ends.push(service.close);
      services.set(name, service);
    }
    for (const [name, service] of services) {
      const others = [...services.values()].filter((other) => name === WHOLE && other !== service);
      await this.#listen(name, { ...service, alsoRoutes: others.flatMap(({ routes }) => routes) });
    }
  }

  async #listen(name: string, service: Service): Promise<void> {
    const server = createServer(service, { ...this.#options, isDraining: () => this.#isDraining });
    this.#servers.push(server);
    const { settings } = this.#parts;
    this.ports[name] = await listen(server, settings, KINDS[name]!.port);
  }

  async close(): Promise<void> {
    this.#isDraining = true;
    await closeServers(this.#servers, this.#parts.settings.SHUTDOWN_TIMEOUT_MS);
    await Promise.allSettled(this.#ends.map((end) => end()));
    await this.#parts.access.close();
  }
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

function demandNames(names: readonly string[]): void {
  const wrong = names.find((name) => !Object.hasOwn(KINDS, name));
  if (wrong === undefined && names.length > 0) return;
  const known = SERVICE_NAMES.join(', ');
  throw new LoglineError('CONFIG_INVALID', `There is no service ${JSON.stringify(wrong ?? '')}: there are ${known}.`);
}

function openKeys({ API_KEY, API_KEY_PREVIOUS, API_KEYS_FILE: path }: Settings): ApiKeys {
  const file = path === undefined ? undefined : { name: path, text: readSetting('API_KEYS_FILE', path) };
  return new ApiKeys({ apiKey: API_KEY, previousApiKey: API_KEY_PREVIOUS, file });
}

function readTls({ TLS_CERT: cert, TLS_KEY: key }: Settings): ServerOptions['tls'] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw new LoglineError('CONFIG_INVALID', 'TLS needs both TLS_CERT and TLS_KEY.');
  const files = { cert: readSetting('TLS_CERT', cert), key: readSetting('TLS_KEY', key) };
  try {
    createSecureContext(files);
  } catch (cause) {
    throw new LoglineError('CONFIG_INVALID', 'TLS_CERT and TLS_KEY are no certificate with its private key.', {
      cause,
    });
  }
  return files;
}

async function listen(server: FastifyInstance, settings: Settings, name: Kind['port']): Promise<number> {
  const { HOST: host, [name]: port } = settings;
  try {
    await server.listen({ host, port });
  } catch (cause) {
    const { code = 'it failed' } = cause as { code?: string };
    const why = code === 'EADDRINUSE' ? 'another program listens there already' : 'that address is not to be had';
    throw new LoglineError('CONFIG_INVALID', `${name}, HOST: ${host}:${String(port)}: ${why} (${code}).`, { cause });
  }
  return (server.server.address() as AddressInfo).port;
}

/** Connections that are still busy when the time is up are cut. */
async function closeServers(servers: readonly FastifyInstance[], timeoutMs: number): Promise<void> {
  const timer = setTimeout(() => {
    for (const { server } of servers) server.closeAllConnections();
  }, timeoutMs);
  await Promise.allSettled(servers.map((server) => server.close()));
  clearTimeout(timer);
}
