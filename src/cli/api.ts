/** Commands that go to the services instead of being done here. */
import type { ServiceClient } from '../client/index.ts';
import { LoglineError } from '../base/errors.ts';
import type { LedgerSource } from '../ledger/index.ts';
import type { Call } from './command.ts';
import { openSource } from './ledgers.ts';
import { warn } from './notice.ts';

/** A call that may go to the services. */
interface ApiCall extends Pick<Call, 'terminal'> {
  readonly flags: { readonly api?: string | undefined };
  readonly origins: Readonly<Record<string, string>>;
}

/** Tests and mutants of a change take their time, and Ctrl-C ends the wait. */
const LONGEST_MS = 1_800_000;

/** Flags that say the same here and there. */
const COMMON = ['api', 'output', 'debug', 'json'];

/**
 * Answers the services that the call names, or `undefined` where it is done here. What only means something here is refused instead of
 * being passed over in silence.
 *
 * @param told - the flags that the services are told, by their names in code.
 * @throws {LoglineError} USAGE - the address is none, or another flag stands on the command line
 */
export async function openClient(call: ApiCall, told: readonly string[]): Promise<ServiceClient | undefined> {
  const { flags, origins, terminal } = call;
  if (flags.api === undefined) return undefined;
  demandTold(origins, [...COMMON, ...told]);
  const { createClient } = await import('../client/index.ts');
  const apiKey = terminal.env['API_KEY'] ?? '';
  if (apiKey !== '' && isOpen(flags.api)) warn(terminal, 'the key is sent without TLS: whoever reads along has it');
  const { signal } = terminal;
  return createClient({ url: flags.api, signal, timeoutMs: LONGEST_MS, ...(apiKey !== '' && { apiKey }) });
}

/** Answers the ledger that a call reads: that of the services, byte for byte, or the one that `--ledger` names. @throws {LoglineError} as {@link openClient} */
export async function sourceOf(
  call: ApiCall & { readonly flags: { readonly ledger: string } },
  told: readonly string[],
): Promise<LedgerSource> {
  const client = await openClient(call, told);
  return client === undefined ? openSource(call.flags.ledger, call.terminal) : client.ledger.source();
}

function demandTold(origins: Readonly<Record<string, string>>, told: readonly string[]): void {
  const other = Object.keys(origins).find((name) => origins[name] === 'flag' && !told.includes(name));
  if (other === undefined) return;
  const flag = `--${other.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new LoglineError(
    'USAGE',
    `${flag} is about what is done here; with --api the services do it. Leave one of them out.`,
    {
      details: { flag },
    },
  );
}

/** What goes to this machine alone is read by nobody else. */
function isOpen(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === 'http:' && !/^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
}
