/** The members of a list answer. */
export function itemsOf<T>(answer: { readonly items: readonly T[] } | undefined): readonly T[] {
  return answer?.items ?? [];
}
