/** The framework of the services by itself: what is sent as JSON comes back. */
import fastify from 'fastify';

const app = fastify();
app.post('/echo', async (request) => request.body);
await app.listen({ host: '127.0.0.1', port: 0 });
const address = /** @type {import('node:net').AddressInfo} */ (app.server.address());
console.log(JSON.stringify({ ports: { echo: address.port } }));
process.on('SIGTERM', () => void app.close());
