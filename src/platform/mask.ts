const secretNames =
  /^(sig|code|state|token|access_token|refresh_token|id_token|client_secret|client_assertion|password|secret|key|apikey|api_key|authorization)$/i;

/** An address for logs and records: without name and password, and with the values of secret parameters replaced. */
export function maskUrl(text: string): string {
  if (!URL.canParse(text)) return '(unreadable address)';
  const url = new URL(text);
  url.username = '';
  url.password = '';
  for (const name of new Set(url.searchParams.keys())) {
    if (secretNames.test(name)) url.searchParams.set(name, 'masked');
  }
  return url.href;
}
