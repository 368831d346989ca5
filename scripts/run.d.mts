export const root: string;
export const env: Readonly<Record<string, string | undefined>>;
export type Ran = { readonly code: number; readonly output: string; readonly seconds: number };
export type RunOptions = { readonly show?: boolean; readonly input?: string; readonly extraEnv?: Readonly<Record<string, string>> };
export function run(command: string, args: readonly string[], options?: RunOptions): Promise<Ran>;
