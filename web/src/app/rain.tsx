/** Thin slanted rain behind the rail. Decoration only. */
export function Rain() {
  const drops = [
    [20, 60, 26], [58, 150, 40], [96, 30, 34], [140, 210, 30], [176, 90, 44], [204, 290, 28], [36, 330, 36], [120, 390, 42],
    [190, 470, 30], [66, 520, 46], [150, 600, 32], [24, 690, 38], [108, 740, 28], [196, 690, 40], [70, 860, 34], [160, 830, 26],
  ] as const;
  return (
    <svg className="rain" aria-hidden width="220" height="900" viewBox="0 0 220 900">
      {drops.map(([x, y, length]) => (
        <line key={`${String(x)}-${String(y)}`} x1={x} y1={y} x2={x - length * 0.28} y2={y + length} />
      ))}
    </svg>
  );
}
