/** An amount of the workspace's money, with its sign and two decimals. */
export function money(amount: number): string {
  return amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
}

/** A chance in per cent: small ones with the digits that tell them apart. */
export function share(chance: number): string {
  const value = chance * 100;
  return `${value.toLocaleString('en-US', { maximumFractionDigits: value < 1 ? 2 : value < 10 ? 1 : 0 })}%`;
}
