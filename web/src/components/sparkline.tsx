interface SparklineProps {
  readonly values: readonly number[];
  readonly color: string;
}

const [width, height] = [120, 28];

/** The shape of recent samples, without axes; the number beside it says how much. */
export function Sparkline({ values, color }: SparklineProps) {
  if (values.length < 2) return <svg className="sparkline" aria-hidden viewBox={`0 0 ${String(width)} ${String(height)}`} />;
  const top = Math.max(1, ...values);
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * width;
    const y = height - 2 - (value / top) * (height - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg className="sparkline" aria-hidden viewBox={`0 0 ${String(width)} ${String(height)}`} preserveAspectRatio="none">
      <polygon points={`0,${String(height)} ${points.join(' ')} ${String(width)},${String(height)}`} fill={color} opacity="0.14" />
      <polyline points={points.join(' ')} fill="none" stroke={color} strokeWidth="1.500" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
