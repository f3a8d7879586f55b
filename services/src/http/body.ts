/** Bodies: strict JSON, and no body at all. */
import type { FastifyInstance } from 'fastify';
import { LoglineError, parseJson } from 'logline-core/atomic';

/** Makes a server read strict JSON (RFC 7493), and take an empty body of any type for none, as `curl -X POST` sends it. */
export function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) =>
    bytes.length === 0 ? undefined : parseJson(bytes, { maxLineBytes: Math.max(1, bytes.length) }),
  );
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) => {
    if (bytes.length > 0) throw new LoglineError('MEDIA_TYPE_UNSUPPORTED');
    return undefined;
  });
}
