// Sends what a shop's server would send, with the unmodified SensorsData client: node sensors-node.cjs URL [track|debug|dryRun] [batch|plain]
const SensorsAnalytics = require('sa-sdk-node');

const [url, mode, ...options] = process.argv.slice(2);
const sa = new SensorsAnalytics();
const submitter = sa.submitTo({ url, mode, gzip: !options.includes('plain'), timeout: 20_000 }, options.includes('batch') ? { count: 9, timeSpan: 60_000 } : {});

const records = 9;
const told = { delivered: 0, failed: [] };
const ended = () => {
  const requests = options.includes('batch') ? 1 : records;
  if (told.delivered + told.failed.length < requests) return;
  console.log(JSON.stringify(told));
  process.exit(0);
};
submitter.subscribe(
  () => {
    told.delivered++;
    ended();
  },
  (error) => {
    told.failed.push(String(error.message ?? error));
    ended();
  },
);

const at = new Date('2025-11-03T02:03:04.567Z');
sa.track('anon-1', 'ProductView', { sku: 'A', $time: at });
sa.track('u-1', 'OrderPaid', { total: 12.5, title: '苹果🍎', tags: ['a', 'b'], vip: true, $time: at });
sa.trackSignup('u-1', 'anon-1', { channel: 'web' });
sa.profileSet('u-1', { name: '张三', age: 30, phone: '13800000000' });
sa.profileSetOnce('u-1', { first: 'x' });
sa.profileIncrement('u-1', { score: 3 });
sa.profileAppend('u-1', { tags: ['vip'] });
sa.profileUnset('u-1', ['old']);
sa.itemSet('sku', 'p1', { price: 3.5 });
