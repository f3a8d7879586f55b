/** How much is tried: `npm run test:long` asks for all of it, `npm test` for as much as there is time for. */

/** Whether everything is to be tried. */
export const isLong: boolean = process.env['LOGLINE_LONG'] === '1';

/** Answers how many cases are tried, where `all` are worth it. */
export const many = (all: number): number => (isLong ? all : Math.max(50, Math.ceil(all / 8)));
