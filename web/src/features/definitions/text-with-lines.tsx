import { useRef } from 'react';

interface TextWithLinesProps {
  readonly label: string;
  readonly text: string;
  /** Lines, from 1, that something is wrong with. */
  readonly marked: readonly number[];
  readonly onChange: (text: string) => void;
}

/** A plain text field with its lines numbered beside it. Long lines scroll, so that each number stands at its line. */
export function TextWithLines({ label, text, marked, onChange }: TextWithLinesProps) {
  const gutter = useRef<HTMLDivElement>(null);
  const lines = text.split('\n').length;
  const wrong = new Set(marked);
  return (
    <div className="editor">
      <div className="editor-lines num" ref={gutter} aria-hidden>
        {Array.from({ length: lines }, (_, index) => (
          <span key={index} className={wrong.has(index + 1) ? 'wrong' : undefined}>
            {index + 1}
          </span>
        ))}
      </div>
      <textarea
        aria-label={label}
        aria-invalid={marked.length > 0}
        value={text}
        wrap="off"
        spellCheck={false}
        autoCapitalize="off"
        rows={Math.min(Math.max(lines + 1, 12), 32)}
        onChange={(event) => {
          onChange(event.target.value);
        }}
        onScroll={(event) => {
          if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}
