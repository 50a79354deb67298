/** 时雨: a drop that carries a leaf, over a line of ground. */
export function Logo({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" role="img" aria-label="时雨 Shiyu">
      <path d="M16 3.500c5 5.900 8 10.100 8 14.400a8 8 0 0 1-16 0C8 13.600 11 9.400 16 3.500Z" fill="#5fd3b3" />
      <path d="M12 18.300c3.900.4 6.600-1.500 8-5.400 1.100 5.400-1.600 9.400-5.400 9.700" fill="#0d3b3a" />
      <path d="M4.500 28.500h23" stroke="#5fd3b3" strokeWidth="1.800" strokeLinecap="round" opacity=".65" />
    </svg>
  );
}
