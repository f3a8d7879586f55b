/** `gateway check` */
import { decisionDraft } from '../../gateway/index.ts';
import type { RequestFacts, TextCheck } from '../../gateway/index.ts';
import { LoglineError } from '../../base/errors.ts';
import type { ServiceClient } from '../../client/index.ts';
import { openClient } from '../api.ts';
import type { GATEWAY_CHECK } from '../catalog/gateway.ts';
import { count } from '../change-text.ts';
import type { Call, Run } from '../command.ts';
import { openGateway, textOf } from '../guarding.ts';
import { readInput } from '../input.ts';
import { recordContext } from '../record-context.ts';
import { openRecorder } from '../recording.ts';
import { screenText } from '../screen-text.ts';
import { snakeCased } from '../snake-case.ts';
import { openVault, saltOf, writeVault } from '../vault-file.ts';

type Flags = (typeof GATEWAY_CHECK)['flags'];

export const run: Run<Flags> = async (call) => {
  const { flags, operands, output, terminal } = call;
  output.outliveReader();
  const client = await openClient(call, ['provider', 'model', 'dataClass', 'sanitized']);
  if (client !== undefined) {
    const { name, bytes } = await readInput(operands[0]!, terminal);
    return show(call, name, await checkThere(client, textOf(name, bytes), factsOf(call)));
  }
  const record = await openRecorder(call);
  const vault = flags.vault === undefined ? undefined : await openVault(flags.vault, terminal);
  const salt = saltOf(terminal);
  const gateway = await openGateway(call, { cachedBlocks: 0, ...(vault && { vault }), ...(salt && { salt }) });
  const { name, bytes } = await readInput(operands[0]!, terminal);
  const facts = factsOf(call);
  const check = gateway.check(textOf(name, bytes), facts);
  if (vault !== undefined && check.ok) await writeVault(flags.vault!, vault);
  await record?.(decisionDraft(check, { ...recordContext(call), ...facts }));
  return show(call, name, check);
};

async function show(call: Call<Flags>, name: string, check: TextCheck): Promise<0 | 1> {
  const { flags, output } = call;
  await (flags.sanitized ? output.write(check.sanitized ?? '') : output.one(jsonOf(check), linesOf(call, name, check)));
  return check.ok ? 0 : 1;
}

/** A text that is too long for the services is not looked at there, and has no verdict. */
async function checkThere({ gateway }: ServiceClient, content: string, facts: RequestFacts): Promise<TextCheck> {
  const { dataClass, ...rest } = facts;
  const metadata = dataClass === undefined ? {} : { metadata: { dataClass } };
  const { check, violations } = await gateway.preflight({ content, detail: true, ...rest, ...metadata });
  if (check !== undefined) return check as TextCheck;
  throw new LoglineError('LINE_TOO_LARGE', violations[0]?.message);
}

function factsOf({ flags: { provider, model, dataClass } }: Call<Flags>): RequestFacts {
  return {
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    ...(dataClass !== undefined && { dataClass }),
  };
}

function jsonOf({ decision, ok, violations, findings, spans, counts, rulesDigest, sanitized }: TextCheck): object {
  const answer = { ok, decision, violations, findings, spans, counts, rulesDigest };
  return { ...(snakeCased(answer) as object), ...(sanitized !== undefined && { sanitized }) };
}

/** A person reads so many. */
const SHOWN = 50;
const WORDS = { allow: ['green', 'ALLOWED'], redact: ['green', 'REDACTED'], deny: ['red', 'DENIED'] } as const;

function linesOf(
  { output: { paint } }: Call<Flags>,
  name: string,
  { decision, violations, findings, counts }: TextCheck,
): string[] {
  const [colour, word] = WORDS[decision];
  const left = findings.length - SHOWN;
  return [
    `${paint(colour, word)}  ${screenText(name)}: ${count(counts.secrets, 'secret')}, ${count(counts.personal, 'item')} of personal data, ${count(counts.terms, 'listed word')}`,
    ...violations.map(
      ({ rule, severity, message }) => `${paint(severity === 'error' ? 'red' : 'dim', rule)}  ${screenText(message)}`,
    ),
    ...findings
      .slice(0, SHOWN)
      .map(({ line, column, details }) => `  ${line ?? 0}:${column ?? 0}  ${String(details?.['rule'])}`),
    ...(left > 0 ? [`  and ${left} more; --output json lists them`] : []),
  ];
}
