// Sends what a shop would send, with the unmodified Segment client: node segment.mjs URL WRITE_KEY [gzip] [one-by-one]
import { gzipSync } from 'node:zlib';
import { Analytics } from '@segment/analytics-node';

const [url, writeKey, ...options] = process.argv.slice(2);
const gzip = async (target, init) =>
  fetch(target, { ...init, body: gzipSync(init.body), headers: { ...init.headers, 'content-encoding': 'gzip' } });

const analytics = new Analytics({
  host: url,
  path: '/v1/batch',
  writeKey,
  maxEventsInBatch: options.includes('one-by-one') ? 1 : 15,
  maxRetries: 3,
  disable: false,
  ...(options.includes('gzip') ? { httpClient: gzip } : {}),
});

const told = { delivered: [], failed: [] };
analytics.on('error', (error) => told.failed.push(`${error.code}: ${error.reason?.message ?? error.reason}`));
const send = (type, message) =>
  new Promise((done) => analytics[type](message, (error) => {
    if (!error) told.delivered.push(type);
    done();
  }));

const at = new Date('2025-11-03T02:03:04.567Z');
const sent = [
  send('page', { anonymousId: 'anon-1', name: '首页', category: 'shop', properties: { url: 'https://shop.example.com/' }, timestamp: at }),
  send('track', { anonymousId: 'anon-1', event: 'Product Viewed', properties: { sku: 'A', price: 12.5, tags: ['新', '🍎'] }, timestamp: at }),
  send('identify', { userId: 'u-1', anonymousId: 'anon-1', traits: { name: '张三', phone: '13800000000', unionid: 'un-1' }, timestamp: at }),
  send('track', { userId: 'u-1', event: 'Order Completed', properties: { total: 12.5, '名称': '苹果🍎', nested: { a: [1, null, true] } }, timestamp: at }),
  send('screen', { userId: 'u-1', name: 'Account', properties: { tab: 2 }, timestamp: at }),
  send('group', { userId: 'u-1', groupId: 'g-1', traits: { name: 'ACME' }, timestamp: at }),
  send('alias', { userId: 'u-1', previousId: 'old-1', timestamp: at }),
  send('track', { userId: 'u-1', event: 'payOrder', properties: {} }),
];
await analytics.closeAndFlush({ timeout: 20_000 });
await Promise.all(sent);
console.log(JSON.stringify(told));
