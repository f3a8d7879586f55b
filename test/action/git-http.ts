/** A repository over git's own smart HTTP: `git http-backend`, as any web server runs it. */
import { spawn } from 'node:child_process';
import type { ServerResponse } from 'node:http';

/** A request for git. */
export interface GitRequest {
  readonly method: string;
  /** Path within the repository, such as `/info/refs`. */
  readonly path: string;
  readonly query: string;
  readonly contentType: string;
  /** `Git-Protocol`. */
  readonly protocol: string;
  readonly body: Uint8Array;
}

/** Answers a request from the repository in a folder. */
export function serveGit(folder: string, request: GitRequest, response: ServerResponse): void {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROTOCOL: request.protocol,
    PATH_INFO: `/.git${request.path}`,
    QUERY_STRING: request.query,
    REQUEST_METHOD: request.method,
    CONTENT_TYPE: request.contentType,
    CONTENT_LENGTH: String(request.body.length),
    REMOTE_ADDR: '127.0.0.1',
    REMOTE_USER: 'x-access-token',
  };
  const child = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stdin.on('error', () => undefined);
  child.stdin.end(request.body);
  child.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    const headers = output.subarray(0, end).toString().split('\r\n');
    const pairs = headers.map(
      (line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()] as const,
    );
    const { status, ...others } = Object.fromEntries(pairs);
    response.writeHead(Number.parseInt(status ?? '200', 10), others).end(output.subarray(end + 4));
  });
}
