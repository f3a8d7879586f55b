/** The gateway: what may be sent to a model, and to which. */
import { Type } from '@sinclair/typebox';
import type { Static } from '@sinclair/typebox';
import { formatMoney, listPrices, moneyOf, NO_TOKENS, routeTask } from 'logline-core/finops';
import type { RouteRequest } from 'logline-core/finops';
import { createGateway, decisionDraft, parsePolicy, preflight } from 'logline-core/gateway';
import type { Gateway, GatewayPolicy, TextCheck } from 'logline-core/gateway';
import { READERS, WORKERS } from '../auth/caller.ts';
import { route } from '../http/route.ts';
import type { Answer, Asked, Route } from '../http/route.ts';
import type { Service } from '../http/server.ts';
import { DataClassSchema, named, oneOf, open } from '../http/shared-schemas.ts';
import type { ServiceParts } from '../parts.ts';
import { parsedSetting } from '../setting-file.ts';
import type { Settings } from '../settings.ts';

const PreflightBody = Type.Object(
  {
    content: Type.String({ description: 'The text.' }),
    provider: Type.Optional(Type.String({ maxLength: 256 })),
    model: Type.Optional(Type.String({ maxLength: 256 })),
    detail: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether `check`, the whole verdict, is answered as well.' }),
    ),
    metadata: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: "The caller's own; `dataClass` and `model` are read.",
      }),
    ),
  },
  { additionalProperties: false },
);

const Violation = named(
  'Violation',
  { rule: Type.String(), severity: Type.String(), message: Type.String() },
  'What the policy says against a text.',
);

const CheckForm = named(
  'TextCheck',
  {
    ok: Type.Boolean(),
    decision: oneOf(['allow', 'redact', 'deny']),
    violations: Type.Array(Violation),
    findings: Type.Array(open({ code: Type.String(), message: Type.String() })),
    spans: Type.Array(
      open({
        start: Type.Integer(),
        end: Type.Integer(),
        kind: oneOf(['secret', 'personal', 'term']),
        rule: Type.String(),
      }),
    ),
    counts: Type.Record(Type.String(), Type.Integer()),
    rulesDigest: Type.String(),
    sanitized: Type.Optional(Type.String()),
  },
  'The whole verdict, as the library gives it.',
);

const PreflightForm = named(
  'PreflightResult',
  {
    ok: Type.Boolean({ description: 'Whether the text may be sent, as `sanitizedContent` has it.' }),
    violations: Type.Array(Violation),
    redactions: Type.Array(
      open({
        type: oneOf(['secret', 'pii', 'proprietary']),
        position: Type.Integer({ description: 'In UTF-16 code units.' }),
        length: Type.Integer(),
        placeholder: Type.String({ description: 'What kind of thing stands there now.' }),
        rule: Type.String(),
      }),
    ),
    sanitizedContent: Type.Optional(Type.String({ description: 'Left out where the text is refused.' })),
    check: Type.Optional(CheckForm),
  },
  'The verdict on a text.',
);

const RouteBody = Type.Object(
  {
    task: Type.String({ minLength: 1, maxLength: 256 }),
    budget: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1e9, description: 'The most that the call may cost, in USD.' }),
    ),
    preferredProvider: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    inputTokens: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9, default: 1000 })),
    outputTokens: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9, default: 1000 })),
    dataClass: Type.Optional(DataClassSchema),
  },
  { additionalProperties: false },
);

const Name = Type.Union([Type.String(), Type.Null()]);
const RouteForm = named(
  'ModelRoute',
  {
    provider: Name,
    model: Name,
    policyApplied: Name,
    estimatedCost: Type.Union([Type.Number(), Type.Null()]),
    exactCost: Type.Optional(Type.String({ description: 'The same, exact.' })),
    why: Type.Optional(Type.Array(Type.String())),
    refused: Type.Array(open({ model: Type.String(), policy: Type.String(), why: Type.String() })),
  },
  'The model for a task.',
);

const RulesForm = named('GatewayRules', { rulesDigest: Type.String() }, 'What the gateway judges by.');

/** Answers the service. @throws {LoglineError} POLICY_INVALID, RULES_INVALID, CONFIG_INVALID - of what the settings name */
export function gatewayService(parts: ServiceParts): Service {
  const gateway = openGateway(parts.settings);
  return {
    name: 'gateway',
    title: 'Gateway',
    ailments: () => parts.access.ailments(),
    routes: [preflightRoute(parts, gateway), routingRoute(parts), rulesRoute(gateway)],
  };
}

function openGateway(settings: Settings): Gateway {
  const { GATEWAY_POLICY_FILE: policyFile, GATEWAY_RULES_FILE: rulesFile } = settings;
  const own = policyFile === undefined ? {} : parsedSetting('GATEWAY_POLICY_FILE', policyFile, parsePolicy);
  const preset: GatewayPolicy = {
    maxBytes: settings.MAX_REQUEST_SIZE,
    personalData: settings.PII_REDACTION_ENABLED ? 'redact' : 'allow',
  };
  const policy = { ...preset, ...own };
  if (rulesFile === undefined) return createGateway(policy);
  return parsedSetting('GATEWAY_RULES_FILE', rulesFile, (gitleaks) => createGateway(policy, { gitleaks }));
}

function preflightRoute(parts: ServiceParts, gateway: Gateway): Route {
  const most = parts.settings.MAX_REQUEST_SIZE;
  return route({
    method: 'POST',
    path: '/gateway/preflight',
    summary: 'Finds secrets and personal data in a text, takes them out, and says what the policy says.',
    may: WORKERS,
    body: PreflightBody,
    // What is allowed as a text can be twice as long in JSON.
    maxBodyBytes: 2 * most + 65_536,
    tooLarge: () => ({ body: tooLong(most) }),
    answers: { 200: { description: 'The verdict, yes or no.', schema: PreflightForm } },
    run: (asked) => check(parts, gateway, asked),
    // The same text by the same rules is the same verdict.
    again: async ({ body }, { atomic }) => ({ body: verdictOf(body, preflight(gateway, body)), hash: atomic.hash }),
  });
}

const tooLong = (most: number): Static<typeof PreflightForm> => ({
  ok: false,
  violations: [
    { rule: 'max_request_size', severity: 'error', message: `The text is longer than ${String(most)} bytes.` },
  ],
  redactions: [],
});

async function check(
  parts: ServiceParts,
  gateway: Gateway,
  { body, caller, traceId }: Asked<object, object, Static<typeof PreflightBody>>,
): Promise<Answer> {
  const { metrics, elapsedMs } = parts;
  const began = elapsedMs();
  const { result, check: found } = preflight(gateway, body);
  const ms = elapsedMs() - began;
  metrics.preflights.observe(ms / 1000);
  for (const { type } of result.redactions) metrics.redactions.inc({ type });
  for (const { rule } of result.violations) metrics.violations.inc({ rule });
  const hash = await record(parts, found, { actor: caller.actor, traceId });
  if (!result.ok)
    parts.log.of('gateway').warn('A text was refused by the policy.', {
      trace_id: traceId,
      hash,
      rules: result.violations.map(({ rule }) => rule),
    });
  return {
    body: verdictOf(body, { result, check: found }),
    headers: { 'x-preflight-latency-ms': ms.toFixed(3) },
    hash,
  };
}

const verdictOf = (
  { detail }: Static<typeof PreflightBody>,
  { result, check }: ReturnType<typeof preflight>,
): Static<typeof PreflightForm> | object => (detail === true ? { ...result, check } : result);

/** What was found is on record before anybody acts on it. */
async function record(
  { access, settings, now }: ServiceParts,
  found: TextCheck,
  { actor, traceId }: { readonly actor: string; readonly traceId: string },
): Promise<string | undefined> {
  const { GATEWAY_RECORD: which } = settings;
  if (which === 'off' || (which === 'findings' && found.decision === 'allow')) return undefined;
  const { atomic } = await access.append(decisionDraft(found, { actor, createdAt: now().toISOString(), traceId }));
  return atomic.hash;
}

function routingRoute(parts: ServiceParts): Route {
  return route({
    method: 'POST',
    path: '/gateway/route',
    summary: 'The model for a task, by the model policies, the budgets and the data class.',
    may: WORKERS,
    body: RouteBody,
    answers: { 200: { description: 'The model; null where none may be called, and why.', schema: RouteForm } },
    run: (asked) => choose(parts, asked),
  });
}

async function choose(
  { access, settings, now }: ServiceParts,
  { body }: Asked<object, object, Static<typeof RouteBody>>,
): Promise<Answer> {
  const finance = await access.finance.read();
  // Where nobody has set a policy yet, nothing speaks against what the caller prefers, and nothing says what it costs.
  if (finance.policies.size === 0) {
    const provider = body.preferredProvider ?? settings.DEFAULT_PROVIDER;
    const why = ['no model policy is set, so the provider is the one that is preferred'];
    return { body: { provider, model: null, policyApplied: null, estimatedCost: null, why, refused: [] } };
  }
  const { chosen, refused } = routeTask(finance, requestOf(body, now()), listPrices());
  if (chosen === undefined)
    return { body: { provider: null, model: null, policyApplied: null, estimatedCost: null, refused } };
  const { provider, model, policyApplied, usdEstimate: estimatedCost, estimatedCost: exact, why } = chosen;
  return { body: { provider, model, policyApplied, estimatedCost, exactCost: formatMoney(exact), why, refused } };
}

function requestOf(body: Static<typeof RouteBody>, at: Date): RouteRequest {
  const { task, budget, preferredProvider, inputTokens = 1000, outputTokens = 1000, dataClass } = body;
  return {
    task,
    at,
    tokens: { ...NO_TOKENS, input: inputTokens, output: outputTokens },
    budget: budget === undefined ? undefined : moneyOf(budget),
    preferredProvider,
    dataClass,
  };
}

const rulesRoute = (gateway: Gateway): Route =>
  route({
    method: 'GET',
    path: '/gateway/rules',
    summary: 'Digest of policy and rules: the same digest and text give the same answer.',
    may: READERS,
    answers: { 200: { description: 'The digest.', schema: RulesForm } },
    run: async () => ({ body: { rulesDigest: gateway.rulesDigest } }),
  });
