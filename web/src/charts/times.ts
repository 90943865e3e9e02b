/** Round moments of the listener's own clock, and how they are written. */

const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

interface Step {
  length: number;
  /** The last round moment at or before this one. */
  floor: (at: Date) => Date;
  next: (at: Date) => Date;
}

/** Steps are made by the local calendar, so that a day of 23 hours has its midnight, too. */
const STEPS: readonly Step[] = [
  ...[5, 10, 15, 30].map(minuteStep),
  ...[1, 2, 3, 6, 12].map(hourStep),
  ...[1, 2, 7, 14].map(dayStep),
  ...[1, 2, 3, 6].map(monthStep),
];

export function timeTicks(start: Date, end: Date, wanted: number): Date[] {
  const rough = (end.getTime() - start.getTime()) / Math.max(1, wanted);
  const step = STEPS.find((one) => one.length >= rough * 0.97) ?? STEPS[STEPS.length - 1];
  if (!step) return [];
  const ticks: Date[] = [];
  for (let at = step.floor(start); at <= end; at = step.next(at)) {
    if (at >= start) ticks.push(at);
    if (ticks.length > 200) break;
  }
  return ticks;
}

export function tickLabel(at: Date, span: number, language: string): string {
  if (span <= 2 * DAY)
    return at.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  if (span <= 9 * DAY) return at.toLocaleDateString(language, { weekday: "short", day: "numeric" });
  return at.toLocaleDateString(language, { day: "numeric", month: "short" });
}

export function dateTime(at: string | number | Date, language: string): string {
  return new Date(at).toLocaleString(language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

export function dateOnly(at: string | number | Date, language: string): string {
  return new Date(at).toLocaleDateString(language, { dateStyle: "medium" });
}

export function dayName(at: number | Date, language: string): string {
  return new Date(at).toLocaleDateString(language, {
    weekday: "short",
    day: "numeric",
    month: "short",
  });
}

/** 3:07, or 1:02:09 from an hour on; "–:––" where it is not known. */
export function clock(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–:––";
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Round places in a track: 0:00, 0:30, 1:00 ... */
export function trackTicks(duration: number, wanted: number): number[] {
  const steps = [5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600];
  const step = steps.find((one) => duration / one <= wanted) ?? 7200;
  return Array.from({ length: Math.floor(duration / step) + 1 }, (_, i) => i * step);
}

function minuteStep(minutes: number): Step {
  const length = minutes * MINUTE;
  return {
    length,
    floor: (at) => {
      const whole = new Date(at);
      whole.setMinutes(Math.floor(whole.getMinutes() / minutes) * minutes, 0, 0);
      return whole;
    },
    next: (at) => new Date(at.getTime() + length),
  };
}

function hourStep(hours: number): Step {
  return {
    length: hours * HOUR,
    floor: (at) => {
      const whole = new Date(at);
      whole.setMinutes(0, 0, 0);
      whole.setHours(Math.floor(whole.getHours() / hours) * hours);
      return whole;
    },
    next: (at) => {
      const later = new Date(at);
      later.setHours(later.getHours() + hours);
      // In the hour that is left out or comes twice, local hours can stand still.
      return later > at ? later : new Date(at.getTime() + hours * HOUR);
    },
  };
}

function dayStep(days: number): Step {
  return {
    length: days * DAY,
    floor: (at) => new Date(at.getFullYear(), at.getMonth(), at.getDate()),
    next: (at) => new Date(at.getFullYear(), at.getMonth(), at.getDate() + days),
  };
}

function monthStep(months: number): Step {
  return {
    length: months * 30 * DAY,
    floor: (at) => new Date(at.getFullYear(), at.getMonth(), 1),
    next: (at) => new Date(at.getFullYear(), at.getMonth() + months, 1),
  };
}
