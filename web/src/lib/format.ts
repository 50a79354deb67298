// The server writes instants in the workspace's zone ("2026-03-01T12:00:00.000+08:00"). They are shown as written, never in the
// browser's zone: "20:00" in an SOP must read 20:00 for whoever looks.
import type { Say } from './i18n/i18n';

/** Thousands grouped. */
export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** One decimal below 100, none above. */
export function rate(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
}

/** A share of a whole in per cent; "–" of nothing. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '–';
  const value = (part / whole) * 100;
  return `${value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 })}%`;
}

/** `2026-03-01`. */
export function dayOf(instant: string): string {
  return instant.slice(0, 10);
}

/** `12:00:05`. */
export function clockOf(instant: string): string {
  return instant.slice(11, 19);
}

/** `03-01 12:00`. */
export function shortTime(instant: string): string {
  return `${instant.slice(5, 10)} ${instant.slice(11, 16)}`;
}

/** `2026-03-01 12:00:05`. */
export function fullTime(instant: string): string {
  return `${dayOf(instant)} ${clockOf(instant)}`;
}

/** 0 Sunday … 6 Saturday, of a day as written. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

const offset = /([+-])(\d\d):(\d\d)$/;

/** The same instant some milliseconds later, written in the same zone offset. */
export function addMs(instant: string, ms: number): string {
  const zone = offset.exec(instant);
  const minutes = zone ? (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) : 0;
  const local = new Date(Date.parse(instant) + ms + minutes * 60_000).toISOString();
  return zone ? local.replace('Z', zone[0]) : local;
}

export interface Span {
  readonly unit: 'second' | 'minute' | 'hour' | 'day';
  readonly amount: number;
  readonly past: boolean;
}

/** How far an instant is from now, in the one unit a person would say. */
export function distance(instant: string, now: string): Span {
  const ms = Date.parse(instant) - Date.parse(now);
  const seconds = Math.abs(ms) / 1000;
  const past = ms < 0;
  if (seconds < 60) return { unit: 'second', amount: Math.round(seconds), past };
  if (seconds < 3600) return { unit: 'minute', amount: Math.round(seconds / 60), past };
  if (seconds < 48 * 3600) return { unit: 'hour', amount: Math.round(seconds / 3600), past };
  return { unit: 'day', amount: Math.round(seconds / 86_400), past };
}

/** A length of time in the one unit that a person would say. */
export function lengthText(say: Say, ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return say('duration.s', { n: Math.round(seconds) });
  if (seconds < 3600) return say('duration.m', { n: Math.round(seconds / 60) });
  if (seconds < 48 * 3600) return say('duration.h', { n: Math.round(seconds / 3600) });
  return say('duration.d', { n: Math.round(seconds / 86_400) });
}

export interface Pace {
  readonly wall: 'second' | 'minute';
  readonly amount: number;
  readonly unit: 'minute' | 'hour' | 'day';
}

/** What one minute (or second) on the wall is worth in an accelerated business time: 1440 is a day a minute. */
export function pace(businessSecondsPerWallSecond: number): Pace {
  const perMinute = businessSecondsPerWallSecond * 60;
  const tidy = (value: number) => Math.round(value * 10) / 10;
  if (businessSecondsPerWallSecond >= 86_400) return { wall: 'second', amount: tidy(businessSecondsPerWallSecond / 86_400), unit: 'day' };
  if (perMinute >= 86_400) return { wall: 'minute', amount: tidy(perMinute / 86_400), unit: 'day' };
  if (perMinute >= 3600) return { wall: 'minute', amount: tidy(perMinute / 3600), unit: 'hour' };
  return { wall: 'minute', amount: tidy(perMinute / 60), unit: 'minute' };
}
