/** Addresses for people of a customer alone: everybody else is told that there is nothing. own-company.db.test.ts asks as such a person. */
export const isForCustomers = ({ path }: { readonly path: string }): boolean => path.startsWith('/own-company');
