/** A server that stands before services and lies about what they answer: for showing that nobody is taken in by it. */
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** It, while it runs. */
export interface Between {
  /** Ends in a slash. */
  readonly address: string;
  /** What was asked, as `METHOD /path`. */
  readonly asked: string[];
  /** Changes what is answered: handed bodies that are JSON. @default none: it tells the truth */
  lie: ((asked: string, body: unknown) => void) | undefined;
  close(): void;
}

/** Starts it before a port of this machine. */
export async function standBetween(port: number): Promise<Between> {
  const server = createServer((asked, answer) => {
    const line = `${asked.method!} ${asked.url!}`;
    between.asked.push(line);
    const { method, headers, url: path } = asked;
    const onwards = request({ port, host: '127.0.0.1', method, headers, path }, (theirs) => {
      void passOn(theirs, answer, (body) => between.lie?.(line, body));
    });
    onwards.on('error', () => answer.destroy());
    asked.pipe(onwards);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const between: Between = {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    asked: [],
    lie: undefined,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return between;
}

async function passOn(theirs: IncomingMessage, answer: ServerResponse, lie: (body: unknown) => void): Promise<void> {
  const { 'content-length': _, 'transfer-encoding': __, ...headers } = theirs.headers;
  answer.writeHead(theirs.statusCode!, headers);
  if (headers['content-type']?.startsWith('application/json') !== true) {
    theirs.pipe(answer);
    return;
  }
  const parts: Buffer[] = [];
  for await (const part of theirs) parts.push(part as Buffer);
  const body: unknown = JSON.parse(Buffer.concat(parts).toString());
  lie(body);
  answer.end(JSON.stringify(body));
}
