/** `generate-keys` */
import { generateKeyPair } from '../../atomic/index.ts';
import type { GENERATE_KEYS } from '../catalog/keys.ts';
import type { Run } from '../command.ts';
import { writeKeyFiles } from '../key-files.ts';

export const run: Run<(typeof GENERATE_KEYS)['flags']> = async ({ flags, output }) => {
  const { privateKey, publicKey } = generateKeyPair();
  if (flags.out === undefined) {
    // The operations guide greps these lines, and takes their last word.
    const lines = [`Private Key (SIGNING_KEY_HEX): ${privateKey}`, `Public Key (PUBLIC_KEY_HEX): ${publicKey}`];
    await output.one({ private_key: privateKey, public_key: publicKey }, lines);
    return 0;
  }
  const { privateFile, publicFile } = await writeKeyFiles(flags.out, { privateKey, publicKey });
  await output.one({ private_key_file: privateFile, public_key_file: publicFile, public_key: publicKey }, [
    `Private Key File (SIGNING_KEY_FILE): ${privateFile}`,
    `Public Key File: ${publicFile}`,
    `Public Key (PUBLIC_KEY_HEX): ${publicKey}`,
  ]);
  return 0;
};
