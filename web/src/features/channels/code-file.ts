/** A logo's side as a share of the code's: its area, with the white around it, stays under what even the weakest error correction mends. */
export const logoShare = 0.2;

const margin = 0.02;

/** A picture file of a code with a logo in its middle, complete in itself. */
export function svgOf(picture: string, logo: string | null, side: number): string {
  const size = side * logoShare;
  const at = (side - size) / 2;
  const pad = side * margin;
  const middle =
    logo === null
      ? ''
      : `<rect x="${String(at - pad)}" y="${String(at - pad)}" width="${String(size + 2 * pad)}" height="${String(size + 2 * pad)}" rx="${String(pad)}" fill="#fff"/>` +
        `<image href="${logo}" x="${String(at)}" y="${String(at)}" width="${String(size)}" height="${String(size)}" preserveAspectRatio="xMidYMid meet"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(side)} ${String(side)}">` +
    `<image href="${picture}" width="${String(side)}" height="${String(side)}" style="image-rendering:pixelated"/>${middle}</svg>`
  );
}

export function readAsDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      resolve(String(reader.result));
    };
    reader.onerror = () => {
      reject(new Error('unreadable'));
    };
    reader.readAsDataURL(blob);
  });
}

/** The same as pixels. */
export async function pngOf(picture: string, logo: string | null, side: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('no canvas');
  pen.imageSmoothingEnabled = false;
  pen.drawImage(await loaded(picture), 0, 0, side, side);
  if (logo !== null) {
    const [size, pad] = [side * logoShare, side * margin];
    const at = (side - size) / 2;
    pen.fillStyle = '#fff';
    pen.fillRect(at - pad, at - pad, size + 2 * pad, size + 2 * pad);
    pen.imageSmoothingEnabled = true;
    const image = await loaded(logo);
    const scale = size / Math.max(image.width, image.height, 1);
    const [width, height] = [image.width * scale, image.height * scale];
    pen.drawImage(image, (side - width) / 2, (side - height) / 2, width, height);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('no picture'));
      else resolve(blob);
    });
  });
}

export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function loaded(source: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => {
      resolve(image);
    };
    image.onerror = () => {
      reject(new Error('unreadable'));
    };
    image.src = source;
  });
}
