/** Whether the services of this container are well, for its engine: status 0 where all are. Reads the settings that the services read. */
import http from 'node:http';
import https from 'node:https';

const PORTS = {
  ledger: ['PORT', '8000'],
  gateway: ['GATEWAY_PORT', '3001'],
  orchestrator: ['ORCHESTRATOR_PORT', '3002'],
  dte: ['DTE_PORT', '3003'],
  finops: ['FINOPS_PORT', '3004'],
  evidence: ['EVIDENCE_PORT', '3005'],
  metrics: ['METRICS_PORT', '9090'],
};

const { env } = process;
const names = (env.SERVICES || Object.keys(PORTS).join()).split(',').map((name) => name.trim());
/** Where services that listen everywhere can be asked. */
const OWN = { '0.0.0.0': '127.0.0.1', '::': '::1' };
const host = OWN[env.HOST] ?? (env.HOST || '127.0.0.1');

const results = await Promise.all(names.map(check));
for (const [i, name] of names.entries()) console.log(`${name}: ${results[i]}`);
process.exitCode = results.every((result) => result === 'healthy') ? 0 : 1;

/** @param {string} name @returns {Promise<string>} */
function check(name) {
  const [variable, preset] = PORTS[name] ?? [];
  const options = { host, port: env[variable] || preset, path: '/health', timeout: 5000 };
  return new Promise((resolve) => {
    const answered = (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? 'healthy' : `unhealthy (HTTP ${response.statusCode})`);
    };
    // It asks itself, under an address that no certificate names.
    const request = env.TLS_CERT
      ? https.get({ ...options, rejectUnauthorized: false }, answered)
      : http.get(options, answered);
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve('unhealthy (no answer)'));
  });
}
