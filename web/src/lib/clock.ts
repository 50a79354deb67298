import { useEffect, useState } from 'react';
import { api } from './api';
import { addMs, pace } from './format';
import type { Say } from './i18n/i18n';
import type { ClockView } from './types';

/** The workspace's clock as last served. */
export function useClock(): ClockView | undefined {
  return api.useQuery('get', '/api/clock', {}, { refetchInterval: 10_000 }).data;
}

/** Business time, carried on between two answers of the server at its rate. */
export function useBusinessNow(): string | undefined {
  const { data, dataUpdatedAt } = api.useQuery('get', '/api/clock', {}, { refetchInterval: 10_000 });
  const [wall, setWall] = useState(() => Date.now());
  useEffect(() => {
    const ticking = setInterval(() => {
      setWall(Date.now());
    }, 1000);
    return () => {
      clearInterval(ticking);
    };
  }, []);
  return data && addMs(data.now, Math.max(0, wall - dataUpdatedAt) * data.rate);
}

export function paceText(say: Say, rate: number): string {
  const { wall, amount, unit } = pace(rate);
  return say(`clock.pace.${wall}.${unit}`, { n: amount });
}
