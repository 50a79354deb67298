import { DownloadOutlined, PictureOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useSay } from '../../lib/i18n/i18n';
import { download, pngOf, readAsDataUrl, svgOf } from './code-file';

interface CodePictureProps {
  readonly name: string;
  /** Where the code's own picture is. */
  readonly source: string;
}

const side = 1024;

/** A code's picture with a logo in its middle, to look at and to download. */
export function CodePicture({ name, source }: CodePictureProps) {
  const say = useSay();
  const [logo, setLogo] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const chosen = useRef<HTMLInputElement>(null);
  const save = async (kind: 'png' | 'svg') => {
    try {
      const picture = await readAsDataUrl(await (await fetch(source)).blob());
      const svg = svgOf(picture, logo, side);
      download(kind === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await pngOf(picture, logo, side), `${name}.${kind}`);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <div className="code-picture">
      <div className="code-picture-frame">
        <img src={source} alt={say('channels.picture.alt', { name })} loading="lazy" />
        {logo !== null && <img src={logo} alt="" className="code-logo" />}
      </div>
      <input
        ref={chosen}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/svg+xml"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file !== undefined) void readAsDataUrl(file).then(setLogo);
        }}
      />
      <div className="code-picture-actions">
        <Button size="small" icon={<PictureOutlined aria-hidden />} onClick={() => chosen.current?.click()}>
          {say('channels.logo')}
        </Button>
        <Button size="small" icon={<DownloadOutlined aria-hidden />} onClick={() => void save('png')}>
          PNG
        </Button>
        <Button size="small" icon={<DownloadOutlined aria-hidden />} onClick={() => void save('svg')}>
          SVG
        </Button>
      </div>
      {failed && <p className="bad small">{say('channels.picture.failed')}</p>}
    </div>
  );
}
