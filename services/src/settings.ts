/** Every setting of the services, in one table: its name, form, default and purpose. `.env.example` is made of it. */
import { LoglineError } from 'logline-core';
import type { EngineName } from 'logline-core/atomic';

/** One setting. */
export interface Setting<T> {
  /** Answers the value of a text. @throws {LoglineError} CONFIG_INVALID */
  readonly read: (text: string, name: string) => T;
  readonly preset: T;
  /** As it stands in `.env.example`; nothing where there is no default. */
  readonly shown: string;
  readonly about: string;
  readonly isSecret: boolean;
}

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const wrong = (name: string, what: string): LoglineError =>
  new LoglineError('CONFIG_INVALID', `${name} ${what}.`, { details: { setting: name } });

const text = (preset: string, about: string): Setting<string> => ({
  read: (value) => value,
  preset,
  shown: preset,
  about,
  isSecret: false,
});

const optional = (about: string, isSecret = false): Setting<string | undefined> => ({
  read: (value) => value,
  preset: undefined,
  shown: '',
  about,
  isSecret,
});

const secret = (about: string): Setting<string | undefined> => optional(about, true);

/** A value of a secret is never quoted. */
const hexKey = (about: string): Setting<string | undefined> => ({
  ...secret(about),
  read: (value, name) => {
    if (/^[0-9a-f]{64}$/.test(value)) return value;
    throw wrong(name, 'has to be 64 lower-case hex characters');
  },
});

const integer = (preset: number, about: string, least = 0, most = Number.MAX_SAFE_INTEGER): Setting<number> => ({
  read: (value, name) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= least && number <= most) return number;
    throw wrong(name, `has to be a whole number from ${String(least)} to ${String(most)}`);
  },
  preset,
  shown: String(preset),
  about,
  isSecret: false,
});

const port = (preset: number, about: string): Setting<number> => integer(preset, about, 0, 65_535);

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

const boolean = (preset: boolean, about: string): Setting<boolean> => ({
  read: (value, name) => {
    const read = Object.hasOwn(BOOLEANS, value) ? BOOLEANS[value] : undefined;
    if (read !== undefined) return read;
    throw wrong(name, 'has to be true or false');
  },
  preset,
  shown: String(preset),
  about,
  isSecret: false,
});

const oneOf = <T extends string>(choices: readonly T[], preset: T, about: string): Setting<T> => ({
  read: (value, name) => {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw wrong(name, `has to be one of ${choices.join(', ')}`);
  },
  preset,
  shown: preset,
  about: `${about} One of ${choices.join(', ')}.`,
  isSecret: false,
});

/** No default: what runs here is known when it is loaded. */
const engine = (about: string): Setting<EngineName | undefined> => ({
  ...oneOf<EngineName>(['fast', 'native', 'portable'], 'fast', about),
  preset: undefined,
  shown: '',
});

const amount = (preset: string, about: string): Setting<string> => ({
  ...text(preset, about),
  read: (value, name) => {
    if (/^\d{1,12}(?:\.\d{1,12})?$/.test(value)) return value;
    throw wrong(name, 'has to be an amount such as 100 or 12.50');
  },
});

/** All of them. */
export const SETTINGS = {
  HOST: text('127.0.0.1', 'Address to listen at. On any but a loopback address, set API_KEY or API_KEYS_FILE.'),
  PORT: port(8000, 'Port of the ledger API.'),
  METRICS_PORT: port(9090, 'Port of the figures for Prometheus.'),
  GATEWAY_PORT: port(3001, 'Port of the gateway.'),
  ORCHESTRATOR_PORT: port(3002, 'Port of the missions.'),
  DTE_PORT: port(3003, 'Port of the transform engine.'),
  FINOPS_PORT: port(3004, 'Port of budgets, forecasts and model policies.'),
  EVIDENCE_PORT: port(3005, 'Port of evidence and audit packs.'),
  SERVICES: optional('Which services to start, with commas between. Left out: all.'),
  TLS_CERT: optional('File of the certificate chain (PEM), for TLS without a proxy.'),
  TLS_KEY: optional('File of its private key (PEM).'),

  API_KEY: secret('The key of callers, with the role admin. Without any key only this machine is served.'),
  API_KEY_PREVIOUS: secret('The key before it, which is taken as well while keys are changed.'),
  API_KEYS_FILE: optional('File of more keys: lines of id, sha256 of the key, role, actor, expiry.'),

  LEDGER_PATH: text('data/ledger.jsonl', 'File of the ledger.'),
  DATABASE_URL: secret(
    'Ledger in PostgreSQL, for several processes that write (docs/postgres.md); wins over LEDGER_PATH.',
  ),
  SIGNING_KEY_FILE: optional(
    'File of the key that the services sign with. Without any key, one is made beside the ledger.',
  ),
  SIGNING_KEY_HEX: hexKey('The key itself, where there is no file: 64 hex characters.'),
  SIGNING_KEY_COMMAND: optional('Program that signs (docs/signers.md); its public key is PUBLIC_KEY_HEX.'),
  PUBLIC_KEY_HEX: optional('Public keys that are trusted, with commas between.'),
  KEYRING_FILE: optional('Keyring of the keys that are trusted, with their roles. Wins over PUBLIC_KEY_HEX.'),
  LEDGER_LEASE_MS: integer(
    15_000,
    'Of several processes on one ledger file, one writes; how long its claim holds unrenewed.',
    1000,
    600_000,
  ),
  LOGLINE_ENGINE: engine('Who hashes and checks signatures (docs/security.md). Left out: the fastest that runs.'),

  MAX_REQUEST_SIZE: integer(20_971_520, 'Largest request body in bytes.', 1024, 268_435_456),
  MAX_IN_FLIGHT: integer(1000, 'Requests that a service answers at a time; more get 503.', 1),
  REQUEST_TIMEOUT_MS: integer(30_000, 'Longest time to receive a request.', 100),
  HEADERS_TIMEOUT_MS: integer(10_000, 'Longest time to receive its head.', 100),
  SHUTDOWN_TIMEOUT_MS: integer(10_000, 'Longest time to finish what was accepted, at the end.'),
  RATE_LIMIT_MAX: integer(30_000, 'Requests of one key in a window.', 1),
  RATE_LIMIT_WINDOW: integer(60_000, 'The window in milliseconds.', 100),
  MAINTENANCE: boolean(false, 'No new missions are begun; what is under way goes on.'),

  LOG_LEVEL: oneOf(['error', 'warn', 'info', 'debug'], 'info', 'The least important lines that are written.'),
  LOG_FORMAT: oneOf(['json', 'text'], 'json', 'The form of log lines.'),

  PII_REDACTION_ENABLED: boolean(true, 'Whether the gateway takes personal data out, where no policy says.'),
  GATEWAY_POLICY_FILE: optional('Policy of the gateway (docs/gateway.md).'),
  GATEWAY_RULES_FILE: optional('More rules for secrets, as gitleaks has them.'),
  GATEWAY_RECORD: oneOf(
    ['findings', 'all', 'off'],
    'findings',
    'Which checks are recorded in the ledger, without the text.',
  ),
  DEFAULT_PROVIDER: text('copilot', 'Provider of a route where no model policy is set and nothing is preferred.'),
  DEFAULT_MODEL: text('gpt-4.1', 'Model of a forecast that names none.'),
  DEFAULT_BUDGET_USD: amount('100', 'Limit of the budget `default`, which is set at the first start; a month long.'),

  DTE_ROOT: text('.', 'Folder of the project that changes are made in. No path leads out of it.'),
  DTE_WORKERS: integer(2, 'Processes that plan, apply and verify changes.', 1, 64),
  DTE_CACHE_ENABLED: boolean(true, 'Whether they go on, with what they have loaded, after a change.'),
  DTE_TIMEOUT_MS: integer(300_000, 'Longest time for one change.', 1000),

  EVIDENCE_PATH: text('.jsonatomic/evidence', 'Folder of recorded contents, each a file named by its SHA-256.'),
  EVIDENCE_BATCH_SIZE: integer(
    100,
    'Events that come at the same time and are recorded in one piece, at most.',
    1,
    1000,
  ),
  EVIDENCE_COMPRESSION_LEVEL: integer(6, 'How much effort goes into small audit packs.', 0, 9),
} as const;

/** The values of all settings. */
export type Settings = { readonly [N in keyof typeof SETTINGS]: (typeof SETTINGS)[N]['preset'] };

/** Answers the settings of an environment. A variable that is set to nothing counts as not set. @throws {LoglineError} CONFIG_INVALID */
export function readSettings(env: Environment): Settings {
  const entries = Object.entries(SETTINGS as Record<string, Setting<unknown>>).map(([name, setting]) => {
    const value = env[name];
    return [name, value === undefined || value === '' ? setting.preset : setting.read(value, name)];
  });
  return Object.fromEntries(entries) as Settings;
}

/** Answers the text of `.env.example`. Pure. */
export function exampleFile(): string {
  const lines = Object.entries(SETTINGS as Record<string, Setting<unknown>>).map(
    ([name, { about, shown }]) => `# ${about}\n${shown === '' ? `# ${name}=` : `${name}=${shown}`}\n`,
  );
  return `# Settings of the services: copy this file to .env. Variables of the environment win over it.\n\n${lines.join('\n')}`;
}
