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
  const { year, month, day } = calendarDay(moment, timeZone);
  if (kind === 'month') return `${pad(year, 4)}-${pad(month, 2)}`;
  if (kind === 'day') return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return isoWeek(year, month, day);
}

interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function calendarDay(moment: Date, timeZone: string): CalendarDay {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  return { year: Number(parts['year']), month: Number(parts['month']), day: Number(parts['day']) };
}

/** Making a format takes a thousand times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
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
    formats.set(timeZone, format);
    return format;
  } catch (cause) {
    const message = `There is no time zone ${JSON.stringify(timeZone)}: use an IANA name such as Europe/Berlin.`;
    throw new LoglineError('TIME_ZONE_INVALID', message, { details: { timeZone }, cause });
  }
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
