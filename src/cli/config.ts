/** .jsonatomic/config.json, read strictly: a setting that is not understood is refused, never passed over. */
import { parseJson } from '../atomic/index.ts';
import { requireSchema } from '../base/schema.ts';
import type { Configuration } from './generated/types.ts';
import { configurationSchema } from './generated/validators.ts';
import { withPlace } from './place.ts';

/**
 * Answers the configuration that the bytes of a config file hold.
 *
 * @throws {LoglineError} CONFIG_INVALID - with the place in the file; PARSE_ERROR and the other I-JSON codes.
 */
export function parseConfig(path: string, bytes: Uint8Array): Configuration {
  return withPlace(path, bytes, () => requireSchema(configurationSchema, parseJson(bytes), 'CONFIG_INVALID'));
}
