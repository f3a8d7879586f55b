/** Bodies of answers, with bounds. */
import { LoglineError } from '../base/errors.ts';

/** Answers the bytes of a body, up to so many. @throws {LoglineError} SERVICE_ANSWER_INVALID - it is longer */
export async function readBytes(response: Response, most: number, request: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of partsOf(response)) {
    size += part.length;
    if (size > most)
      throw new LoglineError(
        'SERVICE_ANSWER_INVALID',
        `${request} was answered with more than ${String(most)} bytes.`,
        {
          details: { request, most, retryable: false },
        },
      );
    parts.push(part);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Not every browser lets streams be iterated. */
export async function* partsOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Answers the JSON of an answer. @throws {LoglineError} SERVICE_ANSWER_INVALID */
export async function readJson(response: Response, most: number, request: string): Promise<unknown> {
  const text = new TextDecoder().decode(await readBytes(response, most, request));
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new LoglineError('SERVICE_ANSWER_INVALID', `${request} was answered with something that is no JSON.`, {
      details: { request, status: response.status, retryable: false },
      cause,
    });
  }
}
