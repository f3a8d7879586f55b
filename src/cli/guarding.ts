/** The gateway that the flags of a command mean, and the guard that it is for a ledger. */
import { LoglineError } from '../base/errors.ts';
import { fromUtf8 } from '../base/bytes.ts';
import type { Gateway, GatewayOptions, GatewayPolicy } from '../gateway/index.ts';
import type { LedgerOptions } from '../ledger/index.ts';
import type { GATEWAY, GUARD } from './catalog/shared.ts';
import type { Call } from './command.ts';
import { readInput } from './input.ts';
import { withPlace } from './place.ts';

/** Answers what `openLedger` takes as its guard; nothing where the flags ask for none. @throws {LoglineError} as {@link openGateway} */
export async function guardOption(call: Call<typeof GUARD>): Promise<Pick<LedgerOptions, 'guard'>> {
  const { guard } = call.flags;
  if (guard === 'off') return {};
  const { createGuard } = await import('../gateway/index.ts');
  const secretsAlone = guard === 'secrets' ? ({ secrets: 'deny', personalData: 'allow' } as const) : undefined;
  return { guard: createGuard(await openGateway(call, { policy: secretsAlone })) };
}

/**
 * Answers the gateway.
 *
 * @param policy - wins over the file that the flags name.
 * @throws {LoglineError} POLICY_INVALID, RULES_INVALID - with the file; INPUT_MISSING, INPUT_UNREADABLE and the codes of strict JSON.
 */
export async function openGateway(
  { flags, terminal }: Call<typeof GATEWAY>,
  { policy, ...options }: GatewayOptions & { readonly policy?: GatewayPolicy | undefined } = {},
): Promise<Gateway> {
  const { createGateway, parsePolicy } = await import('../gateway/index.ts');
  const policyFile =
    policy === undefined && flags.gatewayPolicy !== undefined
      ? await readInput(flags.gatewayPolicy, terminal)
      : undefined;
  const rulesFile = flags.gatewayRules === undefined ? undefined : await readInput(flags.gatewayRules, terminal);
  const read = policyFile && withPlace(policyFile.name, policyFile.bytes, () => parsePolicy(policyFile.bytes));
  const gitleaks = rulesFile && textOf(rulesFile.name, rulesFile.bytes);
  return createGateway(policy ?? read, { ...options, ...(gitleaks !== undefined && { gitleaks }) });
}

/** Answers the text of a file. @throws {LoglineError} INVALID_UTF8 - its bytes are none */
export function textOf(name: string, bytes: Uint8Array): string {
  const text = fromUtf8(bytes);
  if (text !== undefined) return text;
  throw new LoglineError('INVALID_UTF8', `${name} is not UTF-8, so nobody can say what stands in it.`);
}
