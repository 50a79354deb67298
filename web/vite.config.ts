import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { mockServer } from './mock/mock-server.ts';

// `npm run mock` answers /api from made-up data; `npm run dev` passes it to a running server (SHIYU_URL says which).
export default defineConfig(({ mode }) => ({
  plugins: [react(), ...(mode === 'mock' ? [mockServer()] : [])],
  build: {
    target: 'es2022',
    // antd's shared base is one chunk that every page needs; splitting it further only adds requests.
    chunkSizeWarningLimit: 900,
  },
  server: {
    proxy: mode === 'mock' ? {} : { '/api': process.env.SHIYU_URL ?? 'http://127.0.0.1:5080' },
  },
  test: { include: ['src/**/*.test.ts'] },
}));
