/** `-name` as a field and a direction; without a sort, the list's own first one. */
export const readSort = (sort: string | undefined, usual: string): { readonly sort: string; readonly descending: boolean } => {
  const text = sort ?? usual;
  return text.startsWith('-') ? { sort: text.slice(1), descending: true } : { sort: text, descending: false };
};
