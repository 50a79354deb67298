import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../lib/types';
import { receivedBefore } from './before-leaving';

const event = (name: string, at: string): TimelineEntry => ({ id: `${name}@${at}`, kind: 'event', name, at: `2026-03-${at}:00.000+08:00` }) as TimelineEntry;
const left = event('contact.deleted_by_customer', '10T12:00');

describe('what was received before a deletion', () => {
  it('counts messages of the three days before, the latest first', () => {
    const timeline = [event('page.viewed', '10T13:00'), left, event('message.delivered', '10T11:30'), event('message.received', '09T09:00'), event('message.delivered', '07T12:00'), event('message.delivered', '07T11:59')];
    expect(receivedBefore(timeline, 1, true)).toEqual({ messages: 2, latest: timeline[2], complete: true });
  });

  it('knows when older entries are still to be loaded', () => {
    const timeline = [left, event('message.delivered', '10T11:30')];
    expect(receivedBefore(timeline, 0, false).complete).toBe(false);
    expect(receivedBefore([...timeline, event('page.viewed', '01T00:00')], 0, false).complete).toBe(true);
  });

  it('says when there was none', () => {
    expect(receivedBefore([left], 0, true)).toEqual({ messages: 0, latest: undefined, complete: true });
  });
});
