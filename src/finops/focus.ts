/**
 * Usages in the format of FOCUS 1.2 (FinOps Open Cost and Usage Specification), which tools for cloud costs read: one row a usage.
 *
 * @see docs/finops.md, "FOCUS"
 */
import type { Spending } from './finance.ts';
import { formatMoney } from './money.ts';
import { monthAround } from './period.ts';
import { tokenUsageOf, totalTokens } from './usage.ts';

/** One row, by the names of the columns. */
export type FocusRow = Readonly<Record<string, string>>;

/** The columns of an export, in their order. A column that FOCUS lets be null is empty where a usage does not say it. */
export const FOCUS_COLUMNS: readonly string[] = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'ServiceSubcategory',
  'SkuId',
  'SkuMeter',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'Tags',
  'x_Attestation',
  'x_UsageId',
];

/** Answers usages as rows of FOCUS, in the order that they come in. Pure. */
export const focusRows = (spendings: readonly Spending[]): FocusRow[] => spendings.map(focusRow);

/** What FOCUS lets no usage leave open, and a usage does not say. */
const UNKNOWN = 'unknown';

function focusRow({ id, cost, at, actor, record }: Spending): FocusRow {
  const { currency, provider = UNKNOWN, model, scope, attestation } = record;
  const { organisation: account = UNKNOWN, repository = '' } = scope;
  const [monthStart, monthEnd] = monthAround(at);
  const [quantity, unit] = measureOf(record);
  const amount = formatMoney(cost);
  return {
    BilledCost: amount,
    BillingAccountId: account,
    BillingAccountName: account,
    BillingCurrency: currency,
    BillingPeriodEnd: timeText(monthEnd),
    BillingPeriodStart: timeText(monthStart),
    ChargeCategory: 'Usage',
    ChargeClass: '',
    ChargeDescription: `Use of ${model ?? 'a model'}`,
    ChargeFrequency: 'Usage-Based',
    // The end is exclusive, and a usage is a moment: the second that it lies in.
    ChargePeriodEnd: timeText(new Date(at.getTime() + 1000)),
    ChargePeriodStart: timeText(at),
    ConsumedQuantity: quantity,
    ConsumedUnit: unit,
    ContractedCost: amount,
    EffectiveCost: amount,
    InvoiceIssuerName: provider,
    ListCost: amount,
    PricingQuantity: quantity,
    PricingUnit: unit,
    ProviderName: provider,
    PublisherName: provider,
    ResourceId: model ?? '',
    ResourceName: '',
    ResourceType: model === undefined ? '' : 'Model',
    ServiceCategory: 'AI and Machine Learning',
    ServiceName: model ?? UNKNOWN,
    ServiceSubcategory: 'Generative AI',
    SkuId: model ?? UNKNOWN,
    SkuMeter: unit,
    SkuPriceId: model ?? UNKNOWN,
    SubAccountId: repository,
    SubAccountName: repository,
    Tags: tagsOf(actor, record),
    x_Attestation: attestation,
    x_UsageId: id,
  };
}

/** All tokens, or one request where a usage tells none: a quantity of a usage is never null. */
function measureOf({ tokens }: Spending['record']): [quantity: string, unit: string] {
  return tokens === undefined ? ['1', 'Requests'] : [String(totalTokens(tokenUsageOf(tokens))), 'Tokens'];
}

/** A JSON object of texts, as FOCUS wants it. */
function tagsOf(
  actor: string,
  { scope: { mission, repository }, task, forecast, reservation }: Spending['record'],
): string {
  const tags = { actor, mission, repository, task, forecast, reservation };
  return JSON.stringify(Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== undefined)));
}

/** To the second, in UTC. */
const timeText = (moment: Date): string => `${moment.toISOString().slice(0, 19)}Z`;
