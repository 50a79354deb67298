// A mini program with the unmodified SensorsData client, over a small stand-in of wx: node sensors-miniprogram.cjs URL [batch|single]
const [url, way] = process.argv.slice(2);
const storage = new Map();
const requests = [];
const told = { statuses: [], failed: 0 };

globalThis.wx = {
  getSystemInfo: ({ success, complete }) => {
    const info = { brand: 'APPLE', manufacturer: 'Apple', model: 'iPhone', screenWidth: 390, screenHeight: 844, system: 'iOS 17.0', platform: 'ios', version: '8.0.50', SDKVersion: '3.4.0' };
    success?.(info);
    complete?.(info);
  },
  getNetworkType: ({ success, complete }) => {
    success?.({ networkType: 'wifi' });
    complete?.({ networkType: 'wifi' });
  },
  getAccountInfoSync: () => ({ miniProgram: { appId: 'wx0000000000000000', version: '1.0.0', envVersion: 'release' } }),
  getLaunchOptionsSync: () => ({ path: 'pages/index/index', query: {}, scene: 1001 }),
  getStorageSync: (key) => storage.get(key) ?? '',
  setStorageSync: (key, value) => storage.set(key, value),
  getStorage: ({ key, success, fail }) => (storage.has(key) ? success?.({ data: storage.get(key) }) : fail?.({})),
  setStorage: ({ key, data, success }) => {
    storage.set(key, data);
    success?.({});
  },
  onNetworkStatusChange: () => {},
  onAppShow: () => {},
  onAppHide: () => {},
  setNavigationBarTitle: () => {},
  request: ({ url: target, method = 'GET', data, header, success, fail, complete }) => {
    requests.push(
      fetch(target, { method, body: method === 'GET' ? undefined : data, headers: { 'content-type': 'text/plain', ...header } }).then(
        (answer) => {
          told.statuses.push(answer.status);
          success?.({ statusCode: answer.status, data: '' });
          complete?.({});
        },
        (error) => {
          told.failed++;
          fail?.({ errMsg: String(error) });
          complete?.({});
        },
      ),
    );
  },
};
globalThis.App = () => {};
globalThis.Page = () => {};
globalThis.Component = () => {};
globalThis.getCurrentPages = () => [{ route: 'pages/index/index' }];
globalThis.getApp = () => ({});

const sensors = require('sa-sdk-miniprogram');
sensors.setPara({ server_url: url, batch_send: way === 'batch' ? { send_timeout: 60_000, max_length: 6 } : false, autoTrack: { appLaunch: false, appShow: false, appHide: false, pageShow: false, pageShare: false } });
sensors.setOpenid('openid-abc');
sensors.init();
sensors.track('AddToCart', { sku: 'A', total: 12.5, title: '苹果🍎' });
sensors.login('u-9');
sensors.bind?.('$identity_mobile', '13900000000');
sensors.setProfile({ name: '王五' });
sensors.setOnceProfile({ first: 'x' });

const expected = way === 'batch' ? 1 : 6;
(async () => {
  for (const until = Date.now() + 60_000; requests.length < expected && Date.now() < until; ) await new Promise((done) => setTimeout(done, 20));
  await Promise.all(requests);
  console.log(JSON.stringify(told));
  process.exit(0);
})();
