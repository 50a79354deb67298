import { DeleteOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Input, Select, Tag } from 'antd';
import { useId, useRef } from 'react';
import { api } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { itemsOf } from '../../lib/items';
import { fileOfSop, freePath, isEmpty, pathOf, type Draft, type DraftFile } from './drafts';

const emptySop = 'sop: new-sop\ntitle: \ntrigger: { event: order.paid }\nsteps:\n  - { id: hello, at: +2h, send: direct, material: hello }\n';

interface DraftEditorProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** The files of one draft: taken from an SOP in force and changed, uploaded, or written here. */
export function DraftEditor({ draft, onChange }: DraftEditorProps) {
  const say = useSay();
  const label = useId();
  const upload = useRef<HTMLInputElement>(null);
  const sops = api.useQuery('get', '/api/sops', { params: { query: { limit: 500 } } }, { staleTime: 30_000 });
  const definitions = api.useQuery('get', '/api/definitions', {}, { staleTime: 30_000 });
  const { files, without } = draft;
  const setFiles = (next: readonly DraftFile[]) => {
    onChange({ files: next, without });
  };
  const add = (more: readonly DraftFile[]) => {
    setFiles(more.reduce<readonly DraftFile[]>((known, file) => [...known, { ...file, path: freePath(known, file.path) }], files));
  };
  const titleOf = (id: string) => itemsOf(sops.data).find((sop) => sop.id === id)?.title ?? id;
  return (
    <div className="reh-draft">
      <div className="reh-draft-actions">
        <Select
          aria-label={say('rehearse.takeSop')}
          placeholder={say('rehearse.takeSop')}
          className="reh-select"
          showSearch={{ optionFilterProp: 'label' }}
          value={null}
          loading={definitions.isPending}
          options={itemsOf(sops.data).map((sop) => ({ value: sop.id, label: sop.title ?? sop.id }))}
          onChange={(sop: string | null) => {
            const file = sop === null ? undefined : fileOfSop(definitions.data?.files ?? {}, sop);
            if (file) add([file]);
          }}
        />
        <Select
          aria-label={say('rehearse.leaveOut')}
          placeholder={say('rehearse.leaveOut')}
          className="reh-select"
          showSearch={{ optionFilterProp: 'label' }}
          value={null}
          options={itemsOf(sops.data)
            .filter((sop) => !without.includes(sop.id))
            .map((sop) => ({ value: sop.id, label: sop.title ?? sop.id }))}
          onChange={(sop: string | null) => {
            if (sop !== null) onChange({ files, without: [...without, sop] });
          }}
        />
        <Button icon={<UploadOutlined aria-hidden />} onClick={() => upload.current?.click()}>
          {say('rehearse.upload')}
        </Button>
        <Button
          onClick={() => {
            add([{ path: 'draft.yaml', text: emptySop }]);
          }}
        >
          {say('rehearse.write')}
        </Button>
        <input
          ref={upload}
          type="file"
          hidden
          multiple
          accept=".yaml,.yml,.json"
          onChange={(event) => {
            const chosen = [...(event.target.files ?? [])];
            event.target.value = '';
            void Promise.all(chosen.map(async (file) => ({ path: pathOf(file.name), text: await file.text() }))).then(add);
          }}
        />
      </div>
      {files.map((file, i) => (
        <div key={file.path} className="reh-file">
          <div className="reh-file-head">
            <code id={`${label}-${String(i)}`}>{file.path}</code>
            <Button
              type="text"
              size="small"
              icon={<DeleteOutlined />}
              aria-label={say('rehearse.removeFile', { path: file.path })}
              onClick={() => {
                setFiles(files.filter((other) => other !== file));
              }}
            />
          </div>
          <Input.TextArea
            aria-labelledby={`${label}-${String(i)}`}
            className="reh-text"
            autoSize={{ minRows: 6, maxRows: 18 }}
            spellCheck={false}
            value={file.text}
            onChange={(event) => {
              setFiles(files.map((other) => (other === file ? { ...file, text: event.target.value } : other)));
            }}
          />
        </div>
      ))}
      {without.map((sop) => (
        <Tag
          key={sop}
          closable
          onClose={() => {
            onChange({ files, without: without.filter((other) => other !== sop) });
          }}
        >
          {say('rehearse.without', { name: titleOf(sop) })}
        </Tag>
      ))}
      {isEmpty(draft) && <p className="faint small">{say('rehearse.draft.empty')}</p>}
    </div>
  );
}
