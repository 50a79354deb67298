import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { channelAnswer } from './channels.ts';
import { welcomeAnswer } from './welcomes.ts';
import { linkAnswer } from './links.ts';
import { contactAnswer } from './contacts.ts';
import { draftAnswer, publicationAnswer, versionAnswer } from './drafts.ts';
import { customers, deliveries, detail, existing, explanation, groups, now, paceOfTime, sample, samples, sops, sopSummaries, timeline } from './town.ts';
import { hasBegun, rehearsals, running, started } from './rehearsal.ts';

/** The password that this stand-in takes. */
const password = 'rain';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const problem = (status: number, title: string, more: object = {}): Answer => ({ status, body: { type: `/problems/${title}`, title, status, ...more } });

function page<T>(all: readonly T[], query: URLSearchParams): Answer {
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 500) {
    return problem(422, 'list.limit', { detail: "limit is out of range.", field: 'limit', given: query.get('limit') ?? '', allowed: '1 to 500' });
  }
  return ok({ items: all.slice(from, from + limit), next: from + limit < all.length ? String(from + limit) : null });
}

function overview(): Answer {
  const messages = deliveries.filter((delivery) => delivery.kind === 'message');
  const states: Record<string, number> = {};
  for (const delivery of messages) states[delivery.state] = (states[delivery.state] ?? 0) + 1;
  samples.push(sample(now()));
  samples.shift();
  const newest = samples.at(-1);
  return ok({
    clock: { now: now(), rate: paceOfTime, accelerated: true, timeZone: 'Asia/Shanghai' },
    customers: customers.length,
    eventsPerSecond: (newest?.events ?? 0) / 2,
    events: 48_213,
    tagMoves: 6120,
    tagMovesPerSecond: (newest?.tagMoves ?? 0) / 2,
    replies: 37,
    deletions: 12,
    orders: 75,
    activeRuns: sops.reduce((sum, sop) => sum + sop.running, 0),
    deliveries: states,
    groups: groups(),
    recent: samples,
  });
}

function answer(path: readonly string[], query: URLSearchParams, posted: string | null): Answer {
  const [first, second, third] = path;
  const asked = (name: string) => query.get(name) ?? '';
  if (query.get('cursor') === 'bad') return problem(400, 'list.cursor', { field: 'cursor', given: 'bad', allowed: 'a cursor from next' });
  switch (first) {
    case 'overview':
      return overview();
    case 'clock':
      return ok({ now: now(), rate: paceOfTime, accelerated: true, timeZone: 'Asia/Shanghai' });
    case 'tags':
      return ok({ items: groups(), next: null });
    case 'audiences':
      return ok({ items: [{ id: 'second-order-window', title: '第二单窗口', when: { event: 'order.paid', last: { at_least: '60d', at_most: '90d' } } }], next: null });
    case 'customers': {
      if (second === undefined) {
        const match = customers.filter(
          (each) =>
            (asked('tag') === '' || each.tags.some((tag) => tag.tag === asked('tag'))) &&
            (asked('q') === '' || (each.name ?? '').includes(asked('q')) || each.identities.some((identity) => identity.value.includes(asked('q')))),
        );
        return page(match, query);
      }
      const one = detail(second);
      if (one === undefined) return problem(404, 'customer.unknown', { field: 'id', given: second });
      if (third === 'explain') {
        const why = explanation(second, asked('sop'), asked('at'));
        return why === undefined ? problem(404, 'sop.unknown', { field: 'sop', given: asked('sop') }) : ok(why);
      }
      if (third !== 'timeline') return ok(one);
      return page(timeline(second).filter((entry) => asked('kind') === '' || entry.kind === asked('kind')), query);
    }
    case 'sops': {
      if (second === undefined) return ok({ items: sopSummaries, next: null });
      const one = sops.find((sop) => sop.id === second);
      if (one !== undefined && third === 'existing') return ok(existing(one.id, posted));
      if (one !== undefined && third === 'versions') return versionAnswer(path[3]);
      return one === undefined ? problem(404, 'sop.unknown', { field: 'sop', given: second }) : ok(one);
    }
    case 'deliveries':
      return page(
        deliveries.filter(
          (each) =>
            (asked('state') === '' || each.state === asked('state')) &&
            (asked('sop') === '' || each.sop === asked('sop')) &&
            (asked('kind') === '' || each.kind === asked('kind')) &&
            (asked('customer') === '' || each.customer === asked('customer')),
        ),
        query,
      );
    case 'tasks':
      return page(
        deliveries.filter((each) => ['task', 'invite', 'remove'].includes(each.kind) && each.state === 'planned' && (asked('member') === '' || each.member === asked('member'))),
        query,
      );
    case 'guardrails':
      if (second === 'resume') for (const sop of sops) for (const step of sop.steps) step.stops.length = 0;
      return ok({ items: sops.flatMap((sop) => sop.steps.flatMap((step) => step.stops)), next: null });
    case 'intake':
      return second === 'status'
        ? ok({ accepted: 48_213, folded: 48_213, rejected: 3, lagMs: 0 })
        : page(
            [
              { id: 'r1', at: now(), source: 'segment', item: 3, code: 'event.missing_identity', field: 'userId', given: '(nothing)', allowed: 'userId or anonymousId', sample: '{"type":"track","event":"Order Completed"}' },
              { id: 'r2', at: now(), source: 'api', item: 0, code: 'event.malformed_json', field: '$', given: '{"id":', allowed: 'one JSON object', sample: '{"id":' },
            ],
            query,
          );
    case 'wecom':
      if (second !== 'status') return contactAnswer(second, query, page);
      return ok({
        configured: true, takesCallbacks: true, baseUrl: 'https://qyapi.weixin.qq.com', corpId: 'ww1', tokenOk: true, lastError: null, restsUntil: null,
        restingApis: [], planned: 10, openTasks: 4, callbacksWaiting: 0, callbacksUnhandled: 2,
        unsettledTasks: [{ id: 't1', member: 'gu-wen-lin', customers: 3, state: 'uncertain', reason: null, begunAt: now(), candidates: [] }],
      });
    case 'rehearsals': {
      const all = hasBegun() ? [running(), ...rehearsals] : rehearsals;
      if (second === undefined) return page(all.map((each) => ({ ...each, drafts: each.drafts.map((draft) => ({ ...draft, report: null })) })), query);
      const one = all.find((each) => each.id === second);
      if (one === undefined) return problem(404, 'rehearsal.unknown', { field: 'id', given: second });
      if (third === undefined) return ok(one);
      if (path[4] === 'story') return page(timeline(path[3] ?? '').filter((entry) => entry.kind !== 'delivery'), query);
      return page(customers.map((each, i) => ({ customer: each.id, name: each.name, times: 1 + (i % 3), saved: 0, firstAt: now() })), query);
    }
    case 'definitions':
      return ok({
        items: sops.map((sop) => ({ kind: 'sop', name: sop.id, path: `sops/${sop.id}.yaml`, version: 1 })),
        files: Object.fromEntries(sops.map((sop) => [`sops/${sop.id}.yaml`, `sop: ${sop.id}\ntitle: ${sop.title ?? ''}\ntrigger: { event: cart.added }\nsteps:\n  - { id: a, at: +2h, send: direct, material: hello }\n`])),
      });
    case 'workspaces':
      return posted !== null
        ? ok({ name: 'acme', path: '/w/acme/', adminKey: 'sk_grjf4rby9ybrjj6cnk8zzzzxvwbpv755', writeKey: 'wk_ejzshbi4z7n68t78ffwxnm2janpkakf8', password: 'bwwybekg58in8m2t' })
        : ok({ items: [{ name: 'default', path: '/', accepted: 48_210, ready: true }, { name: 'tea-house', path: '/w/tea-house/', accepted: 1_204, ready: true }] });
    case 'links':
    case 'group-codes':
      return linkAnswer(first, second, third);
    case 'welcomes':
    case 'media':
      return welcomeAnswer(first, second);
    case 'channels':
      return channelAnswer(second, third);
    case 'webhooks':
      return second === undefined
        ? ok({
            items: [
              { name: 'crm', url: 'https://crm.example.com/hooks/shiyu', secret: null, retrying: 3, restsUntil: null, sops: ['cart-nudge'] },
              { name: 'warehouse', url: 'https://wms.example.com/in', secret: null, retrying: 0, restsUntil: null, sops: [] },
            ],
            next: null,
          })
        : ok({ name: second, url: 'https://x.example/', secret: 'whsec_7Yw0bS2v5l0w3n9kq8v1m4c6x2z7p5r0t3y8u1i6o4A=', retrying: 0, restsUntil: null, sops: [] });
    case 'dead-letters':
      return ok({
        items: [
          { id: 'd1', webhook: 'crm', kind: 'call', sop: 'cart-nudge', step: 'tell', customer: 'c12', reason: 'http:404', tries: 1, firstAt: now(), diedAt: now() },
          { id: 'd2', webhook: 'crm', kind: 'message', sop: 'cart-nudge', step: 'say', customer: 'c40', reason: 'timeout', tries: 25, firstAt: now(), diedAt: now() },
        ],
        next: null,
      });
    case 'merges':
      return ok({ items: [], next: null });
    default:
      return problem(404, 'route.unknown');
  }
}

async function text(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return body;
}

async function handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const path = url.pathname.split('/').filter((part) => part !== '').slice(1).map(decodeURIComponent);
  const signedIn = request.headers.cookie?.includes('mock=1') ?? false;
  const send = ({ status, body }: Answer) => {
    response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
    response.end(JSON.stringify(body));
  };
  if (path[0] === 'session') {
    if (request.method === 'POST') {
      if (request.headers['x-shiyu'] !== '1') {
        send(problem(403, 'session.header'));
        return;
      }
      const given = JSON.parse(await text(request)) as { password?: string };
      if (given.password !== password) {
        send(problem(401, 'session.wrong_password'));
        return;
      }
      response.setHeader('set-cookie', 'mock=1; Path=/; HttpOnly; SameSite=Lax');
    } else if (request.method === 'DELETE') {
      response.setHeader('set-cookie', 'mock=; Path=/; Max-Age=0');
    } else if (!signedIn) {
      send(problem(401, 'session.signed_out'));
      return;
    }
    send(ok({}));
    return;
  }
  if (!signedIn) {
    send(problem(401, 'session.signed_out'));
    return;
  }
  if (path[0] === 'rehearsals' && request.method === 'POST') {
    send({ status: 202, body: started() });
    return;
  }
  const body = request.method === 'GET' ? '' : await text(request);
  if (path[0] === 'publication') send(publicationAnswer(request.method ?? 'GET'));
  else send(path[0] === 'drafts' ? draftAnswer(request.method ?? 'GET', path, body) : answer(path, url.searchParams, request.method === 'POST' ? body : null));
}

/** Answers /api from the made-up town; development only. */
export function mockServer(): Plugin {
  return {
    name: 'shiyu-mock',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const url = new URL(request.url ?? '/', 'http://localhost');
        if (url.pathname.startsWith('/api/')) void handle(request, response, url);
        else next();
      });
    },
  };
}
