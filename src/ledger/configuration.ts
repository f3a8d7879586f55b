/** .jsonatomic/config.json, read strictly: a setting that is not understood is refused, never passed over. */
import { parseJson } from '../atomic/index.ts';
import { requireSchema } from '../base/schema.ts';
import type { Configuration } from './generated/types.ts';
import { configurationSchema } from './generated/validators.ts';

export type { Configuration } from './generated/types.ts';

/**
 * Answers the settings that the text of a config file holds. Pure.
 *
 * @throws {LoglineError} CONFIG_INVALID - with `details.findings`; PARSE_ERROR and the other I-JSON codes.
 */
export function parseConfiguration(text: string | Uint8Array): Configuration {
  return requireSchema(configurationSchema, parseJson(text), 'CONFIG_INVALID');
}
