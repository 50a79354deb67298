// Versions and drafts of the made-up town: kept in memory, previewed with figures that look like a busy Tuesday.
import type { DraftAnswer, PreviewAnswer, PublicationView, SopVersionView } from '../src/lib/types.ts';
import { addMs } from '../src/lib/format.ts';
import { customers, now } from './town.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const file = `sop: cart-nudge
title: 加购未支付
trigger: { tag: intent/cart }
when: { not: { tag: service/complaint } }
goal: { event: order.paid }
window: 7d
steps:
  - { id: nudge, title: 轻声提醒, at: +2h, send: direct, material: cart-nudge }
  - { id: proof, title: 真实评价, at: day 1 20:00, send: direct, material: reviews, late: skip, expires: 12h }
  - { id: call, title: 电话回访, at: day 3 10:00, when: { attribute: tier, in: [gold, black] }, task: 电话回访 }
`;

const versions: readonly SopVersionView[] = [
  { number: 3, publishedAt: '2026-03-03T16:20:00.000+08:00', by: 'console', note: '评价改到第二天晚上八点', state: 'live', runs: 18, closed: false },
  { number: 2, publishedAt: '2026-02-24T09:05:00.000+08:00', by: 'apply', note: null, state: 'finishing', runs: 7, closed: false },
  { number: 1, publishedAt: '2026-02-01T10:00:00.000+08:00', by: 'apply', note: null, state: 'past', runs: 0, closed: false },
];

const drafts = new Map<string, DraftAnswer>();

const missing = (code: string): Answer => ({ status: 404, body: { type: `/problems/${code}`, title: code, status: 404 } });

export function versionAnswer(number: string | undefined): Answer {
  if (number === undefined) return { status: 200, body: { items: versions, next: null } };
  const version = versions.find((each) => String(each.number) === number);
  return version === undefined ? missing('sop.unknown_version') : { status: 200, body: { version, path: 'sops/cart-nudge.yaml', text: file } };
}

export function draftAnswer(method: string, path: readonly string[], body: string): Answer {
  const [, kind = '', name = ''] = path;
  if (method === 'POST') return kind === 'preview' ? { status: 200, body: preview(body.includes('migrate'), body.includes('drain')) } : publish();
  if (kind === '') return { status: 200, body: { items: [...drafts.values()], next: null } };
  const key = `${kind}/${name}`;
  if (method === 'PUT') drafts.set(key, kept(kind, name, JSON.parse(body) as { readonly text?: string; readonly remove?: boolean }));
  const draft = drafts.get(key);
  if (draft === undefined) return missing('draft.unknown');
  if (method === 'DELETE') drafts.delete(key);
  return { status: 200, body: draft };
}

const rowsInAll = 1_284_000;
const changes = [{ kind: 'sop', name: 'cart-nudge', change: 'changed' }];

/** Wall milliseconds at which a publication began to read the history, and whether it was given up. */
let begun: { at: number; cancelled: boolean } | null = null;

/** A publication that takes ten seconds to read the history. */
function publication(): PublicationView | null {
  if (begun === null) return null;
  const rows = Math.min(rowsInAll, Math.floor(((Date.now() - begun.at) / 10_000) * rowsInAll));
  const state = begun.cancelled ? 'cancelled' : rows === rowsInAll ? 'live' : 'preparing';
  if (state === 'live') drafts.clear();
  return { state, rows, rowsInAll, startedAt: now(), by: 'console', note: null, begunAnew: false, reason: null, changes };
}

export function publicationAnswer(method: string): Answer {
  if (method !== 'POST') return { status: 200, body: { publication: publication() } };
  if (publication()?.state !== 'preparing' || begun === null) return { status: 409, body: { type: '/problems/publication.nothing_preparing', title: 'publication.nothing_preparing', status: 409 } };
  begun.cancelled = true;
  return { status: 200, body: publication() };
}

function publish(): Answer {
  begun = { at: Date.now(), cancelled: false };
  return { status: 202, body: publication() };
}

function kept(kind: string, name: string, { text = '', remove = false }: { readonly text?: string; readonly remove?: boolean }): DraftAnswer {
  const wrong = text.split('\n').findIndex((line) => line.includes('soon'));
  return {
    kind, name, path: 'sops/cart-nudge.yaml', text, removes: remove, basedOn: 3, liveVersion: 3, outdated: false, savedAt: now(), by: 'console', warnings: [],
    refusals: wrong < 0 ? [] : [{ code: 'definition.wrong_value', file: 'sops/cart-nudge.yaml', line: wrong + 1, path: 'steps[0].at', step: 'nudge', given: "'soon'", allowed: "'+2h', 'day 1 20:00' or 'workday 1 10:00'" }],
  };
}

function preview(moves: boolean, drains: boolean): PreviewAnswer {
  const at = now();
  const messages = moves ? { same: 9, earlier: 8, later: 4, gone: 2, added: 3 } : { same: 26, earlier: 0, later: 0, gone: 0, added: 0 };
  return {
    changes: [{ kind: 'sop', name: 'cart-nudge', change: 'changed' }],
    warnings: [],
    impact: {
      at, until: addMs(at, 60 * 24 * 3_600_000), customers: 25, tags: [],
      sops: [
        {
          sop: 'cart-nudge', title: '加购未支付', change: 'changed', runs: moves ? 'migrate' : drains ? 'drain' : 'pin', fromVersion: 3, toVersion: 4, going: 25,
          stay: moves ? 0 : 25, move: moves ? 23 : 0, cut: moves ? { window: 1, withdrawn: 1 } : {}, closed: drains, messages,
        },
      ],
      shifts: moves
        ? customers.slice(0, 5).map((customer, index) => ({
            customer: customer.id, name: customer.name, sop: 'cart-nudge', step: 'proof', stepTitle: '真实评价', kind: ['earlier', 'later', 'gone', 'added', 'earlier'][index] ?? 'later',
            before: index === 3 ? null : addMs(at, 36_000_000), after: index === 2 ? null : addMs(at, 18_000_000 * (index + 1)),
          }))
        : [],
      cuts: moves ? customers.slice(5, 7).map((customer, index) => ({ customer: customer.id, name: customer.name, sop: 'cart-nudge', version: 3, step: 'call', reason: index === 0 ? 'window' : 'withdrawn' })) : [],
    },
  };
}
