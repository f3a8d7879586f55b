/** JSON pointers (RFC 6901). */

/** Answers the pointer to a place: `['a', 0, 'b/c']` gives `/a/0/b~1c`, the whole text gives the empty string. Pure. */
export function pointerTo(path: readonly (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
