/** What verification asks of `node:os`, in a browser: a worker has one thread, and is one of several already. The build puts it in its place. */
export const availableParallelism = (): number => 1;
