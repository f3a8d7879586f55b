/** Periods of budgets, by the calendar of a time zone. */
import { LoglineError } from '../base/errors.ts';

/** How long a budget lasts before it begins anew. Weeks begin on Monday (ISO 8601). */
export type PeriodKind = 'day' | 'week' | 'month' | 'total';

/**
 * Answers the name of the period that a moment lies in: `2026-11-26`, `2026-W48`, `2026-11` or `total`. Pure.
 *
 * @param timeZone - an IANA name such as `Europe/Berlin`, or `UTC`.
 * @throws {LoglineError} TIME_ZONE_INVALID - there is no such time zone.
 */
export function periodOf(moment: Date, kind: PeriodKind, timeZone: string): string {
  if (kind === 'total') return 'total';
  const { year, month, day } = calendarDay(moment, formatOf(timeZone));
  if (kind === 'month') return `${pad(year, 4)}-${pad(month, 2)}`;
  if (kind === 'day') return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return isoWeek(year, month, day);
}

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days by the quarter of an hour that they were asked for: clocks are set back and forth at whole quarters, and asking takes long. */
interface DayFormat {
  readonly format: Intl.DateTimeFormat;
  readonly days: Map<number, CalendarDay>;
}

const QUARTER_MS = 900_000;
/** Since then every zone is whole quarters from UTC; before, some were not. */
const QUARTERS_SINCE = Date.UTC(1973, 0, 1) / QUARTER_MS;
const MAX_DAYS = 20_000;

function calendarDay(moment: Date, { format, days }: DayFormat): CalendarDay {
  const quarter = Math.floor(moment.getTime() / QUARTER_MS);
  const known = days.get(quarter);
  if (known !== undefined) return known;
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const day = { year: Number(parts['year']), month: Number(parts['month']), day: Number(parts['day']) };
  if (days.size >= MAX_DAYS) days.clear();
  if (quarter >= QUARTERS_SINCE) days.set(quarter, day);
  return day;
}

/** Making a format takes a thousand times as long as using it. */
const formats = new Map<string, DayFormat>();

/** Answers whether there is a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

function formatOf(timeZone: string): DayFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    });
    const own = { format, days: new Map() };
    formats.set(timeZone, own);
    return own;
  } catch (cause) {
    const message = `There is no time zone ${JSON.stringify(timeZone)}: use an IANA name such as Europe/Berlin.`;
    throw new LoglineError('TIME_ZONE_INVALID', message, { details: { timeZone }, cause });
  }
}

/** Answers the first moments of the month, by UTC, that a moment lies in and of the next. Pure. */
export function monthAround(moment: Date): readonly [Date, Date] {
  const [year, month] = [moment.getUTCFullYear(), moment.getUTCMonth()];
  return [new Date(Date.UTC(year, month, 1)), new Date(Date.UTC(year, month + 1, 1))];
}

/** The week that a day lies in: that of its Thursday, as ISO 8601 counts. */
function isoWeek(year: number, month: number, day: number): string {
  const date = new Date(Date.UTC(year, month - 1, day));
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - first) / (7 * DAY_MS)) + 1;
  return `${pad(thursday.getUTCFullYear(), 4)}-W${pad(week, 2)}`;
}

const DAY_MS = 86_400_000;

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');
