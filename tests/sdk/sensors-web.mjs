// A page of a shop with the unmodified SensorsData client for browsers: node sensors-web.mjs URL [image|ajax|batch]
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { JSDOM, VirtualConsole } from 'jsdom';

const [url, way] = process.argv.slice(2);
const code = readFileSync(createRequire(import.meta.url).resolve('sa-sdk-javascript/sensorsdata.min.js'), 'utf8');

const told = { pictures: [], kept: 0 };

const { window } = new JSDOM('<!doctype html><title>首页</title><button id="buy">买</button>', {
  url: 'https://shop.example.com/p?utm_source=x',
  runScripts: 'outside-only',
  pretendToBeVisual: true,
  virtualConsole: new VirtualConsole(),
});
// jsdom fetches no pictures by itself; a browser asks for every address that an image is given.
const pictures = [];
Object.defineProperty(window.HTMLImageElement.prototype, 'src', {
  set(address) {
    if (!address) return;
    pictures.push(
      fetch(address).then(async (answer) => {
        told.pictures.push(`${answer.status} ${answer.headers.get('content-type')} ${(await answer.arrayBuffer()).byteLength}`);
        this.onload?.();
      }),
    );
  },
});
const requests = [];
const { open } = window.XMLHttpRequest.prototype;
window.XMLHttpRequest.prototype.open = function (...how) {
  requests.push(new Promise((done) => this.addEventListener('loadend', done)));
  return open.apply(this, how);
};
window.eval(code);
const sensors = window.sensorsDataAnalytic201505 ?? window.sensors;
sensors.init({
  server_url: url,
  send_type: way === 'ajax' ? 'ajax' : 'image',
  batch_send: way === 'batch' ? { datasend_timeout: 6000, send_interval: 100, storage_length: 200 } : false,
  heatmap: {},
  is_track_single_page: false,
  show_log: false,
});
sensors.quick('autoTrack');
sensors.track('AddToCart', { sku: 'A', price: 12.5, title: '苹果🍎' });
sensors.login('u-7');
sensors.setProfile({ name: '李四' });
sensors.appendProfile({ likes: ['茶'] });
sensors.incrementProfile({ visits: 1 });

// One request for each record, or, in batches, as many as it takes until nothing is kept back.
const keptBack = () => Object.keys(window.localStorage).filter((key) => key.startsWith('sawebjssdk-')).length;
const isSent = () => (way === 'batch' ? requests.length > 0 && keptBack() === 0 : pictures.length + requests.length >= 7);
for (const until = Date.now() + 60_000; !isSent() && Date.now() < until; ) await new Promise((done) => setTimeout(done, 20));
await Promise.all([...pictures, ...requests]);
told.kept = keptBack();
console.log(JSON.stringify(told));
process.exit(0);
