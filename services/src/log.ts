/** Log lines: one JSON object each, with the members that the guides name first. Texts for people are another form of the same. */

/** From what must be looked at to what only helps to find a fault. */
export const LEVELS = ['error', 'warn', 'info', 'debug'] as const;

/** One of {@link LEVELS}. */
export type Level = (typeof LEVELS)[number];

/** What a line says beside its sentence. `undefined` members are left out. */
export interface LogFacts {
  readonly trace_id?: string | undefined;
  readonly hash?: string | undefined;
  readonly [name: string]: unknown;
}

/** Where lines go. */
export interface Log extends Readonly<Record<Level, (msg: string, facts?: LogFacts) => void>> {
  /** Answers the log of a service. */
  of(service: string): Log;
}

/** How lines are written. */
export interface LogOptions {
  /** The least important that is written. */
  readonly level: Level;
  readonly form: 'json' | 'text';
  readonly write: (line: string) => void;
  readonly now: () => Date;
}

/** Answers a log. */
export function createLog(options: LogOptions, service = 'services'): Log {
  const form = options.form === 'json' ? jsonLine : textLine;
  const at = (level: Level) =>
    LEVELS.indexOf(level) > LEVELS.indexOf(options.level)
      ? () => undefined
      : (msg: string, facts: LogFacts = {}): void => {
          const timestamp = options.now().toISOString();
          options.write(`${form({ level, msg, timestamp, service, facts })}\n`);
        };
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    of: (name) => createLog(options, name),
  };
}

interface Line {
  readonly level: Level;
  readonly msg: string;
  readonly timestamp: string;
  readonly service: string;
  readonly facts: LogFacts;
}

function jsonLine({ level, msg, timestamp, service, facts }: Line): string {
  const { trace_id = null, hash = null, ...more } = facts;
  return JSON.stringify({ level, msg, trace_id, hash, timestamp, service, ...more });
}

/** Levels in capitals, as people search for them. Control characters of a message cannot make a line of their own. */
function textLine({ level, msg, timestamp, service, facts: { trace_id } }: Line): string {
  const text = msg.replace(/\p{Cc}/gu, ' ');
  return `${timestamp} ${level.toUpperCase().padEnd(5)} ${service}: ${text}${trace_id === undefined ? '' : ` [${trace_id}]`}`;
}
