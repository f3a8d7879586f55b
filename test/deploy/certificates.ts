/** Certificates for tests: made by openssl, as users make theirs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Files of a certificate and of its private key. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate that vouches for itself, for a name and 127.0.0.1. */
export function makeCertificate(folder: string, name: string): CertificateFiles {
  const files = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`];
  const { status, stderr } = spawnSync('openssl', [...args, ...names, '-keyout', files.key, '-out', files.cert], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  return files;
}
