/** Price tables that a call names. */
import { LoglineError } from '../base/errors.ts';
import { isLiteLlmFile, listPrices, overlayPrices, parsePriceTable } from '../finops/index.ts';
import type { PriceTable } from '../finops/index.ts';
import type { PRICES } from './catalog/money.ts';
import type { Call } from './command.ts';
import { readInput } from './input.ts';
import { withPlace } from './place.ts';

/**
 * Answers the prices of a call: the table in its file, laid over the list prices.
 *
 * @throws {LoglineError} INPUT_MISSING, INPUT_UNREADABLE; PRICES_INVALID and the codes of strict JSON, with the place in the file.
 */
export async function pricesOf({ flags, terminal }: Call<typeof PRICES>): Promise<PriceTable> {
  if (flags.prices === undefined) return listPrices();
  const { name, bytes } = await readInput(flags.prices, terminal);
  return withPlace(name, bytes, () => {
    if (isLiteLlmFile(bytes)) throw new LoglineError('PRICES_INVALID', `${name} ${NOT_IMPORTED}`);
    return overlayPrices(listPrices(), parsePriceTable(bytes));
  });
}

const NOT_IMPORTED =
  "has no date, as files in LiteLLM's format have none: make a price table of it with `finops prices --import`.";
