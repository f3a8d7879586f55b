/** `gateway check` */
import { decisionDraft } from '../../gateway/index.ts';
import type { RequestFacts, TextCheck } from '../../gateway/index.ts';
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
  const record = await openRecorder(call);
  const vault = flags.vault === undefined ? undefined : await openVault(flags.vault, terminal);
  const salt = saltOf(terminal);
  const gateway = await openGateway(call, { cachedBlocks: 0, ...(vault && { vault }), ...(salt && { salt }) });
  const { name, bytes } = await readInput(operands[0]!, terminal);
  const facts = factsOf(call);
  const check = gateway.check(textOf(name, bytes), facts);
  if (vault !== undefined && check.ok) await writeVault(flags.vault!, vault);
  await record?.(decisionDraft(check, { ...recordContext(call), ...facts }));
  await (flags.sanitized ? output.write(check.sanitized ?? '') : output.one(jsonOf(check), linesOf(call, name, check)));
  return check.ok ? 0 : 1;
};

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
