import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Panel } from '../../components/panel';
import { ProblemAlert } from '../../components/problem-alert';
import { fetchClient } from '../../lib/api';
import { useSay } from '../../lib/i18n/i18n';
import { draftsKey } from '../../lib/use-draft';
import { definitionIn, kinds, type Kind } from './kinds';

/** Files from somebody's machine become drafts, each of what it defines; or a new definition is begun here. */
export function NewDrafts() {
  const say = useSay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const [kind, setKind] = useState<Kind>('sop');
  const [name, setName] = useState('');
  const upload = useMutation({
    mutationFn: async (chosen: readonly File[]) => {
      const read = await Promise.all(chosen.map(async (file) => ({ file: file.name, text: await file.text() })));
      const told = read.map(({ file, text }) => ({ file, text, defines: definitionIn(text) }));
      setUnknown(told.flatMap(({ file, defines }) => (defines === undefined ? [file] : [])));
      for (const { text, defines } of told) {
        if (defines !== undefined) await fetchClient.PUT('/api/drafts/{kind}/{name}', { params: { path: defines }, body: { text } });
      }
    },
    onSettled: () => client.invalidateQueries({ queryKey: draftsKey }),
  });
  const begins = /^[a-z0-9][a-z0-9-]*$/.test(name);
  return (
    <Panel title={say('definitions.new')} hint={say('definitions.new.hint')}>
      <form
        className="new-definition"
        onSubmit={(event) => {
          event.preventDefault();
          if (begins) void navigate(`/definitions/${kind}/${name}`);
        }}
      >
        <Button icon={<UploadOutlined aria-hidden />} loading={upload.isPending} onClick={() => picker.current?.click()}>
          {say('definitions.upload')}
        </Button>
        <Select
          aria-label={say('definitions.kind')}
          value={kind}
          options={kinds.map((each) => ({ value: each, label: say(`definitions.kind.${each}`) }))}
          onChange={setKind}
        />
        <Input
          aria-label={say('definitions.name')}
          placeholder={say('definitions.name')}
          value={name}
          onChange={(event) => {
            setName(event.target.value.trim());
          }}
        />
        <Button htmlType="submit" disabled={!begins}>
          {say('definitions.begin')}
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept=".yaml,.yml,.json"
          onChange={(event) => {
            const chosen = [...(event.target.files ?? [])];
            event.target.value = '';
            if (chosen.length > 0) upload.mutate(chosen);
          }}
        />
      </form>
      {unknown.length > 0 && <p className="note warn">{say('definitions.unknown', { files: unknown.join(', ') })}</p>}
      {upload.isError && <ProblemAlert error={upload.error} />}
    </Panel>
  );
}
