import { describe, expect, it } from 'vitest';
import { logoShare, svgOf } from './code-file';

describe('a code as a file', () => {
  it('carries its picture and stands alone', () => {
    const svg = svgOf('data:image/png;base64,AA', null, 100);
    expect(svg).toContain('href="data:image/png;base64,AA"');
    expect(svg).not.toContain('<rect');
  });

  it('puts the logo in the middle, on white, over less than the weakest error correction mends', () => {
    const svg = svgOf('data:image/png;base64,AA', 'data:image/png;base64,BB', 1000);
    expect(svg).toContain('<image href="data:image/png;base64,BB" x="400" y="400" width="200" height="200"');
    expect((logoShare + 0.04) ** 2).toBeLessThan(0.07);
  });
});
