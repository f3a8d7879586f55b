/** Calls between the page and a worker: a name and a value go out, progress and one answer come back. */

/** What a worker can be asked: each takes a value and answers one, and may tell how far it is. */
export type Tasks<T> = { readonly [Name in keyof T]: (input: never, tell: (progress: unknown) => void) => unknown };

type Input<Task> = Task extends (input: infer I, ...rest: never[]) => unknown ? I : never;
type Progress<Task> = Task extends (input: never, tell: (progress: infer P) => void) => unknown ? P : never;
type Output<Task> = Task extends (...input: never[]) => infer O ? Awaited<O> : never;

/** Why a task has no answer. */
export interface TaskFailure {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly findings?: readonly unknown[];
}

interface Asked {
  readonly id: number;
  readonly task: string;
  readonly input: unknown;
}

type Told =
  | { readonly id: number; readonly progress: unknown }
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly failure: TaskFailure };

/** The end of a channel in a worker. */
export interface WorkerScope {
  onmessage: ((event: MessageEvent<Asked>) => void) | null;
  postMessage: (told: Told) => void;
}

/** Answers what is asked, each when it is done. `failureOf` says what is told of something that was thrown. */
export function serve<T extends Tasks<T>>(
  scope: WorkerScope,
  tasks: T,
  failureOf: (error: unknown) => TaskFailure,
): void {
  scope.onmessage = ({ data: { id, task, input } }) => {
    const tell = (progress: unknown): void => scope.postMessage({ id, progress });
    void Promise.resolve()
      .then(() => tasks[task as keyof T](input as never, tell))
      .then(
        (output) => scope.postMessage({ id, output }),
        (error: unknown) => scope.postMessage({ id, failure: failureOf(error) }),
      );
  };
}

/** Thrown in the page where a task has no answer. */
export class TaskError extends Error {
  readonly failure: TaskFailure;

  constructor(failure: TaskFailure) {
    super(failure.message);
    this.name = 'TaskError';
    this.failure = failure;
  }
}

interface Waiting {
  readonly resolve: (output: never) => void;
  readonly reject: (error: TaskError) => void;
  readonly tell: (progress: never) => void;
}

/** The end of a channel in the page. */
export class Channel<T extends Tasks<T>> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<Told>) => this.#take(data));
    worker.addEventListener('error', () =>
      this.#failAll('The worker of the page has ended: its memory may not have been enough.'),
    );
  }

  /** Answers what the worker answers. @throws {TaskError} */
  ask<Name extends keyof T & string>(
    task: Name,
    input: Input<T[Name]>,
    tell: (progress: Progress<T[Name]>) => void = () => undefined,
    transfer: Transferable[] = [],
  ): Promise<Output<T[Name]>> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, tell });
      this.#worker.postMessage({ id, task, input } satisfies Asked, transfer);
    });
  }

  /** Ends the worker, whatever it is doing. */
  close(): void {
    this.#worker.terminate();
    this.#failAll('It was stopped.');
  }

  #take(told: Told): void {
    const waiting = this.#waiting.get(told.id);
    if (waiting === undefined) return;
    if ('progress' in told) {
      waiting.tell(told.progress as never);
      return;
    }
    this.#waiting.delete(told.id);
    if ('failure' in told) waiting.reject(new TaskError(told.failure));
    else waiting.resolve(told.output as never);
  }

  #failAll(message: string): void {
    for (const { reject } of this.#waiting.values()) reject(new TaskError({ code: 'CANCELLED', message, fix: '' }));
    this.#waiting.clear();
  }
}
