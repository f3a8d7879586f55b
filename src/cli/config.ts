/** .jsonatomic/config.json, with the place of each fault in it. */
import { parseConfiguration } from '../ledger/index.ts';
import type { Configuration } from '../ledger/index.ts';
import { withPlace } from './place.ts';

/**
 * Answers the configuration that the bytes of a config file hold.
 *
 * @throws {LoglineError} CONFIG_INVALID - with the place in the file; PARSE_ERROR and the other I-JSON codes.
 */
export function parseConfig(path: string, bytes: Uint8Array): Configuration {
  return withPlace(path, bytes, () => parseConfiguration(bytes));
}
