/** .jsonatomic/config.json, read strictly: a setting that is not understood is refused, never passed over. */
import { parseJson } from '../atomic/index.ts';
import { findingsError, requireSchema } from '../base/schema.ts';
import type { Configuration } from './generated/types.ts';
import { configurationSchema } from './generated/validators.ts';

export type { Configuration } from './generated/types.ts';

/**
 * Answers the settings that the text of a config file holds. Pure.
 *
 * @throws {LoglineError} CONFIG_INVALID - with `details.findings`; PARSE_ERROR and the other I-JSON codes.
 */
export function parseConfiguration(text: string | Uint8Array): Configuration {
  const configuration = requireSchema(configurationSchema, parseJson(text), 'CONFIG_INVALID');
  demandNoAddress(configuration);
  return configuration;
}

const PATHS = ['ledger', 'keyring', 'gatewayPolicy', 'gatewayRules'] as const;

/** Whoever clones a repository did not write its config, and would connect where it says, with the password of their environment. */
function demandNoAddress(configuration: Configuration): void {
  const member = PATHS.find((name) => /^[a-z][a-z0-9+.-]*:\/\//i.test(configuration[name] ?? ''));
  if (member === undefined) return;
  const wayOut = member === 'ledger' ? ' Name a database by --ledger, or in the variable LEDGER_PATH.' : '';
  const message = `${member}: a config file names files, and no addresses to connect to.${wayOut}`;
  throw findingsError([{ code: 'CONFIG_INVALID', pointer: `/${member}`, message }]);
}
