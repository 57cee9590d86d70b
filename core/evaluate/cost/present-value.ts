/** [K1] (1 + rate)^−year: what one unit paid at the end of that year is worth today. */
export function discountFactor(rate: number, year: number): number {
  return (1 + rate) ** -year;
}

/** [K1] Present value of amounts paid now (first), at the end of year 1, of year 2 and so on. */
export function presentValue(amounts: readonly number[], rate: number): number {
  return amounts.reduce((sum, amount, year) => sum + amount * discountFactor(rate, year), 0);
}
