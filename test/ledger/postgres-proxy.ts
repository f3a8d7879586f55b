/** A bad network for tests. */
import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** Between a program and the server: cuts connections when it is told to. */
export class Proxy {
  /**
   * Cuts the connection that carries the next append: before the server gets it, or when the server answers; or lets the server get it late, when the program has
   * seen its connection end.
   */
  cutOn: 'question' | 'answer' | 'late' | undefined;
  /** What `late` means, in milliseconds. */
  lateMs = 300;
  /** Cuts connections in the very moment in which they ask for something: so many of them, after so many that pass. */
  cutsAsking = { text: '', passes: 0, times: 0 };
  /** Takes no connections. */
  refuses = false;
  /** Passes nothing on. */
  isSilent = false;
  cuts = 0;
  /** Messages from the program to the server. */
  messages = 0;
  port = 0;
  readonly #sockets = new Set<Socket>();
  readonly #target: number;

  constructor(target: number) {
    this.#target = target;
  }

  static async open(t: TestContext, target: number): Promise<Proxy> {
    const proxy = new Proxy(target);
    const listener = createServer((client) => proxy.#join(client)).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    proxy.port = (listener.address() as AddressInfo).port;
    t.after(() => {
      proxy.cutAll();
      listener.close();
    });
    return proxy;
  }

  address(direct: string): string {
    return direct.replace(/:\d+\//, `:${String(this.port)}/`);
  }

  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #join(client: Socket): void {
    if (this.refuses) {
      client.destroy();
      return;
    }
    const remote = createConnection(this.#target, '127.0.0.1');
    const both = [client, remote];
    let isAppending = false;
    let isLate = false;
    const cut = (): void => {
      this.cuts++;
      this.cutOn = undefined;
      for (const socket of both) socket.destroy();
    };
    for (const socket of both) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (!isLate) for (const each of both) each.destroy();
      });
    }
    const deliverLate = (chunk: Buffer): void => {
      isLate = true;
      this.cuts++;
      this.cutOn = undefined;
      client.destroy();
      setTimeout(() => remote.end(chunk), this.lateMs);
    };
    client.on('data', (chunk) => {
      this.messages++;
      const isAppend = chunk.includes('logline_go_on');
      if (isAppend && this.cutOn === 'late') deliverLate(chunk);
      else if (this.#isToCut(chunk) || (isAppend && this.cutOn === 'question')) cut();
      else if (!this.isSilent) remote.write(chunk);
      if (isAppend) isAppending = true;
    });
    remote.on('data', (chunk) => {
      if (isAppending && this.cutOn === 'answer') cut();
      else if (!this.isSilent) client.write(chunk);
    });
  }

  #isToCut(chunk: Buffer): boolean {
    const { cutsAsking: asking } = this;
    if (asking.times === 0 || !chunk.includes(asking.text)) return false;
    if (asking.passes-- > 0) return false;
    asking.times--;
    return true;
  }
}
