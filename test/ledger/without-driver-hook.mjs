/** For a process in which the driver of PostgreSQL is not installed. */
import { register } from 'node:module';

const hook = `export async function resolve(name, context, next) {
  if (name === 'pg') throw new Error('It is not installed.');
  return next(name, context);
}`;
register(`data:text/javascript,${encodeURIComponent(hook)}`);
