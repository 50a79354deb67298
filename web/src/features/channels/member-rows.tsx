import { Button, Input, InputNumber } from 'antd';
import { useSay } from '../../lib/i18n/i18n';
import { newMember, type MemberForm } from './channel-form-state';
import { ShiftRows } from './shift-rows';

interface MemberRowsProps {
  readonly members: readonly MemberForm[];
  readonly onChange: (members: readonly MemberForm[]) => void;
}

/** The members of a code: share, caps, shifts. */
export function MemberRows({ members, onChange }: MemberRowsProps) {
  const say = useSay();
  const change = (at: number, part: Partial<MemberForm>) => {
    onChange(members.map((member, number) => (number === at ? { ...member, ...part } : member)));
  };
  return (
    <>
      {members.map((member, at) => (
        <fieldset key={at} className="member-row">
          <label>
            {say('channels.user')}
            <Input
              value={member.user}
              placeholder="linxiaoyu"
              onChange={(event) => {
                change(at, { user: event.target.value });
              }}
            />
          </label>
          <label>
            {say('channels.weight')}
            <InputNumber
              min={1}
              max={100}
              value={member.weight}
              onChange={(weight) => {
                change(at, { weight: weight ?? 1 });
              }}
            />
          </label>
          <label>
            {say('channels.dailyCap')}
            <InputNumber
              min={1}
              value={member.dailyCap}
              placeholder={say('channels.noCap')}
              onChange={(dailyCap) => {
                change(at, { dailyCap });
              }}
            />
          </label>
          <label>
            {say('channels.totalCap')}
            <InputNumber
              min={1}
              value={member.totalCap}
              placeholder={say('channels.noCap')}
              onChange={(totalCap) => {
                change(at, { totalCap });
              }}
            />
          </label>
          <label>
            {say('channels.friendLimit')}
            <InputNumber
              min={100}
              max={20_000}
              value={member.friendLimit}
              onChange={(friendLimit) => {
                change(at, { friendLimit: friendLimit ?? newMember.friendLimit });
              }}
            />
          </label>
          <Button
            size="small"
            disabled={members.length === 1}
            onClick={() => {
              onChange(members.filter((_, number) => number !== at));
            }}
          >
            {say('channels.removeMember')}
          </Button>
          <ShiftRows
            shifts={member.shifts}
            onChange={(shifts) => {
              change(at, { shifts });
            }}
          />
        </fieldset>
      ))}
      <Button
        onClick={() => {
          onChange([...members, newMember]);
        }}
      >
        {say('channels.addMember')}
      </Button>
    </>
  );
}
